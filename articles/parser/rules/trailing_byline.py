"""A byline that stands behind a text: `… wieder lebendig. Von Anna Meier`."""

import re

MAX_TAIL_CHARS = 120  # characters of the text's end in which it can stand

_BEHIND = re.compile(r"(?<=[.!?“\"»]) (?:Von|VON|By) [A-ZÄÖÜ][^.!?:]{4,80}\Z")


def find_trailing_byline(words: str) -> int | None:
    """Where the byline begins, or None."""
    match = _BEHIND.search(words, max(0, len(words) - MAX_TAIL_CHARS))
    return match.start() + 1 if match else None
