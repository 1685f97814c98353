"""Rows that live articles share are changed only by publishers: every model × field × entry point × group × use."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from articles.domain import live_use
from articles.domain.articles import scheduled_changes
from articles.domain.images import library
from articles.domain.imports import reading_images, relabelled_images, relabelling
from articles.models import ArticleAgency, AuditEntry, Contribution, Image, Person, Placement, Source, Topic
from tests.api.test_writing import Program
from tests.picture_files import picture, sent
from tests.rounds import slow_but

SENTENCE = "die veröffentlichen dürfen"
YESTERDAY = timezone.localdate() - timedelta(days=1)
TYPED: dict[type[Any], dict[str, Any]] = {  # model → a new value for each of its fields
    Image: {
        "kind": "graphic",
        "focal_x": 0.25,
        "focal_y": 0.75,
        "caption": "Neu",
        "alt_text": "Neu",
        "credit": "Neu",
        "photographer": "Neu",
        "agency": "Neu",
        "copyright": "Neu",
        "usage_terms": "Neu",
        "rights_until": YESTERDAY.isoformat(),
    },
    Topic: {"name": "Neu", "slug": "neu", "description": "Neu"},
    Person: {"name": "Neu", "slug": "neu"},
    Source: {"kind": "outlet", "name": "Neu", "slug": "neu", "homepage": "https://neu.example/"},
}
NOT_PUBLISHERS = {
    "Redaktion": (Image, Topic, Person),
    "Dokumentation": (Image, Topic, Person, Source),
}
TO_COME = timedelta(days=1)
LIVE: tuple[dict[str, Any], ...] = (
    {},
    {"publish_at": TO_COME},
    {"embargo_until": TO_COME},
    {"publish_at": TO_COME, "embargo_until": 2 * TO_COME},
    {"expires_at": TO_COME},
)
NOT_LIVE: tuple[dict[str, Any], ...] = (
    {"state": "draft"},
    {"state": "in_review"},
    {"state": "approved", "publish_at": TO_COME},  # it is not published automatically
    {"state": "withdrawn"},
    {"state": "locked"},
    {"expires_at": -timedelta(minutes=1)},
)


def make_row(model: type[Any]) -> Any:
    """A row of the model with a value in every field."""
    if model is Image:
        image = library.take_in(sent(picture()), None).image
        Image.objects.filter(pk=image.pk).update(caption="Alt", credit="Alt", rights_until=None)
        return Image.objects.get(pk=image.pk)
    if model is Source:
        return Source.objects.create(kind="agency", name="Alt", slug="alt", right="full")
    return model.objects.create(name="Alt", slug="alt")


def attach(row: Any, article: Any) -> None:
    """Relate the row to the article."""
    if isinstance(row, Image):
        Placement.objects.create(article=article, image=row)
    elif isinstance(row, Topic):
        article.topics.add(row)
    elif isinstance(row, Person):
        Contribution.objects.create(article=article, person=row)
    else:
        ArticleAgency.objects.create(article=article, source=row)


def by_form(visitor: Any, row: Any, name: str, value: Any) -> str:
    """Post the value with the row's form, even where the form is read-only."""
    model_name = row._meta.model_name
    response = visitor.fill(
        f"/admin/articles/{model_name}/{row.pk}/change/", f"{model_name}_form", _save="1", **{name: value}
    )
    return str(response.content.decode())


def by_bulk(visitor: Any, row: Any, name: str, value: Any) -> str:
    """Set the value with the bulk action for pictures."""
    if name not in library.RIGHTS or not isinstance(row, Image):
        return SENTENCE
    data = {"bulk": "set_rights", "rows": str(row.pk), name: value}
    return str(visitor.post("/admin/articles/image/bulk/", data).content.decode())


