"""Plain text, also wrapped at a width: what no other format recognises."""

from articles.parser import limits, span_mapping
from articles.parser.assemble import AssemblyResult
from articles.parser.clip_text import ClipText
from articles.parser.decoding import decode
from articles.parser.formats.source import Source, Traced
from articles.parser.line_labels import LabelledLine
from articles.parser.tables import find_tables, mark_tables
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span, TextLine, split_lines


class PlainLines:
    """The lines of a text, unwrapped where it was wrapped. Raises UnreadableClip (`too_long`)."""

    def __init__(self, text: str) -> None:
        limits.check_wrapped(text)
        self.text = text
        self._lines: list[TextLine] | None = split_lines(text)
        self._unwrapped = unwrap(text, self._lines)

    def clip_text(self) -> ClipText:
        """The unwrapped lines."""
        if self._unwrapped:
            return ClipText(self._unwrapped.text)
        lines, self._lines = self._lines, None  # whoever labels them changes them
        return ClipText(self.text, lines)

    def hint(self, clip: ClipText, lines: list[LabelledLine]) -> None:
        """Find the tables: nothing else is known of plain lines beside their words."""
        clip.tables = mark_tables(lines, find_tables(clip.text, clip.article))

    def to_source(self, span: Span) -> Span:
        """The span of the wrapped text."""
        return self._unwrapped.to_source(span) if self._unwrapped else span

    def trace(self, assembly: AssemblyResult) -> Traced:
        """The assembly in the wrapped text."""
        document, log, unwrapped = assembly.document, assembly.log, self._unwrapped
        if unwrapped is None:
            return Traced(document, log.entries, log.evidence, log.warnings)
        return Traced(
            span_mapping.map_document(document, unwrapped) if document else None,
            [(*unwrapped.to_source((start, end)), role, rule) for start, end, role, rule in log.entries],
            span_mapping.map_evidence(log.evidence, unwrapped),
            span_mapping.map_warnings(log.warnings, unwrapped),
        )


def matches(data: bytes, name: str) -> bool:
    """Any file: whether it is text, its bytes tell when they are decoded."""
    return True


def read(data: bytes, name: str) -> Source:
    """The decoded text. Raises UnreadableClip if the bytes hold none."""
    decoded = decode(data)
    return Source(decoded.text, decoded.encoding, PlainLines(decoded.text), notes=decoded.notes)
