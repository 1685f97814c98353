"""Times above readers' comments that are counted back from now: „vor 3 Stunden“, “3 hours ago”, « il y a 3 heures »."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from articles.lexicon import load
from articles.text.lines import Span


@dataclass(frozen=True, slots=True)
class TimeAgo:
    """`distance` is None for months and years, which have no fixed length, and for „einigen“.

    `is_day_alone` for „gestern“ without a clock, which is a word of every text.
    """

    span: Span
    distance: timedelta | None = None
    is_day_alone: bool = False


def find_time_ago(text: str) -> TimeAgo | None:
    """The first such time in a text."""
    match = _pattern().search(text)
    if match is None:
        return None
    return TimeAgo(match.span(), _distance(match), bool(match["day"]) and not match["clock"])


def _distance(match: re.Match[str]) -> timedelta | None:
    if match["now"]:
        return timedelta()
    number = match["number"] or match["number2"]
    if match["day"] or match["more"]:
        return None
    number = "1" if number.casefold() in _folded(load.table("times_ago")["one"]) else number
    seconds = _seconds().get((match["unit"] or match["unit2"]).casefold().rstrip("."), 0)
    return timedelta(seconds=int(number) * seconds) if seconds and number.isdigit() else None


@cache
def _seconds() -> dict[str, int]:
    units = load.table("times_ago")["units"]
    return {word.casefold(): int(seconds) for seconds, words in units.items() for word in words}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    table = load.table("times_ago")
    numbers = rf"\d{{1,3}}|{_any_of([*table['one'], *table['some']])}"
    units = rf"(?:{_any_of(_seconds())})(?!\w)\.?"
    return re.compile(
        rf"(?<!\w)(?:(?:{_any_of(table['before'])})\s(?P<number>{numbers})\s?(?P<unit>{units})"
        rf"(?P<more>(?:,?\s(?:(?:und|and|et|y|e|en)\s)?\d{{1,3}}\s{units}){{1,4}})?"
        rf"|(?P<number2>{numbers})\s?(?P<unit2>{units})\s(?:{_any_of(table['behind'])})"
        rf"|(?P<now>{_any_of(table['now'])})"
        rf"|(?P<day>{_any_of(table['days'])})(?P<clock>,?\s(?:\w{{1,4}}\s)?(?:\w{{2}}\s)?\d{{1,2}}[:.h]\d\d(?:\sUhr|\s?[ap]m)?)?"
        r")(?!\w)",
        re.IGNORECASE,
    )