def by_dialog(visitor: Any, row: Any, name: str, value: Any) -> str:
    """Post the value with the picture dialog of the body's editor, which changes no picture of the archive."""
    if name not in {"caption", "credit", "alt_text"}:
        return SENTENCE
    texts = {"caption": row.caption, "credit": row.credit, "alt_text": row.alt_text, name: value}
    result = visitor.post(f"/admin/articles/image/{row.pk}/words/", texts).json()
    return SENTENCE if "schon im Archiv" in result.get("sentence", "") else str(result)


def by_api(program: Program, row: Any, name: str, value: Any) -> str:
    """Send the value to the API."""
    path = f"/desk/{row._meta.model_name}s/{row.pk}/"
    result = program.ask("PATCH", path, {name: value}, If_Match="*").json()
    return str(result.get("detail") if result.get("status") == 403 else result)


def by_file(visitor: Any, row: Any) -> str:
    """Replace the file of a picture."""
    file = SimpleUploadedFile("neu.jpg", picture(colour="blue"), "image/jpeg")
    return str(visitor.post(f"/admin/articles/image/{row.pk}/file/", {"file": file}).content.decode())


def entry_points(visit: Any, user: User, row: Any) -> Any:
    """The name of each entry point with a function that changes one field of the row there."""
    visitor, program = visit(user), Program(user)
    for name, value in TYPED[type(row)].items():
        yield f"form {name}", lambda n=name, v=value: by_form(visitor, row, n, str(v))
        yield f"api {name}", lambda n=name, v=value: by_api(program, row, n, v)
        if isinstance(row, Image):
            yield f"bulk {name}", lambda n=name, v=value: by_bulk(visitor, row, n, str(v))
            yield f"dialog {name}", lambda n=name, v=value: by_dialog(visitor, row, n, str(v))
    if isinstance(row, Image):
        yield "file", lambda: by_file(visitor, row)


def member(group: str) -> User:
    """Make a user of that group."""
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def stored(row: Any) -> dict[str, Any]:
    """The column values of the row in the database."""
    return type(row).objects.filter(pk=row.pk).values().get()


def try_entry_points(visit: Any, user: User, row: Any) -> dict[str, tuple[bool, bool]]:
    """For each entry point: whether the row is unchanged and whether the response has the reason; all is undone."""
    before, results = stored(row), {}
    for name, change in entry_points(visit, user, row):
        with transaction.atomic():
            response = change()
            results[name] = (stored(row) == before, SENTENCE in response)
            transaction.set_rollback(True)
    return results


CLOSED = [(group, kind) for group, kinds in NOT_PUBLISHERS.items() for kind in kinds]


@pytest.mark.parametrize(("group", "model"), slow_but(CLOSED[1:3] + CLOSED[-1:], CLOSED))
def test_rows_of_live_articles_are_closed_at_every_entry_point_to_non_publishers(visit, make_article, group, model):
    row = make_row(model)
    attach(row, make_article())

    results = try_entry_points(visit, member(group), row)

    shortening = {"form rights_until", "api rights_until", "bulk rights_until"} if group == "Dokumentation" else set()
    assert len(results) >= 2 * len(TYPED[model])
    assert {name for name, result in results.items() if result != (True, True)} - shortening == set()
    assert all(results[name] == (False, False) for name in shortening if model is Image)


OPEN = [
    *itertools.product(["CvD"], TYPED),
    *itertools.product(["Redaktion"], NOT_PUBLISHERS["Redaktion"]),
    ("Dokumentation", Source),
]


@pytest.mark.parametrize(("group", "model"), slow_but([("CvD", Topic), ("Redaktion", Person), OPEN[-1]], OPEN))
def test_every_entry_point_is_open_to_publishers_and_for_rows_that_are_not_live(visit, make_article, group, model):
    always_closed = {"dialog", "bulk"}  # the dialog by design; the bulk action for fields that it does not have
    row = make_row(model)
    attach(row, make_article(state="draft") if group in NOT_PUBLISHERS else make_article())

    results = try_entry_points(visit, member(group), row)

    assert len(results) >= 2 * len(TYPED[model])
    assert {name for name, result in results.items() if result[0] and name.split()[0] not in always_closed} == set()
    bulk_rights = [f"bulk {name}" for name in library.RIGHTS] if model is Image else []
    assert [name for name in bulk_rights if results[name][0]] == []


