"""Moderation in a real browser: one comment after another by keyboard; accessible pages."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Comment, Decision, ReasonCode

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIST = "/admin/articles/comment/?waiting=pending"


@pytest.fixture
def waiting(make_article: Any, make_comment: Any) -> list[Comment]:
    """Five pending comments."""
    article = make_article()
    return [make_comment(article, text=f"Meinung {n}, du Trottel, und du Trottel", status="pending") for n in range(5)]


def press(desk: Page, *keys: str) -> None:
    """Press the keys; the last one leads to another page."""
    for key in keys[:-1]:
        desk.keyboard.press(key)
    with desk.expect_navigation():
        desk.keyboard.press(keys[-1])


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_a_queue_is_moderated_by_keyboard(desk: Page, console_errors: list[str], waiting: list[Comment]) -> None:
    desk.goto(LIST)
    desk.get_by_role("link", name="Diese Warteschlange durchgehen").click()
    desk.wait_for_url("**/change/**")

    press(desk, "a")
    press(desk, "s")
    press(desk, "r", "2", "Enter")
    press(desk, "n")
    press(desk, "u")
    press(desk, "r", "x", "Enter")

    assert statuses() == ["approved", "spam", "rejected", "pending", "pending"]
    assert Decision.objects.latest("pk").reason_code == "repetition"
    assert Decision.objects.filter(verb="reject").earliest("pk").reason_code == "hate"
    assert console_errors == []


def test_a_selected_passage_is_cut(desk: Page, waiting: list[Comment]) -> None:
    desk.goto(f"/admin/articles/comment/{waiting[0].pk}/change/?queue=pending")

    desk.keyboard.press("c")
    text_field = desk.get_by_role("textbox", name="Text", exact=True)
    expect(text_field).to_be_focused()
    text_field.evaluate("t => t.setSelectionRange(t.value.lastIndexOf(', und du'), t.value.length)")
    expect(desk.get_by_label("Zu kürzende Stelle")).to_have_value(", und du Trottel")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Diese Stelle kürzen").click()

    assert Comment.objects.get(pk=waiting[0].pk).text == "Meinung 0, du Trottel[…]"


def test_the_keys_do_nothing_while_typing_and_when_switched_off(desk: Page, waiting: list[Comment]) -> None:
    desk.goto(f"/admin/articles/comment/{waiting[0].pk}/change/?queue=pending")

    desk.get_by_label("Notiz").press_sequentially("as")
    expect(desk.get_by_label("Notiz")).to_have_value("as")
    desk.get_by_label("Diese Tasten verwenden").uncheck()
    desk.reload()
    desk.keyboard.press("a")
    desk.wait_for_timeout(300)

    expect(desk.get_by_label("Diese Tasten verwenden")).not_to_be_checked()
    assert statuses() == ["pending"] * 5


def test_every_reason_shows_a_key_of_its_own(desk: Page, waiting: list[Comment]) -> None:
    desk.goto(f"/admin/articles/comment/{waiting[0].pk}/change/?queue=pending")
    desk.keyboard.press("r")

    labels = desk.locator(".reject-form fieldset label:has(input)").all()
    keys = [label.evaluate("label => getComputedStyle(label, '::after').content").strip('"') for label in labels]
    reasons = []
    for key in "1234567890xyz":
        desk.keyboard.press(key)
        reasons.append(desk.locator(".reject-form input:checked").get_attribute("value"))

    assert reasons == list(ReasonCode.values)
    assert keys[9:] == ["0", "x", "y", "z"]


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize(
    "address", [LIST, "/admin/articles/comment/{}/change/?queue=pending", "/admin/articles/comment/{}/erase/"]
)
def test_the_pages_are_accessible(desk: Page, waiting: list[Comment], address: str, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(address.format(waiting[0].pk))

    assert [v["id"] for v in Axe().run(desk).response["violations"]] == []
    assert not desk.evaluate("document.documentElement.scrollWidth > innerWidth")
