"""What an agency's text is known by (guid, number, slug, headline), and which text a kill or a correction names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from articles.parser.document import ParsedClip
from articles.parser.formats.agency_lines import read_stamp
from articles.parser.notices import HOLDS
from articles.parser.patterns.date import find_date
from articles.parser.patterns.notice import find_notices, may_hold_notice, strip_label
from articles.text.lines import tokens

MIN_HEADLINE_WORDS = 3
MIN_LINE_WORDS = 4  # of a line of a kill or a correction that may be the headline of the text that it names
HEAD_CHARS, END_CHARS = 2_500, 800  # of a text in which it is named, or names another
HEAD_LINES = 14
MAX_VERSION_DIGITS = 9  # more are a time or a number of the text itself, and no column holds them

KILL, CORRECTION, NEW_VERSION = "kill", "correction", "new_version"
_EVENTS = (CORRECTION, NEW_VERSION)  # the first that a text says holds
_GUID = re.compile(
    r"\b(?P<guid>dpa:\d{6}-\d{2,4}-\d+|urn:newsml:[^\s<>\"'/]+(?::\d{8})?:[^\s<>\"'/]+)(?:[/:]v?(?P<version>\d{1,4}))?(?![\w-])"
)
_CODE = re.compile(r"\b(?P<service>[a-z]{3}|APA|KNA|EPD|SDA|ATS|AFP)(?P<number>\d{4,16})\b")
_AGENCY_NUMBER = re.compile(
    r"\b(?P<agency>dpa|AFP|APA|KNA|epd|SDA|AP|Reuters)(?:/[a-z]{2,5})?\s?[-–]?\s?(?:Nr\.?\s?)?(?P<number>\d{3,5})\b(?!\.\d)"
)
_QUOTED = re.compile(r"[„“«»\"‚‘›‹]([^„“”«»\"‚‘›‹\n]{12,200})[“”«»\"‘’‹›]")
_TAKE = re.compile(
    r"[,\s]+(?:\d(?:st|nd|rd|th)|writethru|ld\b|lead\b|take\b|\d{2,4}\b|update\b).*\Z|[-_](?:\d+(?:st|nd|rd|th)[-_]?ld|writethru).*\Z",
    re.IGNORECASE,
)
_WIRE_SLUG = re.compile(r"[A-Z]{2,}-|--|_")
_SLUG = re.compile(  # of a text that is named: „BC-EU--Hafen-Brand“, “slugged HARBOUR-FIRE”, „Brände/Hessen/“
    r"\b(?P<slug>(?:BC|AP|AM|PM|US|EU|AS|AF|ML|LT)-{1,2}\w[\w-]{3,80})|\b(?i:slugged|slug|stichwort)\b[\s:„“\"']{1,4}(?P<named>\w[\w/&.-]{3,80})"
    r"|(?<![\w/])(?P<path>[A-ZÄÖÜ]\w{2,40}(?:/[A-ZÄÖÜ]\w{2,40}){1,6}/)"
)
_TAKE_WORDS = re.compile(r"writethru|\bld\b|\blead\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that a text is known by. `kind`: guid, number, slug or headline; `value` is normalised.

    `is_loose`: others may have it as well (a keyword line); it needs a second sign.
    """

    kind: str
    value: str
    version: int | None = None
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class TextIdentifiers:
    """What a text is known by, and which others it names. `event` is kill, correction, new_version or "".

    A format or another program may give these itself; read_identifiers() finds them in what was read.
    """

    own: tuple[Identifier, ...] = ()
    named: tuple[Identifier, ...] = ()
    event: str = ""
    day: date | None = None


NOTHING = TextIdentifiers()


def read_identifiers(read: ParsedClip) -> TextIdentifiers:
    """What a clip is known by. NOTHING for a clip that no agency has sent and that tells no event."""
    text = _ends(read.text)
    own = tuple(dict.fromkeys(_own(read, text)))
    is_agency = read.format == "agency" or bool(own) or bool(read.document and read.document.agencies)
    is_kill = any(HOLDS.get(warning.code) in ("kill", "canceled") for warning in read.warnings)
    if not is_agency and not is_kill:
        return NOTHING
    event = KILL if is_kill else _event(read, text)
    headlines = tuple(_headline(read.document.headline)) if read.document else ()
    named = tuple(dict.fromkeys((*own, *headlines, *_named(text)))) if event in (KILL, CORRECTION) else ()
    if event == NEW_VERSION:
        named = tuple(dict.fromkeys((*own, *headlines)))
    known_by = tuple(one for one in own if one.kind == "guid") if event == KILL else (*own, *headlines)
    return TextIdentifiers(known_by, named, event, _day(read))


