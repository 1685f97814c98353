"""Writes the main content of a page as plain lines and maps their characters to the source."""

from bisect import bisect_right
from collections.abc import Iterable

from articles.parser.html.main_content import MainContent
from articles.parser.html.tree import HtmlTree
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText, carry, fill
from articles.parser.roles import Role
from articles.text.lines import Span


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
        self._written = MappedText(tree.source)
        self._write()
        self.text = self._written.text

    def _write(self) -> None:
        before = ""
        for index in self.chosen_lines:
            line = self.tree.lines[index]
            tag = self.tree.elements[line.element].tag
            gap = "" if not self.starts else "\n" if tag == before == "li" else "\n\n"
            self._written.insert(gap + ("  • " if tag == "li" else ""))
            begin, _end = self._written.add(line.text, line.source_starts, line.source_ends)
            self.starts.append(begin)
            before = tag

    def line_at(self, at: int) -> int | None:
        """The index in the tree of the line that contains a character of the text."""
        place = bisect_right(self.starts, at) - 1
        return self.chosen_lines[place] if place >= 0 else None

    def to_source(self, span: Span) -> Span:
        """The span of the source from the first to the last character of a span of the text."""
        return self._written.to_source(span)

    def entries(self, segments: Iterable[tuple[int, int, Role, str]]) -> list[Entry]:
        """Ledger entries for the whole source: the segments of the text, the other lines, the markup between."""
        entries = self._written.entries(segment for segment in segments if segment[2] is not Role.BLANK)
        for index, line in enumerate(self.tree.lines):
            if not self.content.chosen[index]:
                whole: Entry = (0, len(line.text), Role.BOILERPLATE, f"html_{self.content.reasons[index]}")
                for entry in self.entries_by_line.get(index, [whole]):
                    entries += carry(self.tree.source, line.source_starts, line.source_ends, entry)
        return list(fill(self.tree.source, entries, "markup"))  # tags, scripts, styles, comments
