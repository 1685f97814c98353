"""Waits for what a page comes to say, where its content policy lets nobody evaluate words again and again in it."""

from playwright.sync_api import Page

EVERY, LONGEST = 50, 30_000  # milliseconds


def wait_until(page: Page, expression: str) -> None:
    """Ask until the expression is true; Page.wait_for_function would ask once, and be refused from then on."""
    for _again in range(LONGEST // EVERY):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(EVERY)
    raise AssertionError(f"not true within {LONGEST} ms: {expression}")