@pytest.mark.parametrize("model", TYPED)
def test_a_row_is_live_when_its_article_is_public_or_becomes_so_automatically(make_article, model):
    row = make_row(model)
    for values, is_live in (*((v, True) for v in LIVE), *((v, False) for v in NOT_LIVE)):
        with transaction.atomic():
            if "expires_at" in values and values["expires_at"] < timedelta():
                values = {**values, "publish_at": -TO_COME}
            article = make_article(**values)
            attach(row, article)

            assert (live_use.live_in(row) == article) is is_live, values
            assert bool(live_use.closed_fields(row, member("Dokumentation"))) is is_live
            transaction.set_rollback(True)
    assert live_use.live_in(row) is None


def test_an_outlet_of_a_live_article_is_closed_but_documentation_sets_its_right(make_article, outlet, visit):
    documentalist = member("Dokumentation")
    make_article()

    page = by_form(visit(documentalist), outlet, "name", "Neu")
    visit(documentalist).fill(f"/admin/articles/source/{outlet.pk}/change/", "source_form", right="unclear", _save="1")

    outlet.refresh_from_db()
    assert SENTENCE in page
    assert (outlet.name, outlet.right) == ("Der Anzeiger", "unclear")


def test_a_picture_of_a_scheduled_change_is_live(make_article, editor):
    image = make_row(Image)
    article, body = make_article(), f'<p>Neu.</p><figure data-image="{image.pk}"></figure>'

    scheduled_changes.prepare(article, {"body": body}, editor, "Nachtrag")
    assert live_use.live_in(image) is None
    scheduled_changes.prepare(article, {"body": body}, editor, "Nachtrag", timezone.now() + TO_COME)
    assert live_use.live_in(image) == article


def test_documentation_shortens_the_rights_of_a_live_picture_and_never_extends_them(make_article):
    image, documentalist, reporter = make_row(Image), member("Dokumentation"), member("Redaktion")
    attach(image, make_article())
    Image.objects.filter(pk=image.pk).update(rights_until=date(2026, 6, 30))

    def is_refused(user: User, rights_until: date | None, **values: Any) -> bool:
        return bool(live_use.refusal(image, user, {"rights_until": rights_until, **values}))

    assert not is_refused(documentalist, date(2026, 6, 29))
    assert is_refused(documentalist, date(2026, 7, 1))
    assert is_refused(documentalist, None)
    assert is_refused(documentalist, date(2026, 6, 29), credit="Neu")
    assert is_refused(reporter, date(2026, 6, 29))
    library.change(image, {"rights_until": date(2026, 6, 1)}, documentalist)
    assert AuditEntry.objects.about(image).latest("pk").by == documentalist


def test_a_closed_form_says_so_and_has_no_save_button(make_article, visit, page_text):
    article = make_article()
    for model, group, has_button in (
        *((model, "Redaktion", False) for model in (Image, Topic, Person)),
        *((model, "Dokumentation", model in {Image, Source}) for model in TYPED),
        *((model, "CvD", True) for model in TYPED),
    ):
        with transaction.atomic():
            row = make_row(model)
            attach(row, article)
            response = visit(member(group)).get(f"/admin/articles/{model._meta.model_name}/{row.pk}/change/")

            assert (SENTENCE in page_text(response)) is (group != "CvD"), (model, group)
            assert (b'name="_save"' in response.content) is has_button, (model, group)
            assert (b" readonly" in response.content) is (group != "CvD")
            transaction.set_rollback(True)


