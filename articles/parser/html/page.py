"""Parses HTML clips: metadata, and the article's lines by the same steps as plain text, with evidence in the source.

The clip's text is the decoded source of the page. Each of its characters has a role: the lines of the article theirs,
the lines of menus and boxes `boilerplate` with the part of the page as rule, tags and scripts `boilerplate`, `markup`.
"""

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from articles.parser import span_mapping
from articles.parser.assemble import assemble
from articles.parser.classify import label_lines
from articles.parser.clip_text import ClipText
from articles.parser.decoding import Decoded, decode
from articles.parser.document import Derivation, Document, Evidence, ParsedClip, UnreadableClip
from articles.parser.evidence import language_evidence
from articles.parser.html.comments import HtmlThread, parse_thread
from articles.parser.html.main_content import MainContent, find_main_content
from articles.parser.html.marked_authors import add_marked_authors
from articles.parser.html.markup_hints import MarkupHints
from articles.parser.html.metadata import Metadata, read_metadata
from articles.parser.html.metadata_merge import merge_metadata
from articles.parser.html.page_parts import is_long
from articles.parser.html.script_text import add_script_lines, confirmed_lines, script_lines
from articles.parser.html.source_map import SourceMap
from articles.parser.html.text_homes import find_lists_of_links, find_text_homes
from articles.parser.html.tokenizer import parse
from articles.parser.html.tree import HtmlTree
from articles.parser.ledger import balance
from articles.parser.line_model.model import LineModel
from articles.text.language import detect_language

FILE_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
MAX_UNPACKED_BYTES = 20_000_000  # bytes of a page after unpacking
CHARSET_HEAD_BYTES = 4_096  # bytes in which a page declares its encoding

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_DOCTYPE = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,500}?-->\s{0,20})?<(?:!doctype html|html[\s>])", re.I | re.S
)


def is_page(data: bytes, name: str) -> bool:
    """Whether the clip is the source of a page, by its name or its first line."""
    return name.lower().endswith(FILE_ENDINGS) or bool(_DOCTYPE.match(data[:2_000].removeprefix(BOM_UTF8)))


def unpack(data: bytes) -> bytes:
    """The page in a `.gz` file. Raises UnreadableClip: `binary` if it is damaged, `too_large` if it grows too much."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    packer = zlib.decompressobj(wbits=31)
    try:
        page = packer.decompress(data, MAX_UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise UnreadableClip("binary", "The packed page is damaged and cannot be unpacked.") from error
    if len(page) > MAX_UNPACKED_BYTES:
        raise UnreadableClip("too_large", f"The packed page holds more than {MAX_UNPACKED_BYTES // 1_000_000} MB.")
    return page


def decode_page(data: bytes) -> Decoded:
    """The source of a page in its declared encoding if that fits; else decoded as any other clip."""
    page = unpack(data)
    charset = _CHARSET.search(page[:CHARSET_HEAD_BYTES])
    if charset and not page.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            name = lookup(charset[1].decode("ascii")).name
            name = "cp1252" if name in ("iso8859-1", "ascii") else name  # as browsers do
            text = page.decode(name)
            if text.strip() and "\x00" not in text:
                return Decoded(text, name)
        except (LookupError, UnicodeError):
            pass
    return decode(page)


def article_lines(data: bytes) -> str:
    """The lines of the article in a page, as they are labelled."""
    tree = parse(decode_page(data).text)
    return SourceMap(tree, _find_content(tree, read_metadata(tree))).text


def _find_content(tree: HtmlTree, metadata: Metadata) -> MainContent:
    """The lines of the article; those of JSON-LD if the page shows little of it."""
    body = script_lines(tree)
    titles = tuple(title.value for title in metadata.titles)
    content = find_main_content(tree, titles, confirmed_lines(tree, body))
    add_script_lines(tree, content, body)
    return content


def parse_page(data: bytes, name: str, version: str, model: LineModel | None = None) -> ParsedClip:
    """Parse a page; all offsets count characters of the decoded source."""
    decoded = decode_page(data)
    tree = parse(decoded.text)
    metadata = read_metadata(tree)
    source_map = SourceMap(tree, _find_content(tree, metadata))
    metadata = add_marked_authors(metadata, tree, source_map.content)
    clip = ClipText(source_map.text)
    homes = find_text_homes(tree, source_map.content.chosen)
    if clip.zone and _is_article(clip, source_map, homes):
        clip.zone = None
    lines = label_lines(clip, model)
    away = find_lists_of_links(tree, source_map.content.chosen)
    MarkupHints(source_map, metadata, homes, away).apply(lines)
    assembly = assemble(clip, lines)
    thread = parse_thread(source_map)
    entries = source_map.entries(
        (segment.start, segment.end, segment.role, segment.rule)
        for segment in balance(source_map.text, assembly.log.entries)
    )
    document, evidence, warnings = merge_metadata(
        map_document(assembly.document, source_map, thread) if assembly.document else None,
        map_evidence(assembly.log.evidence, source_map, thread),
        [*span_mapping.map_warnings(assembly.log.warnings, source_map), *thread.warnings],
        metadata,
    )
    language = detect_language(source_map.text)
    return ParsedClip(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language.code or metadata.language,
        parser_version=version,
        segments=balance(decoded.text, entries),
        document=document,
        evidence=(*evidence, *language_evidence(language)),
        warnings=(*decoded.notes, *warnings),
    )


def _is_article(clip: ClipText, source_map: SourceMap, homes: frozenset[int]) -> bool:
    """Whether what looks like readers' comments stands where the text of the article stands."""
    assert clip.zone is not None
    numbers = (source_map.line_at(line.stop - 1) for line in clip.lines[clip.zone.article_end :])
    inside = [number for number in numbers if number is not None and number in homes]
    return sum(is_long(source_map.tree.lines[number].text) for number in inside) > 1


def map_document(document: Document, source_map: SourceMap, thread: HtmlThread) -> Document:
    """The document with its spans in the source, and with the comments found by the markup."""
    mapped = span_mapping.map_document(document, source_map)
    return replace(mapped, comments=thread.comments or mapped.comments)


def map_evidence(evidence: Iterable[Evidence], source_map: SourceMap, thread: HtmlThread) -> list[Evidence]:
    """The evidence with its spans in the source; that of comments found by the markup replaces that of the lines."""
    mapped = span_mapping.map_evidence(evidence, source_map)
    if not thread.comments:
        return mapped
    remaining = [item for item in mapped if not item.field.startswith("comments.")]
    for index, comment in enumerate(thread.comments):
        remaining.append(Evidence(f"comments.{index}.text", Derivation.NORMALISED, "html_comment", comment.spans))
        if comment.author:
            remaining.append(
                Evidence(f"comments.{index}.author", Derivation.VERBATIM, "html_comment", comment.spans, 0.95)
            )
        if comment.parent is not None:
            remaining.append(Evidence(f"comments.{index}.parent", Derivation.RULE, "html_thread", comment.spans, 0.9))
    return remaining
