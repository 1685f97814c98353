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
Request = Callable[[Visitor, Program], Any]


@dataclass(frozen=True)
class WritePath:
    """One path: a function that prepares a permitted request, and the intended differences in its traces."""

    path: str
    prepare: Callable[[Visitor, Any, Values], Request]
    differs: dict[str, Any] = field(default_factory=dict)
    takes_impossible: bool = True  # the path has a field for the impossible value
    refused_as: int = 403  # the status of a request without the permission


@dataclass(frozen=True)
class Change:
    """The same change by several paths; `impossible` is a value that each of them refuses."""

    make: Callable[[Any], Any]
    values: Values
    write_paths: tuple[WritePath, ...]
    impossible: Values = field(default_factory=dict)


# requests


def page(row: Any) -> str:
    """The address of the row's change form in the admin."""
    return f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


def by_form(admin_visitor: Visitor, row: Any, values: Values) -> Request:
    """Submit the admin form, with the reason if the form has a field for it."""
    form = admin_visitor.form(page(row), f"{row._meta.model_name}_form")
    has_reason = isinstance(row, Article | Image)
    typed = {**form, **({"save_reason": REASON} if has_reason else {}), **values, "_save": "1"}
    return lambda visitor, _program: visitor.post(page(row), typed)


def by_api(reason: Values | None = None) -> Callable[[Visitor, Any, Values], Request]:
    """Send a PATCH to the staff API, with the reason for an article."""

    def prepare(_admin: Visitor, row: Any, values: Values) -> Request:
        path = f"/desk/{row._meta.model_name}s/{row.pk}/"
        return lambda _visitor, program: program.ask("PATCH", path, {**values, **(reason or {})}, If_Match="*")

    return prepare


def by_bulk(name: str, **more: Any) -> Callable[[Visitor, Any, Values], Request]:
    """Submit the confirmation form of a bulk action."""

    def prepare(_admin: Visitor, row: Any, values: Values) -> Request:
        data = {"bulk": name, "rows": str(row.pk), **values, **more}
        return lambda visitor, _program: visitor.post(f"/admin/articles/{row._meta.model_name}/bulk/", data)

    return prepare


def by_sheet(_admin: Visitor, row: Any, values: Values) -> Request:
    """Import a spreadsheet row of the article with the values in its cells."""
    cells = spreadsheet.cells(spreadsheet.row(Article.objects.for_sheets().get(pk=row.pk)))
    names = ["id", "version", *values]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerow({"id": cells["id"], "version": cells["version"], **values})
    encoded = base64.b64encode(out.getvalue().encode()).decode()
    return lambda visitor, _program: visitor.post(
        "/admin/articles/article/import/", {"shown": encoded, "_take_in": "1", "reason": REASON}
    )


def by_schedule(_admin: Visitor, row: Any, values: Values) -> Request:
    """Prepare a version that is due and run the command `tick`."""

    def send(_visitor: Visitor, program: Program) -> Any:
        past = timezone.now() - timedelta(minutes=1)
        scheduled_changes.prepare(row, values, program.token.user, REASON, past)
        return call_command("tick", verbosity=0)

    return send


def by_restore(_admin: Visitor, row: Any, _values: Values) -> Request:
    """Restore the first version, which has these values."""
    address = f"/admin/articles/article/{row.pk}/history/{row.history.earliest().pk}/restore/"
    return lambda visitor, _program: visitor.post(address, {"reason": REASON, "_version": str(row.version)})


def by_restore_api(_admin: Visitor, row: Any, _values: Values) -> Request:
    """Restore the first version through the API."""
    path = f"/desk/articles/{row.pk}/revisions/{row.history.earliest().pk}/restore/"
    return lambda _visitor, program: program.ask("POST", path, {"reason": REASON}, If_Match="*")


def by_dialog(_admin: Visitor, row: Any, values: Values) -> Request:
    """Submit the body editor's dialog for an image that the same user has just uploaded."""
    words = {name: getattr(row, name) for name in ("caption", "credit", "alt_text")} | values

    def send(visitor: Visitor, program: Program) -> Any:
        row.history.update(history_user=program.token.user)
        return visitor.post(f"/admin/articles/image/{row.pk}/words/", words)

    return send


