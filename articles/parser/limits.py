"""How much of a text is read as an article: what has more takes too long, and is a book, a log or a list."""

import re

from articles.parser.document import UnreadableClip

MAX_LINES = 8_000  # of a text, those of a paragraph joined, or of a page; empty ones are not counted
MAX_WRAPPED_LINES = 24_000  # before those of a paragraph are joined
MAX_ELEMENTS = 80_000  # of a page
MAX_PAGE_CHARS = 1_000_000  # of the words of a page: the place of each is kept
MAX_BODY_CHARS = 2_500_000  # of the markup in a field: each is kept with its place, several times

_LINE = re.compile(r"\S[^\r\n]*")


def check_wrapped(text: str) -> None:
    """Raise UnreadableClip (`too_long`) for a text of more than MAX_WRAPPED_LINES."""
    if text.count("\n") + text.count("\r") < MAX_WRAPPED_LINES:
        return
    for number, _line in enumerate(_LINE.finditer(text)):
        if number >= MAX_WRAPPED_LINES:
            raise too_long()


def too_long() -> UnreadableClip:
    """What a text is refused with that has more lines, or elements, than are read."""
    return UnreadableClip(
        "too_long", f"The text has more than {MAX_LINES:,} lines, or more than {MAX_PAGE_CHARS:,} characters in a page."
    )
