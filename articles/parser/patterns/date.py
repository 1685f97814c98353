"""Dates and times in press text. Impossible dates give None."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.names import label_pattern
from articles.text.lines import Span

MAX_LABEL_CHARS = 60  # characters before a date that are searched for its label
HOME_ZONE = ZoneInfo("Europe/Berlin")  # assumed for times without a zone (PartialDate.zone_is_assumed)


@dataclass(frozen=True, slots=True)
class DateForm:
    """A date with its label („Stand:“), weekday and time. `kind`: issued, updated or "" without a label."""

    span: Span
    date: PartialDate
    label: str = ""
    kind: str = ""


_PLACE = re.compile(r"[A-ZÄÖÜ][^\W\d_]+(?:[ ./-]{1,2}\(?[^\W\d_]+\)?){0,3},\s?")
MAX_PLACED_CHARS = 80
_PREFIX = re.compile(r"\s{0,3}date (\d{4}(?:-\d\d){0,2})(?!\S)[ \t]?")
MAX_KEPT_CHARS = 200  # of a line whose dates are kept
_DIGITS = re.compile(r"\d{4}|\d\.\s?\d{1,2}\.\s?\d\d")  # in every date; looking for them is faster than matching
_TIME = (
    r"(?P<hour>\d{1,2})(?:(?:[:.]|\s?h\s?)(?P<minute>\d\d)(?:[:.]\d\d(?:\.\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?P<clock>Uhr|h\b))?|\s?(?:Uhr|h\b)|\s?(?P<half2>[ap])\.?m\b\.?)"
)
_BETWEEN = r"(?:\s?[,|•·/–-]\s?|\s)?(?:um |at |à |às |gegen |alle (?:ore )?|a las |om |@ |, )?"


@cache
def _core() -> re.Pattern[str]:
    """The date and the time after it; a lookahead on the first character rules out most places."""
    names = "|".join(sorted(map(re.escape, load.months()), key=len, reverse=True))
    behind_day = "|".join(sorted(map(re.escape, load.months_behind_day()), key=len, reverse=True))
    zones = load.table("zones")
    zone = "|".join(map(re.escape, sorted((*zones["minutes"], *zones["place"]), key=len, reverse=True)))
    forms = (
        r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?)(?![\d-])(?:T(?=\d))?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?![\d.]\d|\d)",
        r"(?P<slashday>\d{1,2})/(?P<slashmonth>\d{1,2})/(?P<slashyear>\d{4})(?!\d)",
        rf"(?P<nameday>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?\s?(?:of |de )?(?P<name>{behind_day})\.?,?\s"
        r"(?:de )?(?P<nameyear>\d{4})(?!\d)",
        rf"(?P<enname>{names})\.?\s(?P<enday>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<enyear>\d{{4}})(?!\d)",
        rf"(?P<onlymonth>{names})\.?\s(?P<onlyyear>\d{{4}})(?!\d)",
    )
    first = "".join(sorted({name[0] for name in load.months()}))
    return re.compile(
        rf"(?<![\w.-])(?=[\d{first}])(?:{'|'.join(forms)})(?:{_BETWEEN}{_TIME}(?:\s?(?P<zone>(?:{zone})\b|[+-]\d\d:?\d\d))?)?",
        re.IGNORECASE,
    )


@cache
def _before() -> re.Pattern[str]:
    """What may precede a date and belongs to it: a label, a weekday, „den“."""
    return re.compile(
        rf"(?:(?<!\w)(?:(?P<issued>{label_pattern('date', 'issued')})|(?P<updated>{label_pattern('date', 'updated')}))"
        r"\s?:?\s{0,3})?"
        rf"(?:(?<!\w)(?:{label_pattern('date', 'weekdays')})\.?,?\s{{1,2}})?(?:(?<!\w)(?:den|dem|der|am|vom|le)\s)?\Z",
        re.IGNORECASE,
    )


def find_dates(text: str) -> Iterator[DateForm]:
    """Every date in a text, from left to right."""
    if _DIGITS.search(text) is None:
        return
    yield from _dates_in(text) if len(text) <= MAX_KEPT_CHARS else _each_date(text)


@lru_cache(maxsize=512)
def _dates_in(text: str) -> tuple[DateForm, ...]:
    """The dates of a short line, which several rules ask for one after the other."""
    return tuple(_each_date(text))


def _each_date(text: str) -> Iterator[DateForm]:
    for match in _core().finditer(text):
        form = _form(match)
        if form:
            yield form


def find_date(text: str) -> DateForm | None:
    """The first date in a text."""
    return next(find_dates(text), None)


def parse_date(text: str) -> DateForm | None:
    """The date that a line consists of, with its label and marks („Stand: 19.06.2024, 14:05 Uhr |“)."""
    form = find_date(text) if len(text) < 200 else None
    if form and not (text[: form.span[0]] + text[form.span[1] :]).strip(" \t\r\n|•·,;:()[]–-"):
        return form
    return None


def parse_placed_date(text: str) -> DateForm | None:
    """The day that a line consists of with the place before it: „Muldenau, den 1. März 2024“; its span has both."""
    form = find_date(text) if len(text) < MAX_PLACED_CHARS else None
    if form is None or form.date.precision != "day" or form.label or not _PLACE.fullmatch(text, 0, form.span[0]):
        return None
    return replace(form, span=(0, form.span[1])) if not text[form.span[1] :].strip(" \t\r\n|•·,;.") else None


def parse_prefix(text: str) -> DateForm | None:
    """The mark ` date 2024-06 ` that some extractors put before a clip; the span includes the blanks around it."""
    match = _PREFIX.match(text)
    value = parse_value(match[1]) if match else None
    return DateForm(match.span(), value, "date", "issued") if match and value else None


def parse_value(text: str) -> PartialDate | None:
    """A value of metadata or of the command line: `2024`, `2024-06`, `2024-06-19`, optionally with a time."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return _partial(int(text), None, None)
    match = _core().match(text)
    return form.date if match and (form := _form(match)) else None