def by_move(verb: str) -> Callable[[Visitor, Any, Values], Request]:
    """Submit the form of a workflow move."""
    return lambda _admin, row, values: (
        lambda visitor, _program: visitor.post(f"/admin/articles/article/{row.pk}/{verb.replace('_', '-')}/", values)
    )


def by_move_api(verb: str) -> Callable[[Visitor, Any, Values], Request]:
    """Make a workflow move through the API."""
    return lambda _admin, row, values: (
        lambda _visitor, program: program.ask(
            "POST", f"/desk/articles/{row.pk}/moves/", {"move": verb, **values}, If_Match="*"
        )
    )


def by_decision(path: str, **fixed: str) -> Callable[[Visitor, Any, Values], Request]:
    """Submit a moderator's decision in the admin."""

    def prepare(_admin: Visitor, row: Any, values: Values) -> Request:
        data = {"verb": "reject", "known": "0", "id": str(row.pk), **fixed, **values}
        return lambda visitor, _program: visitor.post(f"/admin/articles/comment/{path.format(row.pk)}", data)

    return prepare


def by_action(name: str) -> Callable[[Visitor, Any, Values], Request]:
    """Run an action of the list of comments."""
    return lambda _admin, row, values: (
        lambda visitor, _program: visitor.post(
            "/admin/articles/comment/", {"action": name, "_selected_action": [row.pk], "as_of": "0", **values}
        )
    )


def by_decision_api(verb: str) -> Callable[[Visitor, Any, Values], Request]:
    """Make a decision through the API."""
    return lambda _admin, row, values: (
        lambda _visitor, program: program.ask(
            "POST", "/desk/decisions/", {"comments": [row.pk], "verb": verb, **values}
        )
    )


# rows


def topic(_make: Any) -> Topic:
    """A topic without articles."""
    return Topic.objects.create(name="Alt", slug="alt")


def person(_make: Any) -> Person:
    """A person without articles."""
    return Person.objects.create(name="Alt", slug="alt")


def outlet(make: Any) -> Source:
    """An outlet of a published article."""
    return make().source


def image(make: Any) -> Image:
    """An image with a file, in a published article."""
    uploaded = library.take_in(SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), None).image
    Image.objects.filter(pk=uploaded.pk).update(caption="Alt", credit="Alt")
    article = make(body=f'<p>Text.</p><figure data-image="{uploaded.pk}"></figure>')
    Placement.objects.create(article=article, image=uploaded)
    index.update(article)
    return Image.objects.get(pk=uploaded.pk)


def fresh_image(_make: Any) -> Image:
    """An uploaded image that no article shows."""
    return library.take_in(SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), None).image


def published(make: Any) -> Article:
    """A published article whose first version has the headline that the change restores."""
    Topic.objects.get_or_create(name="Rathaus", slug="rathaus")
    article = make(headline="Neu", publish_at=timezone.now() - timedelta(days=1))
    article.headline, article.version = "Alt", 2
    article.save()
    index.update(article)
    return article


def draft(make: Any) -> Article:
    """A draft to submit."""
    article = make(state="draft", headline="Alt")
    index.update(article)
    return article


def waiting(make: Any) -> Comment:
    """A pending comment."""
    return Comment.objects.create(article=make(), author="Ada", text="Na ja.", path="000001", status="pending")


NEW_NAME = {"name": "Neu", "slug": "neu"}
NEW_RIGHT = {"right": "excerpt", "right_note": "Vertrag", "right_until": DAY}
DETAIL = "<path:object_id>/change/"
API_DETAIL = "desk/{}s/<int:pk>/"
INSULT = {"reason": "insult"}


def by_form_and_api(noun: str) -> tuple[WritePath, ...]:
    """The two paths that each taxonomy entry has."""
    return (WritePath(f"{noun} {DETAIL}", by_form), WritePath(f"patch {API_DETAIL.format(noun)}", by_api()))


