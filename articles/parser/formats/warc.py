"""Archives of crawlers (WARC, and ARC before it): the pages in their records of type response. One page is that page;
of several, each is a clip of its own.

warcio (Apache 2.0) takes the records apart, with the packing and the chunks of HTTP.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.parser.document import Child, UnreadableClip
from articles.parser.formats.source import Source
from articles.parser.html.page import PageLines, decode_page
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue

KIND = "warc"
MAX_RECORDS = 5_000
MAX_PAGES = 1_000
MAX_PAGE_BYTES = 5_000_000  # of one page, unpacked
MAX_TOTAL_BYTES = 60_000_000  # of all pages, unpacked
HEAD_BYTES = 3_000  # in which the first record of ARC tells what it is
PAGE_TYPES = ("text/html", "application/xhtml+xml")

_ARC = re.compile(rb"\s{0,9}filedesc://\S{1,2000} [\d.:a-fA-F]{7,45} \d{14} text/plain \d{1,9}\r?\n")
_UNFIT = re.compile(r"[^\w.()-]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset", re.IGNORECASE)
_DAMAGES = (zlib.error, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: what it is, and the page in it, if there is one."""

    kind: str
    address: str
    date: str
    status: str = ""
    media: str = ""
    page: bytes | None = None
    is_too_large: bool = False


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin with a record."""
    return data.lstrip(b"\r\n")[:7] in (b"WARC/1.", b"WARC/0.") or bool(_ARC.match(data[:HEAD_BYTES]))


def read(data: bytes, name: str) -> Source:
    """The page, or the list of the pages and the pages. Raises UnreadableClip: `damaged`, `no_page`, `too_many`."""
    records = list(_records(data))
    pages = [record for record in records if record.page is not None]
    if len(pages) > MAX_PAGES:
        raise UnreadableClip("too_many", f"The archive holds more than {MAX_PAGES} pages.", KIND)
    if not pages and not any(record.is_too_large for record in records):
        raise UnreadableClip("no_page" if records else "damaged", "There is no page in the archive.", KIND)
    is_one = len(pages) == 1 and not any(record.is_too_large for record in records)
    lines: list[str] = []
    fixed: list[Entry] = []
    children: list[Child] = []
    length = 0
    for number, record in enumerate(records, 1):
        line = "\t".join(filter(None, (record.kind, record.address, record.date, record.status, record.media)))
        span = (length, length + len(line))
        lines.append(line + "\n")
        length += len(line) + 1
        is_child = not is_one and (record.page is not None or record.is_too_large)
        fixed.append((*span, Role.BOILERPLATE, "format:child" if is_child else "format:header"))
        if is_child:
            refusal = UnreadableClip("too_large", "It has too many bytes.") if record.is_too_large else None
            title = _UNFIT.sub("_", record.address.partition("://")[2] or record.address)[:80].strip("_")
            name_of_page = f"{number:04} {title or 'page'}.warc"
            children.append(Child(name_of_page, b"" if refusal else _alone(record), span, refusal))
    if not is_one:
        return Source("".join(lines), "utf-8", fixed=fixed, children=children)
    return _with_page("".join(lines), pages[0], fixed)


def _with_page(head: str, record: _Record, fixed: list[Entry]) -> Source:
    """The page of the only response, below the list of the records."""
    decoded = decode_page(record.page or b"")
    text = head + "\n" + decoded.text
    place = MappedText(text)
    place.take(len(head) + 1, len(text))
    at = head.find(record.address)
    url = SaidValue(record.address, (at, at + len(record.address)), "format:warc-target-uri") if at >= 0 else None
    said = Said(url=url if record.address else None)
    return Source(text, decoded.encoding, PageLines(place.text), place, fixed=fixed, said=said)


def _records(data: bytes) -> Iterator[_Record]:
    """The records, as far as they can be read. Raises UnreadableClip (`damaged`) if there is none."""
    from warcio.archiveiterator import ArchiveIterator  # heavy, and hardly ever needed
    from warcio.exceptions import ArchiveLoadFailed

    total = number = 0
    try:
        for record in ArchiveIterator(
            io.BytesIO(data), no_record_parse=False, arc2warc=bool(_ARC.match(data[:HEAD_BYTES]))
        ):
            number += 1
            if number > MAX_RECORDS:
                raise UnreadableClip("too_many", f"The archive holds more than {MAX_RECORDS} records.", KIND)
            found = _read_record(record, MAX_TOTAL_BYTES - total)
            total += MAX_PAGE_BYTES if found.is_too_large else len(found.page or b"")
            yield found
    except UnreadableClip:
        raise
    except (ArchiveLoadFailed, *_DAMAGES) as error:
        if not number:
            raise UnreadableClip("damaged", "The archive is damaged and cannot be read.", KIND) from error


def _read_record(record: Any, room: int) -> _Record:
    kind = _line(record.rec_type or "?")
    address = _line(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = _line(record.rec_headers.get_header("WARC-Date") or "")
    http = record.http_headers
    if kind != "response" or http is None:
        return _Record(kind, address, date)
    status, media = _line(http.get_statuscode() or ""), _line(http.get_header("Content-Type") or "")
    found = _Record(kind, address, date, status, media)
    if not media.lower().startswith(PAGE_TYPES) or status != "200":
        return found
    limit = min(MAX_PAGE_BYTES, room)
    if limit <= 0:  # not one more is unpacked
        return _Record(kind, address, date, status, media, is_too_large=True)
    try:
        page = record.content_stream().read(limit + 1)
    except _DAMAGES:
        page = b""
    if len(page) > limit:
        return _Record(kind, address, date, status, media, is_too_large=True)
    return _Record(kind, address, date, status, media, _in_utf8(page, media)) if page.strip() else found


def _in_utf8(page: bytes, media: str) -> bytes:
    """The page; in UTF-8 where only the head of the answer names its encoding."""
    charset = _CHARSET.search(media)
    if not charset or _META_CHARSET.search(page[:4_096]) or page[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return page
    try:
        return page.decode(charset[1]).encode("utf-8")
    except (LookupError, UnicodeError):
        return page


def _alone(record: _Record) -> bytes:
    """An archive with this page alone: it keeps the page's address and the time at which it was saved."""
    page = record.page or b""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {record.media.partition(';')[0]}\r\nContent-Length: {len(page)}\r\n\r\n"
    block = answer.encode() + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {record.address}\r\nWARC-Date: {record.date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _line(value: str) -> str:
    """A value on one line, in characters that a text can hold."""
    return _CONTROLS.sub(" ", value.encode("utf-8", "replace").decode()).strip()[:2_000]
