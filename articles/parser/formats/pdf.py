"""PDF documents with a text layer.

Read with PDFium (pypdfium2: BSD and Apache), in a process of its own (`pdf_reader.py`): it gives the place, size and
weight of each letter at some five microseconds. pypdf (BSD) gives no places that columns can be told by; pdfminer.six
(MIT) does, takes thirty times as long and brings 15 MB of cryptography with it. It is an extra (requirements-pdf.txt).
"""

import json
import re
import subprocess
import sys
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from articles.parser.document import UnreadableClip
from articles.parser.formats import document_text
from articles.parser.formats.document_text import DocumentText, Properties, damaged, read_time, too_large
from articles.parser.formats.pdf_layout import Line, lay_out
from articles.parser.formats.source import Source

KIND = "pdf"
READER = Path(__file__).with_name("pdf_reader.py")
MAX_SECONDS = 20  # of waiting for the reader, whose own time (`MAX_CPU_SECONDS`) ends earlier on an idle machine
MIN_LETTERS = 20  # of a document whose pages are pictures; a scanner's stamp has fewer
MAX_HEAD_BYTES = 1_024  # before which a PDF has to begin

_TIME = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?", re.ASCII)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin a PDF."""
    return data.startswith(b"%PDF-") or b"\n%PDF-1." in data[:MAX_HEAD_BYTES]


def read(data: bytes, name: str) -> Source:
    """The document. Raises UnreadableClip.

    `no_text_layer` for a scan, `missing_reader` without the extra, `encrypted`, `damaged`, `too_large`, `empty`.
    """
    if not is_readable():
        raise UnreadableClip("missing_reader", "The reader of PDF documents is not installed (pypdfium2).", KIND)
    answer = _ask(data)
    pages = [
        [_as_line(piece, number) for piece in pieces if not piece[6]]
        for number, (_width, _height, pieces) in enumerate(answer["pages"])
    ]
    letters = sum(sum(map(str.isalpha, line.words)) for page in pages for line in page)
    if letters == 0 or (len(answer["pictures"]) >= len(pages) and letters < MIN_LETTERS):
        raise UnreadableClip("no_text_layer", "The PDF has no text layer: its pages are pictures of text.", KIND)
    text = DocumentText(KIND, _properties(answer["said"]))
    layout = lay_out(pages)
    largest = max((block.size for block in layout.blocks[:12] if block.kind == "heading"), default=0.0)
    is_titled = False
    for block in layout.blocks:
        if block.kind == "heading":
            is_title = block.size == largest and not is_titled
            is_titled = is_titled or is_title
            text.heading(block.words, 1 if is_title else 2)
        elif block.kind == "table":
            text.table(block.rows, int(block.is_strong))
        elif block.kind in ("point", "number"):
            words = re.sub(r"\A(?:\d{1,2}[.)]|[a-z]\))\s*", "", block.words) if block.kind == "number" else block.words
            text.item(words, is_ordered=block.kind == "number")
        else:
            text.paragraph(block.words, block.is_strong)
    for page_number, count in answer["pictures"]:
        text.picture(f"page {page_number}, {count} {'picture' if count == 1 else 'pictures'}")
    for words in layout.heads:
        text.aside(document_text.RUNNING_HEAD, words)
    for _width, _height, pieces in answer["pages"]:
        for piece in pieces:
            if piece[6]:
                text.aside(document_text.RUNNING_HEAD, piece[7])
    return text.source()


@cache
def is_readable() -> bool:
    """Whether the reader's library is installed."""
    return find_spec("pypdfium2") is not None


def _ask(data: bytes) -> Any:
    """The answer of the reader. Raises UnreadableClip."""
    command = [sys.executable, "-P", str(READER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, check=True)  # noqa: S603
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise damaged(KIND) from error
    code = answer.get("error")
    if code == "encrypted":
        raise UnreadableClip("encrypted", "The document is encrypted.", KIND)
    if code == "too_large":
        raise too_large(KIND)
    if code or not answer["pages"]:
        raise damaged(KIND)
    return answer


def _as_line(piece: list[Any], page: int) -> Line:
    left, base, right, top, size, is_bold, _is_slanted, words = piece
    return Line(left, base, right, top, size, len(words.replace(" ", "")) if is_bold else 0, words, page)


def _properties(said: dict[str, str]) -> Properties:
    return Properties(
        title=said["Title"],
        subject=said["Subject"],
        author=said["Author"],
        keywords=said["Keywords"],
        written=_read_time(said["ModDate"]) or _read_time(said["CreationDate"]),
    )


def _read_time(value: str) -> datetime | None:
    """A time as PDF writes it: D:20240303174500+01'00'."""
    match = _TIME.match(value)
    if not match:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = match.groups()
    zone = "Z" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    return read_time(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}")