CHANGES: dict[str, Change] = {
    "topic": Change(topic, NEW_NAME, by_form_and_api("topic"), {"slug": "mit leer"}),
    "person": Change(person, NEW_NAME, by_form_and_api("person"), {"slug": "mit leer"}),
    "source": Change(outlet, NEW_NAME, by_form_and_api("source"), {"slug": "mit leer"}),
    "right of a source": Change(
        outlet,
        NEW_RIGHT,
        (*by_form_and_api("source"), WritePath("source bulk set_right", by_bulk("set_right"))),
        {"right_until": LONG_AGO, "right": "excerpt"},
    ),
    "rights of an image": Change(
        image,
        {"credit": "Neu", "rights_until": DAY},
        (
            WritePath(f"image {DETAIL}", by_form, {"reason": REASON}),
            WritePath("image bulk set_rights", by_bulk("set_rights", reason=REASON), {"reason": REASON}),
            WritePath(f"patch {API_DETAIL.format('image')}", by_api()),
        ),
        {"rights_until": LONG_AGO},
    ),
    "words of an image": Change(
        fresh_image,
        {"caption": "Neu", "credit": "Neu"},
        (
            WritePath(f"image {DETAIL}", by_form, {"reason": REASON}),
            WritePath("image <int:image_id>/words/", by_dialog),
            WritePath(f"patch {API_DETAIL.format('image')}", by_api()),
        ),
        {"caption": "x\x00y"},
    ),
    "headline of an article": Change(
        published,
        {"headline": "Neu"},
        (
            WritePath(f"article {DETAIL}", by_form),
            WritePath(f"patch {API_DETAIL.format('article')}", by_api({"reason": REASON})),
            WritePath("article import/", by_sheet),
            WritePath("command tick", by_schedule, takes_impossible=False),
            WritePath(
                "article <int:object_id>/history/<int:history_id>/restore/",
                by_restore,
                {"verb": "restore_version", "also": {"restored": 1}},
                takes_impossible=False,
            ),
            WritePath(
                "post desk/articles/<int:pk>/revisions/<int:revision>/restore/",
                by_restore_api,
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
            WritePath(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"topics": [str(Topic.objects.get().pk)]})),
            WritePath(
                f"patch {API_DETAIL.format('article')}",
                lambda b, t, _v: by_api({"reason": REASON})(b, t, {"topics": ["rathaus"]}),
            ),
            WritePath("article import/", lambda b, t, _v: by_sheet(b, t, {"topics": "rathaus"})),
            WritePath("article bulk add_topic", by_bulk("add_topic", topic="Rathaus"), {"reason": "Schlagwörter"}),
        ),
    ),
    "article given for review": Change(
        draft,
        {},
        (
            WritePath("article <int:object_id>/submit/", by_move("submit")),
            WritePath("article bulk submit", by_bulk("submit")),
            WritePath("post desk/articles/<int:pk>/moves/", by_move_api("submit")),
            WritePath(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"_move": "submit", "save_reason": ""})),
        ),
    ),
    "article published": Change(
        draft,
        {},
        (
            WritePath("article bulk publish", by_bulk("publish")),
            WritePath("post desk/articles/<int:pk>/moves/", by_move_api("publish")),
            WritePath(f"article {DETAIL}", lambda b, t, _v: by_form(b, t, {"_publish": "1"})),
        ),
    ),
    "article discarded": Change(
        draft,
        {"reason": REASON},
        (
            WritePath("article <int:object_id>/discard/", by_move("discard")),
            WritePath("article bulk discard", by_bulk("discard")),
            WritePath("post desk/articles/<int:pk>/moves/", by_move_api("discard")),
        ),
        {"reason": " "},
    ),
    "comment rejected": Change(
        waiting,
        INSULT,
        (
            WritePath("comment <int:object_id>/decide/", by_decision("{}/decide/")),
            WritePath("comment reject/", by_decision("reject/")),
            WritePath("post desk/decisions/", by_decision_api("reject")),
        ),
        {"reason": ""},
    ),
    "comment approved": Change(
        waiting,
        {},
        (
            WritePath("comment <int:object_id>/decide/", by_decision("{}/decide/", verb="approve")),
            WritePath("comment <int:object_id>/approve/", by_decision("{}/approve/")),
            WritePath("comment decide/", by_decision("decide/", verb="approve")),
            WritePath("comment action approve_chosen", by_action("approve_chosen"), refused_as=200),
            WritePath("post desk/decisions/", by_decision_api("approve")),
        ),
    ),
}

