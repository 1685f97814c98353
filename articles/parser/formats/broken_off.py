"""Tells whether a file ends before its format says it does: it was cut off on its way, and its text with it."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from articles.parser.formats import mime

MAX_ESCAPE_CHARS = 6  # of JSON: a file may end within one
TAIL_CHARS = 4_000  # at the end of a file, in which what closes it is looked for
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_OPENED = tuple(re.compile(rb"<%s\b" % name, re.IGNORECASE) for name in (b"html", b"body"))
_CLOSED = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
_OPEN_TAG = re.compile(rb"</?[A-Za-z][^<>]*\Z|<!--(?:(?!-->).)*\Z", re.DOTALL)
_BOUNDARY = re.compile(rb"\bboundary\s{0,5}=\s{0,5}(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_RECORD = re.compile(rb"^WARC/\d\.\d\r?\n", re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]{0,20}(\d{1,12})", re.IGNORECASE | re.MULTILINE)


def xml(data: bytes) -> bool:
    """Whether the element that holds all others is never closed."""
    text = _text(data)
    root = _ROOT.search(text)
    if root is None:
        return False
    tail = text[-TAIL_CHARS:]
    is_closed = re.search(rf"</{re.escape(root[1])}\s*>", tail, re.IGNORECASE)
    return not is_closed and not re.match(r"[^<>]*/>\s*\Z", text[root.end() :])


def flat_document(data: bytes) -> bool:
    """The same of a document that is one XML file; of a packed one the packing tells."""
    return not data.startswith(b"PK") and xml(data)


def json_data(data: bytes) -> bool:
    """Whether the JSON ends before its last bracket or within a string."""
    text = _text(data).strip("\0 \t\r\n\ufeff")
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        is_at_end = error.pos >= len(text) - MAX_ESCAPE_CHARS and not error.msg.startswith("Extra data")
        return is_at_end or error.msg.startswith("Unterminated")
    except (ValueError, RecursionError):  # a number of thousands of digits
        return False
    return False


def page(data: bytes) -> bool:
    """Whether a page ends in the middle of a tag, or closes neither of the two elements that it has opened.

    Both may be left out by whoever writes pages; of 969 pages of newspapers one had the first tags and not the last.
    """
    if _OPEN_TAG.search(data[-TAIL_CHARS:]):
        return True
    return all(tag.search(data) for tag in _OPENED) and not _CLOSED.search(data)


def rtf(data: bytes) -> bool:
    """Whether a group is never closed."""
    return not data.rstrip(b"\0\r\n \t\x1a").endswith(b"}")


def message(data: bytes) -> bool:
    """Whether the parts of a mail or of a saved page are not closed."""
    boundary = _BOUNDARY.search(mime.head_of(data))
    if boundary is None:
        return False
    mark = b"--" + (boundary[1] or boundary[2])
    return mark in data and mark + b"--" not in data


def warc(data: bytes) -> bool:
    """Whether the last record is shorter than it says."""
    start = max((match.start() for match in _RECORD.finditer(data)), default=-1)
    head, _mark, block = data[start:].replace(b"\r\n", b"\n", 40).partition(b"\n\n")
    length = _LENGTH.search(head)
    return start >= 0 and (length is None or len(data[start:].partition(b"\r\n\r\n")[2] or block) < int(length[1]))


def _text(data: bytes) -> str:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
