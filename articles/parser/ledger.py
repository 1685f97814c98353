"""Partitions the text of a clip into segments; raises LedgerError on gaps and overlaps."""

from collections.abc import Iterable
from operator import itemgetter

from articles.parser.document import Segment
from articles.parser.roles import Role

Entry = tuple[int, int, Role, str]  # start, end, role, rule


class LedgerError(AssertionError):
    """A character that is not a blank has no role, or two: a bug in the parser, whatever the clip."""


def balance(text: str, entries: Iterable[Entry]) -> tuple[Segment, ...]:
    """Segments that partition `text`: the entries by position, and the blanks between them.

    Raises LedgerError if entries overlap, exceed the text, or leave out a character that is not a blank.
    """
    segments: list[Segment] = []
    position = 0
    for start, end, role, rule in sorted(entries, key=itemgetter(0)):
        if start < position or end <= start or end > len(text):
            raise LedgerError(f"the entry {role} at {start}–{end} overlaps what ends at {position}, or is empty")
        if start > position:
            segments.append(_blank(text, position, start))
        segments.append(Segment(start, end, role, rule))
        position = end
    if position < len(text):
        segments.append(_blank(text, position, len(text)))
    return tuple(segments)


def _blank(text: str, start: int, end: int) -> Segment:
    if not text[start:end].isspace():
        raise LedgerError(f"no role for {text[start:end].strip()[:40]!r} at {start}–{end}")
    return Segment(start, end, Role.BLANK, "blank")
