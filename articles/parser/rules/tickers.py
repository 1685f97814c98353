"""Rules for dated texts: entries of a live ticker, and dated teasers below an article."""

import re

from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role

MIN_ENTRIES = 3  # entries of a ticker
MAX_ENTRY_CHARS = 160  # of the heading of an entry
MIN_TEASERS = 2  # in a row
MAX_TEASER_CHARS = 420
MAX_DATE_CHARS = 40

_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?: Uhr)?(?: \||:| [-–]) \S")


def ticker_entries(lines: list[LabelledLine]) -> None:
    """Several lines such as `10:58 Uhr | Die Brücke ist frei` become subheadings, and the lines below them text."""
    heads = [
        number
        for number, line in enumerate(lines[:-1])
        if line.words[0].isdigit() and line.traits.length <= MAX_ENTRY_CHARS and _CLOCK.match(line.words)
    ]
    texts = [number for number in heads if lines[number + 1].role in (Role.PARAGRAPH, Role.LEAD)]
    if len(heads) < MIN_ENTRIES or len(texts) * 2 < len(heads):
        return
    for number in heads:
        head, text = lines[number], lines[number + 1]
        plain = text.traits.shape in ("E", "P") and not text.traits.phrase and not text.traits.credit
        if text.role is Role.BOILERPLATE and plain and texts[0] <= number:
            text.relabel(Role.PARAGRAPH, "ticker_entry", 0.6)
        if text.role is Role.PARAGRAPH and head.role in (Role.BOILERPLATE, Role.CAPTION):
            head.relabel(Role.SUBHEADING, "ticker_entry", 0.7)


def dated_teasers(lines: list[LabelledLine]) -> None:
    """Short texts below an article become teasers if each is followed by a line with only a date."""
    pairs: list[int] = []
    number = len(lines) - 2
    while number > 0:
        if _is_dated(lines, number):
            pairs.append(number)
            number -= 2
        elif pairs and (lines[number].role is Role.PARAGRAPH or lines[number].traits.shape == "P"):
            break
        else:
            number -= 1
    if len(pairs) < MIN_TEASERS or not any(line.role is Role.PARAGRAPH for line in lines[: pairs[-1]]):
        return
    for number in pairs:
        if lines[number].role in (Role.PARAGRAPH, Role.SUBHEADING, Role.CAPTION):
            lines[number].relabel(Role.BOILERPLATE, "dated_teaser", 0.7)


def _is_dated(lines: list[LabelledLine], number: int) -> bool:
    text, date = lines[number], lines[number + 1].words
    if text.traits.shape not in ("E", "P", "M") or text.traits.length > MAX_TEASER_CHARS or len(date) > MAX_DATE_CHARS:
        return False
    return date[-1].isdigit() and parse_date(date) is not None
