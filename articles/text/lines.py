"""Splits text into lines with their offsets; joined, the lines are the text again."""

import re
from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]  # start and end in characters of the decoded text; end is exclusive

# `str.splitlines()` also breaks at U+2028, U+0085 and form feed; a clip does not.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_TOKEN = re.compile(r"\w+")
_CP1252 = [bytes([byte]).decode("cp1252", "replace") for byte in range(256)]
_SMALL = bytes(char.lower().encode("cp1252")[0] if char.isalnum() or char == "_" else 32 for char in _CP1252)
_SMALL_LATIN = bytes(
    char if chr(char) == "_" else ord(chr(char).lower()) if chr(char).isalnum() else 32 for char in range(256)
)


def tokens(words: str) -> list[str]:
    """The words (`\\w+`) in lower case. Latin-1 is translated by a table, in a quarter of the time, cp1252 in half."""
    try:
        return words.encode("latin-1").translate(_SMALL_LATIN).decode("latin-1").split()
    except UnicodeEncodeError:
        pass
    try:
        return words.encode("cp1252").translate(_SMALL).decode("cp1252").split()
    except UnicodeEncodeError:
        return _TOKEN.findall(words.lower())


def overlap(first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether two spans share a character; spans from JSON are lists."""
    return first[0] < second[1] and second[0] < first[1]


def any_overlap(first: Iterable[Sequence[int]], second: Sequence[Sequence[int]]) -> bool:
    """Whether a span of the one shares a character with a span of the other."""
    return any(overlap(a, b) for a in first for b in second)


class TextLine:
    """A line with its line break. `words` is its text without blanks at the ends, from `begin` to `stop`."""

    __slots__ = ("begin", "end", "gap", "indent", "start", "stop", "text", "words")

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.words = text.strip()
        self.indent = len(text) - len(text.lstrip()) if self.words and self.words[0] != text[0] else 0
        self.begin = start + self.indent
        self.stop = self.begin + len(self.words)
        self.gap = 0  # number of empty lines before it

    @property
    def span(self) -> Span:
        """The span of `words`."""
        return self.begin, self.stop

    def cut(self, length: int) -> None:
        """Remove `length` characters from the front of `words`, which have a role of their own."""
        rest = self.words[length:]
        self.words = rest.lstrip()
        self.begin += length + len(rest) - len(self.words)

    def __repr__(self) -> str:
        return f"Line({self.start}, {self.text!r})"


def split_lines(text: str) -> list[TextLine]:
    """All lines of a text, including empty ones. Line breaks are CR LF, LF and CR only."""
    lines, start = [], 0
    for piece in _LINE.findall(text) if "\r" in text else _pieces(text):
        lines.append(TextLine(start, piece))
        start += len(piece)
    return lines


def _pieces(text: str) -> list[str]:
    """The lines of a text without CR, in less time than the pattern takes."""
    *pieces, last = text.split("\n")
    lines = [piece + "\n" for piece in pieces]
    return [*lines, last] if last else lines


def nonempty_lines(lines: list[TextLine]) -> Iterator[TextLine]:
    """The lines that are not empty, after setting their `gap`."""
    gap = 0
    for line in lines:
        if line.words:
            line.gap = gap
            gap = 0
            yield line
        else:
            gap += 1
