"""Updates the document of a parsed clip when a span of its text gets another role.

Only the fields that the span was part of, and those it is part of now, are derived again, with the parser's own
patterns; all others stay as they are. The evidence for what follows from an assignment is `editor`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from articles.parser.authors import read_byline
from articles.parser.document import Agency, BodyBlock, ClipWarning, Derivation, Evidence, ParsedClip, Segment
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.date import find_date, parse_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.note import parse_note
from articles.parser.patterns.person import separate_names
from articles.parser.patterns.signoff import parse_signoff
from articles.parser.relabel_change import RULE, Change
from articles.parser.relabel_comments import update_comments
from articles.parser.relabel_images import update_images
from articles.parser.roles import BLOCK_KINDS, Role
from articles.parser.rules.provisional_headline import PROVISIONAL_MESSAGE, choose_headline
from articles.text.lines import Span, any_overlap, overlap

FIELD_OF_ROLE = {
    Role.KICKER: "kicker",
    Role.HEADLINE: "headline",
    Role.SUBHEADLINE: "subheadline",
    Role.LEAD: "lead",
    Role.DATELINE: "dateline",
    Role.SIGNOFF: "signoff",
}
AGENCY_ROLES = {Role.BYLINE, Role.DATELINE, Role.SIGNOFF}  # roles of spans that can name an agency
_MARK = re.compile(r"(?:[•·▪◦‣●○*–-]|>{1,2}|\d{1,3}[.)])\s+")


def update_document(
    clip: ParsedClip, span: Span, role: Role, before: frozenset[Role], pieces: Sequence[Span], is_html: bool
) -> ParsedClip:
    """The clip, whose segments have changed, with the fields that follow; `before` are the old roles of `span`."""
    change = Change(clip, span, role, before | {role}, pieces, is_html)
    for update in (
        _update_lines,
        _update_byline,
        _update_agencies,
        _update_date,
        _update_notes,
        _update_body,
        update_images,
        update_comments,
        _update_headline,
    ):
        update(change)
    return _result(change)


def _result(change: Change) -> ParsedClip:
    document, clip = change.document, change.clip
    is_article = any(block.kind != "subheading" for block in document.body) or bool(document.lead)
    if not is_article and clip.document is None:
        return clip
    obsolete = {"headline_provisional"} | ({"no_article"} if is_article else set())
    warnings = [warning for warning in clip.warnings if warning.code not in obsolete]
    if document.headline_is_provisional:
        warnings.append(ClipWarning("headline_provisional", PROVISIONAL_MESSAGE))
    return replace(clip, document=document, evidence=tuple(change.evidence), warnings=tuple(warnings))


# the head of the article


def _update_lines(change: Change) -> None:
    """The fields that consist of the text of one role."""
    for role, name in FIELD_OF_ROLE.items():
        if role not in change.touched:
            continue
        segments = change.segments_of(role)
        if role is change.role:
            segments = [s for s in segments if s.rule == RULE and overlap(s.span, change.span)]
        elif change.touches_field(name):
            old = change.spans_of(name)
            segments = [s for s in segments if any_overlap(old, [s.span])]
        else:
            continue
        words = " ".join(change.text_of(segment.span) for segment in segments)
        change.set(**{name: _CLEANERS.get(role, str)(words)})
        change.set_evidence(name, *(segment.span for segment in segments))
        if name == "headline":
            change.set(headline_is_provisional=False)


def _clean_dateline(words: str) -> str:
    form = parse_dateline(f"{words} Wort")
    return form.text if form and form.places else words.strip(" –—-:.,|()")


_CLEANERS: dict[Role, Callable[[str], str]] = {
    Role.KICKER: lambda words: words.rstrip(" |–-"),
    Role.DATELINE: _clean_dateline,
}


def _update_byline(change: Change) -> None:
    if Role.BYLINE not in change.touched:
        return
    lines: list[str] = []
    names: list[str] = []
    spans: list[Span] = []
    for segment in change.segments_of(Role.BYLINE):
        words = change.text_of(segment.span)
        byline = read_byline(words)
        low, high = byline.text_span if byline else (0, len(words))
        lines.append(separate_names(words[low:high], byline.names if byline else ()))
        names += byline.names if byline else ()
        spans.append(segment.span)
    signoff = parse_signoff(change.document.signoff) if change.document.signoff else None
    names += signoff.authors if signoff else ()
    change.set(byline=", ".join(dict.fromkeys(lines)), authors=tuple(dict.fromkeys(names)))
    change.set_evidence("byline", *spans)


def _update_agencies(change: Change) -> None:
    """Drop the agencies that the span named, unless it still names them."""
    if not change.touched & AGENCY_ROLES:
        return
    agencies: dict[str, tuple[Agency, Evidence | None]] = {}
    for index, agency in enumerate(change.document.agencies):
        entry = next((entry for entry in change.evidence if entry.field == f"agencies.{index}"), None)
        if entry is None or not change.touches(entry):
            agencies[agency.name] = (agency, entry)
    for segment in change.segments_of(*AGENCY_ROLES):
        for agency in _agencies_in(change, segment):
            agencies.setdefault(agency.name, (agency, Evidence("", Derivation.EDITOR, RULE, (segment.span,))))
    change.evidence = [entry for entry in change.evidence if not entry.field.startswith("agencies.")]
    change.set(agencies=tuple(agency for agency, _entry in agencies.values()))
    entries = [entry for _agency, entry in agencies.values()]
    change.evidence += [replace(e, field=f"agencies.{index}") for index, e in enumerate(entries) if e is not None]


def _agencies_in(change: Change, segment: Segment) -> list[Agency]:
    if not overlap(segment.span, change.span):
        return []
    words = change.text_of(segment.span)
    if segment.role is Role.SIGNOFF:
        signoff = parse_signoff(words)
        return list(signoff.agencies) if signoff else []
    form = parse_byline(words) if segment.role is Role.BYLINE else parse_dateline(f"{words} Wort")
    return [Agency(name) for name in form.agencies] if form else []


def _update_date(change: Change) -> None:
    if Role.DATE not in change.touched or (change.role is not Role.DATE and not change.touches_field("date")):
        return
    for segment in change.segments_of(Role.DATE):
        words = change.text_of(segment.span)
        form = parse_date(words) or find_date(words)
        if form is not None:
            change.set(date=form.date)
            change.set_evidence("date", segment.span)
            return
    if change.touches_field("date"):
        change.set(date=None)
        change.set_evidence("date")


def _update_notes(change: Change) -> None:
    if Role.NOTE not in change.touched:
        return
    notes = [(segment.span, change.text_of(segment.span)) for segment in change.segments_of(Role.NOTE)]
    change.set(notes=tuple(words for _span, words in notes))
    change.evidence = [entry for entry in change.evidence if not entry.field.startswith("notes.")]
    for number, (span, _words) in enumerate(notes):
        change.set_evidence(f"notes.{number}", span)
    if change.role is not Role.NOTE and not change.touches_field("embargo_until"):
        return
    embargoes = [
        (span, note.embargo_until) for span, words in notes if (note := parse_note(words)) and note.embargo_until
    ]
    change.set(embargo_until=embargoes[0][1] if embargoes else None)
    change.set_evidence("embargo_until", *(span for span, _until in embargoes[:1]))


def _update_headline(change: Change) -> None:
    """Without a headline a provisional one is chosen from the text's own words, as in parsing."""
    document = change.document
    if document.headline and not document.headline_is_provisional:
        return
    is_article = bool(document.lead) or any(block.kind != "subheading" for block in document.body)
    lead_span = next(iter(change.spans_of("lead")), None)
    chosen = choose_headline(document.lead, lead_span, document.body, document.images) if is_article else None
    change.set(headline=chosen.text if chosen else "", headline_is_provisional=chosen is not None)
    change.set_evidence("headline")
    if chosen:
        spans = (chosen.span,) if chosen.span else ()
        change.evidence.append(Evidence("headline", Derivation.ASSUMED, "provisional_headline", spans, 0.0))


