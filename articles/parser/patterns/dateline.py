"""Datelines: „Moskau/Berlin taz | “, „Berlin (dpa) - “, „LONDON, June 19 (Reuters) - “, „Pjöngjang/Moskau. “."""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.date import find_date
from articles.parser.patterns.names import find_agency, find_outlet, is_sign, split_list
from articles.text.lines import Span

MAX_DATELINE_CHARS = 120  # of a dateline


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline. `span` covers everything up to the first word of the report, including marks and blanks.

    `text` (at `text_span`) is the dateline of the article: the places as written, or the agencies if there is
    no place. `sure` is the confidence, 0 … 1: lower if only a known place and a dash indicate it.
    """

    span: Span
    text: str
    text_span: Span
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    outlet: str = ""
    signs: tuple[str, ...] = ()
    date_text: str = ""
    date: PartialDate | None = None
    sure: float = 1.0


_TOKEN = r"(?:[A-ZÄÖÜÉÀ-ÞА-ЯŠŽČĆ][\w'’-]*\.?|D\.C\.)"  # noqa: S105 - a word of a place's name
_LINK = r"(?:am|an|der|im|in|bei|ob|vor|auf|de|do|da|la|le|el|los|les|upon|a\.\s?d\.|a\.\s?M\.)"
_PLACE = rf"{_TOKEN}(?:\s(?:{_LINK}\s){{0,2}}{_TOKEN}){{0,3}}(?:\s?\((?:Oder|Saale|Main|Westf|Westfalen|Spree)\.?\))?"
_PLACES = rf"(?:(?P<places>{_PLACE}(?:\s?[/|,]\s?{_PLACE}){{0,3}})(?!\w))"
_MONTH = r"[^\W\d_]{3,9}\.?"
_DAY = (
    rf"(?P<date>\d{{1,2}}(?:\.\s?|\s(?:de\s)?(?=[^\W\d_]{{3}}))(?:\d{{1,2}}\.(?:\d{{2,4}})?|{_MONTH})(?:\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?)"
)
_END = r"(?P<end>\s?[–—-]{1,2}\s|\.?\s?[–—-]\s|\.:?\s{1,2}|:\s|\s?\|\s|\s(?=[A-ZÄÖÜ„“\"»‚]))"

_WITH_BRACKET = re.compile(rf"\s{{0,3}}{_PLACES}?(?:,?\s?{_DAY},?)?\s?[(\[](?P<who>[^()\[\]\n]{{2,50}})[)\]]{_END}")
_WITH_OUTLET = re.compile(rf"\s{{0,3}}{_PLACES}?,?\s?(?P<who>[\w.&-]{{2,20}})\s?(?P<end>\|\s|[–—-]\s|\.\s[–—-]\s)")
_WITH_DAY = re.compile(
    rf"\s{{0,3}}(?P<open>[(\[])?{_PLACES}(?:\s\((?:pm|ots|red|pr|PM|PR)\))?,\s(?:(?:den|am|the)\s|[^\W\d_]{{2,10}}\.?,\s)?{_DAY}"
    rf"(?(open)[)\]]|(?:\s?[(/](?:pm|ots|red|pr|PM|PR|PRNewswire|[A-Z][A-Za-z ]{{2,20}})[)/])?)\s?"
    r"(?P<end>[–—-]{1,2}\s|\.\s?[–—-]?\s|:\s|\|\s|(?(open)(?=[A-ZÄÖÜ„“\"»‚])|(?!)))"
)
_DAY_IN_BRACKETS = re.compile(rf"\s{{0,3}}{_PLACES}\s\({_DAY}\)\s?(?P<end>[–—-]{{1,2}}\s|\.?:?\s)")
_BARE = re.compile(rf"\s{{0,3}}{_PLACES}(?P<end>\.\s?[–—-]\s|\s?[–—-]{{1,2}}\s|\.\s{{1,2}}|\s?\|\s)")
_DOTTED = re.compile(rf"\s{{0,3}}(?:[A-ZÄÖÜ][\w-]{{3,20}}\s\|\s)?{_PLACES}(?P<end>\s?·\s)")  # „Kommentar | Bonn · “
_AGENCY_FIRST = re.compile(
    rf"\s{{0,3}}(?P<who>[A-Za-z-]{{2,12}}(?:/[A-Za-z-]{{2,12}})?)(?:\s|/){_PLACES}(?P<end>\.\s|:\s|\s?[–—-]\s)"
)
_BRACKET_FIRST = re.compile(
    rf"\s{{0,3}}[(\[](?P<who>[^()\[\]\n]{{2,50}})[)\]]\s?[–—-]\s{_PLACES},\s{_DAY}\s?(?P<end>[–—-]\s)"
)
_PATTERNS = (
    *(_BRACKET_FIRST, _WITH_BRACKET, _WITH_OUTLET, _WITH_DAY, _DAY_IN_BRACKETS, _AGENCY_FIRST, _DOTTED, _BARE),
)
_DATED = (_WITH_DAY, _DAY_IN_BRACKETS)
_WEEKDAY = re.compile(
    r",\s(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\Z"
)
_FIRST_WORD = re.compile(r"[„“\"»‚'(«]{0,2}[A-ZÄÖÜÀ-ÞА-Я0-9]")
_NO_PLACES = frozenset(  # words before a day that make no place of those beside them
    (
        *("am", "im", "ab", "seit", "bis", "vom", "zum", "der", "die", "das", "ein", "eine", "es", "er", "sie", "wir"),
        *("heute", "gestern", "morgen", "stand", "datum", "update", "aktualisiert", "veröffentlicht", "erschienen"),
        *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "uhr"),
        *(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "on",
            "the",
            "at",
            "in",
        ),
        *(
            "since",
            "until",
            "published",
            "updated",
            "posted",
            "it",
            "he",
            "she",
            "we",
            "they",
            "an",
            "since",
            "by",
            "von",
        ),
        *("doch", "aber", "und", "oder", "also", "noch", "schon", "dann", "dort", "hier", "nach", "vor", "um", "auf"),
    )
)
_JOINS = re.compile(r"\s?[/,|]\s?|\s(?:und|and|mit)\s")


def parse_dateline(text: str, is_dated: bool = False) -> Dateline | None:
    """The dateline at the beginning of a paragraph. Without agency, outlet and day its place must be a known one.

    With `is_dated`, only one that names a day behind its place.
    """
    head = text[:MAX_DATELINE_CHARS]
    for pattern in _DATED if is_dated else _PATTERNS:
        match = pattern.match(head)
        dateline = _dateline(match) if match else None
        if dateline and _FIRST_WORD.match(text, dateline.span[1]):
            return dateline
    return None


@cache
def _known_places() -> frozenset[str]:
    return load.words("places")


def _dateline(match: re.Match[str]) -> Dateline | None:
    groups = match.groupdict()
    senders = groups.get("who") or ""
    agencies, paper, signs = _parse_senders(senders) if senders else ((), "", ())
    where = groups.get("places") or ""
    if match.re in _DATED:
        where = _WEEKDAY.sub("", where)
    places = _places(where)
    if senders and not (agencies or paper or (signs and places)):
        return None
    if paper and not agencies and not places:
        return None  # „(SPIEGEL) …“ and „taz | …“ alone are not datelines
    has_known_place = any(place.casefold() in _known_places() or _is_compound(place) for place in places)
    if groups["end"].strip() == "·":  # used only after places, or after sections
        has_known_place = not any(place.casefold() in load.words("sections") for place in places)
    is_dated = match.re in _DATED and not _names_no_place(where)
    if places and not (agencies or paper) and not has_known_place and not is_dated:
        return None
    start, end = match.span("places") if places else match.span("who")
    end = start + len(where) if places else end
    day = groups.get("date") or ""
    if day and not _is_day(day):
        return None
    dash = bool(re.search(r"[–—-]", groups["end"]))
    form = find_date(day)
    return Dateline(
        span=match.span(),
        text=match.string[start:end],
        text_span=(start, end),
        places=places,
        agencies=agencies,
        outlet=paper,
        signs=signs,
        date_text=day,
        date=form.date if form else None,
        sure=1.0 if senders or day else 0.8 if dash else 0.95,
    )


def _places(text: str) -> tuple[str, ...]:
    """The places of „Moskau/Berlin“; „MOUNT VERNON, Ill.“ and „Washington, D.C.“ are one place."""
    parts = re.split(r"\s?/(?!Main\b|Oder\b|Saale\b)\s?|\s?\|\s?", text) if text else []
    return tuple(part.strip() for part in parts if part.strip())


def _names_no_place(text: str) -> bool:
    """Whether words before a day are no place although they look like one: „Am Mittwoch“, „Stand“, „The Council“."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    return not words or bool(_NO_PLACES.intersection(words)) or any(word in load.months() for word in words)


def _is_compound(place: str) -> bool:
    """Whether the first word is a known place: „Berlin-Lichterfelde“, „Frankfurt am Main“, „MOSKAU, Region“."""
    first = re.split(r"[-,\s]", place, maxsplit=1)
    return len(first) > 1 and first[0].casefold() in _known_places() and not place.casefold().startswith("halle ")


def _is_day(text: str) -> bool:
    if find_date(text):
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return not words or any(word.casefold() in load.months_behind_day() for word in words)


def _parse_senders(text: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Agencies, outlet and initials of „dpa/lno“, „taz“, „red/APA“; all empty if one part is something else."""
    agencies, paper, signs = [], "", []
    whole = find_agency(text)
    if whole:
        return ((whole.name,) if whole.news else ()), "", ()
    for piece in split_list(text, _JOINS):
        entry = find_agency(piece.text)
        if entry and entry.news:
            agencies.append(entry.name)
        elif name := find_outlet(piece.text):
            paper = paper or name
        elif is_sign(piece.text):
            signs.append(piece.text)
        elif not find_date(piece.text):
            return (), "", ()
    return tuple(dict.fromkeys(agencies)), paper, tuple(signs)
