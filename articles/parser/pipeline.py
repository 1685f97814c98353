"""Reads a clip: bytes → text → lines → roles → Reading. The few lines of the pipeline."""

from hashlib import sha256

from articles.parser import span_mapping
from articles.parser.assemble import assemble
from articles.parser.classify import judge
from articles.parser.crf import Model
from articles.parser.decoding import decode
from articles.parser.document import Reading
from articles.parser.evidence import proven
from articles.parser.html import page as html
from articles.parser.ledger import balance
from articles.parser.page import Page
from articles.parser.unwrapping import unwrap
from articles.text.language import language_of

PARSER_VERSION = "0.11"  # goes up with every change of what the reader makes of a clip


def read(data: bytes, name: str, model: Model | None = None) -> Reading:
    """What the reader sees in a clip. Raises document.Unreadable where the bytes hold no text.

    `model` stands in for the weights that come with the reader; the workshop measures with it.
    """
    if html.is_page(data, name):
        return proven(html.read(data, name, PARSER_VERSION, model))
    decoded = decode(data)
    sheet = unwrap(decoded.text)
    page = Page(sheet.text if sheet else decoded.text)
    done = assemble(page, judge(page, model))
    document, entries, evidence, warnings = done.document, done.book.entries, done.book.evidence, done.book.warnings
    if sheet:
        document = span_mapping.document(document, sheet) if document else None
        entries = [(*sheet.back((start, end)), role, rule) for start, end, role, rule in entries]
        evidence, warnings = span_mapping.evidence(evidence, sheet), span_mapping.warnings(warnings, sheet)
    reading = Reading(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language_of(page.text),
        parser_version=PARSER_VERSION,
        segments=balance(decoded.text, entries),
        document=document,
        evidence=tuple(evidence),
        warnings=(*decoded.notes, *warnings),
    )
    return proven(reading)
