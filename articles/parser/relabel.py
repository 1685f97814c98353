"""What an editor sets right: a stretch of a clip is assigned another role, and its ledger stays complete.

What follows for the article is change_feed.py's work. Assignments are kept in the order in which they were made, so
that they can be made again in what a newer reader sees.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.parser.document import ParsedClip, Segment
from articles.parser.ledger import Entry, balance
from articles.parser.relabel_document import BLOCK_KINDS, RULE, update_document
from articles.parser.roles import Role
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span

# Of these an article has one: who gives it to a stretch takes it from the others.
SINGLE_ROLES = frozenset(
    {Role.KICKER, Role.HEADLINE, Role.SUBHEADLINE, Role.LEAD, Role.DATELINE, Role.SIGNOFF, Role.DATE}
)
REPLACED = "replaced"  # the rule of what had a single role before
MARKUP = "markup"  # the rule of tags in a page's source

_TAGS = re.compile(r"(?:\s*<[^<>]*>\s*)+")
_BLOCKS = re.compile(
    r"(?:\s*</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|aside|header|footer|figure|figcaption"
    r"|blockquote|main|nav|form|script|style)\b[^<>]*>\s*)+",
    re.IGNORECASE,
)
_EMPTY_LINES = re.compile(r"(?:\r\n|\n|\r)(?:[^\S\r\n]*(?:\r\n|\n|\r))+")
_SENTENCE_AND_BREAK = re.compile(r"(?<=[.!?…:“”\"»)])[^\S\r\n]*(?:\r\n|\n|\r)")


class CannotAssign(ValueError):
    """The stretch holds no words, leaves the text, or the role is none that an editor can give."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The role that an editor has given to the characters from `start` to before `end` of the clip's text."""

    start: int
    end: int
    role: Role


def assignments(stored: Iterable[dict[str, Any]]) -> list[Assignment]:
    """What a reading keeps of its assignments, in their order."""
    return [Assignment(entry["start"], entry["end"], Role(entry["role"])) for entry in stored]


def assign(clip: ParsedClip, assignment: Assignment) -> ParsedClip:
    """The reading with one stretch in another role. Raises CannotAssign; the segments partition the text again."""
    low, high = _trimmed(clip.text, assignment)
    entries: list[Entry] = []
    before: set[Role] = set()
    for segment in clip.segments:
        if segment.role is Role.BLANK:
            continue
        if segment.start < high and segment.end > low:
            before.add(segment.role)
        segment = _release_single_role(segment, assignment.role, low, high)
        for start, end in ((segment.start, min(segment.end, low)), (max(segment.start, high), segment.end)):
            entries += _entry(clip.text, start, end, segment.role, segment.rule)
    markup = any(segment.rule == MARKUP for segment in clip.segments)
    pieces = _pieces(clip.text, low, high, assignment.role, markup)
    if not pieces:
        raise CannotAssign("The stretch holds no words.")
    entries += [(start, end, assignment.role, RULE) for start, end in pieces]
    if markup:
        entries += _between(clip.text, low, high, pieces)
    segments = balance(clip.text, entries)
    return update_document(
        replace(clip, segments=segments), (low, high), assignment.role, frozenset(before), pieces, markup
    )


def replay(clip: ParsedClip, made: Iterable[Assignment]) -> ParsedClip:
    """A newer reading, with what editors had set right in an older one. What does not fit it any more is left out."""
    for assignment in made:
        try:
            clip = assign(clip, assignment)
        except CannotAssign:
            continue
    return clip


def _trimmed(text: str, assignment: Assignment) -> Span:
    if assignment.role is Role.BLANK or not 0 <= assignment.start < assignment.end <= len(text):
        raise CannotAssign("The stretch leaves the text.")
    words = text[assignment.start : assignment.end]
    low, high = assignment.start + len(words) - len(words.lstrip()), assignment.end - (len(words) - len(words.rstrip()))
    if low >= high:
        raise CannotAssign("The stretch holds no words.")
    return low, high


def _release_single_role(segment: Segment, role: Role, low: int, high: int) -> Segment:
    """What had a single role before is left over, unless the stretch is a part of it."""
    if role in SINGLE_ROLES and segment.role is role:
        return replace(segment, role=Role.BOILERPLATE, rule=REPLACED)
    return segment


def _entry(text: str, start: int, end: int, role: Role, rule: str) -> list[Entry]:
    words = text[start:end]
    if start >= end or not words.strip():
        return []
    return [(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())), role, rule)]


def _pieces(text: str, low: int, high: int, role: Role, markup: bool) -> list[Span]:
    """The stretch, cut into paragraphs where its role is one of the text's; in a page's source without outer tags."""
    if markup:
        if role is Role.BOILERPLATE:
            return [(low, high)]
        cuts = [match.span() for match in _BLOCKS.finditer(text, low, high)] if role in BLOCK_KINDS else []
        pieces = [_without_tags(text, start, end) for start, end in _gaps(low, high, cuts)]
        return [(start, end) for start, end in pieces if start < end]
    if role not in BLOCK_KINDS:
        return [(low, high)]
    if unwrapped := unwrap(text):  # the breaks of wrapped lines part no paragraphs
        return [
            unwrapped.to_source(piece) for piece in _paragraphs(unwrapped.text, *unwrapped.from_source((low, high)))
        ]
    return _paragraphs(text, low, high)


def _paragraphs(text: str, low: int, high: int) -> list[Span]:
    """The stretches between empty lines; without one, between the ends of sentences that end a line."""
    pattern = _EMPTY_LINES if _EMPTY_LINES.search(text, low, high) else _SENTENCE_AND_BREAK
    parts = _gaps(low, high, [match.span() for match in pattern.finditer(text, low, high)])
    return [(a, b) for start, end in parts for a, b, _role, _rule in _entry(text, start, end, Role.PARAGRAPH, RULE)]


def _without_tags(text: str, low: int, high: int) -> Span:
    head = _TAGS.match(text, low, high)
    low = head.end() if head else low
    tail = re.search(r"(?:\s*<[^<>]*>)+\s*\Z", text[low:high])
    high = low + tail.start() if tail else high
    words = text[low:high]
    return low + len(words) - len(words.lstrip()), high - (len(words) - len(words.rstrip()))


def _gaps(low: int, high: int, cuts: Sequence[Span]) -> list[Span]:
    """What is left of a stretch between the cuts."""
    edges = [low, *(edge for cut in cuts for edge in cut), high]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _between(text: str, low: int, high: int, pieces: Sequence[Span]) -> list[Entry]:
    """The tags round the pieces of a page's source."""
    return [e for a, b in _gaps(low, high, pieces) for e in _entry(text, a, b, Role.BOILERPLATE, MARKUP)]