def _day(read: ParsedClip) -> date | None:
    """The day of a text, or that on which its format says that it was sent: a kill alone is no article with a date."""
    said = [fact.value for fact in read.said if fact.name == "date"]
    found = [read.document.date] if read.document and read.document.date else []
    found += [stamp for words in said if (stamp := read_stamp(words))]
    found += [form.date for words in said if (form := find_date(words))]
    return next((known.value for known in found if known.precision == "day"), None)


def _ends(text: str) -> str:
    return text if len(text) <= HEAD_CHARS + END_CHARS else f"{text[:HEAD_CHARS]}\n{text[-END_CHARS:]}"


def _own(read: ParsedClip, text: str) -> Iterator[Identifier]:
    facts = [(fact.name, fact.value) for fact in read.said]
    version = next((_version(value) for name, value in facts if name == "version"), None)
    for name, value in facts:
        if name == "guid":
            yield guid(value, version)
        elif name == "number":
            yield Identifier("number", normalise(value))
        elif name == "slug" and _WORD.search(bare_slug(value)):
            yield Identifier("slug", normalise(bare_slug(value)), None, not _WIRE_SLUG.search(value))
    if read.format == "agency":
        yield from _numbers("\n".join(line for line in text.splitlines() if line.strip())[:200])
    if "dpa:" in text or "urn:newsml:" in text:  # to look for these takes next to no time
        for match in _GUID.finditer(text):
            yield guid(match["guid"], _version(match["version"] or ""))


def _numbers(text: str) -> Iterator[Identifier]:
    for match in _CODE.finditer(text):
        yield Identifier("number", normalise(match[0]))
    for match in _AGENCY_NUMBER.finditer(text):
        yield Identifier("number", normalise(match["agency"] + match["number"]))


def _named(text: str) -> Iterator[Identifier]:
    """The texts that a kill or a correction names in its words: by number, by keyword line, or by headline."""
    yield from _numbers(text)
    for match in _SLUG.finditer(text):
        words = match["slug"] or match["named"] or match["path"]
        if _WORD.search(bare_slug(words)):
            yield Identifier("slug", normalise(bare_slug(words)), None, bool(match["path"]))
    for match in _QUOTED.finditer(text):
        yield from _headline(match[1])
    for line in [line for line in text.splitlines() if line.strip()][:HEAD_LINES]:
        words = strip_label(line)
        if len(_WORD.findall(words)) >= MIN_LINE_WORDS and len(words) <= 220:
            yield from _headline(words)


def _headline(words: str) -> Iterator[Identifier]:
    value = normalise(strip_label(words))
    if len(value.split()) >= MIN_HEADLINE_WORDS:
        yield Identifier("headline", value)


def _event(read: ParsedClip, text: str) -> str:
    """What a text says that it does to an earlier one."""
    found: set[str] = set()
    for fact in read.said:
        if fact.name == "status" and fact.value == "correction":
            found.add(CORRECTION)
        elif fact.name == "take" and _TAKE_WORDS.search(fact.value):
            found.add(NEW_VERSION)
        elif fact.name == "event":
            found |= _kinds([fact.value])
    lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
    found |= _kinds([*lines, *([read.document.headline] if read.document else [])])
    return next((event for event in _EVENTS if event in found), "")


def _kinds(lines: Iterable[str]) -> set[str]:
    kinds = set()
    for line in lines:
        if len(line) <= 220 and may_hold_notice(words := tokens(line), set(words)):
            first = next(iter(find_notices(line)), None)
            if first is not None and first.kind in (CORRECTION, NEW_VERSION):
                kinds.add(first.kind)
    return kinds


def guid(value: str, version: int | None = None) -> Identifier:
    """A guid; a version behind its last slash is none of it: „urn:newsml:dpa.com:20090101:240619-99-1/3“.

    The number at the end of a web address is the text's own: the addresses of others differ in nothing else.
    """
    bare, _, behind = value.strip().rpartition("/")
    found = None if "//" in value else _version(behind)
    if bare and found is not None:
        return Identifier("guid", bare.casefold(), found if version is None else version)
    return Identifier("guid", value.strip().casefold(), version)


def _version(value: str) -> int | None:
    """The number of a version; None for what is no number or has more digits than one has."""
    return int(value) if value.isdecimal() and len(value) <= MAX_VERSION_DIGITS else None


def bare_slug(value: str) -> str:
    """A slug without its take: „BC-EU--Hafen-Brand, 1st Ld-Writethru,150“."""
    return _TAKE.sub("", value.strip("^<> ")).strip(" ,/-")


def headline_words(headline: str) -> frozenset[str]:
    """The words of a headline, without the label of a correction."""
    return frozenset(normalise(strip_label(headline)).split())


def normalise(value: str) -> str:
    """The words of an identifier in lower case, with one blank between them."""
    return " ".join(_WORD.findall(value.casefold().replace("_", " ")))
