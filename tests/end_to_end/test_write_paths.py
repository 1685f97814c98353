"""The same change leaves the same traces by every path: audit, revision, redirect, change feed, search; and refusals.

Every address of the admin and of the API, every bulk action and every command has a line: in `CHANGES` what is
compared, in `NOT_COMPARED` why there is nothing to compare. A path without a line fails.
"""

import base64
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles.api.urls import urlpatterns
from articles.domain import change_feed
from articles.domain.articles import scheduled_changes
from articles.domain.images import library
from articles.domain.search import index
from articles.formats import spreadsheet
from articles.management import commands
from articles.models import Article, AuditEntry, Comment, Image, Person, Placement, Redirect, Source, Topic
from tests.admin.conftest import Visitor
from tests.api.test_writing import Program
from tests.picture_files import picture

NOUNS: tuple[type[Any], ...] = (Article, Source, Topic, Person, Image, Comment)
REASON = "Anlass"
WRITING = ("post", "put", "patch", "delete")
DAY = (timezone.localdate() + timedelta(days=100)).isoformat()
LONG_AGO = "1500-01-01"
Values = dict[str, Any]
Sent = Callable[[Visitor, Program], Any]


@dataclass(frozen=True)
class Way:
    """One path: how its request is made by somebody who may, and what differs in its traces on purpose."""

    path: str
    prepare: Callable[[Visitor, Any, Values], Sent]
    differs: dict[str, Any] = field(default_factory=dict)
    takes_impossible: bool = True  # the path has a field for the impossible value
    refused_as: int = 403  # the status that who may not is answered


@dataclass(frozen=True)
class Change:
    """The same change by several ways; `impossible` is a value that each of them refuses."""

    make: Callable[[Any], Any]
    values: Values
    ways: tuple[Way, ...]
    impossible: Values = field(default_factory=dict)


# requests


def page(thing: Any) -> str:
    """Its page in the admin."""
    return f"/admin/articles/{thing._meta.model_name}/{thing.pk}/change/"


def by_form(boss: Visitor, thing: Any, values: Values) -> Sent:
    """Typed into the form, with the reason where there is a field for it."""
    form = boss.form(page(thing), f"{thing._meta.model_name}_form")
    has_reason = isinstance(thing, Article | Image)
    typed = {**form, **({"save_reason": REASON} if has_reason else {}), **values, "_save": "1"}
    return lambda visitor, _program: visitor.post(page(thing), typed)


def by_api(reason: Values | None = None) -> Callable[[Visitor, Any, Values], Sent]:
    """A PATCH of the staff API; of an article with the reason."""

    def prepare(_boss: Visitor, thing: Any, values: Values) -> Sent:
        path = f"/desk/{thing._meta.model_name}s/{thing.pk}/"
        return lambda _visitor, program: program.ask("PATCH", path, {**values, **(reason or {})}, If_Match="*")

    return prepare


def by_bulk(name: str, **more: Any) -> Callable[[Visitor, Any, Values], Sent]:
    """A bulk action's answered question."""

    def prepare(_boss: Visitor, thing: Any, values: Values) -> Sent:
        data = {"bulk": name, "rows": str(thing.pk), **values, **more}
        return lambda visitor, _program: visitor.post(f"/admin/articles/{thing._meta.model_name}/bulk/", data)

    return prepare


def by_sheet(_boss: Visitor, thing: Any, values: Values) -> Sent:
    """The article's row of a sheet, with the values typed into its cells."""
    row = spreadsheet.cells(spreadsheet.row(Article.objects.for_sheets().get(pk=thing.pk)))
    names = ["id", "version", *values]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerow({"id": row["id"], "version": row["version"], **values})
    shown = base64.b64encode(out.getvalue().encode()).decode()
    return lambda visitor, _program: visitor.post(
        "/admin/articles/article/import/", {"shown": shown, "_take_in": "1", "reason": REASON}
    )


def by_schedule(_boss: Visitor, thing: Any, values: Values) -> Sent:
    """A change that was filed by who may, and is due; the clock carries it out."""

    def send(_visitor: Visitor, program: Program) -> Any:
        past = timezone.now() - timedelta(minutes=1)
        scheduled_changes.prepare(thing, values, program.token.user, REASON, past)
        return call_command("tick", verbosity=0)

    return send


