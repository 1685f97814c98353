"""The paragraphs of a PDF, from what stands where on its pages: columns, headings, lists, tables, heads of pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

MARGIN_LINES = 2  # at the top and the bottom of a page that can be its head or foot
SAME_SIZE = 0.06  # by which the sizes of one paragraph's lines may differ, as a share
HEADING_SIZE = 1.12  # of a heading's letters, as a multiple of those of the text
MAX_HEADING_CHARS = 220
MAX_BOLD_CHARS = 120  # of a line in bold that is a heading
SINGLE_SPACED = (0.95, 1.7)  # from line to line, in sizes of letters
LEADING = 1.35  # distance of two lines of a paragraph, as a multiple of the usual one
WORD_GAP = 0.2  # between two pieces of one line, in sizes, from which a blank stands between them
CELL_GAP = 1.2  # from which they are apart: of two columns, or of two cells
MIN_COLUMN_LINES = 3
MAX_CROSSING = 0.34  # share of the lines of a page that may cross the gap between its columns: headlines
MIN_GUTTER = 6.0  # points between two columns
MAX_DEPTH = 4  # so often a page is parted into columns
FILLED = 0.6  # share of its column that the usual line of a text fills; cells of tables fill less

_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]{0,5}(?:Seite|S\.|Page|p\.|Blatt)?\s{0,3}\d{1,4}(?:\s?(?:von|of|/)\s?\d{1,4})?[-–—|•\s]{0,5}\Z",
    re.IGNORECASE,
)
_POINT = re.compile(r"[•▪‣◦●■–—\-*\uf0b7\uf0a7]\s{0,4}(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[a-z]\))\s{1,4}(?=\S)")
_STOPS = frozenset('.!?:…“”"»')
_KEPT = re.compile(r"(?:und|oder|bzw|beziehungsweise|sowie|bis|noch|als|and|or)\b")


@dataclass(slots=True)
class Line:
    """A line of one column, or a cell; `page` counts from 0."""

    left: float
    base: float
    right: float
    top: float
    size: float
    bold: int
    words: str
    page: int = 0

    @property
    def is_strong(self) -> bool:
        """Whether all its letters are bold."""
        return self.bold >= len(self.words.replace(" ", ""))


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item (`kind` of those of DocumentText) or table."""

    kind: str  # "paragraph" | "heading" | "point" | "number" | "table"
    words: str = ""
    is_strong: bool = False
    size: float = 0.0
    rows: list[list[str]] = field(default_factory=list)
    is_open: bool = False  # may go on in the next column, or on the next page
    is_first: bool = False  # begins a column


@dataclass(slots=True)
class Layout:
    """What a PDF prints, and what stands at the heads and feet of its pages."""

    blocks: list[Block]
    heads: list[str]


def lay_out(pages: Sequence[Sequence[Line]]) -> Layout:
    """The blocks of the pages, whose pieces are given in any order."""
    joined = [_join_pieces(page) for page in pages]
    sizes: Counter[float] = Counter()
    for page in joined:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.words)
    usual = sizes.most_common(1)[0][0] if sizes else 10.0
    heads = _find_heads(joined)
    blocks: list[Block] = []
    for page in joined:
        lines = [line for line in page if id(line) not in heads]
        for block in _read_page(lines, usual):
            _add(blocks, block)
    return Layout(blocks, [line.words for page in joined for line in page if id(line) in heads])


def _join_pieces(pieces: Sequence[Line]) -> list[Line]:
    """The pieces that stand on one line close to each other, as lines from top to bottom."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: (-round(piece.base), piece.left)):
        last = lines[-1] if lines else None
        size = min(piece.size, last.size) if last else 0.0
        if last and abs(last.base - piece.base) < 0.35 * max(piece.size, last.size):
            gap = piece.left - last.right
            if -size < gap < CELL_GAP * size:
                last.words += (" " if gap > WORD_GAP * size else "") + piece.words
                last.size = last.size if len(last.words) > 2 * len(piece.words) else max(last.size, piece.size)
                last.right, last.top = max(last.right, piece.right), max(last.top, piece.top)
                last.bold += piece.bold
                continue
        lines.append(Line(*(getattr(piece, name) for name in Line.__slots__)))
    return lines


def _find_heads(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The lines at the margins of pages that all of them have, but for numbers; and the numbers of pages."""
    found: set[int] = set()
    margins: list[list[Line]] = []
    for page in pages:
        levels = sorted({round(line.base) for line in page}, reverse=True)
        outer = {*levels[:MARGIN_LINES], *levels[-MARGIN_LINES:]} if len(levels) > 2 * MARGIN_LINES else set(levels[:1])
        margins.append([line for line in page if round(line.base) in outer])
        extremes = {*levels[:1], *levels[-1:]}
        found |= {
            id(line)
            for line in page
            if len(levels) > 2 and round(line.base) in extremes and _PAGE_NUMBER.match(line.words)
        }
    counts = Counter(key for margin in margins for key in {_head_key(line) for line in margin})
    for margin in margins:
        found |= {id(line) for line in margin if counts[_head_key(line)] >= max(2, len(pages) / 3)}
    return found


