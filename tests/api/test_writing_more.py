"""Writing clips, images, topics, decisions, comments and reports through the API."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture

from articles.models import Article, AuditEntry, Clip, Comment, Image, Report, Source
from tests.end_to_end.generated_clips import generate_clip

from .test_writing import BASE, Program

Make = Callable[..., Article]
TEXT = generate_clip(7).decode()


@pytest.fixture
def admin_program(admin_user: User) -> Program:
    """A program of an administrator."""
    return Program(admin_user)


def test_an_image_without_a_file_needs_some_text(admin_program: Program) -> None:
    image = Image.objects.create(caption="Das Rathaus")

    answer = admin_program.ask("PATCH", f"/desk/images/{image.pk}/", {"caption": "", "credit": ""}, If_Match="*")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert Image.objects.get().caption == "Das Rathaus"


# clips


def test_a_clip_is_imported_once(admin_program: Program) -> None:
    first, second = (admin_program.ask("POST", "/clips/", {"name": "a.txt", "text": TEXT}) for _ in range(2))

    assert [(a.status_code, a.json()["status"]) for a in (first, second)] == [(201, "new"), (200, "seen")]
    assert [first.json()[name] for name in ("clip", "article")] == [second.json()[name] for name in ("clip", "article")]
    assert second.json()["clip"]
    assert Clip.objects.get().data == TEXT.encode()
    assert admin_program.ask("GET", f"/clips/{first.json()['clip']}/").json()["text"] == TEXT


def test_a_dry_run_stores_nothing(admin_program: Program) -> None:
    answer = admin_program.ask("POST", "/clips/?dry_run=true", {"name": "a.txt", "text": TEXT})

    assert answer.json()["reading"]["article"]["agencies"] == ["dpa"]
    assert (Clip.objects.count(), Article.objects.count()) == (0, 0)


def test_a_clip_can_be_sent_as_a_file(admin_program: Program) -> None:
    file = SimpleUploadedFile("b.txt", TEXT.encode("cp1252"))

    answer = admin_program.client.post(
        f"{BASE}/clips/",
        {"file": file},
        headers={"Authorization": f"Bearer {admin_program.secret}", "Idempotency-Key": "k"},
    )

    assert answer.status_code == 201
    assert Clip.objects.get().names.get().name == "b.txt"


def test_two_files_in_one_request_are_refused(admin_program: Program) -> None:
    sent = {"file": [SimpleUploadedFile(name, TEXT.encode()) for name in ("a.txt", "b.txt")]}

    answer = admin_program.client.post(
        f"{BASE}/clips/", sent, headers={"Authorization": f"Bearer {admin_program.secret}"}
    )

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "repeated")
    assert Clip.objects.count() == 0


def test_an_empty_clip_is_refused_and_leaves_nothing(admin_program: Program) -> None:
    answer = admin_program.client.post(
        f"{BASE}/clips/",
        {"file": SimpleUploadedFile("leer.txt", b" ")},
        headers={"Authorization": f"Bearer {admin_program.secret}"},
    )

    assert answer.status_code == 400
    assert Clip.objects.count() == 0


def test_importing_needs_the_permission(reporter: User) -> None:
    assert Program(reporter).ask("POST", "/clips/", {"name": "a.txt", "text": TEXT}).status_code == 403


def test_a_clip_is_discarded_with_a_reason(admin_program: Program) -> None:
    pk = admin_program.ask("POST", "/clips/", {"name": "a.txt", "text": TEXT}).json()["clip"]

    without_reason = admin_program.ask("POST", f"/clips/{pk}/moves/", {"move": "discard"})
    with_reason = admin_program.ask("POST", f"/clips/{pk}/moves/", {"move": "discard", "reason": "Werbung"})

    assert (without_reason.status_code, with_reason.json()["state"]) == (409, "discarded")


# pictures and names


def _make_png() -> bytes:
    buffer = io.BytesIO()
    Picture.new("RGB", (40, 30), "white").save(buffer, "PNG")
    return buffer.getvalue()


def _send_image(program: Program, name: str, data: bytes, **more: str) -> Any:
    form_data = {"file": SimpleUploadedFile(name, data), **more}
    return program.client.post(f"{BASE}/desk/images/", form_data, headers={"Authorization": f"Bearer {program.secret}"})


def test_an_image_is_stored_once_per_file(admin_program: Program) -> None:
    first, second = (_send_image(admin_program, "a.png", _make_png(), credit="Ada") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["credit"] == "Ada"
    assert Image.objects.count() == 1


def test_a_file_that_is_no_image_is_refused(admin_program: Program) -> None:
    answer = _send_image(admin_program, "a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    assert answer.status_code in {400, 409}
    assert Image.objects.count() == 0


def test_a_picture_without_a_file_needs_words(admin_program: Program) -> None:
    assert admin_program.ask("POST", "/desk/images/", {"alt_text": "x"}).status_code == 400
    assert admin_program.ask("POST", "/desk/images/", {"caption": "Das Rathaus"}).status_code == 201


@pytest.mark.parametrize("noun", ["topics", "persons", "sources"])
def test_taxonomy_entries_are_created_and_changed(admin_program: Program, noun: str) -> None:
    created = admin_program.ask("POST", f"/desk/{noun}/", {"name": "Straßenbau"})
    changed = admin_program.ask("PATCH", f"/desk/{noun}/{created.json()['id']}/", {"name": "Tiefbau"}, If_Match="*")

    assert (created.status_code, created.json()["slug"]) == (201, "strassenbau")
    assert changed.json()["name"] == "Tiefbau"
    audit_entries = AuditEntry.objects.filter(object_id=created.json()["id"], noun=f"articles.{noun[:-1]}")
    assert sorted(audit_entries.values_list("verb", flat=True)) == ["add", "change"]


@pytest.mark.parametrize("noun", ["topics", "persons", "sources", "images"])
def test_a_stale_change_overwrites_nothing(admin_program: Program, noun: str) -> None:
    word = "caption" if noun == "images" else "name"
    path = f"/desk/{noun}/{admin_program.ask('POST', f'/desk/{noun}/', {word: 'Eins'}).json()['id']}/"
    read = admin_program.ask("GET", path)["ETag"]

    unconditional = admin_program.ask("PATCH", path, {word: "Zwei"})
    first = admin_program.ask("PATCH", path, {word: "Zwei"}, If_Match=read)
    stale = admin_program.ask("PATCH", path, {word: "Drei"}, If_Match=read)
    repeated = admin_program.ask("PATCH", path, {word: "Vier"}, If_Match=stale["ETag"])

    assert [a.status_code for a in (unconditional, first, stale, repeated)] == [428, 200, 412, 200]
    assert (unconditional.json()["code"], stale.json()["code"]) == ("precondition_required", "stale")
    assert first["ETag"] == stale["ETag"] != read
    assert admin_program.ask("GET", path).json()[word] == "Vier"
    assert admin_program.ask("GET", path)["ETag"] == repeated["ETag"]


def test_a_name_that_is_taken_is_refused(admin_program: Program) -> None:
    admin_program.ask("POST", "/desk/topics/", {"name": "Bau"})

    answer = admin_program.ask("POST", "/desk/topics/", {"name": "Bau"})

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "name")


def test_setting_rights_needs_the_permission(reporter: User, outlet: Source) -> None:
    assert Program(reporter).ask("PATCH", f"/desk/sources/{outlet.pk}/", {"right": "own"}).status_code == 403


# moderation


def test_comments_are_moderated_from_a_script(admin_program: Program, make_article: Make, make_comment: Any) -> None:
    article = make_article()
    good, bad = (make_comment(article, status="pending", email="geheim@example.org") for _ in range(2))

    queue = admin_program.ask("GET", "/desk/comments/?status=pending")
    admin_program.ask("POST", "/desk/decisions/", {"comments": [good.pk], "verb": "approve"})
    admin_program.ask("POST", "/desk/decisions/", {"comments": [bad.pk], "verb": "reject", "reason": "insult"})

    assert [c["id"] for c in queue.json()["results"]] == [bad.pk, good.pk]
    assert "geheim" not in queue.text
    assert [c.status for c in Comment.objects.order_by("pk")] == ["approved", "rejected"]


def test_a_rejection_says_why(admin_program: Program, make_article: Make, make_comment: Any) -> None:
    comment = make_comment(make_article(), status="pending")

    answer = admin_program.ask("POST", "/desk/decisions/", {"comments": [comment.pk], "verb": "reject"})

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "reason")


def test_only_moderators_moderate(editor: User, make_article: Make, make_comment: Any) -> None:
    comment = make_comment(make_article(), status="pending")
    sent = {"comments": [comment.pk], "verb": "approve"}

    assert Program(editor).ask("POST", "/desk/decisions/", sent).status_code == 403


# readers


def _post(client: Client, path: str, data: Any) -> Any:
    return client.post(BASE + path, json.dumps(data), content_type="application/json")


def test_a_readers_comment_waits_and_its_author_gets_a_private_link(client: Client, make_article: Make) -> None:
    article = make_article()

    answer = _post(client, f"/articles/{article.slug}/comments/", {"author": "Ada", "text": "Ein Gedanke dazu."})

    assert (answer.status_code, answer.json()["state"]) == (201, "waits")
    assert client.get(answer.json()["status_url"].removeprefix("http://testserver")).status_code == 200
    assert Comment.objects.get().status == "pending"


def test_a_comment_without_a_text_is_refused_at_its_field(client: Client, make_article: Make) -> None:
    answer = _post(client, f"/articles/{make_article().slug}/comments/", {"author": "Ada", "text": "  "})

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "text")
    assert Comment.objects.count() == 0


def test_hidden_foreign_and_unknown_parents_answer_alike(client: Client, make_article: Make, make_comment: Any) -> None:
    article = make_article()
    parents = (make_comment(article, status="pending").pk, make_comment(make_article()).pk, 9999)
    sent = [{"author": "Ada", "text": f"Antwort Nummer {n}.", "parent": parent} for n, parent in enumerate(parents)]

    answers = [_post(client, f"/articles/{article.slug}/comments/", data) for data in sent]

    assert {(a.status_code, a.content) for a in answers} == {(400, answers[0].content)}


def test_a_closed_article_accepts_no_comments(client: Client, make_article: Make) -> None:
    article = make_article(comment_status="closed")

    assert _post(client, f"/articles/{article.slug}/comments/", {"author": "A", "text": "Doch."}).status_code == 403


def test_a_flood_is_refused_with_retry_after(client: Client, make_article: Make) -> None:
    article = make_article()

    answers = [
        _post(client, f"/articles/{article.slug}/comments/", {"author": "Ada", "text": f"Gedanke Nummer {n}."})
        for n in range(40)
    ]

    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert Comment.objects.count() < 40


def test_a_comment_is_reported(client: Client, make_article: Make, make_comment: Any) -> None:
    visible, hidden = make_comment(make_article()), make_comment(make_article(), status="pending")

    answer = _post(client, f"/comments/{visible.pk}/reports/", {"reason": "insult"})

    assert answer.status_code == 201
    assert Report.objects.get().comment == visible
    assert _post(client, f"/comments/{hidden.pk}/reports/", {"reason": "insult"}).status_code == 404


def test_a_notice_of_illegal_content_must_be_whole(client: Client, make_article: Make, make_comment: Any) -> None:
    comment = make_comment(make_article())
    notice = {
        "kind": "illegal",
        "explanation": "Das ist eine falsche Behauptung über eine Person.",
        "url": "http://testserver/",
        "name": "Bo",
        "email": "bo@example.org",
        "good_faith": True,
    }

    missing = [_post(client, f"/comments/{comment.pk}/reports/", {**notice, name: ""}) for name in ("name", "email")]

    assert [a.status_code for a in missing] == [400, 400]
    assert _post(client, f"/comments/{comment.pk}/reports/", notice).status_code == 201