# the body


def _update_body(change: Change) -> None:
    if change.touched.isdisjoint(BLOCK_KINDS):
        return
    is_body = change.role in BLOCK_KINDS
    blocks: list[BodyBlock] = []
    for block in change.document.body:
        blocks += _rest_of(change, block) if overlap(block.span, change.span) else [block]
    if is_body:
        texts = [(span, change.text_of(span)) for span in change.pieces]
        blocks += [BodyBlock(BLOCK_KINDS[change.role], _unmarked(change, text), span) for span, text in texts if text]
    blocks.sort(key=lambda block: block.span)
    _move_images(change, blocks)
    change.set(body=tuple(blocks))
    old = next((entry for entry in change.evidence if entry.field == "body"), None)
    by_editor = old is not None and old.how is Derivation.EDITOR
    others = [span for span in old.spans if not overlap(span, change.span)] if old and by_editor else []
    change.set_evidence("body", *(change.pieces if is_body else ()), *others)
    if old is not None and not by_editor and blocks and not is_body:
        change.evidence.append(replace(old, spans=tuple(block.span for block in blocks)[: len(old.spans) + 1]))


def _rest_of(change: Change, block: BodyBlock) -> list[BodyBlock]:
    """What is left of a block before and after the span."""
    (start, end), (low, high) = block.span, change.span
    inner = [segment for segment in change.segments_of(*BLOCK_KINDS) if overlap(segment.span, block.span)]
    rest = []
    for first, last in ((start, min(end, low)), (max(start, high), end)):
        spans = sorted({segment.span for segment in inner if first <= segment.start and segment.end <= last})
        between = "\n" if "\n" in block.text and block.kind != "table" else " "
        words = between.join(filter(None, map(change.text_of, spans)))
        if words:
            words = _unmarked(change, words) if block.kind in ("list_item", "quote") else words
            rest.append(BodyBlock(block.kind, words, (spans[0][0], spans[-1][1])))
    return rest


def _unmarked(change: Change, words: str) -> str:
    """The words without the bullet, number or quote mark at their head, unless they become plain text."""
    has_mark = change.role in (Role.LIST_ITEM, Role.QUOTE) or change.role not in BLOCK_KINDS
    mark = _MARK.match(words) if has_mark else None
    return words[mark.end() :] if mark else words


def _move_images(change: Change, blocks: Sequence[BodyBlock]) -> None:
    """Pictures stay before the same block, or before what replaces it."""
    old = change.document.body

    def new_index(before: int) -> int:
        if before >= len(old):
            return len(blocks)
        return sum(block.span[0] < old[before].span[0] for block in blocks)

    change.set(images=tuple(replace(image, before=new_index(image.before)) for image in change.document.images))
