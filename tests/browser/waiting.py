"""Waits for a condition on pages whose content security policy forbids Playwright's own polling."""

from playwright.sync_api import Page

POLL_MS, TIMEOUT_MS = 50, 30_000


def wait_until(page: Page, expression: str) -> None:
    """Evaluate the expression until it is true; Page.wait_for_function is refused after the first evaluation."""
    for _attempt in range(TIMEOUT_MS // POLL_MS):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(POLL_MS)
    raise AssertionError(f"not true within {TIMEOUT_MS} ms: {expression}")