def _form(match: re.Match[str]) -> DateForm | None:
    numbers = _numbers(match)
    parsed = _partial(*numbers) if numbers else None
    if parsed is None:
        return None
    end = match.end()
    if parsed.precision == "day" and match["hour"]:
        at, assumed = _time(match, parsed.value)
        if at is None:  # no time after all: „19.06.2024 - 99“
            end = max(match.end(name) for name in ("iso", "year", "slashyear", "nameyear", "enyear"))
        else:
            parsed = PartialDate(parsed.value, "day", at, assumed)
    elif match["hour"]:
        end = max(match.end(name) for name in ("iso", "onlyyear"))
    window = max(0, match.start() - MAX_LABEL_CHARS)
    before = _before().search(match.string[window : match.start()])
    assert before is not None  # the pattern also matches the empty string
    label = before["issued"] or before["updated"] or ""
    kind = "issued" if before["issued"] else "updated" if before["updated"] else ""
    return DateForm((window + before.start(), end), parsed, label, kind)


def _numbers(match: re.Match[str]) -> tuple[int, int | None, int | None] | None:
    if match["iso"]:
        parts = [int(part) for part in match["iso"].split("-")]
        return parts[0], parts[1], parts[2] if len(parts) > 2 else None
    if match["year"]:
        year = int(match["year"])
        return (year if year > 99 else year + (2000 if year < 70 else 1900)), int(match["month"]), int(match["day"])
    if match["slashyear"]:
        first, second = int(match["slashday"]), int(match["slashmonth"])
        if first <= 12 and second <= 12 and first != second:
            return None  # day and month cannot be told apart
        return int(match["slashyear"]), min(first, second), max(first, second)
    if match["nameyear"]:
        return int(match["nameyear"]), load.months_behind_day()[match["name"].casefold()], int(match["nameday"])
    if match["enyear"]:
        return int(match["enyear"]), load.months()[match["enname"].casefold()], int(match["enday"])
    return int(match["onlyyear"]), load.months()[match["onlymonth"].casefold()], None


def _partial(year: int, month: int | None, day: int | None) -> PartialDate | None:
    if not 1600 <= year <= 2199:
        return None
    try:
        value = date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(value, "day" if day else "month" if month else "year")


def _time(match: re.Match[str], day: date) -> tuple[datetime | None, bool]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["half2"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    after_midnight = (hour, minute) == (24, 0)
    if minute > 59 or (hour > 23 and not after_midnight):
        return None, False
    zone = zone_of(match["zone"])
    at = datetime(day.year, day.month, day.day, hour % 24, minute, tzinfo=zone or HOME_ZONE)
    return at + timedelta(days=after_midnight), zone is None


def zone_of(name: str | None) -> tzinfo | None:
    """The zone of that name or offset; None for one that is unknown."""
    if not name:
        return None
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes)) if minutes < 1440 else None
    zones = load.table("zones")
    places = {key.casefold(): place for key, place in zones["place"].items()}
    if name.casefold() in places:
        return ZoneInfo(places[name.casefold()])
    fixed: dict[str, int] = {key.casefold(): value for key, value in zones["minutes"].items()}
    if name.casefold() not in fixed:
        return None
    minutes = fixed[name.casefold()]
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
