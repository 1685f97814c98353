"""Readers' comments: the heading that announces them, where they end, and what each line of them is."""

import re

from ..page import Page
from ..phrases import LISTS, fold, read_list

_HEADINGS = "|".join(re.escape(fold(words)) for words in read_list(LISTS / "comment_headings.txt"))
_HEADING = re.compile(rf"(?:(\d{{1,5}})\s+(?:{_HEADINGS})|(?:{_HEADINGS})\s*[(\[:|]?\s*(\d{{1,5}})?\s*[)\]]?)\W*", re.I)
_ITEM = re.compile(r"(?:[•·*▪◦‣–-]|\d{1,4}[.)])\s+")
_REPLY = re.compile(r"@\s?([^:\n]{2,60}?):")


def heading(words: str) -> int | None:
    """The announced count of a heading (0 where it tells none), or None where the line is no heading."""
    if len(words) > 60:
        return None
    match = _HEADING.fullmatch(words)
    return int(match[1] or match[2] or 0) if match else None


def zone(page: Page) -> tuple[int, int] | None:
    """The lines of the comments: from the index of the heading to the index behind the last line."""
    for index, line in enumerate(page.lines):
        if heading(line.words) is not None and _comments_follow(page, index + 1):
            return index, len(page.lines)
    return None


def _comments_follow(page: Page, index: int) -> bool:
    return any(_ITEM.match(line.words) and len(line.words) > 40 for line in page.lines[index : index + 6])


def item(words: str) -> int:
    """The length of the bullet or number at the head of a line; 0 where there is none."""
    match = _ITEM.match(words)
    return match.end() if match else 0


def addressed(words: str) -> str | None:
    """The name in `@Name:` at the head of a comment."""
    match = _REPLY.match(words)
    return match[1].strip() if match else None
