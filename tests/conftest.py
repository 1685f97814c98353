"""The known cast, and makers for what most tests need."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.template import Template
from django.test import override_settings
from django.test.signals import setting_changed
from django.utils import timezone, translation
from hypothesis import settings as property_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from articles.models import Article, Clip, Comment, Reading, Right, Source
from articles.models.comments.comment import STEP

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
RENDER = Template._render  # before the test environment replaces it

# Everywhere the same examples, however slow the machine. For others: pytest --hypothesis-profile=default
property_settings.register_profile(
    "newsroom", property_settings.get_profile("ci"), derandomize=True, deadline=None, database=None
)
property_settings.load_profile("newsroom")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """In CI nothing may be skipped: there a skip is a failure."""
    if os.environ.get("CI") and call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception):
        call.excinfo = pytest.ExceptionInfo.from_exc_info(
            (AssertionError, AssertionError(f"skipped in CI: {call.excinfo.value}"), call.excinfo.tb)
        )


def pytest_configure(config: pytest.Config) -> None:
    """The message catalogues are built once, by the process that starts the others."""
    if not hasattr(config, "workerinput"):
        call_command("build_messages", verbosity=0)
        setting_changed.send(None, setting="LOCALE_PATHS", value=None, enter=False)  # forget that there were none


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the garbage collector, a fifth of the time, need not look through it each round."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: Any) -> None:
    """SQLite in a file: the threads of a live server would share one connection in memory, and mix up its answers."""
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Outside CI the tables are made from the models, in a second; `make check` finds what the migrations lack."""
    return bool(os.environ.get("CI"))


@pytest.fixture(scope="session", autouse=True)
def _templates_are_rendered_unobserved(django_test_environment: None) -> Iterator[None]:
    """Django's test environment copies the context of every template and widget; tests ask for `context_data`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", RENDER)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Each client starts the middleware anew, and so lists hundreds of files: the same list for the same settings.

    What somebody has collected for a server of their own in STATIC_ROOT is no part of it.
    """
    lists: dict[str, dict[str, Any]] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def list_once(self: WhiteNoiseMiddleware) -> None:
        if self.files:
            return list_files(self)
        asked = {name: value for name, value in vars(self).items() if name not in {"get_response", "media_types"}}
        told = repr([asked, settings.STATIC_URL, settings.STORAGES["staticfiles"], settings.INSTALLED_APPS])
        if told not in lists:
            list_files(self)
            lists[told] = self.files
        self.files = dict(lists[told])
        return None

    with pytest.MonkeyPatch.context() as patch, override_settings(STATIC_ROOT=""):
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", list_once)
        yield


@pytest.fixture(autouse=True)
def _a_quiet_place(settings: Any, tmp_path: Path) -> None:
    """Uploads go to a folder of the test's own; passwords are hashed quickly; nothing is remembered from before.

    What one test leaves in the cache for some seconds would reach the next one of this process, or not: by the clock.
    """
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.API_ADDRESS_LIMIT = settings.API_TOKEN_LIMIT = 0  # tests ask more often than anybody
    settings.ERASURE_LOG = str(tmp_path / "erasures.jsonl")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate(settings.LANGUAGE_CODE)  # whatever language the last request of another test was in


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Noon of the newsroom's today: from there the clock of the house goes on.

    For what would be otherwise at midnight, or in the hour that is left out or comes twice when summer begins or ends.
    """
    real, begun = timezone.now, timezone.now()
    moment = timezone.localtime(begun).replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC) + (real() - begun))
    return moment


@pytest.fixture
def patience(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who waits for another to have written waits as long as that takes: for threads that write at once on SQLite."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 600)
        connection.close()
    yield
    connection.close()


@pytest.fixture
def seed() -> Callable[[str], bytes]:
    """The bytes of one of the five shipped clips, by the number its name begins with."""
    return lambda number: next(SEEDS.glob(f"{number}_*.txt")).read_bytes()


@pytest.fixture
def outlet(db: None) -> Source:
    """A newspaper whose texts may be used in full."""
    return Source.objects.create(kind="outlet", name="Der Anzeiger", slug="der-anzeiger", right=Right.FULL)


@pytest.fixture
def make_article(outlet: Source) -> Callable[..., Article]:
    """Makes a published article; keywords change what it is like; a span of time is one from now on."""

    def make(**values: Any) -> Article:
        values = {name: timezone.now() + one if isinstance(one, timedelta) else one for name, one in values.items()}
        number = Article.objects.count() + 1
        values.setdefault("headline", f"Rathaus wird saniert ({number})")
        values.setdefault("body", "<p>Die Stadt saniert ihr Rathaus.</p>")
        values.setdefault("source", outlet)
        values.setdefault("state", Article.State.PUBLISHED)
        if values["state"] in {Article.State.PUBLISHED, Article.State.WITHDRAWN}:
            values.setdefault("slug", f"rathaus-wird-saniert-{number}")
            values.setdefault("publish_at", timezone.now() - timedelta(hours=1))
        if values["state"] == Article.State.WITHDRAWN:
            values.setdefault("withdrawn_reason", "Der Bericht war falsch.")
        return Article.objects.create(**values)

    return make


@pytest.fixture
def make_clip(db: None) -> Callable[..., Clip]:
    """Makes a clip with a reading that found no article."""

    def make(text: str = "Ein Ausschnitt.", **values: Any) -> Clip:
        number = Clip.objects.count() + 1
        data = text.encode()
        values = {"sha256": f"{number:064x}", "size": len(data), "encoding": "utf-8", "data": data, **values}
        clip = Clip.objects.create(text=text, **values)
        segments = [{"start": 0, "end": len(text), "role": "boilerplate", "rule": "test"}]
        Reading.objects.create(clip=clip, parser_version="test", segments=segments)
        return clip

    return make


@pytest.fixture
def make_comment(db: None) -> Callable[..., Comment]:
    """Makes an approved comment, at the end of its siblings."""

    def make(article: Article, parent: Comment | None = None, **values: Any) -> Comment:
        above = parent.path if parent else ""
        number = Comment.objects.filter(article=article, parent=parent).count() + 1
        values = {"author": "Ada", "text": "Gut so.", "status": Comment.Status.APPROVED, **values}
        return Comment.objects.create(article=article, parent=parent, path=f"{above}{number:0{STEP}d}", **values)

    return make


def _user(name: str, *permissions: str) -> User:
    user = User.objects.create_user(name, password="test", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles", codename__in=permissions))
    return user


VIEW = [
    f"view_{m}" for m in ("article", "clip", "comment", "image", "source", "topic", "person", "correction", "reading")
]
EDIT = [f"{verb}_{m}" for verb in ("add", "change") for m in ("article", "image", "topic", "person", "correction")]
EDIT += ["submit_article", "discard_article", "prepare_article", "triage_clip"]
PUBLISH = ["approve_article", "publish_article", "withdraw_article", "lock_article"]


@pytest.fixture
def reader(db: None) -> User:
    """Somebody with a login but without any right in the house."""
    return User.objects.create_user("reader", password="test")


@pytest.fixture
def reporter(db: None) -> User:
    """Edits articles, publishes none."""
    return _user("reporter", *VIEW, *EDIT)


@pytest.fixture
def editor(db: None) -> User:
    """Edits and publishes."""
    return _user("editor", *VIEW, *EDIT, *PUBLISH, "add_source", "change_source")


@pytest.fixture
def moderator(db: None) -> User:
    """Works through readers' comments."""
    return _user("moderator", "view_article", "view_comment", "change_comment", "moderate_comment")
