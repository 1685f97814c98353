"""Every page of the admin that the address table knows: accessible, light and dark, and no wider than a tablet.

A new address is tried here without anybody thinking of it; tests/admin/test_permissions.py makes the world for it.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.admin.test_permissions import World, lines

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS = {"light": 768, "dark": 1440}


def complaints_about(desk: Page) -> list[str]:
    """What axe finds, and whether one has to scroll sideways."""
    found = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(desk).response["violations"]]
    overflow = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{overflow} pixels too wide"] if overflow > 0 else found


@pytest.fixture
def world(admin_user: User, make_article: Any, make_clip: Any, make_comment: Any) -> World:
    return World(admin_user, make_article, make_clip, make_comment)


def pages(desk: Page, world: World) -> list[str]:
    """The addresses that answer with a page; where one leads on, the page that it leads to."""
    found: dict[str, None] = {}
    for route in lines():
        answer = desk.request.get(world.fill(route))
        if answer.ok and "text/html" in answer.headers["content-type"] and "/admin/" in answer.url:
            found.setdefault(answer.url)
    return [one for one in found if not one.endswith(("/login/", "/logout/"))]


@pytest.mark.parametrize("scheme", list(WIDTHS))
def test_every_page_of_the_admin_is_for_everybody(desk: Page, world: World, scheme: Any) -> None:
    desk.set_viewport_size({"width": WIDTHS[scheme], "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    found = {}

    for address in pages(desk, world):
        desk.goto(address)
        if said := complaints_about(desk):
            found[address] = said

    assert found == {}


@pytest.mark.parametrize("scheme", list(WIDTHS))
def test_every_form_that_is_refused_is_for_everybody(desk: Page, world: World, scheme: Any) -> None:
    """Sent without a word in it, and shown again with its errors."""
    desk.set_viewport_size({"width": WIDTHS[scheme], "height": 1000})
    desk.emulate_media(color_scheme=scheme)
    found = {}

    for address in [one for one in pages(desk, world) if one.endswith(("/add/", "/send-back/", "/withdraw/"))]:
        desk.goto(address)
        desk.evaluate("for (const one of document.forms) one.noValidate = true")
        with desk.expect_navigation():
            desk.locator("main [type=submit], #content [type=submit]").first.click()
        if desk.locator(".errorlist, .errornote").count() and (said := complaints_about(desk)):
            found[address] = said

    assert found == {}
