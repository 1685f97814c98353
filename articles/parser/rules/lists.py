"""Items of lists, in all the ways that lists are written: bullets, numbers, letters, Roman numerals, several levels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.parser.line_labels import LabelledLine
from articles.parser.roles import Role

MIN_ITEMS = 2
BULLETS = "•◦▪▫‣*·○●■□◆◇►▶▸→⇒➔➜✓✔✗☐☑☞–—+-\uf0b7\uf0a7\uf0d8\u2043\u2219"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_MARKS = (  # kind, form; the group is what counts on
    ("bullet", re.compile(rf"[{re.escape(BULLETS)}](?=\s)")),
    ("o", re.compile(r"o(?=\s)")),
    ("levels", re.compile(r"(?:\d{1,2}\.){1,3}(\d{1,2})\.?(?=\s+[^\W\d])")),
    ("number", re.compile(r"(\d{1,3})[.)](?=\s)")),
    ("bracketed", re.compile(r"\((\d{1,3})\)(?=\s)")),
    ("dashed", re.compile(r"(\d{1,3})\s[–—-](?=\s)")),
    ("circled", re.compile(rf"([{CIRCLED}])(?=\s|\w)")),
    ("letter", re.compile(r"\(?([a-z])\)(?=\s)|([a-z])\.(?=\s)")),
    ("capital", re.compile(r"\(?([A-Z])\)(?=\s)")),
    ("roman", re.compile(r"\(?([ivx]{1,5})\)(?=\s)|([ivx]{2,5})\.(?=\s)")),
    ("Roman", re.compile(r"\(?([IVX]{1,5})[.)](?=\s)")),
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an item: what kind it is of, the length in characters with the blanks behind it, and its number."""

    kind: str
    length: int
    number: int = 0

    def follows(self, other: "Mark") -> bool:
        """Whether an item with this mark can be the next behind one with the other."""
        return self.kind == other.kind and (self.kind in {"bullet", "o"} or self.number == other.number + 1)

    @property
    def is_first(self) -> bool:
        """Whether a list can begin so."""
        return self.kind in {"bullet", "o"} or self.number <= 1


def marks_of(words: str) -> list[Mark]:
    """The marks with which a line may begin: „i)“ is a letter and a Roman numeral."""
    marks: list[Mark] = []
    if words[0].isalpha() and words[1:2] != " " and "." not in (head := words[:8]) and ")" not in head:
        return marks  # most lines: no number or letter ends there
    for kind, form in _MARKS:
        if match := form.match(words):
            rest = words[match.end() :]
            length = match.end() + len(rest) - len(rest.lstrip())
            if length < len(words):
                value = next((group for group in match.groups() if group), "")
                marks.append(Mark(kind, length, _number(kind, value)))
    return marks


def _number(kind: str, value: str) -> int:
    if kind in {"bullet", "o"}:
        return 0
    if kind == "circled":
        return CIRCLED.index(value) + 1
    if kind in {"letter", "capital"}:
        return ord(value.lower()) - ord("a") + 1
    if kind.lower() == "roman":
        values = [_ROMAN[letter] for letter in value.lower()]
        return sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    return int(value)


def list_items(lines: list[LabelledLine]) -> None:
    """The items of a list in the text become list items, and what introduces it and goes on below it text."""
    is_page = any(line.label.rule.startswith("html_") for line in lines)
    for items in _lists(lines):
        first, last = min(items), max(items)
        if not _is_in_text(lines, items):
            continue
        if is_page and any(lines[number].role is Role.BOILERPLATE for number in items):  # the markup has decided
            continue
        for number, mark in items.items():
            line = lines[number]
            if line.role is not Role.LIST_ITEM:
                line.relabel(Role.LIST_ITEM, "list_item", 0.8)
            if line.mark:  # the markup says more
                continue
            if mark.kind in {"bullet", "o"} or (mark.kind == "number" and items[first].number == 1):
                line.mark, line.is_numbered = mark.length, mark.kind == "number"
        above = lines[first - 1]
        if above.words.endswith(":") and above.role in (Role.BOILERPLATE, Role.CAPTION, Role.KICKER):
            above.relabel(Role.PARAGRAPH, "above_list", 0.7)
        below = lines[last + 1] if last + 1 < len(lines) else None
        if below is not None and below.role is Role.BOILERPLATE and _is_plain(below):
            below.relabel(Role.PARAGRAPH, "below_list", 0.6)


def _lists(lines: list[LabelledLine]) -> Iterator[dict[int, Mark]]:
    """The lists: for each the places of its items with their marks, nested ones among them."""
    place = 0
    while place < len(lines):
        items = _list_at(lines, place)
        if len(items) >= MIN_ITEMS:
            yield items
            place = max(items)
        place += 1


def _list_at(lines: list[LabelledLine], place: int) -> dict[int, Mark]:
    """The longest list that begins in this line."""
    best: dict[int, Mark] = {}
    for first in marks_of(lines[place].words):
        if not first.is_first:
            continue
        items, levels, number = {place: first}, [first], place + 1
        while number < len(lines):
            marks = marks_of(lines[number].words)
            onward = next(((m, level) for level in levels[::-1] for m in marks if m.follows(level)), None)
            inward = next((m for m in marks if m.is_first and m.kind not in {level.kind for level in levels}), None)
            if onward:
                mark, level = onward
                levels = [*levels[: levels.index(level)], mark]
            elif inward and lines[number].text_line.indent > lines[place].text_line.indent:
                mark = inward
                levels = [*levels, mark]
            else:
                break
            items[number] = mark
            number += 1
        best = items if len(items) > len(best) else best
    return best


def _is_in_text(lines: list[LabelledLine], items: dict[int, Mark]) -> bool:
    """Whether a list belongs to the text: half of it is known to, or it is introduced by a line of the text.

    A list between two paragraphs that nothing introduces is one of links to other articles.
    """
    first = min(items)
    said = [lines[number] for number in items]
    if first == 0 or any(line.role in (Role.HEADLINE, Role.BYLINE, Role.CREDIT) for line in said):
        return False
    if sum(bool(line.traits.phrase) for line in said) * 2 >= len(said):
        return False
    above = lines[first - 1]
    if above.traits.phrase or above.traits.credit:
        return False
    texts = (Role.PARAGRAPH, Role.LEAD, Role.SUBHEADING, Role.QUOTE, Role.LIST_ITEM)
    before = next((line for line in reversed(lines[:first]) if line.role in texts), None)
    if before is None:
        return False
    if sum(line.role in texts and line.role is not Role.SUBHEADING for line in said) * 2 >= len(said):
        return True
    if not above.words.endswith(":"):
        return False
    if above.role in texts or above.label.rule == "subheading_without_text":
        return True
    last = max(items)
    goes_on = last + 1 < len(lines) and (lines[last + 1].role in texts or _is_plain(lines[last + 1]))
    return goes_on and first > 1 and lines[first - 2].role in texts and any(map(_is_said, said, items.values()))


def _is_said(line: LabelledLine, mark: Mark) -> bool:
    """Whether an item is a sentence or goes on with one: headlines of other articles do neither."""
    words = line.words[mark.length :]
    return words[-1] in ".;," or words[0].islower()


def _is_plain(line: LabelledLine) -> bool:
    return line.traits.shape in ("E", "P") and not (line.traits.phrase or line.traits.credit or line.traits.bullet)
