"""Finds the tables of a text (columns parted by tabs, bars, or blanks that stand in line) and takes them as one block.

A page's tables come from its markup (`html/tables.py`); from here on both are the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import BLOCK_KINDS, Role
from articles.text.lines import Span, TextLine, overlap

MAX_COLUMNS = 30  # the same as of a body's table: models/fields/body_tables.py
MAX_ROWS = 500
MIN_ROWS = {"tabs": 2, "framed": 2, "bars": 3, "blanks": 3}
MAX_CELL_CHARS = 160
MAX_CAPTION_CHARS = 120
_NUMBERED = re.compile(
    r"(?:Tabelle|Tab\.|Table|Übersicht|Uebersicht|Overview|Aufstellung)(?:\s?[\dA-Z]{1,3}(?:\.\d{1,2})?)?\s?[.:|–—-]\s+\S"
)
_SOURCE = re.compile(
    r"[(\[*]?\s?(?:Quellen?|Sources?|Stand|Daten|Data|Alle Angaben|Angaben|All figures)\s?(?:[:/]|in\s|ohne\s)"
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]{3,110}[)\]]\.?")
_TAB = re.compile(r"\t")
_BAR = re.compile(r"\|")
_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"[|+:=\s–—-]*(?:-{2,}|={2,}|–{2,}|—{2,})[|+:=\s–—-]*")  # between head and body, or around them
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"[-•·*–—▪◦‣●○>]\s")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table: the spans of each row's cells (an empty one where a cell has no words), and how many rows are headers.

    `caption` and `source` are spans outside of the rows; `span` reaches from the first row to the last.
    """

    span: Span
    rows: tuple[tuple[Span, ...], ...]
    heads: int
    rule: str
    caption: Span | None = None
    sides: int = 0  # columns of headers at the left
    source: Span | None = None  # a line below: where the figures come from, their unit

    def holds(self, span: Span) -> bool:
        """Whether a line belongs to it."""
        return any(overlap(span, part) for part in (self.span, self.caption, self.source) if part)


def find_tables(text: str, lines: Sequence[TextLine]) -> list[TextTable]:
    """The tables of a plain text, in their order."""
    tables: list[TextTable] = []
    if not any(mark in text for mark in ("\t", "|", "  ")):
        return tables
    for block in _blocks(lines):
        if len(block) < min(MIN_ROWS.values()):
            continue
        rows = [(line, kind) for line in block for kind in [_kind(line.words)]]
        for kind, group in groupby(rows, key=lambda row: row[1]):
            run = [line for line, _kind_ in group]
            if kind and (table := _READERS[kind](text, kind, run)):
                tables.append(table)
    return [_with_words_beside(table, lines) for table in tables]


def _with_words_beside(table: TextTable, lines: Sequence[TextLine]) -> TextTable:
    """The table with its caption, above or below it, and with what is said below of its figures."""
    numbers = [number for number, line in enumerate(lines) if overlap(line.span, table.span)]
    first, last = numbers[0], numbers[-1]
    above = lines[first - 1] if first > 1 else None
    below = lines[last + 1 : last + 3]
    caption = above.span if above and _is_caption_above(above, lines[first].gap) else None
    source: Span | None = None
    for line in below:
        if line.gap > 1 or len(line.words) > MAX_CAPTION_CHARS:
            break
        if caption is None and source is None and _NUMBERED.match(line.words):
            caption = line.span
        elif source is None and (_SOURCE.match(line.words) or (not line.gap and _BRACKETED.fullmatch(line.words))):
            source = line.span
        else:
            break
    return replace(table, caption=caption, source=source) if caption or source else table


def _is_caption_above(line: TextLine, gap: int) -> bool:
    """Whether a line names the table below it: „Tabelle 1: Preise“, or words without an end mark right above it."""
    words = line.words
    if len(words) > MAX_CAPTION_CHARS or gap > 1 or _kind(words):
        return False
    return bool(_NUMBERED.match(words)) or (not gap and line.gap > 0 and words[-1] not in '.!?:;,…“”"»')


