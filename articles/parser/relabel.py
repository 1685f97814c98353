"""Assigns another role to a span of a parsed clip, as an editor asks, and keeps its ledger complete.

`relabel_document.py` updates the document. Assignments are stored in the order in which they were made, so
that they can be replayed on the result of a newer version of the parser.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from articles.parser import uncertainty
from articles.parser.document import ParsedClip, Segment
from articles.parser.ledger import Entry, balance
from articles.parser.relabel_change import RULE
from articles.parser.relabel_document import update_document
from articles.parser.roles import BLOCK_KINDS, Role
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span, overlap

# Roles that an article has once: assigning one to a span takes it from all other segments.
SINGLE_ROLES = frozenset(
    {Role.KICKER, Role.HEADLINE, Role.SUBHEADLINE, Role.LEAD, Role.DATELINE, Role.SIGNOFF, Role.DATE}
)
REPLACED = "replaced"  # rule of a segment that lost a single role
MARKUP = "markup"  # rule of tags in the source of a page

_TAGS = re.compile(r"(?:\s*<[^<>]*>\s*)+")
_BLOCKS = re.compile(
    r"(?:\s*</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|aside|header|footer|figure|figcaption"
    r"|blockquote|main|nav|form|script|style)\b[^<>]*>\s*)+",
    re.IGNORECASE,
)
_EMPTY_LINES = re.compile(r"(?:\r\n|\n|\r)(?:[^\S\r\n]*(?:\r\n|\n|\r))+")
_SENTENCE_AND_BREAK = re.compile(r"(?<=[.!?…:“”\"»)])[^\S\r\n]*(?:\r\n|\n|\r)")


class CannotAssign(ValueError):
    """The span has no words, exceeds the text, or the role cannot be assigned."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The role that an editor assigned to the characters from `start` (inclusive) to `end` (exclusive).

    With `keeps` an editor has said that they belong to the text: what is text already keeps its role.
    """

    start: int
    end: int
    role: Role
    keeps: bool = False


def assignments(stored: Iterable[dict[str, Any]]) -> list[Assignment]:
    """Assignments from the stored corrections of a reading, in order."""
    return [
        Assignment(entry["start"], entry["end"], Role(entry["role"]), entry.get("verdict") == "kept")
        for entry in stored
    ]


def assign(clip: ParsedClip, assignment: Assignment) -> ParsedClip:
    """The clip with one span in another role; the segments partition the text. Raises CannotAssign."""
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
    changed = update_document(
        replace(clip, segments=segments), (low, high), assignment.role, frozenset(before), pieces, markup
    )
    return settle(changed, (low, high))


def keep(clip: ParsedClip, span: Span) -> ParsedClip:
    """The clip whose span belongs to the text, as an editor says: what was boilerplate there becomes paragraphs."""
    inside = [segment for segment in clip.segments if overlap(segment.span, span) and segment.role is not Role.BLANK]
    dropped = [segment.span for segment in inside if segment.role is Role.BOILERPLATE and segment.rule != MARKUP]
    if all(segment.role is Role.BOILERPLATE for segment in inside):
        dropped = [span]  # one paragraph, whatever tags stand in it
    for start, end in dropped:
        clip = assign(clip, Assignment(max(start, span[0]), min(end, span[1]), Role.PARAGRAPH))
    segments = [
        segment._replace(rule=RULE)
        if segment.role in uncertainty.TEXT_ROLES and overlap(segment.span, span)
        else segment
        for segment in clip.segments
    ]
    return settle(replace(clip, segments=tuple(segments)), span)


def settle(clip: ParsedClip, span: Span) -> ParsedClip:
    """The clip without the uncertain places that an editor has decided about with this span."""
    places = uncertainty.open_places(clip.warnings)
    rest = uncertainty.subtract(places, span, clip.text)
    return clip if rest == places else replace(clip, warnings=uncertainty.with_places(clip.warnings, rest))


def replay(clip: ParsedClip, made: Iterable[Assignment]) -> ParsedClip:
    """Apply assignments of an older version to a newly parsed clip; those that fail are left out."""
    for assignment in made:
        try:
            span = (assignment.start, assignment.end)
            clip = keep(clip, span) if assignment.keeps else assign(clip, assignment)
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
    """Make a segment boilerplate if it has the single role that is now assigned elsewhere."""
    if role in SINGLE_ROLES and segment.role is role:
        return segment._replace(role=Role.BOILERPLATE, rule=REPLACED)
    return segment


def _entry(text: str, start: int, end: int, role: Role, rule: str) -> list[Entry]:
    words = text[start:end]
    if start >= end or not words.strip():
        return []
    return [(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())), role, rule)]


def _pieces(text: str, low: int, high: int, role: Role, markup: bool) -> list[Span]:
    """The span, cut into paragraphs if its role is one of the body; in the source of a page without outer tags."""
    if markup:
        if role is Role.BOILERPLATE:
            return [(low, high)]
        cuts = [match.span() for match in _BLOCKS.finditer(text, low, high)] if role in BLOCK_KINDS else []
        pieces = [_without_tags(text, start, end) for start, end in _gaps(low, high, cuts)]
        return [(start, end) for start, end in pieces if start < end]
    if role not in BLOCK_KINDS:
        return [(low, high)]
    if unwrapped := unwrap(text):  # line breaks of wrapped text do not separate paragraphs
        return [
            unwrapped.to_source(piece) for piece in _paragraphs(unwrapped.text, *unwrapped.from_source((low, high)))
        ]
    return _paragraphs(text, low, high)


def _paragraphs(text: str, low: int, high: int) -> list[Span]:
    """The spans between empty lines; if there is none, between sentence ends at line ends."""
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
    """The spans between the cuts."""
    edges = [low, *(edge for cut in cuts for edge in cut), high]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _between(text: str, low: int, high: int, pieces: Sequence[Span]) -> list[Entry]:
    """Ledger entries for the tags around the pieces, in the source of a page."""
    return [e for a, b in _gaps(low, high, pieces) for e in _entry(text, a, b, Role.BOILERPLATE, MARKUP)]