READS = "only reads"
ONLY_PATH = "the only path to it"
MOVE = "a move of the workflow, made like the compared ones: tests/admin/articles/test_workflow.py"
CREATES = "makes a new one: see the test of new ones below"
WRITES_OTHER = "writes something else: "
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
    **{f"{noun} <path:object_id>/delete/": ONLY_PATH for noun in ("article", "source", "topic", "person", "image")},
    **{f"{noun} add/": CREATES for noun in ("article", "source", "topic", "person", "image")},
    **{f"post desk/{noun}s/": CREATES for noun in ("article", "source", "topic", "person", "image")},
    **{f"comment {path}": "nobody may: comments are decided about" for path in ("add/", "<path:object_id>/delete/")},
    **{f"comment {path}": READS for path in (DETAIL, "work/", "<int:object_id>/export/")},
    **{f"comment {path}": ONLY_PATH for path in ("undo/", "<int:object_id>/cut/", "<int:object_id>/set-right/")},
    "comment <int:object_id>/take-over/": WRITES_OTHER + "who works on it",
    "comment <int:object_id>/erase/": "tests/domain/privacy/test_erasure.py, as the command erase",
    **{
        f"comment action {name}": "as reject/ and decide/"
        for name in ("reject_chosen", "reject_as_spam", "hold_chosen")
    },
    **{
        f"article {path}": WRITES_OTHER + "what was typed and is not saved"
        for path in (
            "draft/",
            "preview/",
            "draft/<uuid:key>/discard/",
            "<int:object_id>/draft/",
            "<int:object_id>/preview/",
        )
    },
    "article <int:object_id>/conflict/<uuid:key>/": "posts the form: the same path",
    "article <int:object_id>/links/": WRITES_OTHER + "preview links",
    "article <int:object_id>/prepare/": WRITES_OTHER + "a scheduled change, compared when it is carried out",
    "article <int:object_id>/address/": ONLY_PATH,
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
    "image <int:image_id>/file/": ONLY_PATH,
    "post articles/<slug:key>/comments/": "a reader writes; no member of staff",
    "post comments/<int:pk>/reports/": WRITES_OTHER + "a reader's report",
    "post clips/": WRITES_OTHER + "clips; their drafts, images and comments are new: tests/domain/imports",
    "post clips/<int:pk>/moves/": WRITES_OTHER + "clips",
    "post clips/<int:pk>/decisions/": "articles follow: tests/domain/imports/test_uncertain_places.py",
    "post desk/agency-tasks/<int:pk>/decisions/": WRITES_OTHER + "a task; the article stays as it is",
    "command import_seeds": "makes new ones, and reads clips again: tests/domain/imports/test_reread.py",
    "command erase": "tests/domain/privacy/test_erasure.py",
    **{
        f"command {name}": "changes none of these nouns"
        for name in (
            *(
                "build_messages",
                "create_first_user",
                "export_corrections",
                "export_person",
                "flush",
                "index",
                "learn_corrections",
                "make_renditions",
                "retain",
            ),
        )
    },
}


def paths() -> set[str]:
    """Each path that could change one of the nouns, as named in the URL, action and command registries."""
    known_paths: set[str] = set()
    for model in NOUNS:
        pages, noun = admin.site._registry[model], model._meta.model_name
        known_paths |= {f"{noun} {url.pattern}" for url in pages.get_urls()}
        known_paths |= {f"{noun} bulk {action.name}" for action in getattr(pages, "bulk", ())}
        known_paths |= {f"{noun} action {name}" for name in pages.actions or ()}
    for url in urlpatterns:
        methods = [name for name in WRITING if hasattr(url.callback.view_class, name)]
        known_paths |= {f"{method} {url.pattern}" for method in methods}
    files = Path(commands.__path__[0]).glob("[!_]*.py")
    return known_paths | {f"command {file.stem}" for file in files}


def test_every_path_is_listed() -> None:
    compared = {write_path.path for change in CHANGES.values() for write_path in change.write_paths}

    assert paths() - compared - NOT_COMPARED.keys() == set()
    assert (compared | NOT_COMPARED.keys()) - paths() == set()
    assert compared & NOT_COMPARED.keys() == set()


# traces of a change