def by_restore(_boss: Visitor, thing: Any, _values: Values) -> Sent:
    """The first version, which says what the values say."""
    address = f"/admin/articles/article/{thing.pk}/history/{thing.history.earliest().pk}/restore/"
    return lambda visitor, _program: visitor.post(address, {"reason": REASON, "_version": str(thing.version)})


def by_restoring_api(_boss: Visitor, thing: Any, _values: Values) -> Sent:
    """The same through the API."""
    path = f"/desk/articles/{thing.pk}/revisions/{thing.history.earliest().pk}/restore/"
    return lambda _visitor, program: program.ask("POST", path, {"reason": REASON}, If_Match="*")


def by_dialog(_boss: Visitor, thing: Any, values: Values) -> Sent:
    """The body editor's dialog, for a picture that was just sent by who describes it."""
    words = {name: getattr(thing, name) for name in ("caption", "credit", "alt_text")} | values

    def send(visitor: Visitor, program: Program) -> Any:
        thing.history.update(history_user=program.token.user)
        return visitor.post(f"/admin/articles/image/{thing.pk}/words/", words)

    return send


def by_move(verb: str) -> Callable[[Visitor, Any, Values], Sent]:
    """A question of the workflow, answered."""
    return lambda _boss, thing, values: (
        lambda visitor, _program: visitor.post(f"/admin/articles/article/{thing.pk}/{verb.replace('_', '-')}/", values)
    )


def by_moving_api(verb: str) -> Callable[[Visitor, Any, Values], Sent]:
    """A move through the API."""
    return lambda _boss, thing, values: (
        lambda _visitor, program: program.ask(
            "POST", f"/desk/articles/{thing.pk}/moves/", {"move": verb, **values}, If_Match="*"
        )
    )


def by_deciding(path: str, **fixed: str) -> Callable[[Visitor, Any, Values], Sent]:
    """A moderator's decision in the admin."""

    def prepare(_boss: Visitor, thing: Any, values: Values) -> Sent:
        data = {"verb": "reject", "known": "0", "id": str(thing.pk), **fixed, **values}
        return lambda visitor, _program: visitor.post(f"/admin/articles/comment/{path.format(thing.pk)}", data)

    return prepare


def by_action(name: str) -> Callable[[Visitor, Any, Values], Sent]:
    """An action of the comments' list."""
    return lambda _boss, thing, values: (
        lambda visitor, _program: visitor.post(
            "/admin/articles/comment/", {"action": name, "_selected_action": [thing.pk], "as_of": "0", **values}
        )
    )


def by_decision_api(verb: str) -> Callable[[Visitor, Any, Values], Sent]:
    """A decision through the API."""
    return lambda _boss, thing, values: (
        lambda _visitor, program: program.ask(
            "POST", "/desk/decisions/", {"comments": [thing.pk], "verb": verb, **values}
        )
    )


# things


def topic(_make: Any) -> Topic:
    """A topic of no article."""
    return Topic.objects.create(name="Alt", slug="alt")


def person(_make: Any) -> Person:
    """A person of no article."""
    return Person.objects.create(name="Alt", slug="alt")


def outlet(make: Any) -> Source:
    """An outlet of a published article."""
    return make().source


def image(make: Any) -> Image:
    """A picture with a file, in a published article."""
    found = library.take_in(SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), None).image
    Image.objects.filter(pk=found.pk).update(caption="Alt", credit="Alt")
    article = make(body=f'<p>Text.</p><figure data-image="{found.pk}"></figure>')
    Placement.objects.create(article=article, image=found)
    index.update(article)
    return Image.objects.get(pk=found.pk)


def fresh_image(_make: Any) -> Image:
    """A picture that was just sent; no article shows it."""
    return library.take_in(SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), None).image


def published(make: Any) -> Article:
    """A published article whose first version had the headline that it shall have again."""
    Topic.objects.get_or_create(name="Rathaus", slug="rathaus")
    article = make(headline="Neu", publish_at=timezone.now() - timedelta(days=1))
    article.headline, article.version = "Alt", 2
    article.save()
    index.update(article)
    return article


def draft(make: Any) -> Article:
    """A draft to give for review."""
    article = make(state="draft", headline="Alt")
    index.update(article)
    return article


def waiting(make: Any) -> Comment:
    """A comment that waits."""
    return Comment.objects.create(article=make(), author="Ada", text="Na ja.", path="000001", status="pending")


