"""Reads a clip: bytes → text → lines → roles → Reading. The few lines of the pipeline."""

from hashlib import sha256

from .assemble import Assembly
from .classify import judge
from .decoding import decode
from .document import Reading
from .ledger import balance
from .page import Page

READER_VERSION = "0.1"  # goes up with every change of what the reader makes of a clip


def read(data: bytes, name: str) -> Reading:
    """What the reader sees in a clip. Raises document.Unreadable where the bytes hold no text."""
    decoded = decode(data)
    page = Page(decoded.text)
    assembly = Assembly(page)
    assembly.head_date()
    assembly.walk(judge(page))
    document = assembly.document()
    return Reading(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language="de",
        reader_version=READER_VERSION,
        segments=balance(decoded.text, assembly.entries),
        document=document,
        evidence=tuple(assembly.evidence),
        warnings=(*decoded.notes, *assembly.warnings),
    )