@dataclass(frozen=True)
class Traces:
    """The records that one change leaves, without times."""

    audit: tuple[Any, ...]
    revisions: tuple[Any, ...]
    redirects: tuple[Any, ...]
    is_in_feed: bool  # the change feed has a new entry
    has_new_etag: bool
    is_indexed: bool


VARYING_DETAILS = ("publish_at", "batch")  # differ from run to run


def etag(row: Any, program: Program) -> str:
    """The ETag of the row in the staff API; empty if the row has no address."""
    answer = program.ask("GET", f"/desk/{row._meta.model_name}s/{row.pk}/")
    return str(answer.headers.get("ETag", ""))


def traces(row: Any, user: User, program: Program, act: Callable[[], Any]) -> Traces:
    """Call `act` and collect the records it leaves."""
    index.rebuild()
    change_feed.catch_up()
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _rows, position = change_feed.after("", 1_000)
    history = getattr(row, "history", None)
    before = history.count() if history is not None else 0
    etag_before = etag(row, program)
    act()
    entries = AuditEntry.objects.about(row).filter(pk__gt=last).order_by("pk")
    change_feed.catch_up()
    rows, _position = change_feed.after(position, 1_000)
    newest = list(history.all()[: history.count() - before]) if history is not None else []
    comparison = index.compare()
    return Traces(
        tuple(
            (
                entry.verb,
                entry.by == user,
                entry.reason,
                entry.version,
                {
                    name: sorted(value) if name == "fields" else value
                    for name, value in entry.details.items()
                    if name not in VARYING_DETAILS
                },
            )
            for entry in entries
        ),
        tuple((entry.history_user == user, entry.history_change_reason or "") for entry in newest),
        tuple(Redirect.objects.values_list("kind", "slug", "target")),
        bool(rows),
        etag(row, program) != etag_before,
        not (comparison.missing or comparison.outdated) and comparison.is_sound,
    )


def as_expected(traces: Traces, differs: dict[str, Any]) -> Traces:
    """The reference traces with the intended differences of one path."""
    verb, reason = differs.get("verb"), differs.get("reason")
    return Traces(
        tuple(
            (verb or own_verb, by, own_reason if reason is None else reason, version, details | differs.get("also", {}))
            for own_verb, by, own_reason, version, details in traces.audit
        ),
        tuple((by, own_reason if reason is None else reason) for by, own_reason in traces.revisions),
        traces.redirects,
        traces.is_in_feed,
        traces.has_new_etag,
        traces.is_indexed,
    )


@pytest.fixture
def admin_clients(admin_user: User) -> tuple[Visitor, Program, User]:
    """An administrator's session in the admin and API program."""
    visitor = Visitor()
    visitor.force_login(admin_user)
    return visitor, Program(admin_user), admin_user


@pytest.fixture
def onlooker(django_user_model: Any) -> tuple[Visitor, Program]:
    """The session and program of a staff user who may view everything and change nothing."""
    user = django_user_model.objects.create_user("onlooker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    visitor = Visitor()
    visitor.force_login(user)
    return visitor, Program(user)


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_change_leaves_the_same_traces_by_every_path(name: str, admin_clients: Any, make_article: Any) -> None:
    visitor, program, user = admin_clients
    change, all_traces = CHANGES[name], []
    for write_path in change.write_paths:
        with transaction.atomic():
            row = change.make(make_article)
            send = write_path.prepare(visitor, row, change.values)
            all_traces.append(traces(row, user, program, lambda: send(visitor, program)))  # noqa: B023 - called at once
            transaction.set_rollback(True)
    reference = next(
        own_traces
        for own_traces, write_path in zip(all_traces, change.write_paths, strict=True)
        if not write_path.differs
    )

    for write_path, own_traces in zip(change.write_paths, all_traces, strict=True):
        assert len(own_traces.audit) == 1, write_path.path
        assert own_traces == as_expected(reference, write_path.differs), write_path.path
        assert own_traces.is_indexed
        assert own_traces.has_new_etag is not isinstance(row, Comment)


def columns(row: Any) -> dict[str, Any]:
    """The stored columns of the row, and the number of audit entries."""
    return {**type(row).objects.filter(pk=row.pk).values().get(), "audit": AuditEntry.objects.count()}


@pytest.mark.parametrize("name", CHANGES)
def test_every_path_refuses_users_without_the_permission(
    name: str, admin_clients: Any, onlooker: Any, make_article: Any
) -> None:
    change = CHANGES[name]
    for write_path in change.write_paths:
        if write_path.path == "command tick":
            continue  # runs without a user: the permission was checked when the version was prepared
        with transaction.atomic():
            row = change.make(make_article)
            send, before = write_path.prepare(admin_clients[0], row, change.values), columns(row)

            answer = send(*onlooker)

            assert columns(row) == before, write_path.path
            assert answer.status_code == write_path.refused_as, write_path.path
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name, change in CHANGES.items() if change.impossible])
def test_every_path_refuses_an_impossible_value(name: str, admin_clients: Any, make_article: Any) -> None:
    change = CHANGES[name]
    for write_path in change.write_paths:
        if not write_path.takes_impossible:
            continue
        with transaction.atomic():
            row = change.make(make_article)
            send = write_path.prepare(admin_clients[0], row, {**change.values, **change.impossible})
            before = {**columns(row), "audit": AuditEntry.objects.about(row).count()}

            answer = send(*admin_clients[:2])

            assert {**columns(row), "audit": AuditEntry.objects.about(row).count()} == before, write_path.path
            assert answer.status_code in {200, 400, 409}, write_path.path  # the form again, or a problem
            transaction.set_rollback(True)