NEW_NAME = {"name": "Neu", "slug": "neu"}
NEW_RIGHT = {"right": "excerpt", "right_note": "Vertrag", "right_until": DAY}
DETAIL = "<path:object_id>/change/"
API_DETAIL = "desk/{}s/<int:pk>/"
INSULT = {"reason": "insult"}


def by_form_and_api(noun: str) -> tuple[Way, ...]:
    """The two paths that each entry has."""
    return (Way(f"{noun} {DETAIL}", by_form), Way(f"patch {API_DETAIL.format(noun)}", by_api()))


CHANGES: dict[str, Change] = {
    "topic": Change(topic, NEW_NAME, by_form_and_api("topic"), {"slug": "mit leer"}),
    "person": Change(person, NEW_NAME, by_form_and_api("person"), {"slug": "mit leer"}),
    "source": Change(outlet, NEW_NAME, by_form_and_api("source"), {"slug": "mit leer"}),
    "right of a source": Change(
        outlet,
        NEW_RIGHT,
        (*by_form_and_api("source"), Way("source bulk set_right", by_bulk("set_right"))),
        {"right_until": LONG_AGO, "right": "excerpt"},
    ),
    "rights of an image": Change(
        image,
        {"credit": "Neu", "rights_until": DAY},
        (
            Way(f"image {DETAIL}", by_form, {"reason": REASON}),
            Way("image bulk set_rights", by_bulk("set_rights", reason=REASON), {"reason": REASON}),
            Way(f"patch {API_DETAIL.format('image')}", by_api()),
        ),
        {"rights_until": LONG_AGO},
    ),
    "words of an image": Change(
        fresh_image,
        {"caption": "Neu", "credit": "Neu"},
        (
            Way(f"image {DETAIL}", by_form, {"reason": REASON}),
            Way("image <int:image_id>/words/", by_dialog),
            Way(f"patch {API_DETAIL.format('image')}", by_api()),
        ),
        {"caption": "x\x00y"},
    ),
    "headline of an article": Change(
        published,
        {"headline": "Neu"},
        (
            Way(f"article {DETAIL}", by_form),
            Way(f"patch {API_DETAIL.format('article')}", by_api({"reason": REASON})),
            Way("article import/", by_sheet),
            Way("command tick", by_schedule, takes_impossible=False),
            Way(
                "article <int:object_id>/history/<int:history_id>/restore/",
                by_restore,
                {"verb": "restore_version", "also": {"restored": 1}},
                takes_impossible=False,
            ),
            Way(
                "post desk/articles/<int:pk>/revisions/<int:revision>/restore/",
                by_restoring_api,
                {"verb": "restore_version", "also": {"restored": 1}},
                takes_impossible=False,
            ),
        ),
        {"headline": ""},
    ),
    "topic of an article": Change(
        published,
        {},
        (
            Way(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"topics": [str(Topic.objects.get().pk)]})),
            Way(
                f"patch {API_DETAIL.format('article')}",
                lambda b, t, _v: by_api({"reason": REASON})(b, t, {"topics": ["rathaus"]}),
            ),
            Way("article import/", lambda b, t, _v: by_sheet(b, t, {"topics": "rathaus"})),
            Way("article bulk add_topic", by_bulk("add_topic", topic="Rathaus"), {"reason": "Schlagwörter"}),
        ),
    ),
    "article given for review": Change(
        draft,
        {},
        (
            Way("article <int:object_id>/submit/", by_move("submit")),
            Way("article bulk submit", by_bulk("submit")),
            Way("post desk/articles/<int:pk>/moves/", by_moving_api("submit")),
            Way(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"_move": "submit", "save_reason": ""})),
        ),
    ),
    "article published": Change(
        draft,
        {},
        (
            Way("article bulk publish", by_bulk("publish")),
            Way("post desk/articles/<int:pk>/moves/", by_moving_api("publish")),
            Way(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"_publish": "1"})),
        ),
    ),
    "article discarded": Change(
        draft,
        {"reason": REASON},
        (
            Way("article <int:object_id>/discard/", by_move("discard")),
            Way("article bulk discard", by_bulk("discard")),
            Way("post desk/articles/<int:pk>/moves/", by_moving_api("discard")),
        ),
        {"reason": " "},
    ),
    "comment rejected": Change(
        waiting,
        INSULT,
        (
            Way("comment <int:object_id>/decide/", by_deciding("{}/decide/")),
            Way("comment reject/", by_deciding("reject/")),
            Way("post desk/decisions/", by_decision_api("reject")),
        ),
        {"reason": ""},
    ),
    "comment approved": Change(
        waiting,
        {},
        (
            Way("comment <int:object_id>/decide/", by_deciding("{}/decide/", verb="approve")),
            Way("comment <int:object_id>/approve/", by_deciding("{}/approve/")),
            Way("comment decide/", by_deciding("decide/", verb="approve")),
            Way("comment action approve_chosen", by_action("approve_chosen"), refused_as=200),
            Way("post desk/decisions/", by_decision_api("approve")),
        ),
    ),
}

