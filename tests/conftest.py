"""Users with the usual roles, and factories for the rows that most tests need."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
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
from articles.parser import uncertainty

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
RENDER = Template._render  # before the test environment replaces it
gc.disable()  # until all tests are loaded: a third of the time went into looking at what stays anyway

# Everywhere the same examples, however slow the machine. For others: pytest --hypothesis-profile=default
property_settings.register_profile(
    "newsroom", property_settings.get_profile("ci"), derandomize=True, deadline=None, database=None
)
property_settings.load_profile("newsroom")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """Report a skip as a failure in CI."""
    if os.environ.get("CI") and call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception):
        call.excinfo = pytest.ExceptionInfo.from_exc_info(
            (AssertionError, AssertionError(f"skipped in CI: {call.excinfo.value}"), call.excinfo.tb)
        )


def pytest_configure(config: pytest.Config) -> None:
    """Build the message catalogues once, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        call_command("build_messages", verbosity=0)
        setting_changed.send(None, setting="LOCALE_PATHS", value=None, enter=False)  # forget that there were none


def pytest_collection_finish() -> None:
    """Freeze all objects loaded so far: the garbage collector took a fifth of the time to traverse them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: Any) -> None:
    """Use SQLite in a file: the threads of a live server would share one connection to a database in memory."""
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
        options = {name: value for name, value in vars(self).items() if name not in {"get_response", "media_types"}}
        key = repr([options, settings.STATIC_URL, settings.STORAGES["staticfiles"], settings.INSTALLED_APPS])
        if key not in lists:
            list_files(self)
            lists[key] = self.files
        self.files = dict(lists[key])
        return None

    with pytest.MonkeyPatch.context() as patch, override_settings(STATIC_ROOT=""):
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", list_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _settings_for_tests() -> Iterator[None]:
    """Fast password hashes, files in the media folder, and no limits: tests send more requests than any client."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}},
        API_ADDRESS_LIMIT=0,
        API_TOKEN_LIMIT=0,
    ):
        yield


@pytest.fixture(scope="session")
def _unused_folders(tmp_path_factory: Any) -> Iterator[Path]:
    """Folders that do not exist yet: making a `tmp_path` for every test took longer than all else of its set-up."""
    parent = tmp_path_factory.mktemp("unused")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def _isolated_environment(settings: Any, _unused_folders: Iterator[Path]) -> None:
    """A media folder per test, and an empty cache.

    What one test leaves in the cache for some seconds might reach the next test of this process.
    """
    cache.clear()
    folder = next(_unused_folders)
    settings.MEDIA_ROOT = folder / "media"
    settings.ERASURE_LOG = f"{folder}-erasures.jsonl"
    translation.activate(settings.LANGUAGE_CODE)  # the last request of another test may have left another language


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Noon of today in the newsroom's time zone; timezone.now() continues from there.

    For tests that would fail around midnight or at a change to or from daylight saving time.
    """
    real_now, start = timezone.now, timezone.now()
    moment = timezone.localtime(start).replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC) + (real_now() - start))
    return moment


@pytest.fixture
def patience(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let threads that write to SQLite concurrently wait for each other without a timeout (600 seconds)."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 600)
        connection.close()
    yield
    connection.close()


@pytest.fixture
def unsure_about(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the parser unsure about the lines with a word, and about no others, whatever the model says."""

    def make_unsure(word: str) -> None:
        monkeypatch.setattr(uncertainty, "is_unsure", lambda line: word in line.words)

    return make_unsure


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
    """Makes a published article; keywords are its fields, and a timedelta is added to the present time."""

    def make(**values: Any) -> Article:
        values = {
            name: timezone.now() + value if isinstance(value, timedelta) else value for name, value in values.items()
        }
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
        parent_path = parent.path if parent else ""
        number = Comment.objects.filter(article=article, parent=parent).count() + 1
        values = {"author": "Ada", "text": "Gut so.", "status": Comment.Status.APPROVED, **values}
        return Comment.objects.create(article=article, parent=parent, path=f"{parent_path}{number:0{STEP}d}", **values)

    return make


def _create_user(name: str, *permissions: str) -> User:
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
    """A user with a login and no permissions."""
    return User.objects.create_user("reader", password="test")


@pytest.fixture
def reporter(db: None) -> User:
    """Edits articles, publishes none."""
    return _create_user("reporter", *VIEW, *EDIT)


@pytest.fixture
def editor(db: None) -> User:
    """Edits and publishes."""
    return _create_user("editor", *VIEW, *EDIT, *PUBLISH, "add_source", "change_source")


@pytest.fixture
def moderator(db: None) -> User:
    """Moderates readers' comments."""
    return _create_user("moderator", "view_article", "view_comment", "change_comment", "moderate_comment")
