"""Finds what a clip tells the desk at its head and its end: embargo, not for publication, advance, test, kill.

A text with such a notice is published by a person, never by an import (HOLDS names the warnings).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from articles.parser.document import ClipWarning, Derivation, Evidence, ParsedClip
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns import notice_grammar
from articles.parser.patterns.date import parse_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.notice import HOLDING, DeskNotice, find_notices, may_hold_notice, read_end
from articles.parser.roles import BLOCK_KINDS, Role
from articles.text.lines import Span, overlap, tokens

HEAD_LINES = 12  # of a clip, without the empty ones, in which a notice is looked for
END_LINES = 10
EDGE_LINES = 4  # in which a word counts that menus have as well
LINES_AROUND_TEXT = 4  # above and below the article, wherever it stands in its page
MAX_FIXED_CHARS = 300  # of a line that a format sets apart
MAX_WORDS_CHARS = 120  # characters that are kept of what a format says

_SAID_CODES = {  # by the status of a publication, or the name of what is said (said.py)
    "test": "notice_test",
    "advisory": "notice_advance",
    "embargoed": "embargo_stated",
    "embargo": "embargo_stated",
    "withheld": "notice_canceled",
    "canceled": "notice_canceled",
    "private": "notice_not_for_publication",
}
# A warning's code → what it holds the text back for.
HOLDS = {
    "embargo_open": "embargo",
    "embargo_time_assumed": "embargo",
    "embargo_stated": "embargo",
    "notice_not_for_publication": "not_for_publication",
    "notice_advance": "advance",
    "notice_test": "test",
    "notice_kill": "kill",
    "notice_canceled": "canceled",
    "notice_whole": "whole",
    "follows_text": "follows",
    "superseded_text": "superseded",
    "kind_unknown": "kind",
    "breaks_off": "breaks_off",
    "no_article": "no_article",
}
_MESSAGES = {
    "embargo_open": "The clip speaks of an embargo but does not tell until when; none was set.",
    "embargo_time_assumed": "The embargo has a day but no time; a midnight was assumed.",
    "embargo_stated": "The clip has an embargo.",
    "notice_not_for_publication": "The clip says that it is not for publication.",
    "notice_advance": "The clip says that it was sent in advance.",
    "notice_test": "The clip says that it is a test.",
    "notice_kill": "The clip says that a text was withdrawn or may not be used.",
    "notice_canceled": "The file says that it was canceled or withheld.",
    "notice_whole": "The file around this one is held back.",
}
_TITLE_PARTS = re.compile(
    r"[(\[](?P<bracket>[^()\[\]]{3,80})[)\]]|(?:\A|(?<=[:\])]\s))(?P<label>[^:|()\[\]]{3,40})(?=\s?[:|]\s)"
)
_TOPIC = re.compile(r"Embargo\s?:")  # of oil or arms; the desk's is in capitals, in brackets or has a time
_LABELS = ("embargo", "not_for_publication")  # that a word before a colon tells; „Rückzug: …“ is a headline
_BULLETS = "•·▪◦‣●○"
_TEXTS = frozenset((Role.LEAD, *BLOCK_KINDS))


@dataclass(frozen=True, slots=True)
class Found:
    """A warning about a notice, and the end of the embargo where it is one with a day."""

    warning: ClipWarning
    until: datetime | None = None
    is_assumed: bool = False


def find(lines: Sequence[LabelledLine]) -> list[Found]:
    """The notices at the head and the end of a clip's labelled lines (without readers' comments)."""
    texts = [number for number, line in enumerate(lines) if line.role in _TEXTS]
    first, last = (texts[0], texts[-1]) if texts else (0, len(lines) - 1)
    found = []
    for number, line in enumerate(lines):
        at_head = number < HEAD_LINES or first - LINES_AROUND_TEXT <= number <= first + LINES_AROUND_TEXT
        at_end = len(lines) - number <= END_LINES or last - LINES_AROUND_TEXT <= number <= last + LINES_AROUND_TEXT
        if (at_head or at_end) and may_hold_notice(line.traits.tokens, line.traits.distinct):
            at_edge = min(number, len(lines) - 1 - number) < EDGE_LINES
            for notice in find_notices(line.words):
                if notice.kind in HOLDING and _counts(notice, line, at_edge) and not _is_partial(notice, number, last):
                    below = lines[number + 1].words if number + 1 < len(lines) else None
                    found.append(_found(notice, line.text_line.begin, below))
    return found


def find_beside(words: str) -> Found | None:
    """The notice that a line beside the article consists of; a page may set it above the headline."""
    notice = next((one for one in find_notices(words) if one.kind in HOLDING and one.kind != "partly"), None)
    if notice is None or not notice.is_all or notice.is_weak:
        return None
    return _found(notice, 0, None)


def find_in_note(words: str) -> Found | None:
    """The notice in a note to the desk: all of it, its first sentence, or an embargo in any."""
    for notice in find_notices(words):
        counts = notice.is_all or not notice.span[0] or notice.kind == "embargo"
        if counts and notice.kind in HOLDING and notice.kind != "partly" and not notice.is_weak:
            return _found(notice, 0, None)
    return None


def find_in_title(words: str) -> Found | None:
    """The notice in the subject of a mail: all of it, its label, its end, or what stands in brackets."""
    if (noted := find_in_note(words)) is not None:
        return noted
    for part in _TITLE_PARTS.finditer(words):
        name = part.lastgroup or ""
        found = find_beside(part[name])
        if found is None or (name == "label" and HOLDS[found.warning.code] not in _LABELS):
            continue
        start = part.start(name)
        spans = tuple((start + low, start + high) for low, high in found.warning.spans)
        return replace(found, warning=replace(found.warning, spans=spans))
    return None


def holds(codes: Sequence[str]) -> tuple[str, ...]:
    """What a text with warnings of these codes is held back for, each reason once."""
    return tuple(dict.fromkeys(HOLDS[code] for code in codes if code in HOLDS))


def from_fixed(parsed: ParsedClip, spans: Sequence[Span]) -> ParsedClip:
    """The clip with warnings about notices in `spans` of its text: lines that the format sets apart."""
    if not spans:
        return parsed
    warnings = list(parsed.warnings)
    edges = spans if len(spans) <= 2 * HEAD_LINES else (*spans[:HEAD_LINES], *spans[-HEAD_LINES:])
    for start, stop in edges:
        words = parsed.text[start:stop]
        found = find_beside(words) if len(words) <= MAX_FIXED_CHARS else None
        if found is None:
            continue
        low, high = found.warning.spans[0]
        placed = replace(found, warning=replace(found.warning, spans=((start + low, start + high),)))
        if is_new(placed, warnings):
            warnings.append(placed.warning)
    return replace(parsed, warnings=tuple(warnings))


def from_headline(parsed: ParsedClip) -> ParsedClip:
    """The clip with a warning about what its headline tells the desk: „SPERRFRIST: …“, “… (embargoed until …)”."""
    document = parsed.document
    if document is None or document.headline_is_provisional:
        return parsed
    if not notice_grammar.may_be_one(frozenset(tokens(document.headline))):
        return parsed  # nearly every headline
    found = None if _TOPIC.match(document.headline) else find_in_title(document.headline)
    if found is None or not is_new(found, parsed.warnings):
        return parsed
    spans = next((entry.spans for entry in parsed.evidence if entry.field == "headline"), ())
    warnings = (*parsed.warnings, replace(found.warning, spans=spans))
    if found.until is None or document.embargo_until is not None:
        return replace(parsed, warnings=warnings)
    how = Derivation.ASSUMED if found.is_assumed else Derivation.NORMALISED
    evidence = (*parsed.evidence, Evidence("embargo_until", how, "note_embargo", spans))
    return replace(parsed, warnings=warnings, evidence=evidence, document=replace(document, embargo_until=found.until))


def from_said(parsed: ParsedClip) -> ParsedClip:
    """The clip with warnings about what its format says of its publication: a test, an embargo, that it is canceled."""
    for fact in parsed.said:
        code = _SAID_CODES.get(fact.value, "") if fact.name == "status" else _SAID_CODES.get(fact.name, "")
        told = {HOLDS.get(warning.code) for warning in parsed.warnings}  # in words
        is_told = (code == "embargo_stated" and "embargo" in told) or (code == "notice_canceled" and "kill" in told)
        if code and not is_told:
            parsed = add_said(parsed, code, f"{fact.name}: {fact.value}", fact.spans)
    return parsed


def add_said(parsed: ParsedClip, code: str, words: str = "", spans: tuple[Span, ...] = ()) -> ParsedClip:
    """The clip with a warning about what its format says of it: `notice_canceled` and others of HOLDS.

    `words` are the format's own: „pubStatus: canceled“. A code that the clip has already is not added again.
    """
    if any(warning.code == code for warning in parsed.warnings):
        return parsed
    params = (("words", words[:MAX_WORDS_CHARS]),) if words else ()
    return replace(parsed, warnings=(*parsed.warnings, ClipWarning(code, _MESSAGES.get(code, code), spans, params)))


def is_new(found: Found, warnings: Sequence[ClipWarning]) -> bool:
    """Whether the clip has no warning of that kind about that place yet."""
    return not any(
        HOLDS.get(warning.code) == HOLDS[found.warning.code]
        and (
            warning.code == found.warning.code or any(overlap(a, b) for a in warning.spans for b in found.warning.spans)
        )
        for warning in warnings
    )


def _counts(notice: DeskNotice, line: LabelledLine, at_edge: bool) -> bool:
    """Whether it is a notice and no sentence among others: it is all of the line, or begins it, or is an embargo.

    A word that menus have as well counts in the first and last lines only, and no single word as an item of a list.
    """
    if (notice.is_weak and not at_edge) or (line.words[0] in _BULLETS and " " not in line.words.strip(_BULLETS + " ")):
        return False
    before = line.words[: notice.span[0]].strip(" \t(+*-–—![/>")
    return notice.is_all or notice.kind == "embargo" or not before or _is_dateline(line.words, notice.span[0])


def _is_dateline(words: str, stop: int) -> bool:
    """Whether nothing but a dateline stands before a notice: „Wien (APA) - Bitte streichen Sie …“."""
    dateline = parse_dateline(words)
    return dateline is not None and not words[dateline.span[1] : stop].strip()


def _is_partial(notice: DeskNotice, number: int, last: int) -> bool:
    """Whether it keeps back only what stands below the article."""
    return notice.kind == "partly" and number > last


def _found(notice: DeskNotice, begin: int, below: str | None) -> Found:
    span = begin + notice.span[0], begin + notice.span[1]
    if notice.kind != "embargo":
        kind = "not_for_publication" if notice.kind == "partly" else notice.kind
        return Found(_warning(f"notice_{kind}", span))
    until, assumes_zone, assumes_time = notice.until, notice.zone_is_assumed, notice.time_is_assumed
    if until is None and notice.is_all and below is not None and parse_date(below):
        end = read_end(below)
        until, assumes_zone, assumes_time = end[:3] if end else (None, False, False)
    code = "embargo_open" if until is None else "embargo_time_assumed" if assumes_time else "embargo_stated"
    return Found(_warning(code, span), until, assumes_zone or assumes_time)


def _warning(code: str, span: Span) -> ClipWarning:
    return ClipWarning(code, _MESSAGES[code], (span,))
