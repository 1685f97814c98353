"""The time in the head of a reader's comment: absolute, counted back, glued to the name, with buttons behind it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.patterns.date import find_date
from articles.parser.patterns.names import label_pattern
from articles.parser.patterns.times_ago import find_time_ago
from articles.text.lines import Span

SEPARATORS = " \t,|•·–—-:()[]»«>@"  # between name and time
NUMBER = r"(?:#\s?\d{1,5}|№\s?\d{1,5}|\d{1,4}[.)])"
_NUMERIC = re.compile(  # day and month cannot be told apart
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:,?\s(?:[^\W\d]{1,5}\s)?(?P<clock>\d{1,2}[:h.]\d\d(?::\d\d)?)(?:\s?[ap]\.?m\b\.?)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """The time in the head of a comment. `is_day` if it is a date without a clock."""

    span: Span
    at: datetime | None = None
    ago: timedelta | None = None
    is_day: bool = False


def find_when(words: str) -> When | None:
    """The time in a line, absolute or counted back; a date alone must end the line."""
    if ago := find_time_ago(words):
        return When(ago.span, ago=ago.distance) if not ago.is_day_alone else None
    form = find_date(words)
    if form and form.date.at:
        return When(form.span, form.date.at)
    if form and form.date.precision == "day":
        return When(form.span, is_day=True) if not words[form.span[1] :].strip(SEPARATORS) else None
    match = _NUMERIC.search(words) if not form else None
    if match and (match["clock"] or not words[match.end() :].strip(SEPARATORS)):
        return When(match.span(), is_day=not match["clock"])
    return None


def parse_when(line: str) -> When | None:
    """The time of a line that holds nothing else but words such as „Geschrieben am“, or buttons."""
    words = cut_buttons(line.strip())
    when = find_when(words)
    if when is None:
        ago = find_time_ago(words)
        when = When(ago.span, is_day=True) if ago and ago.span == (0, len(words)) else None
    if when is None or words[when.span[1] :].strip(SEPARATORS):
        return None
    return None if opening_of_time().sub("", words[: when.span[0]]).strip(SEPARATORS) else when


def cut_buttons(words: str) -> str:
    """The head of a comment without the buttons behind it: „… 14:05 | Antworten“, „… Permalink“, „… #“."""
    return words[: match.start()] if (match := _buttons().search(words)) and match.start() else words


@cache
def _buttons() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, load.entries("comment_buttons")), key=len, reverse=True))
    return re.compile(rf"(?:[\s|/•·–-]{{1,4}}(?:{names}|#\d{{0,5}}|↓|›)(?=[\s|/•·–-]|\Z)){{1,5}}\Z", re.IGNORECASE)


@cache
def opening_of_time() -> re.Pattern[str]:
    """What may stand before a time in the head of a comment: a number, „Geschrieben am“, „Permalink“."""
    by, wrote = label_pattern("comments", "by"), label_pattern("comments", "wrote")
    words = f"{by}|{wrote}|{label_pattern('comments', 'beside_names')}|geschrieben|verfasst|gepostet|posted|submitted"
    numbered = label_pattern("comments", "numbered")
    return re.compile(
        rf"\A\s{{0,9}}(?:(?:{NUMBER}|(?:{numbered})\s(?:{NUMBER}|\d{{1,5}}))[:,]?(?:\s|\Z)|(?:(?:{words})(?:\s?:|(?!\w))\s{{0,3}})){{1,3}}",
        re.IGNORECASE,
    )


def find_glued_time(words: str) -> When | None:
    """A time that is joined with the name before it, as some blogs print it: „Sana6. Juni 2015 um 10:23“."""
    match = _glued().fullmatch(words)
    form = find_date(match["when"]) if match else None
    if not match or not form or not form.date.at or form.span != (0, len(match["when"])):
        return None
    return When(match.span("when"), form.date.at)


@cache
def _glued() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, load.months()), key=len, reverse=True))
    return re.compile(
        rf"(?P<name>.{{0,48}}?(?:[^\W\d](?=\d)|\w(?=[^\W\d])|\d(?=\d\d\D)))"
        rf"(?P<when>(?:\d{{1,2}}\.?\s(?:de )?(?:{names})|(?:{names})\s\d).{{6,40}})",
        re.IGNORECASE,
    )
