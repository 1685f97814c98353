"""The prefix ` date 2024-06 ` that some collections put before a text."""

import re

from ..page import Page

_PREFIX = re.compile(r"date:?\s+((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=\s|$)", re.I)


def prefix(page: Page) -> re.Match[str] | None:
    """The prefix at the head of the first line. Groups: year, month, day (the last two may be None)."""
    return _PREFIX.match(page.lines[0].words) if page.lines else None
