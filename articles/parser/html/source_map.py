"""Writes the main content of a page as plain lines and maps their characters to the source."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable

from articles.parser.html.main_content import MainContent
from articles.parser.html.tree import HtmlTree
from articles.parser.ledger import Entry
from articles.parser.roles import Role
from articles.text.lines import Span

NOT_IN_SOURCE = -1  # an inserted character: a line break, a bullet


class SourceMap:
    """`text` is the plain text; `chosen_lines` are the indexes of its lines in the tree, `starts` their offsets."""

    def __init__(self, tree: HtmlTree, content: MainContent) -> None:
        self.tree = tree
        self.content = content
        self.chosen_lines = [index for index, chosen in enumerate(content.chosen) if chosen]
        self.starts: list[int] = []
        self.entries_by_line: dict[
            int, list[Entry]
        ] = {}  # parts of lines outside the text that have a role of their own
        self._source_starts = array("q")
        self._source_ends = array("q")
        self.text = self._write()

    def _write(self) -> str:
        written: list[str] = []
        length = 0
        before = ""
        for index in self.chosen_lines:
            line = self.tree.lines[index]
            tag = self.tree.elements[line.element].tag
            gap = "" if not written else "\n" if tag == before == "li" else "\n\n"
            lead = gap + ("  • " if tag == "li" else "")
            self._source_starts.extend([NOT_IN_SOURCE] * len(lead))
            self._source_ends.extend([NOT_IN_SOURCE] * len(lead))
            self._source_starts.extend(line.source_starts)
            self._source_ends.extend(line.source_ends)
            written += [lead, line.text]
            self.starts.append(length + len(lead))
            length += len(lead) + len(line.text)
            before = tag
        return "".join(written)

    def line_at(self, at: int) -> int | None:
        """The index in the tree of the line that contains a character of the text."""
        place = bisect_right(self.starts, at) - 1
        return self.chosen_lines[place] if place >= 0 else None

    def to_source(self, span: Span) -> Span:
        """The span of the source from the first to the last character of a span of the text."""
        low, high = span
        while low < high and self._source_starts[low] == NOT_IN_SOURCE:
            low += 1
        while high > low and self._source_starts[high - 1] == NOT_IN_SOURCE:
            high -= 1
        if low == high:
            return (0, 0)
        return self._source_starts[low], self._source_ends[high - 1]

    def entries(self, segments: Iterable[tuple[int, int, Role, str]]) -> list[Entry]:
        """Ledger entries for the whole source: the segments of the text, the other lines, the markup between."""
        entries: list[Entry] = []
        for start, end, role, rule in segments:
            if role is not Role.BLANK:
                self._carry(entries, self._source_starts, self._source_ends, start, end, role, rule)
        for index, line in enumerate(self.tree.lines):
            if not self.content.chosen[index]:
                whole: Entry = (0, len(line.text), Role.BOILERPLATE, f"html_{self.content.reasons[index]}")
                for start, end, role, rule in self.entries_by_line.get(index, [whole]):
                    self._carry(entries, line.source_starts, line.source_ends, start, end, role, rule)
        entries.sort(key=lambda entry: entry[0])
        return list(self._with_markup(entries))

    def _carry(
        self,
        entries: list[Entry],
        source_starts: "array[int]",
        source_ends: "array[int]",
        start: int,
        end: int,
        role: Role,
        rule: str,
    ) -> None:
        """Add an entry for each contiguous span of the source that the characters from `start` to `end` occupy."""
        low = high = NOT_IN_SOURCE
        for at in range(start, end):
            source_start = source_starts[at]
            if source_start == NOT_IN_SOURCE or source_ends[at] <= high:
                continue
            if low != NOT_IN_SOURCE and (source_start <= high or self.tree.source[high:source_start].isspace()):
                high = source_ends[at]
                continue
            self._enter(entries, low, high, role, rule)
            low, high = source_start, source_ends[at]
        self._enter(entries, low, high, role, rule)

    def _enter(self, entries: list[Entry], low: int, high: int, role: Role, rule: str) -> None:
        if low == NOT_IN_SOURCE or low >= high:
            return
        words = self.tree.source[low:high]
        low, high = low + len(words) - len(words.lstrip()), high - (len(words) - len(words.rstrip()))
        if low < high:
            entries.append((low, high, role, rule))

    def _with_markup(self, entries: list[Entry]) -> Iterable[Entry]:
        """Add entries for what no line accounts for: tags, scripts, styles, comments."""
        position = 0
        for entry in entries:
            yield from self._gap(position, entry[0])
            yield entry
            position = entry[1]
        yield from self._gap(position, len(self.tree.source))

    def _gap(self, low: int, high: int) -> Iterable[Entry]:
        entries: list[Entry] = []
        self._enter(entries, low, high, Role.BOILERPLATE, "markup")
        return entries
