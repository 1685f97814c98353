"""Writes the main content of a page as plain lines and maps their characters to the source."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from articles.parser.html.main_content import MainContent
from articles.parser.html.tables import HtmlTable, find_tables
from articles.parser.html.tree import HtmlLine, HtmlTree
from articles.parser.ledger import Entry
from articles.parser.line_joins import MIN_MARKED_WIDTH_CHARS, find_joins
from articles.parser.mapped_text import MappedText, carry, fill
from articles.parser.roles import Role
from articles.parser.tables import TextTable
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
        self.tables: list[TextTable] = []
        self.breaks: list[int] = []  # offsets of the blanks in a line that stand for line breaks
        self.seams: frozenset[int] = frozenset()  # … that stand between two inline elements side by side
        self._written = MappedText(tree.source)
        self._write()
        self._place_breaks()
        self.text = self._written.text

    def _write(self) -> None:
        """One line for each chosen line, but for tables: theirs is one for each row."""
        tables = find_tables(self.tree, self.content.chosen, self.content.title)
        within = {index: table for table in tables for index in table.lines()}
        places: dict[int, Span] = {}
        before = ""
        for index in self.chosen_lines:
            tag = self.tree.elements[self.tree.lines[index].element].tag
            table = within.get(index)
            if table is None:
                gap = "" if not self.starts else "\n" if tag == before == "li" else "\n\n"
                self._written.insert(gap + ("  • " if tag == "li" else ""))
                places[index] = self._add(index)
            elif index == table.lines()[0]:
                self._written.insert("\n\n" if self.starts else "")
                self._write_table(table, places)
            before = tag
        self.tables = [self._placed(table, places) for table in tables]

    def _place_breaks(self) -> None:
        """Where the lines have breaks, but for those that only wrap the text at a width."""
        seams: list[int] = []
        broken: list[tuple[int, HtmlLine]] = []
        for start, index in zip(self.starts, self.chosen_lines, strict=False):
            line = self.tree.lines[index]
            seams += [start + at for at in line.seams]
            if line.breaks:
                broken.append((start, line))
        self.seams = frozenset(seams)
        if not broken:
            return
        pieces: list[str] = []
        places: list[int] = []
        for start, line in broken:
            bounds = [0, *line.breaks, len(line.text)]
            own = [line.text[low:high].strip() for low, high in pairwise(bounds)]
            if max(map(len, own)) < MIN_MARKED_WIDTH_CHARS:
                own = [""] * len(own)
            pieces += ["", *own]
            places += [-1, -1, *(start + at for at in line.breaks)]
        joins = find_joins(pieces)
        self.breaks = [at for at, join in zip(places, joins, strict=True) if at >= 0 and join is None]

    def _add(self, index: int) -> Span:
        """Write a line of the tree; returns where it stands."""
        line = self.tree.lines[index]
        span = self._written.add(line.text, line.source_starts, line.source_ends)
        self.starts.append(span[0])
        return span

    def _write_table(self, table: HtmlTable, places: dict[int, Span]) -> None:
        """Its caption, and its rows with tabs between the cells."""
        for index in table.caption:
            places[index] = self._add(index)
            self._written.insert("\n")
        for number, row in enumerate(table.grid()):
            self._written.insert("\n" if number else "")
            for column, cell in enumerate(row):
                self._written.insert("\t" if column else "")
                for place, index in enumerate(cell.lines if cell else ()):
                    self._written.insert(" " if place else "")
                    places[index] = self._add(index)

    def _placed(self, table: HtmlTable, places: dict[int, Span]) -> TextTable:
        """The table with the spans of its cells in the text."""

        def span_of(lines: list[int]) -> Span:
            return (places[lines[0]][0], places[lines[-1]][1]) if lines else (0, 0)

        rows = tuple(tuple(span_of(cell.lines) if cell else (0, 0) for cell in row) for row in table.grid())
        spans = [span for row in rows for span in row if span[1]]
        caption = span_of(table.caption or table.figcaption)
        return TextTable(
            (min(spans)[0], max(spans)[1]),
            rows,
            table.heads,
            "html_table",
            caption if caption[1] else None,
            table.sides,
        )

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