# new entries

NEW: dict[type[Any], tuple[Values, Values]] = {  # model → values of the form and of the API request
    Topic: (NEW_NAME, NEW_NAME),
    Person: (NEW_NAME, NEW_NAME),
    Source: ({**NEW_NAME, "kind": "outlet", "right": "full"},) * 2,
    Image: ({"caption": "Neu", "credit": "Neu", "kind": "photo"},) * 2,
    Article: ({"headline": "Neu", "save_reason": REASON}, {"headline": "Neu", "reason": REASON}),
}


@pytest.mark.parametrize("model", NEW)
def test_a_new_entry_leaves_the_same_traces_by_form_and_api(model: Any, admin_clients: Any) -> None:
    visitor, program, user = admin_clients
    noun, (typed, sent) = model._meta.model_name, NEW[model]
    records = []
    for send in (
        lambda: visitor.fill(f"/admin/articles/{noun}/add/", f"{noun}_form", _save="1", **typed),
        lambda: program.ask("POST", f"/desk/{noun}s/", sent),
    ):
        with transaction.atomic():
            send()
            row = model.objects.get()
            (entry,) = AuditEntry.objects.about(row)
            history = getattr(row, "history", None)
            revisions = [(r.history_user, r.history_change_reason) for r in history.all()] if history else []
            records.append((entry.verb, entry.by, entry.reason, entry.details, revisions))
            transaction.set_rollback(True)

    assert records[0] == records[1]
    assert records[0][:2] == ("add", user)


# deletions


@pytest.mark.parametrize("model", NEW)
def test_deletions_are_audited_and_used_entries_stay(model: Any, admin_clients: Any, make_article: Any) -> None:
    visitor, _program, user = admin_clients
    noun, (_typed, sent) = model._meta.model_name, NEW[model]
    values = {name: value for name, value in sent.items() if name != "reason"}
    article = make_article()
    unused_row = model.objects.create(**values)
    used_row = {Article: lambda: article, Source: lambda: article.source}.get(model, lambda: in_use(model, article))()

    for row in (unused_row, used_row):
        visitor.post(f"/admin/articles/{noun}/{row.pk}/delete/", {"post": "yes"})

    assert list(model.objects.filter(pk__in=[unused_row.pk, used_row.pk])) == [used_row]
    entry = AuditEntry.objects.get(verb="delete")
    assert (entry.noun, entry.object_id, entry.by) == (f"articles.{noun}", unused_row.pk, user)


def in_use(model: Any, article: Article) -> Any:
    """A new row of the model that the article uses."""
    row = model.objects.create(**({"caption": "x"} if model is Image else {"name": "x", "slug": "x"}))
    if model is Image:
        Placement.objects.create(article=article, image=row)
    elif model is Person:
        article.contributions.create(person=row)
    else:
        article.topics.add(row)
    return row