READS = "only reads"
ONLY = "the only path to it"
MOVE = "a move of the workflow, made like the compared ones: tests/admin/articles/test_workflow.py"
CREATES = "makes a new one: see the test of new ones below"
ANOTHER = "writes something else: "
NOT_COMPARED = {
    **{
        f"{noun} {path}": READS
        for noun in ("article", "source", "topic", "person", "image", "comment")
        for path in ("", "<path:object_id>/history/", "<path:object_id>/")
    },
    **{
        f"{noun} {path}": READS
        for noun in ("article", "source", "image")
        for path in ("<str:object_id>/history/compare/", "^([^/]+)/history/([^/]+)/$")
    },
    **{f"{noun} bulk/": "asks, and does what the bulk actions say" for noun in ("article", "source", "image")},
    **{f"{noun} <path:object_id>/delete/": ONLY for noun in ("article", "source", "topic", "person", "image")},
    **{f"{noun} add/": CREATES for noun in ("article", "source", "topic", "person", "image")},
    **{f"post desk/{noun}s/": CREATES for noun in ("article", "source", "topic", "person", "image")},
    **{f"comment {path}": "nobody may: comments are decided about" for path in ("add/", "<path:object_id>/delete/")},
    **{f"comment {path}": READS for path in (DETAIL, "work/", "<int:object_id>/export/")},
    **{f"comment {path}": ONLY for path in ("undo/", "<int:object_id>/cut/", "<int:object_id>/set-right/")},
    "comment <int:object_id>/take-over/": ANOTHER + "who works on it",
    "comment <int:object_id>/erase/": "tests/domain/privacy/test_erasure.py, as the command erase",
    **{
        f"comment action {name}": "as reject/ and decide/"
        for name in ("reject_chosen", "reject_as_spam", "hold_chosen")
    },
    **{
        f"article {path}": ANOTHER + "what was typed and is not saved"
        for path in (
            "draft/",
            "preview/",
            "draft/<uuid:key>/discard/",
            "<int:object_id>/draft/",
            "<int:object_id>/preview/",
        )
    },
    "article <int:object_id>/conflict/<uuid:key>/": "posts the form: the same path",
    "article <int:object_id>/links/": ANOTHER + "preview links",
    "article <int:object_id>/prepare/": ANOTHER + "a scheduled change, compared when it is carried out",
    "article <int:object_id>/address/": ONLY,
    "article <int:object_id>/differences/": READS,
    **{f"article {path}": READS for path in ("export.csv", "export.jsonl")},
    **{
        f"article <int:object_id>/{move}/": MOVE
        for move in ("send-back", "approve", "withdraw", "lock", "unlock", "restore")
    },
    **{f"article bulk {move}": MOVE for move in ("send_back", "approve", "withdraw", "restore")},
    **{f"article bulk {name}": "as add_topic" for name in ("assign", "drop_topic")},
    "image search/": READS,
    "image upload/": CREATES,
    "image <int:image_id>/file/": ONLY,
    "post articles/<slug:key>/comments/": "a reader writes; no member of staff",
    "post comments/<int:pk>/reports/": ANOTHER + "a reader's report",
    "post clips/": ANOTHER + "clips; their drafts, images and comments are new: tests/domain/imports",
    "post clips/<int:pk>/moves/": ANOTHER + "clips",
    "command import_seeds": "makes new ones, and reads clips again: tests/domain/imports/test_reread.py",
    "command erase": "tests/domain/privacy/test_erasure.py",
    **{
        f"command {name}": "changes none of these nouns"
        for name in (
            *("build_messages", "create_first_user", "export_person", "flush", "index", "make_renditions", "retain"),
        )
    },
}


