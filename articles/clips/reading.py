"""Reads a clip: bytes → text → lines → roles → Reading. The few lines of the pipeline."""

from hashlib import sha256

from . import carrying
from .assemble import assemble
from .classify import judge
from .decoding import decode
from .document import Reading
from .inputs import html
from .language import language_of
from .ledger import balance
from .page import Page
from .proof import proven
from .weighing import Model
from .wrapped import unwrap

READER_VERSION = "0.11"  # goes up with every change of what the reader makes of a clip


def read(data: bytes, name: str, model: Model | None = None) -> Reading:
    """What the reader sees in a clip. Raises document.Unreadable where the bytes hold no text.

    `model` stands in for the weights that come with the reader; the workshop measures with it.
    """
    if html.is_page(data, name):
        return proven(html.read(data, name, READER_VERSION, model))
    decoded = decode(data)
    sheet = unwrap(decoded.text)
    page = Page(sheet.text if sheet else decoded.text)
    done = assemble(page, judge(page, model))
    document, entries, evidence, warnings = done.document, done.book.entries, done.book.evidence, done.book.warnings
    if sheet:
        document = carrying.document(document, sheet) if document else None
        entries = [(*sheet.back((start, end)), role, rule) for start, end, role, rule in entries]
        evidence, warnings = carrying.evidence(evidence, sheet), carrying.warnings(warnings, sheet)
    reading = Reading(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language_of(page.text),
        reader_version=READER_VERSION,
        segments=balance(decoded.text, entries),
        document=document,
        evidence=tuple(evidence),
        warnings=(*decoded.notes, *warnings),
    )
    return proven(reading)
