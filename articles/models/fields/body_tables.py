"""The tables of a body: how their rows are read, laid out as a grid, and written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile

MAX_COLUMNS = 30  # of a table that somebody may save; what is wider is kept as it is, and refused where it is saved
MAX_ROWS = 500
MAX_PADDED_CELLS = MAX_COLUMNS * MAX_ROWS  # of a table whose rows are made equally long
TABLE_TAGS = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"))
SPANS = ("colspan", "rowspan")
_LINE_END = "<br>"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words and its inline HTML; a cell that spans others stands in the first, and the others are empty."""

    text: str = ""
    html: str = ""
    is_header: bool = False


NO_CELL = Cell()
Rows = tuple[tuple[Cell, ...], ...]
Piece = tuple[str, str]  # HTML and words of a line in a cell


@dataclass(slots=True)
class _OpenCell:
    is_header: bool = False
    columns: int = 1
    rows: int = 1
    pieces: list[Piece] = field(default_factory=list)

    def closed(self) -> Cell:
        """The cell, its lines with breaks between them."""
        html, text = (tuple(part) for part in zip(*self.pieces, strict=True)) if self.pieces else ((), ())
        return Cell(" ".join(" ".join(text).split()), _LINE_END.join(html), self.is_header)


class TableReader:
    """Reads a table tag by tag. A table in a cell is laid out flat: each of its cells becomes a line of that cell.

    `before` holds the lines that stand in the table before its first row: they are no part of it.
    """

    def __init__(self, open_blocks: int) -> None:
        self.open_blocks = open_blocks  # how many blocks are open around the table
        self.before: list[Piece] = []
        self.images: list[int] = []
        self._depth = 1
        self._caption: list[Piece] = []
        self._rows: list[list[_OpenCell]] = []
        self._place = ""  # caption, cell, row or nothing
        self._in_head = False

    def tag(self, name: str, is_end: bool, attributes: dict[str, str]) -> bool:
        """A tag of the table; whether the table ends here."""
        if name == "table":
            self._depth += -1 if is_end else 1
            return not self._depth
        if self._depth > 1:
            return False
        if name in {"th", "td"}:
            self._cell(name, is_end, attributes)
        elif name == "caption":
            self._place = "caption" if not is_end and not self._rows and not self._caption else ""
        else:
            self._place = ""
            if name == "tr" and not is_end:
                self._row()
            elif name != "tr":
                self._in_head = name == "thead" and not is_end
        return False

    def _row(self) -> None:
        self._rows.append([])
        self._place = "row"

    def _cell(self, name: str, is_end: bool, attributes: dict[str, str]) -> None:
        if self._place not in {"row", "cell"}:
            if is_end:
                return
            self._row()
        self._place = "row" if is_end else "cell"
        if not is_end:
            columns, rows = (_number(attributes.get(span, "")) for span in SPANS)
            self._rows[-1].append(_OpenCell(name == "th" or self._in_head, columns, rows))

    def line(self, html: str, text: str) -> None:
        """A line of text at this place; what stands between the cells is a cell of its own."""
        if self._place == "caption":
            self._caption.append((html, text))
        elif self._place == "cell":
            self._rows[-1][-1].pieces.append((html, text))
        elif not self._rows and not self._caption:
            self.before.append((html, text))
        else:
            if self._place != "row":
                self._row()
            self._rows[-1].append(_OpenCell(pieces=[(html, text)]))

    def is_table(self) -> bool:
        """Whether there are cells beside or below each other."""
        return sum(map(len, self.grid())) > 1

    def lines(self) -> list[Piece]:
        """Its lines in their order, where it is no table."""
        return [*self._caption, *(piece for row in self._rows for cell in row for piece in cell.pieces)]

    def caption(self) -> Cell:
        """The caption; without words if there is none."""
        return _OpenCell(pieces=self._caption).closed()

    def grid(self) -> Rows:
        """The rows that have words, each as long as the longest."""
        rows = [row for row in _spread(self._rows) if any(cell.text for cell in row)]
        width = max(map(len, rows), default=0)
        if width <= MAX_COLUMNS and len(rows) * width <= MAX_PADDED_CELLS:
            rows = [row + [Cell()] * (width - len(row)) for row in rows]
        return tuple(map(tuple, rows))


def _number(value: str) -> int:
    return max(1, min(int(value), MAX_ROWS)) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _spread(rows: Iterable[list[_OpenCell]]) -> Iterator[list[Cell]]:
    """The rows with an empty cell at each place over which another cell reaches."""
    below: dict[int, tuple[int, bool]] = {}  # column: rows that are still covered, and whether by a header
    for row in rows:
        cells: list[Cell] = []
        for cell in row:
            _skip(cells, below)
            first = len(cells)
            columns = max(1, min(cell.columns, MAX_COLUMNS - first))
            cells += [cell.closed(), *[Cell(is_header=cell.is_header)] * (columns - 1)]
            if cell.rows > 1:
                covered = range(first, min(first + columns, MAX_COLUMNS))
                below |= dict.fromkeys(covered, (cell.rows, cell.is_header))
        _skip(cells, below)
        below = {column: (left - 1, header) for column, (left, header) in below.items() if left > 1}
        yield cells


def _skip(cells: list[Cell], below: dict[int, tuple[int, bool]]) -> None:
    """Add the cells that a row above covers; those of this row itself are not covered."""
    while len(cells) in below:
        cells.append(Cell(is_header=below[len(cells)][1]))


def head_rows(rows: Rows) -> int:
    """How many rows at the top consist of headers only; never all of them, where there is more than one."""
    heads = sum(1 for _row in takewhile(lambda row: all(cell.is_header for cell in row), rows))
    return heads if heads < len(rows) or heads == 1 else 1


def table_html(caption: str, rows: Rows) -> str:
    """What stands in the table, as HTML: caption, head and body; header cells say what they are headers of."""
    heads = head_rows(rows)
    parts = [f"<caption>{caption}</caption>"] if caption else []
    parts += [f"<{tag}>{_rows_html(part, scope)}</{tag}>" for tag, part, scope in _parts(rows, heads) if part]
    return "".join(parts)


def _parts(rows: Rows, heads: int) -> Iterator[tuple[str, Rows, str]]:
    yield "thead", rows[:heads], "col"
    yield "tbody", rows[heads:], "row"


def _rows_html(rows: Rows, scope: str) -> str:
    return "".join(f"<tr>{''.join(_cell_html(cell, scope) for cell in row)}</tr>" for row in rows)


def _cell_html(cell: Cell, scope: str) -> str:
    return f'<th scope="{scope}">{cell.html}</th>' if cell.is_header else f"<td>{cell.html}</td>"


def table_text(caption: str, rows: Rows) -> str:
    """The table as text: the caption and an empty line, then a line for each row, a tab between its cells."""
    lines = "\n".join("\t".join(cell.text for cell in row).rstrip() for row in rows)
    return f"{caption}\n\n{lines}" if caption else lines


def table_of_text(text: str, heads: int = 0, sides: int = 0) -> tuple[str, Rows]:
    """Caption and rows of a table that was written by `table_text`; its first rows and columns are headers."""
    above, empty_line, below = text.partition("\n\n")
    caption, lines = (above, below) if empty_line else ("", text)
    rows = [[part.strip() for part in line.split("\t")] for line in lines.split("\n") if line.strip()]
    width = max(map(len, rows), default=0)
    made = (
        tuple(
            Cell(part, escape(part, quote=False), n < heads or column < sides)
            for column, part in enumerate([*row, *[""] * (width - len(row))])
        )
        for n, row in enumerate(rows)
    )
    return caption, tuple(made)
