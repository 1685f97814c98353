"""Articles are written through the API: with a token, within the user's rights, and never over a newer version."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.domain import api_tokens
from articles.models import ApiToken, Article, AuditEntry, Source, Topic

Make = Callable[..., Article]
ALL = ("read", "edit", "publish", "moderate", "import")
BASE = "/api/v1"


class Program:
    """A program with a token."""

    def __init__(self, user: User, *scopes: str) -> None:
        until = timezone.now() + timedelta(days=1)
        self.token, self.secret = api_tokens.issue(user, "Skript", scopes or ALL, until, None)
        self.client = Client()

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """One request."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            BASE + path,
            *([_json(data), "application/json"] if data is not None else []),
            headers={"Authorization": f"Bearer {self.secret}", **names},
        )


def _json(data: Any) -> str:
    return json.dumps(data)


@pytest.fixture
def program(editor: User) -> Program:
    """A program with every scope, of an editor who may publish."""
    return Program(editor)


@pytest.fixture
def draft(make_article: Make) -> Article:
    """A draft to change."""
    return make_article(state="draft", headline="Vorher")


# authentication


def test_a_request_without_a_token_is_refused(client: Client, draft: Article) -> None:
    answer = client.get(f"{BASE}/desk/articles/{draft.pk}/")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("flaw", ["expired", "revoked", "inactive", "wrong"])
def test_an_invalid_token_is_refused(program: Program, editor: User, draft: Article, flaw: str) -> None:
    if flaw == "expired":
        ApiToken.objects.update(expires_at=timezone.now())
    elif flaw == "revoked":
        api_tokens.revoke(program.token, None)
    elif flaw == "inactive":
        User.objects.filter(pk=editor.pk).update(is_active=False)
    else:
        program.secret += "x"

    assert program.ask("GET", f"/desk/articles/{draft.pk}/").status_code == 401


def test_the_secret_is_not_stored(program: Program) -> None:
    stored = ApiToken.objects.values().get()

    assert program.secret not in str(stored)
    assert stored["opening"] == program.secret[:8]


def test_the_last_use_is_remembered(program: Program) -> None:
    program.ask("GET", "/desk/articles/")

    assert timezone.now() - ApiToken.objects.get().last_used_at < timedelta(minutes=1)


def test_a_token_is_limited_to_its_scopes(editor: User, draft: Article) -> None:
    read_program = Program(editor, "read")

    assert read_program.ask("GET", f"/desk/articles/{draft.pk}/").status_code == 200
    assert read_program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"kicker": "x"}, If_Match="*").status_code == 403
    assert read_program.ask("POST", "/desk/articles/", {"headline": "x"}).status_code == 403


def test_a_token_is_limited_to_its_users_permissions(reporter: User, make_article: Make) -> None:
    article = make_article()

    assert (
        Program(reporter).ask("PATCH", f"/desk/articles/{article.pk}/", {"lead": "x"}, If_Match="*").status_code == 403
    )


def test_a_reader_with_a_login_is_refused(client: Client, reader: User, draft: Article) -> None:
    client.force_login(reader)

    assert client.get(f"{BASE}/desk/articles/{draft.pk}/").status_code == 403


# changing


def test_a_draft_is_created_with_its_relations(program: Program, outlet: Source) -> None:
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    Topic.objects.create(name="Bauen", slug="bauen")
    sent = {
        "headline": "Neu",
        "body": "<p>Text<script>x</script></p>",
        "source": "der-anzeiger",
        "agencies": [{"source": "dpa", "part": "contributed"}],
        "topics": ["bauen"],
        "issued": "2024-06",
    }

    answer = program.ask("POST", "/desk/articles/", sent)
    data = answer.json()

    assert answer.status_code == 201
    assert (data["body"], data["issued"]) == ("<p>Text</p>", {"value": "2024-06", "precision": "month"})
    assert [entry["slug"] for entry in (*data["agencies"], *data["topics"])] == ["dpa", "bauen"]
    assert Article.objects.get(pk=data["id"]).article_agencies.get().source == dpa


