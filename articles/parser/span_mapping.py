"""What was read in a text that stands for another (a page's lines, unwrapped lines), with its spans in that one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from articles.parser.document import Document, Evidence, Warning
from articles.text.lines import Span


class Way(Protocol):
    """The way from a text to its source; a stretch that stands nowhere in it is empty there."""

    def back(self, span: Span) -> Span:
        """The stretch of the source of a stretch of the text."""


def spans(found: Iterable[Span], way: Way) -> tuple[Span, ...]:
    """Stretches of the text as stretches of the source."""
    return tuple(there for span in found if (there := way.back(span))[1])


def document(read: Document, way: Way) -> Document:
    """The document with its spans in the source."""
    return replace(
        read,
        body=tuple(replace(block, span=way.back(block.span)) for block in read.body),
        images=tuple(replace(one, spans=spans(one.spans, way)) for one in read.images),
        comments=tuple(replace(one, spans=spans(one.spans, way)) for one in read.comments),
    )


def evidence(read: Iterable[Evidence], way: Way) -> list[Evidence]:
    """The evidence with its spans in the source."""
    return [replace(one, spans=spans(one.spans, way)) for one in read]


def warnings(read: Iterable[Warning], way: Way) -> list[Warning]:
    """The warnings with their spans in the source."""
    return [replace(one, spans=spans(one.spans, way)) for one in read]
