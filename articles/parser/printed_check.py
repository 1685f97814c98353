"""The last look at a parsed clip: what a reader would see as a misprint is left out and told to the editor.

The rules keep such fields from being filled; this holds for all ways by which they are, a page's metadata as well.
"""

from dataclasses import replace

from articles.parser.document import ClipWarning, Derivation, Document, Evidence, ParsedClip
from articles.parser.headline_marks import is_kicker, is_same
from articles.parser.patterns.person import is_desk, is_person, is_pseudonym
from articles.parser.rules.headline import is_misprint
from articles.parser.rules.provisional_headline import PROVISIONAL_MESSAGE, choose_headline


def leave_out_misprints(reading: ParsedClip) -> ParsedClip:
    """The parsed clip without authors that nobody can be called, and without a headline or kicker that is none."""
    if reading.document is None:
        return reading
    reading = _without_odd_authors(reading, reading.document)
    if reading.document and not reading.document.headline_is_provisional:
        reading = _without_odd_headline(reading, reading.document)
    return _without_odd_kicker(reading, reading.document) if reading.document else reading


def _without_odd_authors(reading: ParsedClip, document: Document) -> ParsedClip:
    odd = [name for name in document.authors if not (is_person(name) or is_desk(name) or is_pseudonym(name))]
    if not odd:
        return reading
    kept = tuple(name for name in document.authors if name not in odd)
    spans = tuple(span for entry in reading.evidence if entry.field == "byline" for span in entry.spans)
    warning = ClipWarning("byline_unread", "A line at the place of the author names nobody.", spans)
    return replace(reading, document=replace(document, authors=kept), warnings=(*reading.warnings, warning))


def _without_odd_headline(reading: ParsedClip, document: Document) -> ParsedClip:
    if not is_misprint(document.headline):
        return reading
    lead_span = next((entry.spans[0] for entry in reading.evidence if entry.field == "lead" and entry.spans), None)
    chosen = choose_headline(document.lead, lead_span, document.body, document.images)
    spans = (chosen.span,) if chosen.span else ()
    kept = tuple(entry for entry in reading.evidence if entry.field != "headline")
    return replace(
        reading,
        document=replace(document, headline=chosen.text, headline_is_provisional=True),
        evidence=(*kept, Evidence("headline", Derivation.ASSUMED, "provisional_headline", spans, 0.0)),
        warnings=(*reading.warnings, ClipWarning("headline_provisional", PROVISIONAL_MESSAGE)),
    )


def _without_odd_kicker(reading: ParsedClip, document: Document) -> ParsedClip:
    if not document.kicker or (is_kicker(document.kicker) and not is_same(document.kicker, document.headline)):
        return reading
    kept = tuple(entry for entry in reading.evidence if entry.field != "kicker")
    return replace(reading, document=replace(document, kicker=""), evidence=kept)
