"""What articles share and readers see is changed by who may publish: every noun × field × door × group × use."""

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
from articles.domain.imports import reading_images, relabelling
from articles.models import ArticleAgency, AuditEntry, Contribution, Image, Person, Placement, Source, Topic
from tests.api.test_writing import Program
from tests.picture_files import picture, sent
from tests.rounds import slow_but

SENTENCE = "die veröffentlichen dürfen"
YESTERDAY = timezone.localdate() - timedelta(days=1)
TYPED: dict[type[Any], dict[str, Any]] = {  # noun → what is typed into each of its fields
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
    {"state": "approved", "publish_at": TO_COME},  # nothing publishes it by itself
    {"state": "withdrawn"},
    {"state": "locked"},
    {"expires_at": -timedelta(minutes=1)},
)


def thing_of(kind: type[Any]) -> Any:
    """One of its kind, with words in every field."""
    if kind is Image:
        image = library.take_in(sent(picture()), None).image
        Image.objects.filter(pk=image.pk).update(caption="Alt", credit="Alt", rights_until=None)
        return Image.objects.get(pk=image.pk)
    if kind is Source:
        return Source.objects.create(kind="agency", name="Alt", slug="alt", right="full")
    return kind.objects.create(name="Alt", slug="alt")


def use(thing: Any, article: Any) -> None:
    """Let the article have it."""
    if isinstance(thing, Image):
        Placement.objects.create(article=article, image=thing)
    elif isinstance(thing, Topic):
        article.topics.add(thing)
    elif isinstance(thing, Person):
        Contribution.objects.create(article=article, person=thing)
    else:
        ArticleAgency.objects.create(article=article, source=thing)


def by_form(visitor: Any, thing: Any, name: str, value: Any) -> str:
    """Typed into the form, although it is closed."""
    noun = thing._meta.model_name
    page = visitor.fill(f"/admin/articles/{noun}/{thing.pk}/change/", f"{noun}_form", _save="1", **{name: value})
    return str(page.content.decode())


def by_bulk(visitor: Any, thing: Any, name: str, value: Any) -> str:
    """Set for many pictures at once."""
    if name not in library.RIGHTS or not isinstance(thing, Image):
        return SENTENCE
    asked = {"bulk": "set_rights", "rows": str(thing.pk), name: value}
    return str(visitor.post("/admin/articles/image/bulk/", asked).content.decode())


def by_dialog(visitor: Any, thing: Any, name: str, value: Any) -> str:
    """The dialog of the body's editor; what it may not change it may not change in any picture that is known."""
    if name not in {"caption", "credit", "alt_text"}:
        return SENTENCE
    said = {"caption": thing.caption, "credit": thing.credit, "alt_text": thing.alt_text, name: value}
    answer = visitor.post(f"/admin/articles/image/{thing.pk}/words/", said).json()
    return SENTENCE if "schon im Archiv" in answer.get("sentence", "") else str(answer)


def by_program(program: Program, thing: Any, name: str, value: Any) -> str:
    """The API."""
    path = f"/desk/{thing._meta.model_name}s/{thing.pk}/"
    answer = program.ask("PATCH", path, {name: value}, If_Match="*").json()
    return str(answer.get("detail") if answer.get("status") == 403 else answer)


def by_file(visitor: Any, thing: Any) -> str:
    """Another file."""
    file = SimpleUploadedFile("neu.jpg", picture(colour="blue"), "image/jpeg")
    return str(visitor.post(f"/admin/articles/image/{thing.pk}/file/", {"file": file}).content.decode())


def doors(visit: Any, user: User, thing: Any) -> Any:
    """Each way to give each field another value: its name, and what does it."""
    visitor, program = visit(user), Program(user)
    for name, value in TYPED[type(thing)].items():
        yield f"form {name}", lambda n=name, v=value: by_form(visitor, thing, n, str(v))
        yield f"api {name}", lambda n=name, v=value: by_program(program, thing, n, v)
        if isinstance(thing, Image):
            yield f"bulk {name}", lambda n=name, v=value: by_bulk(visitor, thing, n, str(v))
            yield f"dialog {name}", lambda n=name, v=value: by_dialog(visitor, thing, n, str(v))
    if isinstance(thing, Image):
        yield "file", lambda: by_file(visitor, thing)


def member(group: str) -> User:
    """Somebody of that group."""
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def stored(thing: Any) -> dict[str, Any]:
    """What the archive has of it."""
    return type(thing).objects.filter(pk=thing.pk).values().get()


def walk(visit: Any, user: User, thing: Any) -> dict[str, tuple[bool, bool]]:
    """Each door: whether the archive stayed as it was, and whether the reason was said; all is undone."""
    before, found = stored(thing), {}
    for name, go in doors(visit, user, thing):
        with transaction.atomic():
            said = go()
            found[name] = (stored(thing) == before, SENTENCE in said)
            transaction.set_rollback(True)
    return found


