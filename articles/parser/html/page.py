"""Parses HTML clips: metadata, and the article's lines by the same steps as plain text, with evidence in the source.

The clip's text is the decoded source of the page. Each of its characters has a role: the lines of the article theirs,
the lines of menus and boxes `boilerplate` with the part of the page as rule, tags and scripts `boilerplate`, `markup`.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from dataclasses import replace

from articles.parser import notices, span_mapping
from articles.parser.assemble import AssemblyResult
from articles.parser.clip_text import ClipText
from articles.parser.decoding import Decoded, decode, decode_declared
from articles.parser.document import ClipWarning, Derivation, Document, Evidence
from articles.parser.formats import packing
from articles.parser.formats.source import Traced
from articles.parser.html.comments import HtmlThread, parse_thread
from articles.parser.html.main_content import MainContent, find_main_content
from articles.parser.html.marked_authors import add_marked_authors
from articles.parser.html.markup_hints import MarkupHints
from articles.parser.html.metadata import read_metadata
from articles.parser.html.page_parts import is_long
from articles.parser.html.script_text import add_script_lines, confirmed_lines, script_lines
from articles.parser.html.source_map import SourceMap
from articles.parser.html.text_homes import find_lists_of_links, find_text_homes
from articles.parser.html.tokenizer import parse
from articles.parser.html.tree import HtmlTree
from articles.parser.ledger import balance
from articles.parser.line_labels import LabelledLine
from articles.parser.said import Said
from articles.parser.said_merge import merge_said
from articles.parser.tables import mark_tables
from articles.text.lines import Span

LINES_BESIDE = 6  # lines of the page above and below the article
CHARSET_HEAD_BYTES = 4_096  # bytes in which a page declares its encoding

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def decode_page(data: bytes) -> Decoded:
    """The source of a page in its declared encoding if that fits; else decoded as any other clip."""
    page = packing.unpack(data)
    charset = _CHARSET.search(page[:CHARSET_HEAD_BYTES])
    if charset and not page.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        return decode_declared(page, charset[1]) or decode(page)
    return decode(page)


def _find_content(tree: HtmlTree, metadata: Said) -> MainContent:
    """The lines of the article; those of JSON-LD if the page shows little of it."""
    body = script_lines(tree)
    titles = tuple(title.value for title in metadata.titles)
    content = find_main_content(tree, titles, confirmed_lines(tree, body))
    add_script_lines(tree, content, body)
    return content


class PageLines:
    """The lines of the article in the source of a page."""

    def __init__(self, text: str) -> None:
        self.text = text
        tree = parse(text)
        said = read_metadata(tree)
        self._map = SourceMap(tree, _find_content(tree, said))
        self.said = add_marked_authors(said, tree, self._map.content)
        self._homes = find_text_homes(tree, self._map.content.chosen)

    def clip_text(self) -> ClipText:
        """The lines of the article as plain text; readers' comments only below its end."""
        clip = ClipText(self._map.text)
        clip.breaks, clip.seams = self._map.breaks, self._map.seams
        if clip.zone and _is_article(clip, self._map, self._homes):
            clip.zone = None
        return clip

    def hint(self, clip: ClipText, lines: list[LabelledLine]) -> None:
        """Correct the labels by the markup."""
        away = find_lists_of_links(self._map.tree, self._map.content.chosen)
        MarkupHints(self._map, self.said, self._homes, away).apply(lines)
        clip.tables = mark_tables(lines, self._map.tables)

    def to_source(self, span: Span) -> Span:
        """The span of the source."""
        return self._map.to_source(span)

    def trace(self, assembly: AssemblyResult) -> Traced:
        """The assembly in the source, with the comments that the markup tells and what the page says of itself."""
        source_map = self._map
        thread = parse_thread(source_map)
        entries = source_map.entries(
            (segment.start, segment.end, segment.role, segment.rule)
            for segment in balance(source_map.text, assembly.log.entries)
        )
        document, evidence, warnings = merge_said(
            map_document(assembly.document, source_map, thread) if assembly.document else None,
            map_evidence(assembly.log.evidence, source_map, thread),
            [*span_mapping.map_warnings(assembly.log.warnings, source_map), *thread.warnings],
            self.said,
        )
        document, evidence, warnings = _with_notices(document, evidence, warnings, source_map)
        return Traced(document, entries, evidence, warnings, self.said.language)


def _with_notices(
    document: Document | None, evidence: Sequence[Evidence], warnings: Sequence[ClipWarning], source_map: SourceMap
) -> tuple[Document | None, list[Evidence], list[ClipWarning]]:
    """With what lines right above and below the article tell the desk: a page may set them outside of it."""
    proofs, known, lines = list(evidence), list(warnings), source_map.tree.lines
    places = source_map.chosen_lines
    first, last = (places[0], places[-1]) if places else (0, len(lines) - 1)
    around = [*range(max(0, first - LINES_BESIDE), first), *range(last + 1, last + 1 + LINES_BESIDE)]
    for line in (lines[number] for number in around if number < len(lines)):
        found = notices.find_beside(line.text) if line.text.strip() else None
        if found is None:
            continue
        (start, end) = found.warning.spans[0]
        span = line.source_starts[start], line.source_ends[end - 1]
        if document is not None and document.embargo_until is None and found.until:
            document = replace(document, embargo_until=found.until)
            how = Derivation.ASSUMED if found.is_assumed else Derivation.NORMALISED
            proofs.append(Evidence("embargo_until", how, "note_embargo", (span,)))
        if notices.is_new(found, known):
            known.append(replace(found.warning, spans=(span,)))
    return document, proofs, known


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
