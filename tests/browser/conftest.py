"""A real browser: Debian's Chromium, or the one that CHROMIUM names."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from articles.domain.imports import importer
from articles.models import Article, Right

expect.set_options(timeout=30_000)  # milliseconds: a busy machine may be slow
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Where it is missing the test is skipped; in CI that is a failure."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not executable:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is missing: apt-get install chromium")
    # Playwright's event loop runs in this thread, so Django would refuse synchronous access to the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page in a context of its own that finds the site at `/`."""
    context = browser.new_context(base_url=live_server.url, locale="de-DE", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(page: Page, admin_user: User, live_server: Any) -> Page:
    """A page signed in as a superuser, 1440 pixels wide."""
    client = Client()
    client.force_login(admin_user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.set_viewport_size({"width": 1440, "height": 1000})
    return page


@pytest.fixture
def console_errors(desk: Page) -> list[str]:
    """The errors of the browser's console, those of the content security policy included."""
    errors: list[str] = []
    desk.on("pageerror", lambda error: errors.append(str(error)))
    desk.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return errors


@pytest.fixture
def imported(seed: Callable[[str], bytes]) -> Callable[..., Article]:
    """The draft made from one of the shipped clips."""

    def import_seed(number: str, right: str = Right.FULL) -> Article:
        outcome = importer.import_clip(seed(number), f"{number}.txt", importer.ImportDefaults(right=right))
        assert outcome.article is not None
        return outcome.article

    return import_seed