def _head_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.words.casefold()), round(line.base / 6)


# columns and tables


def _read_page(lines: list[Line], usual: float, depth: int = 0) -> Iterator[Block]:
    """The blocks of a page, or of a column of it, in the order in which they are read."""
    lines = sorted(lines, key=lambda line: (-round(line.base), line.left))
    gutter = _find_gutter(lines) if depth < MAX_DEPTH else None
    if gutter is None:
        for run in _runs(lines):
            table = run if len(_rows(run)) > 1 and _cells_of(run) else []
            yield from _read_table(table) if table else _read_column(run, usual)
        return
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []

    def emit() -> Iterator[Block]:
        """The band so far: its columns, or its table."""
        if left or right:
            if _is_table(left, right):
                yield from _read_table([*left, *right])
            else:
                yield from _read_page(left, usual, depth + 1)
                yield from _read_page(right, usual, depth + 1)
            left.clear()
            right.clear()
        if across:
            yield from _read_column(across, usual)
            across.clear()

    for line in lines:
        if line.left < gutter < line.right:
            if left or right:
                yield from emit()
            across.append(line)
            continue
        if across:
            yield from emit()
        (left if line.right <= gutter else right).append(line)
    yield from emit()


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Stretches of levels on which one line stands, and of those on which several do."""
    run: list[Line] = []
    was_parted = False
    for row in _rows(lines):
        is_parted = len(row) > 1
        if run and is_parted != was_parted:
            yield run
            run = []
        run, was_parted = [*run, *row], is_parted
    if run:
        yield run


def _cells_of(run: Sequence[Line]) -> bool:
    """Whether what stands on several levels in several pieces are the cells of a table."""
    columns = _columns(run)
    if not 1 < len(columns) <= 12:
        return False
    sides = [[line for line in run if start <= line.left <= stop] for start, stop in columns]
    return all(len(side) > 1 for side in sides[:2]) and not any(_is_prose(side) for side in sides)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where the columns of a table go that no line of it crosses."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.left):
        if columns and line.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], line.right))
        else:
            columns.append((line.left, line.right))
    return columns


def _find_gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the widest gap between two columns; None if there is none."""
    if len(lines) < 2 * MIN_COLUMN_LINES:
        return None
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    width = high - low
    narrow = [line for line in lines if line.right - line.left < 0.62 * width]
    if len(narrow) < len(lines) * (1 - MAX_CROSSING) or len(narrow) < 2 * MIN_COLUMN_LINES:
        return None
    best: tuple[float, float] | None = None
    reach = float("-inf")
    for line in sorted(narrow, key=lambda line: line.left):
        if reach > float("-inf") and line.left - reach >= MIN_GUTTER:
            middle = (line.left + reach) / 2
            sides = (
                [entry for entry in narrow if entry.right <= middle],
                [entry for entry in narrow if entry.left >= middle],
            )
            beside = min(len(sides[0]), len(sides[1])) >= MIN_COLUMN_LINES and _overlap(*sides)
            if beside and (best is None or line.left - reach > best[0]):
                best = (line.left - reach, middle)
        reach = max(reach, line.right)
    return best[1] if best else None


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two columns stand beside each other, and not one above the other."""
    low = max(min(line.base for line in left), min(line.base for line in right))
    high = min(max(line.base for line in left), max(line.base for line in right))
    return high > low


def _is_table(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether what stands in two columns belongs together line by line."""
    if len(left) < 2 or len(right) < 2:
        return False
    levels = {round(line.base) for line in left}
    together = sum(round(line.base) in levels for line in right)
    if together < 0.7 * len(right) or together < 0.5 * len(levels):
        return False
    return not any(_is_prose(column) for column in (left, right))


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether the lines of a column fill it, as those of a text do."""
    start, stop = min(line.left for line in column), max(line.right for line in column)
    fill = median((line.right - line.left) / max(stop - start, 1.0) for line in column)
    chars = median(len(line.words) for line in column)
    return fill > FILLED and chars > 20


def _read_table(lines: Sequence[Line]) -> Iterator[Block]:
    """A table: a row for each level, a cell for each stretch of it that no line crosses."""
    starts = _columns(lines)
    rows: dict[int, list[str]] = {}
    for line in sorted(lines, key=lambda line: (-line.base, line.left)):
        cells = rows.setdefault(round(line.base), [""] * len(starts))
        column = next((n for n, (start, stop) in enumerate(starts) if start <= line.left < stop + 0.1), 0)
        cells[column] = f"{cells[column]} {line.words}".strip()
    first = [line for line in lines if round(line.base) == max(rows)]
    head = all(line.is_strong for line in first) and not all(line.is_strong for line in lines)
    yield Block("table", rows=list(rows.values()), is_strong=head)


# paragraphs


def _read_column(lines: Sequence[Line], usual: float) -> Iterator[Block]:
    """The paragraphs of one column."""
    if not lines:
        return
    rows = _rows(lines)
    steps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    usual_step = _usual_step(steps, usual)
    start, stop = min(line.left for line in lines), max(line.right for line in lines)
    paragraph: list[Line] = []
    is_first = True
    for row in rows:
        line = _as_line(row)
        if paragraph and _begins_anew(paragraph, line, usual_step, start, stop):
            yield replace(_as_block(paragraph, usual, stop), is_first=is_first)
            paragraph, is_first = [], False
        paragraph.append(line)
    yield replace(_as_block(paragraph, usual, stop), is_first=is_first)


def _usual_step(steps: Sequence[float], usual: float) -> float:
    """From line to line within a paragraph: of steps that single-spaced lines have a low one, since the others part
    paragraphs, and of short paragraphs there are more of those.
    """
    single = sorted(step for step in steps if SINGLE_SPACED[0] * usual <= step <= SINGLE_SPACED[1] * usual)
    if single:
        return single[len(single) // 4]
    return median([step for step in steps if 0 < step < 3 * usual] or [1.3 * usual])


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-round(line.base), line.left)):
        if rows and abs(rows[-1][0].base - line.base) < 0.35 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _as_line(row: Sequence[Line]) -> Line:
    """What stands on one level of a column, as one line."""
    row = sorted(row, key=lambda line: line.left)
    first = row[0]
    words = " ".join(line.words for line in row)
    bold, size = sum(line.bold for line in row), max(line.size for line in row)
    return Line(first.left, first.base, max(line.right for line in row), first.top, size, bold, words)


def _begins_anew(paragraph: Sequence[Line], line: Line, step: float, start: float, stop: float) -> bool:
    """Whether a line begins a paragraph after those."""
    above = paragraph[-1]
    if abs(above.size - line.size) > SAME_SIZE * above.size or above.is_strong != line.is_strong:
        return True
    if above.base - line.base > LEADING * max(step, 1.05 * line.size) and line.size < 1.5 * step:
        return True
    if _POINT.match(line.words) or (_NUMBER.match(line.words) and above.words[-1] in _STOPS):
        return not (above.words.endswith("-") and _NUMBER.match(line.words))
    hangs = bool(_POINT.match(paragraph[0].words) or _NUMBER.match(paragraph[0].words))
    indent = line.left - start
    if not hangs and 0.7 * line.size < indent < 5 * line.size and above.left - start < 0.5 * line.size:
        return True
    if hangs and line.left <= paragraph[0].left + 1 and len(paragraph) > 0 and above.words[-1] in _STOPS:
        return True
    short = stop - above.right > 0.2 * (stop - start)
    return short and above.words[-1] in _STOPS and not line.words[0].islower()


def _as_block(paragraph: Sequence[Line], usual: float, stop: float) -> Block:
    words = ""
    for line in paragraph:
        words = join_words(words, line.words)
    size = max(line.size for line in paragraph)
    is_strong = all(line.is_strong for line in paragraph)
    if size >= HEADING_SIZE * usual and len(words) <= MAX_HEADING_CHARS:
        return Block("heading", words, size=size)
    for kind, pattern in (("point", _POINT), ("number", _NUMBER)):
        match = pattern.match(words)
        if match and not is_strong:
            return Block(kind, words if kind == "number" else words[match.end() :], size=size)
    last = paragraph[-1]
    return Block(
        "paragraph", words, is_strong and len(words) <= MAX_BOLD_CHARS, size, is_open=last.words[-1] not in _STOPS
    )


def join_words(words: str, following: str) -> str:
    """Two lines of a paragraph; a word that is parted between them is made whole."""
    if not words:
        return following
    if words[-1] in "-\u2010\u00ad" and len(words) > 1 and words[-2].isalpha():
        if following[0].islower() and not _KEPT.match(following):
            return words[:-1] + following
        if following[0].isupper() or following[0].isdigit():
            return words + following
    return f"{words} {following}"


def _add(blocks: list[Block], block: Block) -> None:
    """Add a block, or the rest of a paragraph that goes on in another column or on another page."""
    last = blocks[-1] if blocks else None
    goes_on = (
        last is not None
        and last.kind in ("paragraph", "point", "number")
        and block.kind == "paragraph"
        and not last.is_strong
        and abs(last.size - block.size) <= SAME_SIZE * block.size
        and (
            block.words[0].islower()
            or (block.is_first and last.is_open and last.words[-1] not in _STOPS and len(last.words) > 80)
        )
        and last.words[-1] not in _STOPS
    )
    if goes_on and last is not None:
        last.words, last.is_open = join_words(last.words, block.words), block.is_open
    else:
        blocks.append(block)