CLOSED = [(group, kind) for group, kinds in NOT_PUBLISHERS.items() for kind in kinds]


@pytest.mark.parametrize(("group", "kind"), slow_but(CLOSED[1:3] + CLOSED[-1:], CLOSED))
def test_what_readers_see_is_closed_at_every_door_to_who_may_not_publish(visit, make_article, group, kind):
    thing = thing_of(kind)
    use(thing, make_article())

    found = walk(visit, member(group), thing)

    ends = {"form rights_until", "api rights_until", "bulk rights_until"} if group == "Dokumentation" else set()
    assert len(found) >= 2 * len(TYPED[kind])
    assert {name for name, answer in found.items() if answer != (True, True)} - ends == set()
    assert all(found[name] == (False, False) for name in ends if kind is Image)


OPEN = [
    *itertools.product(["CvD"], TYPED),
    *itertools.product(["Redaktion"], NOT_PUBLISHERS["Redaktion"]),
    ("Dokumentation", Source),
]


@pytest.mark.parametrize(("group", "kind"), slow_but([("CvD", Topic), ("Redaktion", Person), OPEN[-1]], OPEN))
def test_the_same_doors_are_open_to_who_may_publish_and_where_nothing_is_live(visit, make_article, group, kind):
    closed_anyway = {"dialog", "bulk"}  # the dialog by design; the bulk to what it does not know
    thing = thing_of(kind)
    use(thing, make_article(state="draft") if group in NOT_PUBLISHERS else make_article())

    found = walk(visit, member(group), thing)

    assert len(found) >= 2 * len(TYPED[kind])
    assert {name for name, answer in found.items() if answer[0] and name.split()[0] not in closed_anyway} == set()
    rights = [f"bulk {name}" for name in library.RIGHTS] if kind is Image else []
    assert [name for name in rights if found[name][0]] == []


@pytest.mark.parametrize("kind", TYPED)
def test_live_is_what_is_public_or_becomes_so_by_itself(make_article, kind):
    thing = thing_of(kind)
    for values, is_live in (*((v, True) for v in LIVE), *((v, False) for v in NOT_LIVE)):
        with transaction.atomic():
            if "expires_at" in values and values["expires_at"] < timedelta():
                values = {**values, "publish_at": -TO_COME}
            article = make_article(**values)
            use(thing, article)

            assert (live_use.live_in(thing) == article) is is_live, values
            assert bool(live_use.closed_fields(thing, member("Dokumentation"))) is is_live
            transaction.set_rollback(True)
    assert live_use.live_in(thing) is None


def test_an_outlet_is_live_by_its_articles_and_its_right_has_other_keepers(make_article, outlet, visit):
    keeper = member("Dokumentation")
    make_article()

    page = by_form(visit(keeper), outlet, "name", "Neu")
    visit(keeper).fill(f"/admin/articles/source/{outlet.pk}/change/", "source_form", right="unclear", _save="1")

    outlet.refresh_from_db()
    assert SENTENCE in page
    assert (outlet.name, outlet.right) == ("Der Anzeiger", "unclear")


def test_a_picture_of_a_change_that_has_its_minute_is_live(make_article, editor):
    image = thing_of(Image)
    article, body = make_article(), f'<p>Neu.</p><figure data-image="{image.pk}"></figure>'

    scheduled_changes.prepare(article, {"body": body}, editor, "Nachtrag")
    assert live_use.live_in(image) is None
    scheduled_changes.prepare(article, {"body": body}, editor, "Nachtrag", timezone.now() + TO_COME)
    assert live_use.live_in(image) == article


def test_who_keeps_the_rights_ends_them_and_never_lengthens_them(make_article):
    image, keeper, reporter = thing_of(Image), member("Dokumentation"), member("Redaktion")
    use(image, make_article())
    Image.objects.filter(pk=image.pk).update(rights_until=date(2026, 6, 30))

    def told(by: User, day: date | None, **more: Any) -> bool:
        return bool(live_use.refusal(image, by, {"rights_until": day, **more}))

    assert [told(keeper, day) for day in (date(2026, 6, 29), date(2026, 7, 1), None)] == [False, True, True]
    assert told(keeper, date(2026, 6, 29), credit="Neu")
    assert told(reporter, date(2026, 6, 29))
    library.change(image, {"rights_until": date(2026, 6, 1)}, keeper)
    assert AuditEntry.objects.about(image).latest("pk").by == keeper