def test_a_change_is_one_revision_with_user_and_reason(program: Program, draft: Article, editor: User) -> None:
    read = program.ask("GET", f"/desk/articles/{draft.pk}/")

    answer = program.ask(
        "PATCH", f"/desk/articles/{draft.pk}/", {"headline": "Nachher", "reason": "Tippfehler"}, If_Match=read["ETag"]
    )

    last = draft.history.first()
    assert (answer.status_code, answer.json()["headline"]) == (200, "Nachher")
    assert (last.history_user, last.history_change_reason) == (editor, "Tippfehler")
    assert answer["ETag"] != read["ETag"]
    assert AuditEntry.objects.filter(verb="change", object_id=draft.pk, by=editor).count() == 1


def test_a_change_without_a_condition_is_refused(program: Program, draft: Article) -> None:
    assert program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "x"}).status_code == 428


def test_a_stale_change_is_refused_with_the_current_version(program: Program, draft: Article) -> None:
    first = program.ask("GET", f"/desk/articles/{draft.pk}/")["ETag"]
    program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "Erste"}, If_Match=first)

    answer = program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "Zweite"}, If_Match=first)

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer["ETag"] == f'"v{answer.json()["version"]}"'
    assert Article.objects.get(pk=draft.pk).headline == "Erste"


@pytest.mark.parametrize("etag", ['"v99"', '"abc"', 'W/"v2"', '"v2", "v3"', "nonsense", '"v"'])
def test_an_unknown_etag_matches_nothing(program: Program, draft: Article, etag: str) -> None:
    answer = program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "x"}, If_Match=etag)

    assert answer.status_code == (400 if etag == "nonsense" else 412)
    assert Article.objects.get(pk=draft.pk).headline == "Vorher"


@pytest.mark.parametrize(
    "field", ["id", "state", "slug", "version", "published_at", "publish_at", "clip", "withdrawn_reason", "headlin"]
)
def test_a_field_that_cannot_be_written_is_refused_by_name(program: Program, draft: Article, field: str) -> None:
    answer = program.ask("PATCH", f"/desk/articles/{draft.pk}/", {field: "1", "lead": "x"}, If_Match="*")

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, field)
    assert Article.objects.get(pk=draft.pk).lead == ""


def test_a_nested_error_is_named_by_its_path(program: Program, draft: Article) -> None:
    sent = {"agencies": [{"source": "nix"}]}

    answer = program.ask("PATCH", f"/desk/articles/{draft.pk}/", sent, If_Match="*")

    assert answer.json()["errors"] == [
        {"name": "agencies.0.source", "code": "unknown", "message": "Es gibt hier nichts dieses Namens."}
    ]


def test_relations_are_replaced_in_the_same_revision(program: Program, draft: Article) -> None:
    Source.objects.create(kind="agency", name="dpa", slug="dpa")
    before = draft.history.count()

    program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"agencies": [{"source": "dpa"}]}, If_Match="*")
    program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"agencies": [{"source": "dpa"}]}, If_Match="*")

    assert draft.history.count() == before + 1
    assert draft.article_agencies.get().part == "origin"


def test_times_need_the_permission_to_publish(reporter: User, draft: Article) -> None:
    sent = {"embargo_until": "2030-01-01T00:00:00Z"}

    assert Program(reporter).ask("PATCH", f"/desk/articles/{draft.pk}/", sent, If_Match="*").status_code == 403
    assert Program(reporter).ask("POST", "/desk/articles/", {"headline": "x", **sent}).status_code == 403


# idempotency keys


def test_a_creation_that_is_sent_twice_is_done_once(program: Program) -> None:
    first, second = (
        program.ask("POST", "/desk/articles/", {"headline": "Neu"}, Idempotency_Key="k1") for _ in range(2)
    )

    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Article.objects.filter(headline="Neu").count() == 1


def test_an_idempotency_key_with_other_data_is_refused(program: Program) -> None:
    program.ask("POST", "/desk/articles/", {"headline": "Neu"}, Idempotency_Key="k1")

    answer = program.ask("POST", "/desk/articles/", {"headline": "Anders"}, Idempotency_Key="k1")

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_a_failed_creation_stores_no_key(program: Program) -> None:
    bad = program.ask("POST", "/desk/articles/", {"nix": "x"}, Idempotency_Key="k1")
    good = program.ask("POST", "/desk/articles/", {"headline": "Neu"}, Idempotency_Key="k1")

    assert (bad.status_code, good.status_code) == (400, 201)


