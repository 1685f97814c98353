"""The signs at the end of a text: `(les/dpa)`, `(red, APA, 19.6.2024)`."""

import re

_SIGNOFF = re.compile(r"\((?=[^()]{2,60}\)$)[^()\s]{2,10}(?:[/, ;]+[^()\s/,;]{1,12}){0,6}\)$")


def signoff_at(words: str) -> int | None:
    """Where the sign-off at the end of a paragraph begins."""
    match = _SIGNOFF.search(words, max(0, len(words) - 62))
    return match.start() if match else None
