"""Every page of the admin in the table of permissions: accessible, light and dark, and no wider than a tablet.

A new address is tested without a change here; tests/admin/test_permissions.py makes the rows for it.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.admin.test_permissions import AdminRows, table_routes

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS = {"light": 768, "dark": 1440}


def page_faults(desk: Page) -> list[str]:
    """The violations that axe finds, and a page that is wider than the window."""
    violations = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(desk).response["violations"]]
    overflow = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*violations, f"{overflow} pixels too wide"] if overflow > 0 else violations


@pytest.fixture
def rows(admin_user: User, make_article: Any, make_clip: Any, make_comment: Any) -> AdminRows:
    return AdminRows(admin_user, make_article, make_clip, make_comment)


def pages(desk: Page, rows: AdminRows) -> list[str]:
    """The addresses of the pages, after redirects."""
    urls: dict[str, None] = {}
    for route in table_routes():
        response = desk.request.get(rows.fill(route))
        if response.ok and "text/html" in response.headers["content-type"] and "/admin/" in response.url:
            urls.setdefault(response.url)
    return [url for url in urls if not url.endswith(("/login/", "/logout/"))]


@pytest.mark.parametrize("scheme", list(WIDTHS))
def test_every_page_of_the_admin_is_accessible_and_fits(desk: Page, rows: AdminRows, scheme: Any) -> None:
    desk.set_viewport_size({"width": WIDTHS[scheme], "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    faults_by_address = {}

    for address in pages(desk, rows):
        desk.goto(address)
        if faults := page_faults(desk):
            faults_by_address[address] = faults

    assert faults_by_address == {}


@pytest.mark.parametrize("scheme", list(WIDTHS))
def test_every_form_with_errors_is_accessible_and_fits(desk: Page, rows: AdminRows, scheme: Any) -> None:
    """The form is sent empty and shown again with its errors."""
    desk.set_viewport_size({"width": WIDTHS[scheme], "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    faults_by_address = {}

    for address in [url for url in pages(desk, rows) if url.endswith(("/add/", "/send-back/", "/withdraw/"))]:
        desk.goto(address)
        desk.evaluate("for (const form of document.forms) form.noValidate = true")
        with desk.expect_navigation():
            desk.locator("main [type=submit], #content [type=submit]").first.click()
        if desk.locator(".errorlist, .errornote").count() and (faults := page_faults(desk)):
            faults_by_address[address] = faults

    assert faults_by_address == {}
