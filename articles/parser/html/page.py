"""HTML clips: the page's metadata and its article's lines, read by the same reader, with evidence in the page's source.

The clip's text is the decoded source of the page. Every character of it has its role: the lines of the article theirs,
the lines of menus and boxes „boilerplate“ with the part of the page as rule, tags and scripts „boilerplate“, „markup“.
"""

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from articles.parser import span_mapping
from articles.parser.assemble import assemble
from articles.parser.classify import judge
from articles.parser.crf import Model
from articles.parser.decoding import Decoded, decode
from articles.parser.document import Document, Evidence, How, Reading, Unreadable
from articles.parser.html.comments import Thread, read_thread
from articles.parser.html.hints import Hints
from articles.parser.html.main_content import find_region
from articles.parser.html.metadata import read_metadata
from articles.parser.html.metadata_merge import complete
from articles.parser.html.source_map import Sheet
from articles.parser.html.tokenizer import parse
from articles.parser.ledger import balance
from articles.parser.page import Page
from articles.text.language import language_of

NAMES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
MAX_UNPACKED = 20_000_000  # bytes of a page that came packed
HEAD = 4_096  # bytes in which a page tells its encoding

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_DOCTYPE = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype html|html[\s>])", re.I | re.S
)


def is_page(data: bytes, name: str) -> bool:
    """Is the clip a page's source: by its name, or because it says so in its first line."""
    return name.lower().endswith(NAMES) or bool(_DOCTYPE.match(data[:2_000].removeprefix(BOM_UTF8)))


def unpack(data: bytes) -> bytes:
    """The page of a `.gz` file. Raises Unreadable (`binary`, `too_large`) where it is damaged or swells too much."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    packer = zlib.decompressobj(wbits=31)
    try:
        page = packer.decompress(data, MAX_UNPACKED + 1)
    except zlib.error as error:
        raise Unreadable("binary", "The packed page is damaged and cannot be unpacked.") from error
    if len(page) > MAX_UNPACKED:
        raise Unreadable("too_large", f"The packed page holds more than {MAX_UNPACKED // 1_000_000} MB.")
    return page


def decode_page(data: bytes) -> Decoded:
    """The source of a page, in the encoding that it tells, if that is true; else as any other clip."""
    page = unpack(data)
    told = _CHARSET.search(page[:HEAD])
    if told and not page.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            name = lookup(told[1].decode("ascii")).name
            name = "cp1252" if name in ("iso8859-1", "ascii") else name  # as browsers do
            text = page.decode(name)
            if text.strip() and "\x00" not in text:
                return Decoded(text, name)
        except (LookupError, UnicodeError):
            pass
    return decode(page)


def lines_of(data: bytes) -> str:
    """The article's lines of a page, as the reader weighs them."""
    tree = parse(decode_page(data).text)
    return Sheet(tree, find_region(tree, tuple(told.value for told in read_metadata(tree).titles))).text


def read(data: bytes, name: str, version: str, model: Model | None = None) -> Reading:
    """What the reader sees in a page; every offset in it counts characters of the decoded source."""
    decoded = decode_page(data)
    tree = parse(decoded.text)
    metadata = read_metadata(tree)
    sheet = Sheet(tree, find_region(tree, tuple(told.value for told in metadata.titles)))
    page = Page(sheet.text)
    judged = judge(page, model)
    Hints(sheet, metadata).settle(judged)
    done = assemble(page, judged)
    posts = read_thread(sheet)
    entries = sheet.entries((one.start, one.end, one.role, one.rule) for one in balance(sheet.text, done.book.entries))
    document, evidence, warnings = complete(
        carry_document(done.document, sheet, posts) if done.document else None,
        carry_evidence(done.book.evidence, sheet, posts),
        [*span_mapping.warnings(done.book.warnings, sheet), *posts.warnings],
        metadata,
    )
    return Reading(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language_of(sheet.text) or metadata.language,
        parser_version=version,
        segments=balance(decoded.text, entries),
        document=document,
        evidence=tuple(evidence),
        warnings=(*decoded.notes, *warnings),
    )


def carry_document(document: Document, sheet: Sheet, posts: Thread) -> Document:
    """The document with its spans in the source, and the comments that the markup tells of."""
    carried = span_mapping.document(document, sheet)
    return replace(carried, comments=posts.comments or carried.comments)


def carry_evidence(evidence: Iterable[Evidence], sheet: Sheet, posts: Thread) -> list[Evidence]:
    """The evidence with its spans in the source; where the markup tells of comments, theirs takes the lines' place."""
    carried = span_mapping.evidence(evidence, sheet)
    if not posts.comments:
        return carried
    kept = [one for one in carried if not one.field.startswith("comments.")]
    for index, comment in enumerate(posts.comments):
        kept.append(Evidence(f"comments.{index}.text", How.NORMALISED, "html_comment", comment.spans))
        if comment.author:
            kept.append(Evidence(f"comments.{index}.author", How.VERBATIM, "html_comment", comment.spans, 0.95))
        if comment.parent is not None:
            kept.append(Evidence(f"comments.{index}.parent", How.RULE, "html_thread", comment.spans, 0.9))
    return kept
