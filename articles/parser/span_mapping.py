"""What was read in a text that stands for another (a page's lines, unwrapped lines), with its spans in that one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from articles.parser.document import ClipWarning, Document, Evidence
from articles.text.lines import Span


class SpanMap(Protocol):
    """The way from a text to its source; a stretch that stands nowhere in it is empty there."""

    def to_source(self, span: Span) -> Span:
        """The stretch of the source of a stretch of the text."""


def map_spans(found: Iterable[Span], way: SpanMap) -> tuple[Span, ...]:
    """Stretches of the text as stretches of the source."""
    return tuple(there for span in found if (there := way.to_source(span))[1])


def map_document(read: Document, way: SpanMap) -> Document:
    """The document with its spans in the source."""
    return replace(
        read,
        body=tuple(replace(block, span=way.to_source(block.span)) for block in read.body),
        images=tuple(replace(one, spans=map_spans(one.spans, way)) for one in read.images),
        comments=tuple(replace(one, spans=map_spans(one.spans, way)) for one in read.comments),
    )


def map_evidence(read: Iterable[Evidence], way: SpanMap) -> list[Evidence]:
    """The evidence with its spans in the source."""
    return [replace(one, spans=map_spans(one.spans, way)) for one in read]


def map_warnings(read: Iterable[ClipWarning], way: SpanMap) -> list[ClipWarning]:
    """The warnings with their spans in the source."""
    return [replace(one, spans=map_spans(one.spans, way)) for one in read]
