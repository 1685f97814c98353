"""Rules for dated texts: entries of a live ticker, and dated teasers below an article."""

import re
from itertools import pairwise

from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.date import parse_date
from articles.parser.roles import Role

MIN_ENTRIES = 3  # entries of a ticker
MAX_ENTRY_CHARS = 160  # of the heading of an entry
MAX_LINES_TO_TEXT = 2  # from the head of an entry to its text: time, heading, text
MAX_LINES_TO_TICKER = 3  # from the text above it
MAX_LINES_OF_ENTRY = 12  # lines
MIN_TEASERS = 2  # in a row
MAX_TEASER_CHARS = 420
MAX_DATE_CHARS = 40
STOPS = '.!?…“”"»)'

_TIME = (
    r"(?:(?:um\s)?(?:[01]?\d|2[0-4])[:.][0-5]\d(?:\s?Uhr|\s?[ap]\.?m\.?|h)?|(?:[01]?\d|2[0-4])\sUhr"
    r"|\d{1,3}(?:\s?\+\s?\d{1,2})?(?:\.\s?(?:Spielm|M)inute|\.\s?Min\.?|['’′]))"
)
_DAY = (
    r"(?:(?:[A-Z]\w{1,10}(?:tag|woch|day)|Mo|Di|Mi|Do|Fr|Sa|So)\.?,?\s"
    r"|\d{1,2}\.\s?(?:\d{1,2}\.|\w{3,9})\s?(?:\d{4})?,?\s)"
)
_WHEN = rf"{_DAY}{{0,2}}{_TIME}"
_STARS = r"(?:\+{2,5}|\*{2,5}|={2,5}|#{2,5}|>{2,5})"
_BULLET = r"(?:[•◦▪‣*·●–-]\s{1,3})?"
_ALONE = re.compile(rf"{_BULLET}(?:{_STARS}\s?)?[\[(]?{_WHEN}[\])]?:?(?:\s?{_STARS})?")
_HEADED = re.compile(rf"{_BULLET}(?:{_STARS}\s?)?[\[(]?{_WHEN}[\])]?(?:\s?[|:–—-]|(?<=[\])]))\s?\S.*")
_BULLET_BEFORE = re.compile(r"[•◦▪‣·●]\s{1,3}(?=\S)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STARRED = re.compile(rf"{_STARS}\s?[^+*=#>\s].*?\s?{_STARS}")


def ticker_entries(lines: list[LabelledLine]) -> None:
    """The heads of a live ticker become subheadings, and what stands below them text.

    A head is a time, alone or with a heading behind or below it: `10:58 Uhr | Die Brücke ist frei`,
    `+++ 10:58 Uhr: Die Brücke ist frei +++`, `12. Minute`. There are several, each with a text below.
    """
    heads = {number: text for number in range(len(lines) - 1) if (text := _text_of_entry(lines, number))}
    if len(heads) < MIN_ENTRIES:
        return
    first = min(heads)
    near = [*lines[max(first - MAX_LINES_TO_TICKER, 0) : first], *(lines[text] for text in heads.values())]
    is_whole = sum(text - number + 1 for number, text in heads.items()) * 2 > len(lines)  # the clip is a ticker
    if not is_whole and not any(line.role in (Role.PARAGRAPH, Role.LEAD, Role.LIST_ITEM) for line in near):
        return
    if _follow_each_other(lines, heads) < MIN_ENTRIES:
        return
    above = [line for line in lines[:first] if _may_be_headline(line)]
    if above and not any(line.role is Role.HEADLINE for line in lines[:first]):  # an entry was taken for it, or nothing
        above[0].relabel(Role.HEADLINE, "above_ticker", 0.7)
    for line in lines[max(first - 1, 0) : first]:
        is_plain = line.traits.shape in ("E", "P") and not (line.traits.phrase or line.traits.credit)
        if line.role is Role.BOILERPLATE and is_plain:
            line.relabel(Role.PARAGRAPH, "above_ticker", 0.6)
    for number, text in heads.items():
        for head in lines[number:text]:
            if head.role is not Role.HEADLINE or above:
                head.relabel(Role.SUBHEADING, "ticker_entry", 0.8)
                head.mark = bullet.end() if (bullet := _BULLET_BEFORE.match(head.words)) else 0
        line = lines[text]
        is_kept = line.role not in (Role.BOILERPLATE, Role.CAPTION, Role.SUBHEADING)
        if not (is_kept or line.traits.phrase or line.traits.credit):
            line.relabel(Role.PARAGRAPH, "ticker_entry", 0.6)


def _may_be_headline(line: LabelledLine) -> bool:
    words = line.words
    return len(words) <= MAX_ENTRY_CHARS and words[-1] not in STOPS and not (line.traits.phrase or line.traits.credit)


def _text_of_entry(lines: list[LabelledLine], number: int) -> int:
    """The place of the text below the head of an entry at this line; 0 where none begins here."""
    words = lines[number].words
    if len(words) > MAX_ENTRY_CHARS:
        return 0
    if _ALONE.fullmatch(words):
        for place in range(number + 1, min(number + 1 + MAX_LINES_TO_TEXT, len(lines))):
            if _is_text(lines[place]):
                is_teaser = lines[place].role is Role.BOILERPLATE and _YEAR.search(words)
                return 0 if is_teaser else place
            if len(lines[place].words) > MAX_ENTRY_CHARS or _ALONE.fullmatch(lines[place].words):
                break
        return 0
    is_head = _STARRED.fullmatch(words) or (_HEADED.fullmatch(words) and words.rstrip()[-1] not in ".;")
    return number + 1 if is_head and _is_text(lines[number + 1]) else 0


def _is_text(line: LabelledLine) -> bool:
    """Whether a line can be the text of an entry: a sentence, and no head of another."""
    words = line.words.rstrip()
    return words[-1] in STOPS and " " in words and not (_HEADED.fullmatch(words) or _STARRED.fullmatch(words))


def _follow_each_other(lines: list[LabelledLine], heads: dict[int, int]) -> int:
    """How many heads there are before a stretch without one that is longer than an entry can be."""
    longest = run = 1
    for before, number in pairwise(heads):
        run = run + 1 if number - before <= MAX_LINES_OF_ENTRY else 1
        longest = max(longest, run)
    return longest


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
