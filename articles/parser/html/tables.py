"""Finds the tables of a page that hold data, not its layout, and the lines of each of their cells."""

from dataclasses import dataclass, field

from articles.parser.html.tokenizer import HEADINGS
from articles.parser.html.tree import HtmlTree
from articles.parser.tables import MAX_COLUMNS, MAX_ROWS

MAX_CELL_CHARS = 300  # of a table that holds data; where it has headers, of most of its cells
MAX_LINKED_SHARE = 0.6  # of the characters of a table without headers
_NO_DATA = HEADINGS | {"form", "input", "select", "textarea", "video", "iframe", "article", "section", "nav"}
_LAYOUT = ("presentation", "none")
_FIGURE, _FIGCAPTION = frozenset(("figure",)), frozenset(("figcaption",))
_TABLES = ("table", "grid", "treegrid")


@dataclass(slots=True)
class HtmlCell:
    """A cell: the indexes of its lines in the tree, and over how many columns and rows it reaches."""

    is_header: bool
    columns: int
    rows: int
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class HtmlTable:
    """A table: its element, its rows, the lines of its caption, and those of the caption of the figure around it."""

    element: int
    rows: list[list[HtmlCell]] = field(default_factory=list)
    caption: list[int] = field(default_factory=list)
    figcaption: list[int] = field(default_factory=list)
    heads: int = 0
    sides: int = 0
    is_layout: bool = False

    def lines(self) -> list[int]:
        """The indexes of the lines in it, in their order."""
        return [*self.caption, *(n for row in self.rows for cell in row for n in cell.lines)]

    def grid(self) -> list[list[HtmlCell | None]]:
        """The rows with words, each cell at its column; None where there is no cell, or where one reaches over."""
        made: list[list[HtmlCell | None]] = []
        covered: dict[int, int] = {}
        for row in self.rows:
            cells: list[HtmlCell | None] = []
            below: dict[int, int] = {column: rows - 1 for column, rows in covered.items() if rows > 1}
            for cell in row:
                while covered.get(len(cells), 0):
                    cells.append(None)
                first = len(cells)
                cells += [cell, *[None] * (cell.columns - 1)]
                if cell.rows > 1:
                    below |= dict.fromkeys(range(first, first + cell.columns), cell.rows - 1)
            covered = below
            if any(cell and cell.lines for cell in cells):
                made.append(cells)
        width = max(map(len, made), default=0)
        return [[*row, *[None] * (width - len(row))] for row in made]


def find_tables(tree: HtmlTree, chosen: list[bool], title: int | None) -> list[HtmlTable]:
    """The tables of data among the chosen lines, in their order."""
    tables, parts = _read(tree)
    for index, is_chosen in enumerate(chosen):
        if is_chosen:
            _put(tables, parts[tree.lines[index].element], index)
    _add_figcaptions(tree, tables, chosen)
    return [table for table in tables.values() if _is_data(tree, table, title)]


@dataclass(slots=True)
class _Part:
    """Where an element stands: in which table, and in which cell of it or in its caption."""

    table: int = -1
    cell: HtmlCell | None = None
    in_caption: bool = False
    in_head: bool = False


def _read(tree: HtmlTree) -> tuple[dict[int, HtmlTable], list[_Part]]:
    tables: dict[int, HtmlTable] = {}
    parts: list[_Part] = []
    for number, element in enumerate(tree.elements):
        above = parts[element.parent] if element.parent >= 0 else _Part()
        part = above
        if element.tag == "table":
            part = _Part(number)
            tables[number] = HtmlTable(number, is_layout=element.attributes.get("role", "") in _LAYOUT)
            if above.table >= 0:
                tables[above.table].is_layout = True
        elif above.table >= 0:
            table = tables[above.table]
            if element.tag == "tr":
                table.rows.append([])
            elif element.tag == "thead":
                part = _Part(above.table, in_head=True)
            elif element.tag == "caption":
                part = _Part(above.table, in_caption=True)
            elif element.tag in ("td", "th"):
                if not table.rows:
                    table.rows.append([])
                cell = HtmlCell(
                    element.tag == "th" or above.in_head,
                    _span(element.attributes.get("colspan", ""), MAX_COLUMNS),
                    _span(element.attributes.get("rowspan", ""), MAX_ROWS),
                )
                table.rows[-1].append(cell)
                part = _Part(above.table, cell)
            elif element.tag in _NO_DATA:
                table.is_layout = True
        parts.append(part)
    return tables, parts


def _span(value: str, most: int) -> int:
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _put(tables: dict[int, HtmlTable], part: _Part, index: int) -> None:
    if part.table < 0:
        return
    if part.in_caption:
        tables[part.table].caption.append(index)
    elif part.cell is not None:
        part.cell.lines.append(index)
    else:
        tables[part.table].is_layout = True  # words between the cells


def _add_figcaptions(tree: HtmlTree, tables: dict[int, HtmlTable], chosen: list[bool]) -> None:
    """The caption of a figure around one table is that of the table."""
    figures: dict[int, list[HtmlTable]] = {}
    for table in tables.values():
        if not table.caption and (figure := _figure(tree, table.element)) >= 0:
            figures.setdefault(figure, []).append(table)
    if not figures:
        return
    for index, line in enumerate(tree.lines):
        number = tree.nearest(line.element, _FIGCAPTION)
        inside = figures.get(_figure(tree, number), []) if chosen[index] and number >= 0 else []
        if len(inside) == 1:
            inside[0].figcaption.append(index)


def _figure(tree: HtmlTree, number: int) -> int:
    """The figure around an element; -1 if there is none."""
    return tree.nearest(number, _FIGURE)


def _is_data(tree: HtmlTree, table: HtmlTable, title: int | None) -> bool:
    rows, lines = table.grid(), table.lines()
    cells = [cell for row in table.rows for cell in row if cell.lines]
    if table.is_layout or len(cells) < 2 or (title is not None and title in lines):
        return False
    if len(rows) > MAX_ROWS or len(rows[0]) > MAX_COLUMNS:
        return False
    is_head = [all(cell.is_header for cell in row if cell) for row in rows]
    table.heads = min(next((n for n, head in enumerate(is_head) if not head), len(rows)), max(1, len(rows) - 1))
    table.sides = _header_columns(rows[table.heads :])
    lengths = sorted(sum(len(tree.lines[n].text) for n in cell.lines) for cell in cells)
    told = any(cell.is_header for cell in cells) or bool(table.caption)
    told = told or tree.elements[table.element].attributes.get("role", "") in _TABLES
    if told:
        return len(cells) > 1 and lengths[len(lengths) // 2] <= MAX_CELL_CHARS and lengths[-1] <= 4 * MAX_CELL_CHARS
    linked = sum(tree.lines[n].linked for n in lines)
    is_grid = len(rows) > 1 and len(rows[0]) > 1 and 3 * len(cells) >= 2 * len(rows) * len(rows[0])
    return is_grid and lengths[-1] <= MAX_CELL_CHARS and linked <= MAX_LINKED_SHARE * sum(lengths)


def _header_columns(rows: list[list[HtmlCell | None]]) -> int:
    """1 if what stands first in each row below the head is a header, and something else is not; else 0."""
    first = [row[0] for row in rows if row and row[0]]
    others = [cell for row in rows for cell in row[1:] if cell]
    return int(bool(first) and all(cell.is_header for cell in first) and not all(cell.is_header for cell in others))
