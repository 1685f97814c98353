"""Maps the spans of a parsed text (extracted or unwrapped lines) to spans of its source."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from articles.parser.document import ClipWarning, Document, Evidence
from articles.text.lines import Span


class SpanMap(Protocol):
    """Maps spans of a text to spans of its source; a span without a counterpart becomes (0, 0)."""

    def to_source(self, span: Span) -> Span:
        """The span of the source for a span of the text."""


def map_spans(spans: Iterable[Span], span_map: SpanMap) -> tuple[Span, ...]:
    """Spans of the source, without those that have no counterpart."""
    return tuple(mapped for span in spans if (mapped := span_map.to_source(span))[1])


def map_document(document: Document, span_map: SpanMap) -> Document:
    """The document with its spans in the source."""
    return replace(
        document,
        body=tuple(replace(block, span=span_map.to_source(block.span)) for block in document.body),
        images=tuple(replace(part, spans=map_spans(part.spans, span_map)) for part in document.images),
        comments=tuple(replace(part, spans=map_spans(part.spans, span_map)) for part in document.comments),
    )


def map_evidence(evidence: Iterable[Evidence], span_map: SpanMap) -> list[Evidence]:
    """The evidence with its spans in the source."""
    return [replace(entry, spans=map_spans(entry.spans, span_map)) for entry in evidence]


def map_warnings(warnings: Iterable[ClipWarning], span_map: SpanMap) -> list[ClipWarning]:
    """The warnings with their spans in the source."""
    return [replace(warning, spans=map_spans(warning.spans, span_map)) for warning in warnings]