def test_a_closed_page_says_so_first_and_offers_no_button(make_article, visit, words_of):
    article = make_article()
    for kind, group, has_button in (
        *((k, "Redaktion", False) for k in (Image, Topic, Person)),
        *((k, "Dokumentation", k in {Image, Source}) for k in TYPED),
        *((k, "CvD", True) for k in TYPED),
    ):
        with transaction.atomic():
            thing = thing_of(kind)
            use(thing, article)
            page = visit(member(group)).get(f"/admin/articles/{kind._meta.model_name}/{thing.pk}/change/")

            assert (SENTENCE in words_of(page)) is (group != "CvD"), (kind, group)
            assert (b'name="_save"' in page.content) is has_button, (kind, group)
            assert (b" readonly" in page.content) is (group != "CvD")
            transaction.set_rollback(True)


def test_what_was_typed_before_it_went_live_is_refused_and_stays_in_the_form(make_article, visit, reporter):
    image, visitor = thing_of(Image), visit(reporter)
    address = f"/admin/articles/image/{image.pk}/change/"
    typed = {**visitor.form(address, "image_form"), "caption": "Lange überlegt", "_save": "1"}
    use(image, make_article())

    page = visitor.post(address, typed).content.decode()

    assert SENTENCE in page
    assert "Lange überlegt" in page
    assert stored(image)["caption"] == "Alt"


def test_inserting_never_changes_the_words_of_a_picture_that_the_archive_knows(visit, editor, reporter, make_article):
    """Not even for who may publish, used or not: its words are those of every article."""
    sent_now = {"files": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")}
    words = {"caption": "Neu", "credit": "Ada", "alt_text": "Ein Haus"}
    ask = {"headers": {"Accept": "application/json"}}
    upload = "/admin/articles/image/upload/"

    (mine,) = visit(editor).post(upload, sent_now, **ask).json()["outcomes"]
    address = f"/admin/articles/image/{mine['picture']['id']}/words/"
    assert mine["may_describe"]
    assert visit(reporter).post(address, words).status_code == 409  # somebody else's upload
    assert visit(editor).post(address, words).json()["picture"]["caption"] == "Neu"
    sent_now["files"].seek(0)
    (again,) = visit(editor).post(upload, sent_now, **ask).json()["outcomes"]
    answer = visit(editor).post(address, {**words, "caption": "Ganz anders"})

    assert (again["is_new"], again["may_describe"]) == (False, False)
    assert (answer.status_code, "schon im Archiv" in answer.json()["sentence"]) == (409, True)
    assert Image.objects.get().caption == "Neu"
    placed = library.take_in(sent(picture(colour="blue")), editor).image
    use(placed, make_article(state="draft"))
    assert visit(editor).post(f"/admin/articles/image/{placed.pk}/words/", words).status_code == 409


def test_no_older_version_of_a_live_article_comes_back_by_who_may_not_publish(make_article, visit):
    """By the API as by the admin; and what is legally locked comes back by nobody."""
    for state, group in itertools.product(("published", "locked", "discarded"), ("Redaktion", "CvD")):
        with transaction.atomic():
            article = make_article(state="draft", headline="Alt", slug=f"a-{state}", publish_at=timezone.now())
            record = article.history.latest()
            article.headline, article.state, article.version = "Neu", state, 2
            article.save()
            user = member(group)
            path = f"articles/{article.pk}/revisions/{record.history_id}/restore/"

            answer = Program(user).ask("POST", f"/desk/{path}", {"reason": "zurück"}, If_Match="*")

            article.refresh_from_db()
            may = (state, group) == ("published", "CvD")
            assert (answer.status_code, article.headline) == ((200, "Alt") if may else (403, "Neu")), (state, group)
            transaction.set_rollback(True)


def test_a_clip_read_otherwise_leaves_the_words_of_a_picture_that_another_article_shows(imported, make_article):
    article = imported("003")
    image = article.images.get()
    use(image, make_article())
    old = {"caption": image.caption, "credit": image.credit}
    found = _picture_of(article)

    reading_images._follow(image, found)
    follows = relabelling._update_image(image, _as_read(old), found, is_live=False)

    assert {name: stored(image)[name] for name in old} == old
    assert not follows


def _as_read(values: dict[str, str]) -> Any:
    from articles.parser.document import Picture

    return Picture(values["caption"], values["credit"], 0, "photo", (), (), (), "")


def _picture_of(article: Any) -> Any:
    return _as_read({"caption": "Anders gelesen", "credit": "dpa"})


def test_a_role_set_right_by_who_may_not_publish_does_not_take_the_minute_of_a_prepared_change(
    imported, editor, reporter
):
    article = imported("003")
    reading, minute = article.reading, timezone.now() + TO_COME
    scheduled = scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "geprüft", minute, reading=reading)

    assert relabelling._open_version(editor, article, reading) == scheduled
    assert relabelling._open_version(reporter, article, reading) is None