# the workflow


def _move(program: Program, article: Article, verb: str, **more: Any) -> Any:
    etag = program.ask("GET", f"/desk/articles/{article.pk}/")["ETag"]
    return program.ask("POST", f"/desk/articles/{article.pk}/moves/", {"move": verb, **more}, If_Match=etag)


def test_an_article_passes_the_whole_workflow(admin_user: User, make_article: Make, settings: Any) -> None:
    settings.APPROVE_OWN_TEXTS = True
    article = make_article(state="draft", slug=None)
    program = Program(admin_user)

    states = [
        _move(program, article, verb, **more).json()["state"]
        for verb, more in (
            ("submit", {}),
            ("send_back", {"reason": "Bitte kürzen."}),
            ("submit", {}),
            ("approve", {}),
            ("publish", {}),
            ("withdraw", {"reason": "Falsch."}),
        )
    ]

    assert states == ["in_review", "returned", "in_review", "approved", "published", "withdrawn"]


def test_an_impossible_move_is_refused(program: Program, draft: Article) -> None:
    answer = _move(program, draft, "withdraw", reason="x")

    assert answer.status_code in {403, 409}
    assert Article.objects.get(pk=draft.pk).state == "draft"


def test_publish_blockers_are_named(admin_user: User, make_article: Make) -> None:
    article = make_article(state="draft", headline_is_provisional=True)

    answer = _move(Program(admin_user), article, "publish")

    assert (answer.status_code, answer.json()["code"]) == (409, "refused")
    assert "headline" in [error["name"] for error in answer.json()["errors"]]


def test_publishing_can_be_scheduled(admin_user: User, make_article: Make) -> None:
    at = timezone.now() + timedelta(hours=2)
    article = make_article(state="draft")

    data = _move(Program(admin_user), article, "publish", at=at.isoformat()).json()

    assert (data["state"], [gate["code"] for gate in data["gates"]]) == ("published", ["scheduled"])


def test_an_older_version_is_restored_as_a_new_one(program: Program, draft: Article) -> None:
    program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "Eins"}, If_Match="*")
    program.ask("PATCH", f"/desk/articles/{draft.pk}/", {"headline": "Zwei"}, If_Match="*")
    versions = program.ask("GET", f"/desk/articles/{draft.pk}/revisions/").json()["results"]
    revision = next(version for version in versions if version["headline"] == "Eins")

    path = f"/desk/articles/{draft.pk}/revisions/{revision['id']}/restore/"
    answer = program.ask("POST", path, {"reason": "war besser"}, If_Match="*")

    assert answer.json()["headline"] == "Eins"
    assert answer.json()["version"] > versions[0]["version"]


# caching and malformed requests


