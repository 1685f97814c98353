"""Finds out which lines of a wrapped text belong together, and how they are joined.

A line was wrapped if the next word would not have fitted into it. The width is the one that explains most breaks within
sentences; if none does, the text is not wrapped. Lines of lists, tables, verse, results, signatures and addresses
end before the width and stay lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from articles.lexicon import load
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.credit import parse_credit
from articles.parser.patterns.dateline import parse_dateline

MIN_WIDTH_CHARS, MAX_WIDTH_CHARS = 30, 250  # characters
MIN_MARKED_WIDTH_CHARS = 48  # of the longest line of an element whose markup tells its lines: below it is verse
MIN_SINGLE_BREAK_CHARS = 45  # of a line that alone shows that a text is wrapped
MAX_UNEXPLAINED_SHARE = 0.34  # breaks without an explanation for each one with it
EARLY_END_FACTOR = (
    1.6  # times its length: against a width so much wider a line that ends early says nothing; verse is like that
)
SOFT_WIDTH_SHARE = 0.88  # of the width: letters have different widths, where lines were broken by their look
MIN_SPARE_CHARS = 8  # left in a line before a long word: there words are not hyphenated
LONG_WORD_CHARS = 10
MAX_LINES_PER_HYPHENATION = 16  # lines for each hyphenated word

BLANK, WORD, HYPHEN = " ", "", "-"  # how a line goes on: with the next word, within a word, behind a hyphen that stays

_CLOSED = '.!?:;…“”"»«)]'
_HYPHENS = "-\u2010\u00ad"
ITEM_MARK = re.compile(
    r"([•▪▫◦‣●○■□◆◇►▶▸→⇒➔➜✓✔✗☐☑☞\uf0b7\uf0a7\uf0d8\u2043>①-⑳])"
    r"|([·*+–—-]|\(?\d{1,3}[.)]|\(?[a-z]\)|[a-z]\.|[A-Z]\)|\(?[ivx]{1,5}\)|[ivx]{2,5}\.|[IVX]{1,5}[.)]|(?:\d{1,2}\.){1,3}\d{1,2}\.?)(?=\s)"
)
_COLUMNS = re.compile(r"\S(?:\t| {3,}|\s\|\s.*\|)\s*\S")
_RULE = re.compile(r"[-=_*~#+.·\s]{3,}")
_INNER_END = re.compile(r"[a-zäöüß]{2}[.!?][“\"»]?\s[„\"»]?[A-ZÄÖÜ]")
_WORD_BEFORE = re.compile(r"[\w-]*\w\Z")
_WORD_BEHIND = re.compile(r"[\w-]*")


@dataclass(slots=True)
class _WrappedLine:
    """A line with tabs expanded: its words, its indentation and its length without trailing blanks, in characters."""

    words: str
    indent: int
    length: int

    @property
    def is_open(self) -> bool:
        """Whether the line ends without an end mark."""
        return self.words[-1] not in _CLOSED


def _wrapped_line(text: str) -> _WrappedLine:
    drawn = text.rstrip().expandtabs(4) if "\t" in text else text.rstrip()
    words = drawn.lstrip()
    return _WrappedLine(words, len(drawn) - len(words), len(drawn))


def _needed_length(line: _WrappedLine, following: _WrappedLine) -> int:
    """The length of a line with the first word of the next appended, in characters."""
    return line.length + len(following.words.split(None, 1)[0]) + (not _is_parted(line))


def _is_parted(line: _WrappedLine) -> bool:
    """Whether a line ends in a hyphen (not a dash)."""
    return line.words[-1] in _HYPHENS and line.words[-2:-1].isalnum()


def _continues(line: _WrappedLine, following: _WrappedLine) -> bool:
    """Whether a sentence certainly continues in the next line."""
    return line.is_open and following.words[0].islower() and any(map(str.isalpha, line.words))


def _continues_word(line: _WrappedLine, following: _WrappedLine, fit: "_WrapWidth") -> bool:
    """Whether a line that fills half the width ends in a hyphen."""
    return _is_parted(line) and following.words[0].isalnum() and line.length * 2 >= fit.width


def find_joins(texts: Sequence[str]) -> list[str | None]:
    """For each line how it joins the line above: BLANK, WORD or HYPHEN; None if it starts a line of its own."""
    lines = [_wrapped_line(text) for text in texts]
    joins: list[str | None] = [None] * len(lines)
    pairs = [n for n in range(len(lines) - 1) if lines[n].words and lines[n + 1].words]
    fit = _WrapWidth.detect(lines, pairs) if pairs else None
    if fit is None:
        return joins
    parting = _Hyphenation(lines, pairs)
    for block in _blocks(pairs):
        for number in _LineBlock(lines, block, fit).joined_lines():
            joins[number + 1] = parting.join_kind(lines[number], lines[number + 1])
    return joins


def _blocks(pairs: list[int]) -> list[list[int]]:
    """The line numbers, grouped by the empty lines between them."""
    blocks: list[list[int]] = []
    for number in pairs:
        if blocks and blocks[-1][-1] == number - 1:
            blocks[-1].append(number)
        else:
            blocks.append([number])
    return blocks


@dataclass(frozen=True, slots=True)
class _WrapWidth:
    """The width at which a text was wrapped, in characters, and the share of it that a line has to fill."""

    width: int
    share: float

    @classmethod
    def detect(cls, lines: list[_WrappedLine], pairs: list[int]) -> "_WrapWidth | None":
        """The width that explains most breaks, or None. Takes linear time."""
        for share in (1.0, SOFT_WIDTH_SHARE):
            if (width := cls._best(lines, pairs, share)) is not None:
                return width
        return None

    @classmethod
    def _best(cls, lines: list[_WrappedLine], pairs: list[int], share: float) -> "_WrapWidth | None":
        size = MAX_WIDTH_CHARS + 2
        sure, likely, other, against, early = ([0] * (size + 1) for _ in range(5))
        for number in pairs:
            line, following = lines[number], lines[number + 1]
            if line.length > MAX_WIDTH_CHARS:
                continue
            need = min(size, int(_needed_length(line, following) / share))
            if _continues(line, following):
                _count(sure, line.length, need)
                _count(against, need, min(size, int(line.length * EARLY_END_FACTOR)))
                _count(early, max(need, int(line.length * EARLY_END_FACTOR)), size)
            else:
                _count(likely if line.is_open and _INNER_END.search(line.words) else other, line.length, need)
        for line in lines:
            if " " in line.words:
                _count(against, 0, min(size, line.length))
        sums = zip(*(accumulate(line) for line in (sure, likely, other, against, early)), strict=True)
        scored = [
            (4 * yes + 2 * maybe + rest - 4 * no, -width)
            for width, (yes, maybe, rest, no, soon) in enumerate(sums)
            if MIN_WIDTH_CHARS <= width <= MAX_WIDTH_CHARS
            and _is_enough(width, yes, maybe, no)
            and (share == 1 or soon * 2 <= yes)
        ]
        return cls(-max(scored)[1], share) if scored else None

    def is_full(self, line: _WrappedLine, following: _WrappedLine) -> bool:
        """Whether the next word would not have fitted into the line."""
        return _needed_length(line, following) > self.width * self.share


def _count(sums: list[int], low: int, high: int) -> None:
    if low < high:
        sums[low] += 1
        sums[high] -= 1


def _is_enough(width: int, sure: int, likely: int, against: int) -> bool:
    if sure == 1 and not likely:
        return against == 0 and width >= MIN_SINGLE_BREAK_CHARS
    return sure > 0 and against <= (sure + likely) * MAX_UNEXPLAINED_SHARE


class _LineBlock:
    """A block of lines between two empty ones."""

    def __init__(self, lines: list[_WrappedLine], pairs: list[int], fit: _WrapWidth) -> None:
        self.rows, self.pairs = lines, pairs
        full = [fit.is_full(lines[n], lines[n + 1]) or _continues_word(lines[n], lines[n + 1], fit) for n in pairs]
        sure = [_continues(lines[n], lines[n + 1]) for n in pairs]
        if not any(full) and sum(sure) > 1:  # a quotation or box, wrapped at its own width
            own = _WrapWidth(max(lines[n].length for n in pairs), 1.0)
            if own.width >= MIN_WIDTH_CHARS and all(own.is_full(lines[n], lines[n + 1]) for n in pairs):
                full = [True] * len(pairs)
        stray = [n for n, (is_full, is_sure) in enumerate(zip(full, sure, strict=True)) if is_sure and not is_full]
        if len(stray) == 1 and sum(full) > 1:  # a line that was shortened later
            full[stray[0]] = True
        self.full, self.sure, self.width = full, sure, fit.width

    def joined_lines(self) -> list[int]:
        """The numbers of the lines that continue in the next one."""
        numbers: list[int] = []
        mark = _mark(self.rows[self.pairs[0]])
        first = True  # of what is being put together
        for at, number in enumerate(self.pairs):
            line, following = self.rows[number], self.rows[number + 1]
            begins = _mark(following)
            goes_on = self.full[at] and (self.sure[at] or line.length <= self.width + LONG_WORD_CHARS)
            goes_on = goes_on and not _is_apart(line, following, at == 0) and self._is_in_line(at, mark, first)
            if goes_on and not (begins and _begins_item(line, begins, mark)):
                numbers.append(number)
                first = False
            else:
                mark, first = begins, True
        return numbers

    def _is_in_line(self, at: int, mark: str, first: bool) -> bool:
        """Whether the indentation of the next line fits; first lines of paragraphs and items may differ."""
        line, following = self.rows[self.pairs[at]], self.rows[self.pairs[at] + 1]
        if following.indent > line.indent:
            return bool(mark) or self.sure[at] or line.is_open
        return following.indent == line.indent or first or self.sure[at]


def _mark(line: _WrappedLine) -> str:
    """The bullet with which a line begins, "1" for any number, or ""."""
    match = ITEM_MARK.match(line.words)
    return "" if match is None else "1" if match[0][0].isdigit() else match[0]


def _begins_item(line: _WrappedLine, mark: str, current: str) -> bool:
    """Whether a mark begins a list item; a dash or a number may stand there because of the wrapping."""
    return mark in "•▪◦‣●○>" or mark == current or not line.is_open


def _is_apart(line: _WrappedLine, following: _WrappedLine, opens: bool) -> bool:
    """Whether two lines are separate: one is a table row or a rule, or the second is a credit, dateline or byline."""
    for candidate in (line, following):
        if _COLUMNS.search(candidate.words) or _RULE.fullmatch(candidate.words):
            return True
    if following.words[0].islower():
        return False
    credit = parse_credit(following.words) if ":" in following.words else None
    if credit and credit.label and following.words.removeprefix(credit.label).lstrip().startswith(":"):
        return True
    return (
        opens
        and not _INNER_END.search(line.words)
        and bool(parse_dateline(following.words) or parse_byline(following.words))
    )


class _Hyphenation:
    """Decides whether hyphens at line ends were added by hyphenation, by evidence in the text itself."""

    def __init__(self, lines: list[_WrappedLine], pairs: list[int]) -> None:
        self.seen: set[str] = set()
        for line in lines:
            self.seen.update(re.findall(r"\w[\w-]*\w", line.words.casefold()))
        self.is_german = sum(" und " in line.words for line in lines) > sum(" and " in line.words for line in lines)
        parted = spared = 0
        lengths = sorted(lines[n].length for n in pairs)
        usual = lengths[len(lengths) * 9 // 10]
        for number in pairs:
            line, following = lines[number], lines[number + 1]
            if _is_parted(line):
                parted += following.words[0].islower()
            elif (
                line.is_open
                and usual - line.length >= MIN_SPARE_CHARS
                and len(following.words.split(None, 1)[0]) >= LONG_WORD_CHARS
            ):
                spared += _needed_length(line, following) > usual
        enough = 1 if self.is_german else 2  # English has many words such as “long-distance”
        self.is_usual = parted >= enough and parted * 2 > spared and parted * MAX_LINES_PER_HYPHENATION >= len(pairs)

    def join_kind(self, line: _WrappedLine, following: _WrappedLine) -> str:
        """How a line is joined with the next: BLANK, WORD or HYPHEN."""
        if not _is_parted(line):
            return BLANK
        if line.words[-1] == "\u00ad":
            return WORD
        if not following.words[0].islower():
            return HYPHEN if following.words[0].isalnum() else BLANK
        behind = _WORD_BEHIND.match(following.words)
        last, head = _WORD_BEFORE.search(line.words[:-1]), behind[0] if behind else ""
        if head.casefold() in load.words("joining_words"):
            return BLANK  # „Vor- und Nachteile“
        before = last[0] if last else ""
        if f"{before}-{head}".casefold() in self.seen:
            return HYPHEN
        if f"{before}{head}".casefold() in self.seen:
            return WORD
        if before[-1:].isdigit() or before.isupper():
            return HYPHEN
        return WORD if self.is_usual or (self.is_german and before[:1].isupper()) else HYPHEN