def _blocks(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """The lines between two empty ones."""
    block: list[TextLine] = []
    for line in lines:
        if line.gap and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _kind(words: str) -> str:
    if "\t" in words:
        return "tabs"
    if words[0] == words[-1] == "|" and words.count("|") > 2:
        return "framed"
    if _RULE.fullmatch(words) and len(words) > 2:
        return "framed" if words[0] in "|+" else "bars" if "|" in words or "+" in words else "blanks"
    if "|" in words:
        return "bars"
    return "blanks" if _GAP.search(words) and not _ITEM.match(words) else ""


def _whole(text: str, line: TextLine) -> Span:
    """The line with the blanks at its ends: a cell without words may stand there."""
    end = line.end - (len(text[line.start : line.end]) - len(text[line.start : line.end].rstrip("\r\n")))
    return line.start, end


def _parted(text: str, kind: str, run: list[TextLine]) -> TextTable | None:
    """A table whose cells are parted by a character; every row has as many."""
    mark = _TAB if kind == "tabs" else _BAR
    rows: list[list[Span]] = []
    heads = 0
    for line in run:
        if kind != "tabs" and _RULE.fullmatch(line.words):
            heads = heads or len(rows)
            continue
        start, end = (line.start, _whole(text, line)[1]) if kind == "tabs" else line.span
        if kind == "framed":
            start, end = start + 1, end - 1
        rows.append(_cells(text, start, end, mark))
    widths = {len(row) for row in rows}
    if kind == "tabs" and widths:
        rows = _even(rows)
        widths = {len(row) for row in rows}
    return _table(text, kind, run, rows, heads if len(widths) == 1 else -1)


def _even(rows: list[list[Span]]) -> list[list[Span]]:
    """The rows without empty cells at their ends, and those that are one or two shorter as long as the others."""
    bare = [row[: max((n + 1 for n, cell in enumerate(row) if cell[0] < cell[1]), default=0)] for row in rows]
    width = max(map(len, bare))
    return [
        row + [(row[-1][1], row[-1][1])] * (width - len(row)) if 0 < width - len(row) < 3 and row else row
        for row in bare
    ]


def _cells(text: str, start: int, end: int, mark: re.Pattern[str]) -> list[Span]:
    cells, at = [], start
    for match in mark.finditer(text, start, end):
        cells.append(_bare(text, at, match.start()))
        at = match.end()
    return [*cells, _bare(text, at, end)]


def _bare(text: str, start: int, end: int) -> Span:
    """The span without the blanks at its ends; empty at its start if there is nothing else."""
    words = text[start:end]
    low = start + len(words) - len(words.lstrip())
    return (low, end - (len(words) - len(words.rstrip()))) if words.strip() else (start, start)


def _aligned(text: str, kind: str, run: list[TextLine]) -> TextTable | None:
    """A table whose columns stand in line: between two of them every row has a blank at the same place, or is short."""
    heads = 0
    rows: list[TextLine] = []
    for line in run:
        if _RULE.fullmatch(line.words):
            heads = heads or len(rows)
        else:
            rows.append(line)
    if len(rows) < MIN_ROWS[kind]:
        return None
    texts = [text[line.start : _whole(text, line)[1]] for line in rows]
    starts = _columns(texts)
    if len(starts) < 2:
        return None
    made = []
    for line, words in zip(rows, texts, strict=True):
        bounds = [*starts, max(len(words), starts[-1])]
        spans = [(min(low, len(words)), min(high, len(words))) for low, high in pairwise(bounds)]
        made.append([_bare(text, line.start + low, line.start + high) for low, high in spans])
    return _table(text, kind, run, made, heads)


def _columns(texts: list[str]) -> list[int]:
    """Where the columns begin: behind each gap of two places at which no row has a letter."""
    width = max(map(len, texts))
    free = [all(len(words) <= at or words[at] == " " for words in texts) for at in range(width)]
    starts = [at for at in range(2, width) if free[at - 1] and free[at - 2] and not free[at]]
    first = next((at for at in range(width) if not free[at]), 0)
    # every row but the head fills the first column, and most rows each of the others
    columns = [first, *(at for at in starts if at > first)]
    filled = [
        sum(1 for words in texts if words[low:high].strip())
        for low, high in zip(columns, [*columns[1:], width], strict=True)
    ]
    is_table = filled[0] >= len(texts) - 1 and all(2 * number > len(texts) for number in filled)
    return columns if is_table else []


def _table(text: str, kind: str, run: list[TextLine], rows: list[list[Span]], heads: int) -> TextTable | None:
    if heads < 0 or not MIN_ROWS[kind] <= len(rows) <= MAX_ROWS or not 2 <= len(rows[0]) <= MAX_COLUMNS:
        return None
    words = [[text[low:high] for low, high in row] for row in rows]
    cells = [cell for row in words for cell in row if cell]
    if max(map(len, cells), default=0) > MAX_CELL_CHARS or 3 * len(cells) < 2 * sum(map(len, words)) or _leads(cells):
        return None
    heads = heads or int(_is_head(words))
    span = (run[0].begin, run[-1].stop)
    return TextTable(span, tuple(map(tuple, rows)), min(heads, len(rows) - 1), f"table_{kind}")


def _leads(cells: list[str]) -> bool:
    """Whether the cells are sentences: columns of a newspaper side by side, or blanks within a text."""
    sentences = sum(1 for cell in cells if len(cell) > 40 or (cell[-1] in ".!?" and len(cell.split()) > 3))
    return 3 * sentences > len(cells)


def _is_head(rows: list[list[str]]) -> bool:
    """Whether the first row names its columns: no number in it, and a column of numbers below."""
    if len(rows) < 2 or any(_DIGIT.search(cell) for cell in rows[0]) or not all(rows[0][1:]):
        return False
    columns = list(zip(*rows[1:], strict=True))
    return any(all(_DIGIT.search(cell) for cell in column if cell) and any(column) for column in columns)


_READERS: dict[str, Callable[[str, str, list[TextLine]], TextTable | None]] = {
    **dict.fromkeys(("tabs", "framed", "bars"), _parted),
    "blanks": _aligned,
}


def mark_tables(lines: list[LabelledLine], tables: list[TextTable]) -> list[TextTable]:
    """Give the lines of each table that stands in the text its role; returns those tables."""
    kept = []
    for table in tables:
        numbers = [n for n, line in enumerate(lines) if table.holds(line.text_line.span)]
        if numbers and _stands_in_text(lines, numbers):
            kept.append(table)
            for number in numbers:
                lines[number].relabel(Role.TABLE, table.rule, 0.9)
    return kept


def _stands_in_text(lines: list[LabelledLine], numbers: list[int]) -> bool:
    """Whether text stands above the table, and below it too, or right above it, or its own rows are taken for text."""
    texts = (*BLOCK_KINDS, Role.LEAD)
    inside = set(numbers)
    above = any(line.role in texts for line in lines[: numbers[0]])
    below = any(line.role in texts for n, line in enumerate(lines[numbers[0] :], numbers[0]) if n not in inside)
    beside = numbers[0] > 0 and lines[numbers[0] - 1].role in texts
    own = sum(1 for n in numbers if lines[n].role in texts)
    return (above and (below or beside)) or (own * 2 > len(numbers) and (above or below))


def table_at(tables: Sequence[TextTable], span: Span) -> int | None:
    """The number of the table to which a line belongs."""
    return next((number for number, table in enumerate(tables) if table.holds(span)), None)
