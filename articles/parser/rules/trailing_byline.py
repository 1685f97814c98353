"""Finds a byline at the end of a text: `… wieder lebendig. Von Anna Meier`."""

import re

MAX_TAIL_CHARS = 120  # characters at the end of the text that are searched

_BEHIND = re.compile(r"(?<=[.!?“\"»]) (?:Von|VON|By) [A-ZÄÖÜ][^.!?:]{4,80}\Z")


def find_trailing_byline(words: str) -> int | None:
    """The offset of the byline, or None."""
    if " Von " not in words and " VON " not in words and " By " not in words:
        return None
    match = _BEHIND.search(words, max(0, len(words) - MAX_TAIL_CHARS))
    return match.start() + 1 if match else None
