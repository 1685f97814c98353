"""Unwraps text that was wrapped at a width, and maps every character to its place in the wrapped text."""

from array import array
from bisect import bisect_left
from itertools import pairwise

from articles.parser.line_joins import BLANK, ITEM_MARK, WORD, find_joins
from articles.text.lines import Span, TextLine, split_lines


class UnwrappedText:
    """A text without the line breaks within its paragraphs, and the mapping of its characters to the source."""

    def __init__(self, source: str, lines: list[TextLine], joins: list[str | None]) -> None:
        self.source = source
        self._source_starts, self._source_ends = array("q"), array("q")
        parts: list[str] = []
        listed = False  # below a list item the indentation is kept
        for number, line in enumerate(lines):
            after = joins[number + 1] if number + 1 < len(lines) else None
            listed = listed or ITEM_MARK.match(line.words) is not None
            low = line.start if joins[number] is None and (listed or not line.words) else line.begin
            high = line.end if after is None else line.stop - (after == WORD)
            parts.append(source[low:high])
            self._source_starts.extend(range(low, high))
            self._source_ends.extend(range(low + 1, high + 1))
            if after == BLANK:
                parts.append(" ")
                self._source_starts.append(high)
                self._source_ends.append(lines[number + 1].begin)
            elif after == WORD:
                self._source_ends[-1] = line.stop
        self.text = "".join(parts)

    def to_source(self, span: Span) -> Span:
        """The span of the source for a span of the text."""
        low, high = span
        return (self._source_starts[low], self._source_ends[high - 1]) if low < high else (0, 0)

    def from_source(self, span: Span) -> Span:
        """The span of the text for a span of the source."""
        return bisect_left(self._source_starts, span[0]), bisect_left(self._source_starts, span[1])


def unwrap(source: str, lines: list[TextLine] | None = None) -> UnwrappedText | None:
    """The unwrapped text, or None if the text is not wrapped. `lines` are those of the source, if already split."""
    lines = split_lines(source) if lines is None else lines
    if not any(line.words and below.words for line, below in pairwise(lines)):
        return None  # empty lines between all lines
    joins = find_joins([line.text.rstrip("\r\n") for line in lines])
    return UnwrappedText(source, lines, joins) if any(join is not None for join in joins) else None
