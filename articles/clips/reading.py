"""Reads a clip: bytes → text → lines → roles → Reading. The few lines of the pipeline."""

from hashlib import sha256

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

READER_VERSION = "0.10"  # goes up with every change of what the reader makes of a clip


def read(data: bytes, name: str, model: Model | None = None) -> Reading:
    """What the reader sees in a clip. Raises document.Unreadable where the bytes hold no text.

    `model` stands in for the weights that come with the reader; the workshop measures with it.
    """
    if html.is_page(data, name):
        return proven(html.read(data, name, READER_VERSION, model))
    decoded = decode(data)
    page = Page(decoded.text)
    done = assemble(page, judge(page, model))
    reading = Reading(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language_of(decoded.text),
        reader_version=READER_VERSION,
        segments=balance(decoded.text, done.book.entries),
        document=done.document,
        evidence=tuple(done.book.evidence),
        warnings=(*decoded.notes, *done.book.warnings),
    )
    return proven(reading)
