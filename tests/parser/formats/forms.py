"""One article in every format that has no fields for what a text says: its lines tell it."""

import gzip
import textwrap
from collections.abc import Callable
from html import escape

from articles.parser.document import ParsedClip
from articles.parser.pipeline import parse_clip
from tests.parser.formats.archives import tarred, zipped
from tests.parser.formats.documents import docx, odt, par
from tests.parser.formats.outlooks import BODY, HTML, SENDER, SUBJECT, msg
from tests.parser.formats.pdfs import flow, pdf
from tests.parser.formats.rtfs import coded, rtf
from tests.parser.formats.samples import mailed, saved
from tests.parser.formats.warcs import response, warc


def plain(lines: list[str]) -> str:
    """The lines as paragraphs of a plain text."""
    return "\n\n".join(lines) + "\n"


def wrapped(lines: list[str]) -> str:
    """The lines as paragraphs that are wrapped at a width."""
    return "\n\n".join(textwrap.fill(line, 66) for line in lines) + "\n"


def page(lines: list[str]) -> str:
    """The lines as a page that says nothing of them but that they are paragraphs."""
    inner = "".join(f"<p>{escape(line)}</p>" for line in lines)
    head = '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"></head>'
    return f"{head}<body><article>{inner}</article></body></html>"


FORMS: dict[str, tuple[str, Callable[[list[str]], bytes]]] = {  # name of the file → its format, and how it is made
    "a.txt": ("text", lambda lines: plain(lines).encode()),
    "umbrochen.txt": ("text", lambda lines: wrapped(lines).encode()),
    "a.txt.gz": ("text", lambda lines: gzip.compress(plain(lines).encode(), mtime=0)),
    "a.html": ("page", lambda lines: page(lines).encode()),
    "singlefile.html": (
        "page",
        lambda lines: (
            page(lines)
            .replace("<head>", "<!-- Page saved with SingleFile \n url: https://a.example/ --><head>")
            .encode()
        ),
    ),
    "a.mhtml": ("web_archive", lambda lines: saved(page(lines))),
    "a.warc": ("warc", lambda lines: warc(response(page(lines).encode()))),
    "a.eml": ("mail", lambda lines: mailed(plain(lines))),
    "seite.eml": ("mail", lambda lines: mailed("", page(lines))),
    "a.msg": ("outlook", lambda lines: msg({SUBJECT: "Neues", SENDER: "Auenfeld", BODY: plain(lines)})),
    "seite.msg": ("outlook", lambda lines: msg({SUBJECT: "Neues", HTML: page(lines)})),
    "a.mbox": (
        "mailbox",
        lambda lines: b"".join(b"From a Sun Mar  3 17:45:00 2024\n" + mailed(plain(lines)) + b"\n" for _mail in "ab"),
    ),
    "a.zip": ("packed", lambda lines: zipped({"a.txt": plain(lines).encode()})),
    "a.tar": ("packed", lambda lines: tarred({"a.txt": plain(lines).encode()})),
    "a.docx": ("word", lambda lines: docx(*map(par, lines))),
    "a.odt": ("open_document", lambda lines: odt(*(f"<text:p>{escape(line)}</text:p>" for line in lines))),
    "a.rtf": ("rtf", lambda lines: rtf(*(rf"\pard {coded(line)}\par" for line in lines))),
    "a.pdf": ("pdf", lambda lines: pdf(flow(lines))),
    "a.md": ("markdown", lambda lines: plain(lines).encode()),
}


def read(name: str, lines: list[str]) -> ParsedClip:
    """The reading of these lines in a form, or of the first file in it; nothing has lost a character."""
    form, make = FORMS[name]
    reading = parse_clip(make(lines), name)
    assert reading.format == form
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    if reading.children and reading.document is None:
        return parse_clip(reading.children[0].data, reading.children[0].name)
    return reading
