"""Saved web pages: the source of a page as it came, also with what an archive or an extension has added to it.

The Wayback Machine puts its bar and its scripts into a page and rewrites its addresses; SingleFile writes down where a
page comes from, and may show a bar of its own. What they have added is no part of the page.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator

from articles.parser.formats.source import NOTHING_SAID, Source
from articles.parser.html.page import PageLines, decode_page
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span

FILE_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
MAX_CUT_CHARS = 6_000_000  # of a page from which something is cut: the place of each character is kept
HEAD_CHARS = 6_000  # in which SingleFile and browsers write where a page comes from

_DOCTYPE = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype html|html[\s>])", re.I | re.S
)
_SAVED_FROM = re.compile(
    r"<!--\s{0,40}(?:Page saved with SingleFile\s{1,40}url:\s{0,9}|saved from url=\(\d{1,6}\)\s?)(https?://[^\s<>\"]{1,2000})"
)
_WAYBACK = re.compile(r"web\.archive\.org/|web-static\.archive\.org/|archive\.org/includes/|FILE ARCHIVED ON ")
_ORIGINAL = re.compile(
    r"__wm\.wombat\(\"(https?://[^\s\"<>]{1,2000})\"|wayback_url\s?=\s?\"(https?://[^\s\"<>]{1,2000})\""
)
_REWRITTEN = re.compile(
    r"(?:(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:|mailto:|//)", re.IGNORECASE
)
_ADDED = (  # from the first to the behind of the second
    ("<!-- BEGIN WAYBACK TOOLBAR INSERT -->", "<!-- END WAYBACK TOOLBAR INSERT -->"),
    ("<singlefile-infobar", "</singlefile-infobar>"),
    ("<single-file-infobar", "</single-file-infobar>"),
)
_WAYBACK_HEAD = "<!-- End Wayback Rewrite JS Include -->"


def matches(data: bytes, name: str) -> bool:
    """Whether the file is the source of a page, by its first line or, where that is missing, by its name."""
    return name.lower().endswith(FILE_ENDINGS) or bool(_DOCTYPE.match(data[:2_000].removeprefix(BOM_UTF8)))


def read(data: bytes, name: str) -> Source:
    """The decoded source. Raises UnreadableClip if the bytes hold no text."""
    decoded = decode_page(data)
    text = decoded.text
    is_archived = bool(_WAYBACK.search(text, 0, 60_000) or _WAYBACK.search(text, max(0, len(text) - 4_000)))
    added = sorted(_find_added(text, is_archived)) if len(text) <= MAX_CUT_CHARS else []
    url = _saved_from(text, is_archived)
    said = Said(url=url) if url else NOTHING_SAID
    if not added:
        return Source(text, decoded.encoding, PageLines(text), said=said, notes=decoded.notes)
    place = MappedText(text)
    fixed: list[Entry] = []
    at = 0
    for start, end in added:
        if start < at:
            continue
        place.take(at, start)
        fixed += trimmed(text, start, end, Role.BOILERPLATE, "format:archive")
        at = end
    place.take(at, len(text))
    return Source(text, decoded.encoding, PageLines(place.text), place, fixed=fixed, said=said, notes=decoded.notes)


def _find_added(text: str, is_archived: bool) -> Iterator[Span]:
    """The spans that are not of the page: bars, and what stands before the addresses in it."""
    for first, last in _ADDED:
        start = text.find(first)
        end = text.find(last, start) if start >= 0 else -1
        if end >= 0:
            yield start, end + len(last)
    if not is_archived:
        return
    end = text.find(_WAYBACK_HEAD, 0, 20_000)
    start = text.find("<script", 0, max(end, 0))
    if 0 <= start < end:
        yield start, end + len(_WAYBACK_HEAD)
    start = text.rfind("<!--", 0, text.find("FILE ARCHIVED ON ") + 1)
    end = text.find("-->", start) if start >= 0 else -1
    if end >= 0:
        yield start, end + 3
    yield from (match.span() for match in _REWRITTEN.finditer(text))


def _saved_from(text: str, is_archived: bool) -> SaidValue | None:
    """The address from which the page was saved, as whoever saved it has written down."""
    match = _SAVED_FROM.search(text, 0, HEAD_CHARS)
    if match:
        value, start = match[1], match.start(1)
        rewritten = _REWRITTEN.match(value)
        cut = rewritten.end() if rewritten else 0
        return SaidValue(value[cut:], (start + cut, match.end(1)), "format:saved_from")
    match = _ORIGINAL.search(text, 0, 20_000) if is_archived else None
    if match is None:
        return None
    group = 1 if match[1] else 2
    return SaidValue(match[group], match.span(group), "format:saved_from")