def test_a_staff_response_is_never_cached(program: Program, draft: Article) -> None:
    answer = program.ask("GET", f"/desk/articles/{draft.pk}/")

    assert answer["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_an_unknown_article_is_not_found(program: Program, method: str, db: None) -> None:
    assert program.ask(method, "/desk/articles/99999/", {}, If_Match="*").status_code == 404


@pytest.mark.parametrize("body", [[], "x", 1, None, [{"headline": "x"}]])
def test_a_body_that_is_no_object_is_refused(program: Program, body: Any) -> None:
    answer = program.client.post(
        f"{BASE}/desk/articles/",
        _json(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.secret}"},
    )

    assert answer.status_code == 400


def test_lists_take_a_fixed_number_of_queries(
    program: Program, make_article: Make, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_article()

    with django_assert_max_num_queries(6):
        assert len(program.ask("GET", "/desk/articles/").json()["results"]) == 20


# dates out of bounds

MOMENT = "9999-12-31T22:59:00Z"


@pytest.mark.parametrize(
    ("method", "path", "sent", "name", "subject"),
    [
        ("POST", "/desk/articles/", {"headline": "x", "issued": "0001-01-01"}, "issued", "0001-01-01"),
        ("POST", "/desk/articles/", {"headline": "x", "embargo_until": MOMENT}, "embargo_until", "9999-12-31"),
        ("PATCH", "/desk/articles/{draft}/", {"issued": "9999"}, "issued", "9999"),
        ("PATCH", "/desk/articles/{draft}/", {"expires_at": MOMENT}, "expires_at", "9999-12-31"),
        ("PATCH", "/desk/articles/{draft}/", {"due_at": "0001-01-02T00:00:00Z"}, "due_at", "0001-01-02"),
        ("POST", "/desk/articles/{draft}/moves/", {"move": "publish", "at": MOMENT}, "at", "9999-12-31"),
        ("POST", "/desk/sources/", {"name": "x", "right_until": "9999-12-31"}, "right_until", "9999-12-31"),
        ("PATCH", "/desk/sources/{outlet}/", {"right_until": "0001-01-01"}, "right_until", "0001-01-01"),
        ("POST", "/desk/images/", {"caption": "x", "rights_until": "9999-12-31"}, "rights_until", "9999-12-31"),
    ],
)
def test_a_date_out_of_bounds_is_refused_at_its_field(
    program: Program, draft: Article, outlet: Source, method: str, path: str, sent: Any, name: str, subject: str
) -> None:
    address = path.format(draft=draft.pk, outlet=outlet.pk)
    before = Article.objects.count(), Source.objects.count()

    answer = program.ask(method, address, sent, If_Match="*")

    assert answer.status_code == 400, answer.content
    (error,) = answer.json()["errors"]
    assert (error["name"], error["code"]) == (name, "out_of_bounds")
    assert f": {subject} kann nicht stimmen. Möglich sind die Jahre " in error["message"]
    assert (Article.objects.count(), Source.objects.count()) == before


# values that cannot be stored


@pytest.mark.parametrize(
    ("sent", "name", "code"),
    [
        ({"headline": ""}, "headline", "required"),
        ({"headline": "   "}, "headline", "required"),
        ({"expires_at": "2000-01-01T00:00:00Z"}, "expires_at", "invalid_range"),
        ({"original_url": "ftp://example.org/a"}, "original_url", "invalid"),
    ],
)
def test_an_invalid_value_of_a_published_article_is_refused_at_its_field(
    program: Program, make_article: Make, sent: Any, name: str, code: str
) -> None:
    article = make_article(headline="Vorher")

    answer = program.ask("PATCH", f"/desk/articles/{article.pk}/", sent, If_Match="*")

    assert answer.status_code == 400
    assert [(e["name"], e["code"]) for e in answer.json()["errors"]] == [(name, code)]
    assert Article.objects.get().headline == "Vorher"


def test_an_article_that_would_expire_before_publication_is_not_scheduled(program: Program, make_article: Make) -> None:
    article = make_article(state="approved", expires_at=timezone.now() + timedelta(days=1))
    later = (timezone.now() + timedelta(days=2)).isoformat()

    sent = {"move": "publish", "at": later, "override_reason": "Test"}
    answer = program.ask("POST", f"/desk/articles/{article.pk}/moves/", sent, If_Match="*")

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (409, "expires_at")
    assert Article.objects.get().state == "approved"


@pytest.mark.parametrize("path", ["/desk/articles/", "/desk/images/", "/clips/", "/desk/decisions/"])
def test_json_that_is_nested_without_end_is_a_bad_request(admin_user: User, path: str) -> None:
    program = Program(admin_user)

    answer = program.client.post(
        f"{BASE}{path}",
        "[" * 50_000 + "]" * 50_000,
        content_type="application/json",
        headers={"Authorization": f"Bearer {program.secret}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_deeply_nested_json_from_a_reader_is_a_bad_request(client: Client, make_article: Make) -> None:
    path = f"{BASE}/articles/{make_article().slug}/comments/"

    answer = client.post(path, '{"text":' * 50_000 + "1" + "}" * 50_000, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/desk/articles/1/"), ("DELETE", "/desk/topics/1/")])
def test_an_unknown_method_is_answered_with_405(program: Program, method: str, path: str) -> None:
    answer = program.ask(method, path)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "PATCH" in answer["Allow"]