def paths() -> set[str]:
    """Each path by which one of the nouns could be changed, as the registries name them."""
    found: set[str] = set()
    for model in NOUNS:
        pages, noun = admin.site._registry[model], model._meta.model_name
        found |= {f"{noun} {url.pattern}" for url in pages.get_urls()}
        found |= {f"{noun} bulk {one.name}" for one in getattr(pages, "bulk", ())}
        found |= {f"{noun} action {name}" for name in pages.actions or ()}
    for url in urlpatterns:
        methods = [name for name in WRITING if hasattr(url.callback.view_class, name)]
        found |= {f"{method} {url.pattern}" for method in methods}
    files = Path(commands.__path__[0]).glob("[!_]*.py")
    return found | {f"command {file.stem}" for file in files}


def test_every_path_has_its_line() -> None:
    compared = {way.path for change in CHANGES.values() for way in change.ways}

    assert paths() - compared - NOT_COMPARED.keys() == set()
    assert (compared | NOT_COMPARED.keys()) - paths() == set()
    assert compared & NOT_COMPARED.keys() == set()


# what a change leaves


@dataclass(frozen=True)
class Traces:
    """What one change has left, without what differs by the hour."""

    audit: tuple[Any, ...]
    revisions: tuple[Any, ...]
    redirects: tuple[Any, ...]
    told: bool
    has_new_etag: bool
    is_indexed: bool


OF_THE_DAY = ("publish_at", "batch")  # a minute and a number of their own


def etag(thing: Any, program: Program) -> str:
    """What a program that has read it holds; empty where it cannot be read by itself."""
    answer = program.ask("GET", f"/desk/{thing._meta.model_name}s/{thing.pk}/")
    return str(answer.headers.get("ETag", ""))


def traces(thing: Any, user: User, program: Program, act: Callable[[], Any]) -> Traces:
    """Do it, and look at what it has left."""
    index.rebuild()
    change_feed.catch_up()
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _rows, position = change_feed.after("", 1_000)
    history = getattr(thing, "history", None)
    before = history.count() if history is not None else 0
    held = etag(thing, program)
    act()
    entries = AuditEntry.objects.about(thing).filter(pk__gt=last).order_by("pk")
    change_feed.catch_up()
    rows, _position = change_feed.after(position, 1_000)
    newest = list(history.all()[: history.count() - before]) if history is not None else []
    found = index.compare()
    return Traces(
        tuple(
            (
                one.verb,
                one.by == user,
                one.reason,
                one.version,
                {
                    name: sorted(value) if name == "fields" else value
                    for name, value in one.details.items()
                    if name not in OF_THE_DAY
                },
            )
            for one in entries
        ),
        tuple((row.history_user == user, row.history_change_reason or "") for row in newest),
        tuple(Redirect.objects.values_list("kind", "slug", "target")),
        bool(rows),
        etag(thing, program) != held,
        not (found.missing or found.outdated) and found.is_sound,
    )


def as_expected(one: Traces, differs: dict[str, Any]) -> Traces:
    """The traces of the first way, with what is said to differ in this one."""
    verb, reason = differs.get("verb"), differs.get("reason")
    return Traces(
        tuple(
            (verb or v, by, r if reason is None else reason, version, d | differs.get("also", {}))
            for v, by, r, version, d in one.audit
        ),
        tuple((by, r if reason is None else reason) for by, r in one.revisions),
        one.redirects,
        one.told,
        one.has_new_etag,
        one.is_indexed,
    )


@pytest.fixture
def boss(admin_user: User) -> tuple[Visitor, Program, User]:
    """Somebody who may do everything, in the admin and by a program."""
    visitor = Visitor()
    visitor.force_login(admin_user)
    return visitor, Program(admin_user), admin_user


