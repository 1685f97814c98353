"""Saved web pages: the source of a page as it came."""

import re
from codecs import BOM_UTF8

from articles.parser.formats.source import Source
from articles.parser.html.page import PageLines, decode_page

FILE_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")

_DOCTYPE = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype html|html[\s>])", re.I | re.S
)


def matches(data: bytes, name: str) -> bool:
    """Whether the file is the source of a page, by its first line or, where that is missing, by its name."""
    return name.lower().endswith(FILE_ENDINGS) or bool(_DOCTYPE.match(data[:2_000].removeprefix(BOM_UTF8)))


def read(data: bytes, name: str) -> Source:
    """The decoded source. Raises UnreadableClip if the bytes hold no text."""
    decoded = decode_page(data)
    return Source(decoded.text, decoded.encoding, PageLines(decoded.text), notes=decoded.notes)