def test_a_form_opened_before_the_row_went_live_is_refused_and_keeps_its_input(make_article, visit, reporter):
    image, visitor = make_row(Image), visit(reporter)
    address = f"/admin/articles/image/{image.pk}/change/"
    typed = {**visitor.form(address, "image_form"), "caption": "Lange überlegt", "_save": "1"}
    attach(image, make_article())

    page = visitor.post(address, typed).content.decode()

    assert SENTENCE in page
    assert "Lange überlegt" in page
    assert stored(image)["caption"] == "Alt"


def test_inserting_a_picture_of_the_archive_never_changes_its_texts(visit, editor, reporter, make_article):
    """Not even for publishers, used or not: its texts are those of every article."""
    data = {"files": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")}
    texts = {"caption": "Neu", "credit": "Ada", "alt_text": "Ein Haus"}
    request_options = {"headers": {"Accept": "application/json"}}
    upload = "/admin/articles/image/upload/"

    (first,) = visit(editor).post(upload, data, **request_options).json()["outcomes"]
    address = f"/admin/articles/image/{first['picture']['id']}/words/"
    assert first["may_describe"]
    assert visit(reporter).post(address, texts).status_code == 409  # an upload by another user
    assert visit(editor).post(address, texts).json()["picture"]["caption"] == "Neu"
    data["files"].seek(0)
    (second,) = visit(editor).post(upload, data, **request_options).json()["outcomes"]
    response = visit(editor).post(address, {**texts, "caption": "Ganz anders"})

    assert (second["is_new"], second["may_describe"]) == (False, False)
    assert (response.status_code, "schon im Archiv" in response.json()["sentence"]) == (409, True)
    assert Image.objects.get().caption == "Neu"
    placed = library.take_in(sent(picture(colour="blue")), editor).image
    attach(placed, make_article(state="draft"))
    assert visit(editor).post(f"/admin/articles/image/{placed.pk}/words/", texts).status_code == 409


def test_only_publishers_restore_an_older_version_of_a_live_article(make_article, visit):
    """In the API as in the admin; nobody restores a version of a legally locked article."""
    for state, group in itertools.product(("published", "locked", "discarded"), ("Redaktion", "CvD")):
        with transaction.atomic():
            article = make_article(state="draft", headline="Alt", slug=f"a-{state}", publish_at=timezone.now())
            record = article.history.latest()
            article.headline, article.state, article.version = "Neu", state, 2
            article.save()
            user = member(group)
            path = f"articles/{article.pk}/revisions/{record.history_id}/restore/"

            response = Program(user).ask("POST", f"/desk/{path}", {"reason": "zurück"}, If_Match="*")

            article.refresh_from_db()
            expected = (200, "Alt") if (state, group) == ("published", "CvD") else (403, "Neu")
            assert (response.status_code, article.headline) == expected, (state, group)
            transaction.set_rollback(True)


def test_a_new_reading_leaves_the_texts_of_a_picture_that_another_article_shows(imported, make_article):
    article = imported("003")
    image = article.images.get()
    attach(image, make_article())
    texts = {"caption": image.caption, "credit": image.credit}
    parsed = _other_picture()

    reading_images._follow(image, parsed)
    follows = relabelled_images._update_image(image, _parsed_picture(texts), parsed, is_live=False)

    assert {name: stored(image)[name] for name in texts} == texts
    assert not follows


def _parsed_picture(values: dict[str, str]) -> Any:
    from articles.parser.document import Picture

    return Picture(values["caption"], values["credit"], 0, "photo", (), (), (), "")


def _other_picture() -> Any:
    return _parsed_picture({"caption": "Anders gelesen", "credit": "dpa"})


def test_only_publishers_relabel_within_a_scheduled_change(imported, editor, reporter):
    article = imported("003")
    reading, minute = article.reading, timezone.now() + TO_COME
    scheduled = scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "geprüft", minute, reading=reading)

    assert relabelling._open_version(editor, article, reading) == scheduled
    assert relabelling._open_version(reporter, article, reading) is None