@pytest.fixture
def onlooker(django_user_model: Any) -> tuple[Visitor, Program]:
    """Somebody of staff who sees everything and may change nothing."""
    user = django_user_model.objects.create_user("onlooker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    visitor = Visitor()
    visitor.force_login(user)
    return visitor, Program(user)


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_change_leaves_the_same_traces_by_every_path(name: str, boss: Any, make_article: Any) -> None:
    visitor, program, user = boss
    change, found = CHANGES[name], []
    for way in change.ways:
        with transaction.atomic():
            thing = change.make(make_article)
            send = way.prepare(visitor, thing, change.values)
            found.append(traces(thing, user, program, lambda: send(visitor, program)))  # noqa: B023 - called at once
            transaction.set_rollback(True)
    plain = next(one for one, way in zip(found, change.ways, strict=True) if not way.differs)

    for way, one in zip(change.ways, found, strict=True):
        assert len(one.audit) == 1, way.path
        assert one == as_expected(plain, way.differs), way.path
        assert one.is_indexed
        assert one.has_new_etag is not isinstance(thing, Comment)


def columns(thing: Any) -> dict[str, Any]:
    """What the archive has of it."""
    return {**type(thing).objects.filter(pk=thing.pk).values().get(), "audit": AuditEntry.objects.count()}


@pytest.mark.parametrize("name", CHANGES)
def test_who_may_not_is_refused_at_every_path(name: str, boss: Any, onlooker: Any, make_article: Any) -> None:
    change = CHANGES[name]
    for way in change.ways:
        if way.path == "command tick":
            continue  # nobody asks: who filed the change was asked then
        with transaction.atomic():
            thing = change.make(make_article)
            send, before = way.prepare(boss[0], thing, change.values), columns(thing)

            answer = send(*onlooker)

            assert columns(thing) == before, way.path
            assert answer.status_code == way.refused_as, way.path
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name, change in CHANGES.items() if change.impossible])
def test_what_cannot_be_is_refused_at_every_path(name: str, boss: Any, make_article: Any) -> None:
    change = CHANGES[name]
    for way in change.ways:
        if not way.takes_impossible:
            continue
        with transaction.atomic():
            thing = change.make(make_article)
            send = way.prepare(boss[0], thing, {**change.values, **change.impossible})
            before = {**columns(thing), "audit": AuditEntry.objects.about(thing).count()}

            answer = send(*boss[:2])

            assert {**columns(thing), "audit": AuditEntry.objects.about(thing).count()} == before, way.path
            assert answer.status_code in {200, 400, 409}, way.path  # the form again, or a problem
            transaction.set_rollback(True)


# new ones

NEW: dict[type[Any], tuple[Values, Values]] = {  # noun → what is typed into the form, and sent to the API
    Topic: (NEW_NAME, NEW_NAME),
    Person: (NEW_NAME, NEW_NAME),
    Source: ({**NEW_NAME, "kind": "outlet", "right": "full"},) * 2,
    Image: ({"caption": "Neu", "credit": "Neu", "kind": "photo"},) * 2,
    Article: ({"headline": "Neu", "save_reason": REASON}, {"headline": "Neu", "reason": REASON}),
}


@pytest.mark.parametrize("model", NEW)
def test_a_new_one_leaves_the_same_traces_by_form_and_api(model: Any, boss: Any) -> None:
    visitor, program, user = boss
    noun, (typed, sent) = model._meta.model_name, NEW[model]
    found = []
    for send in (
        lambda: visitor.fill(f"/admin/articles/{noun}/add/", f"{noun}_form", _save="1", **typed),
        lambda: program.ask("POST", f"/desk/{noun}s/", sent),
    ):
        with transaction.atomic():
            send()
            made = model.objects.get()
            (entry,) = AuditEntry.objects.about(made)
            history = getattr(made, "history", None)
            revisions = [(r.history_user, r.history_change_reason) for r in history.all()] if history else []
            found.append((entry.verb, entry.by, entry.reason, entry.details, revisions))
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert found[0][:2] == ("add", user)


# what goes


@pytest.mark.parametrize("model", NEW)
def test_what_goes_is_on_record_and_what_is_used_stays(model: Any, boss: Any, make_article: Any) -> None:
    visitor, _program, user = boss
    noun, (_typed, sent) = model._meta.model_name, NEW[model]
    values = {name: value for name, value in sent.items() if name != "reason"}
    article = make_article()
    free = model.objects.create(**values)
    used = {Article: lambda: article, Source: lambda: article.source}.get(model, lambda: in_use(model, article))()

    for thing in (free, used):
        visitor.post(f"/admin/articles/{noun}/{thing.pk}/delete/", {"post": "yes"})

    assert list(model.objects.filter(pk__in=[free.pk, used.pk])) == [used]
    entry = AuditEntry.objects.get(verb="delete")
    assert (entry.noun, entry.object_id, entry.by) == (f"articles.{noun}", free.pk, user)


def in_use(model: Any, article: Article) -> Any:
    """One that the article has."""
    thing = model.objects.create(**({"caption": "x"} if model is Image else {"name": "x", "slug": "x"}))
    if model is Image:
        Placement.objects.create(article=article, image=thing)
    elif model is Person:
        article.contributions.create(person=thing)
    else:
        article.topics.add(thing)
    return thing
