"""The lines around an agency's report: transmission heads, slug lines, notes, contacts, sign-offs, end marks."""

import re
from datetime import UTC, datetime
from functools import cache

from articles.lexicon import load
from articles.parser.authors import read_byline
from articles.parser.document import PartialDate
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.date import HOME_ZONE, find_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.names import find_agency
from articles.parser.patterns.note import parse_note

MAX_SLUG_CHARS = 100
MAX_HEAD_LINE_CHARS = 160  # of a note or an author in the head
MAX_KEYWORDS = 2  # of a line of keywords without a stroke
MAX_AGENCY_WORDS = 5  # of the line that names the author's agency
CONTROLS = "".join(map(chr, (*range(9), *range(14, 32), 127)))

# „bdt0173 3 vm 148  dpa 0525“, „APA0123 5 CI 0148    Mi, 19.Jun 2024“: IPTC 7901, with its control characters or not
IPTC_HEAD = re.compile(
    r"(?P<service>[A-Za-z]{2,5})(?P<number>\d{3,5})\s+(?P<urgency>\d)\s+(?P<category>[A-Za-z]{1,5})\s+(?P<words>\d{1,5})"
    r"(?P<rest>(?:\s.*)?)\Z"
)
# „x1234-----“ and „r i BC-EU--Hafen-Brand 1stLd-Writethru   06-19 0150“: ANPA 1312, with the codes of its selectors
ANPA_NUMBER = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?P<rest>[A-Z]{0,6}\x1f?[a-z]{0,8}[-\s]*)\Z")
ANPA_HEAD = re.compile(
    r"(?P<urgency>[fbudrahs])\s(?P<category>[a-z])[\x00-\x1f]{0,3}\s(?P<slug>\S.*?)\s+(?P<day>\d\d-\d\d)"
    r"(?:\s+(?P<words>\d{3,5}))?\Z"
)
# „KNA2024061900123“
NUMBER_HEAD = re.compile(r"(?P<service>[A-Za-z]{3,4})[- ]?(?P<number>\d{8,16})\Z")
ANPA_URGENCIES = {"f": "1", "b": "2", "u": "3", "d": "4", "r": "4", "a": "5", "h": "6", "s": "6"}

_SLUG_PART = r"[^\s/:.?!,;]+(?:[ .-][^\s/:?!,;]+){0,2}"
_SLUG = re.compile(rf"/?{_SLUG_PART}(?:\s?/\s?{_SLUG_PART}){{0,8}}/?(?:\s\([A-Z][^()]{{2,20}}\))?\Z")
_WIRE_SLUG = re.compile(r"(?:BC|AM|PM|AP|FBC|[A-Z]{2})-+[A-Z]{2,3}(?:-{1,2}|_|\s)\S.*\Z")
_REUTERS_SLUG = re.compile(r"[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+(?:/[A-Z0-9-]*)?(?:\s\([A-Z0-9 ,]+\))?\Z")
_AFP_SLUG = re.compile(r"[A-Z][\w.]*(?:-[\w.]+)*,[\w-]+(?:[,-][\w-]+)*\Z")
_SUBHEADLINE = re.compile(r"(?:Utl|UTL|Untertitel|Unterzeile)\.?\s?:\s*")
_NOTE = re.compile(
    r"(?:Eds?|EDS?|Editors?|Redaktionelle[rn]? Hinweise?|Hinweise?|Achtung|ACHTUNG|Anm(?:erkung)?|Attention|ATTENTION"
    r"|Note to editors|Bitte beachten)\b[^:]{0,40}:"
    r"|EDITOR['’]?S['’]? NOTE\b|AP (?:Photos?|Graphics?|Videos?|Audio)\b(?:[\s,]+[A-Z]{2,5}\d+)*\s*\Z",
)
_ROUTE = re.compile(r"\*\d{2,5}<\s?\^?")  # before a slug
_OWN_STAFF = re.compile(r"korrespondent|redaktion|reporter|correspondent|staff|writers?\b|journalist", re.IGNORECASE)
_COUNT = re.compile(r"(?:(?:1st|2nd|3rd|[4-9]th)\s|\d{1,2}\.?\s?|neue?\s|new\s)+")  # „2. Zusammenfassung“
_BRACKETED = re.compile(r"\([^()]{2,140}\)\Z")
_DATELINE = re.compile(r"[^\W\d_][^()\n]{1,80}\((?:[^()\n]{2,40})\)\s?[-–—_]{1,2}\s")
_CORRECTION = re.compile(r"korrektur|berichtig|correct|korr\b|rectif|präzisierung|fehlerhaft", re.IGNORECASE)
_WITHDRAWAL = re.compile(
    r"\bkill(?:ed)?\b|annullier|zurückgezogen|zieht\b.{0,40}\bzurück|withdraw|storniert|eliminat"
    r"|nicht (?:zu )?verwenden|nicht verwertbar|bitte (?:die )?(?:meldung|meldungen) (?:streichen|löschen)",
    re.IGNORECASE,
)
_ADVISORY = re.compile(r"\b(?:advisory|vorschau|advance|terminvorschau|hfr|vorabmeldung)\b", re.IGNORECASE)
_TEST = re.compile(r"\btest(?:meldung|sendung| message)?\b", re.IGNORECASE)

# the end
_STAMP = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s+(?:(?P<zone>GMT|UTC)\s+)?(?P<month>[^\W\d_]{3,4})\.?\s+(?P<year>\d{2}|\d{4})\Z"
)
_ISO_STAMP = re.compile(r"[A-Za-z]{2,4}\d{3,5}\s+(?P<iso>\d{4}-\d\d-\d\d)\s?/\s?(?P<time>\d\d:\d\d)\Z")
_ANPA_STAMP = re.compile(
    r"AP(?:-[A-Z]{2,3})?-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s(?P<hour>\d\d)(?P<minute>\d\d)\s?(?P<zone>[A-Z]{3,4})\Z"
)
_KNA_END = re.compile(r"\((?:KNA|EPD|epd|SDA|sda|ATS|ats|APA|dpa)(?:\s?[-–]\s?.*|\\?/[a-z]{2,4})\)\Z")
_SIGN = re.compile(
    r"(?:dpa|epd|kna|afp|ap|apa|sda|ats|rtr|reuters|dapd|ddp|sid|dts|ots)(?:[-/ ][a-z]{1,8}\d{0,2}){1,8}\Z"
)
_INITIALS = re.compile(r"[a-zäöü]{2,4}(?:[/-][a-zäöü]{2,4}){1,3}\Z")  # „ebe/mmu“: who wrote, who checked
_MARK = re.compile(
    r"(?:NNNN|-\s?30\s?-|==\w{2,12}|[A-Z]{2,4}-\d\d:\d\d-\d\d-\d\d-\d\d|\+{3,}|#{3,}|[-_=]{3,}|\*(?:\s?\*){2,}|ENDE|ENDS|END|\(?(?:END|ENDE|SCHLUSS)\)?|ENDITEM)\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\((?:Schlu(?:ss|ß)|Ende|Forts(?:etzung|\.)?[^()]{0,20}|MORE|END|mehr)\)(?:\s+\S{1,24})?\Z", re.I
)
_CREDITS = re.compile(
    r"\((?:Reporting|Additional reporting|Writing|Editing|Compiled|Berichte?|Reporter|Geschrieben|Redigiert|Büro)\b"
    r".{3,400}\)\.?\Z",
    re.DOTALL | re.IGNORECASE,
)
_CONTACT = re.compile(r"\(\(.{3,300}\)\)\Z", re.DOTALL)

# blocks behind the report
_BLOCK = re.compile(
    r"(?:#{1,3}\s*(?:(?:\w{2,4}\s)?(?:Notebook|Contacts?)\b|Note to editors|Editorial\b)"
    r"|#{1,3}\s*(?:Notizblock|Redaktionell|Orte\b|Internet|Links|Service|Bild|Hinweis|(?:\w{2,4}-)?Kontakt)|Notizblock\Z"
    r"|\*(?:\s?\*){2,}\Z"
    r"|(?:Die|Nur) (?:folgenden?|nachfolgenden?) (?:Informationen|Angaben|Kontakte)\b"
    r"|(?:Achtung:? )?Nicht zur Veröffentlichung\b|Not for publication\b"
    r"|The following (?:information )?is not (?:intended )?for publication"
    r"|Rückfragen(?:hinweis)?\s?:|(?:Presse)?[Kk]ontakt(?:e)?\s?:)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"nicht zur Veröffentlichung|nicht für die Veröffentlichung|"
    r"not (?:intended )?for publication|kontakte?\b|contacts?\b|rückfrage",
    re.IGNORECASE,
)
_HINTS = re.compile(r"hinweis|eds\b|editors|redaktion(?:ell)", re.IGNORECASE)

SERVICES = {  # the agencies by the letters before a report's number
    "apa": "APA",
    "afp": "AFP",
    "kna": "KNA",
    "epd": "epd",
    "sda": "sda",
    "bsd": "sda",
    "ats": "sda",
    "rtr": "Reuters",
    "reu": "Reuters",
    **dict.fromkeys(("bdt", "dpa", "lhe", "lnw", "lby", "lsw", "lno", "lbn", "lni", "lrs", "lth", "lsn", "eud"), "dpa"),
}


def core(words: str) -> tuple[int, int]:
    """The span of a line's words without control characters and the marks of ANPA: `^` before, `<` behind."""
    start = len(words) - len(words.lstrip(CONTROLS + " \t^"))
    stop = len(words.rstrip(CONTROLS + " \t<\r\n"))
    return (start, stop) if start < stop else (0, 0)


def is_slug(words: str) -> bool:
    """Whether a line consists of keywords: „Brände/Hessen/“, „BC-EU--Hafen-Brand, 1st Ld-Writethru,150“."""
    if len(words) > MAX_SLUG_CHARS:
        return False
    if any(pattern.match(words) for pattern in (_WIRE_SLUG, _REUTERS_SLUG, _AFP_SLUG)):
        return True
    return "/" in words and bool(_SLUG.match(words))


def begins_alike(words: str, slug: str) -> bool:
    """Whether a line begins with a slug, which the transmission cuts: „BC-10 Things to Know“, „BC-10ThingstoK“."""
    own, wanted = ("".join(filter(str.isalnum, text)).casefold() for text in (_ROUTE.sub("", words), slug))
    return bool(wanted) and own.startswith(wanted)


def is_dateline(words: str) -> bool:
    """Whether a line opens a report: „Musterstadt (dpa/lhe) - “, „MUSTERSTADT (AP) _ “."""
    if _DATELINE.match(words):
        return True
    form = parse_dateline(words)
    return form is not None and bool(form.agencies)


def subheadline_start(words: str) -> int:
    """Where the subheadline begins behind „Utl.:“; 0 if it is another line."""
    match = _SUBHEADLINE.match(words)
    return match.end() if match else 0


def is_byline(words: str) -> bool:
    """Whether a line names the authors: „Von Erika Beispiel, dpa“, „By ERIKA BEISPIEL“, „By dpa correspondents“."""
    if len(words) > MAX_HEAD_LINE_CHARS or not words[:4].lower().startswith(
        ("von ", "by ", "par ", "de ", "interview")
    ):
        return False
    form = parse_byline(words)
    if form is not None and form.persons:
        return True
    named = find_agency(re.sub(r"\A\S+\s(?:the\s)?", "", words, flags=re.IGNORECASE))
    if named or (_OWN_STAFF.search(words) and any(map(find_agency, re.findall(r"\w+", words)))):
        return True
    found = read_byline(words)
    return words.startswith("By ") and found is not None and bool(found.names)


def is_agency(words: str) -> bool:
    """Whether a line names an agency."""
    return len(words.split()) <= MAX_AGENCY_WORDS and find_agency(words) is not None


def is_embargo(words: str) -> bool:
    """Whether a line is an embargo note, which the parser reads."""
    note = parse_note(words)
    return note is not None and note.kind == "embargo"


def is_note(words: str) -> bool:
    """Whether a line of the head is for editors: „Eds: …“, „(Foto – Archiv)“, „(Neu: Reaktionen)“."""
    return len(words) <= 3 * MAX_HEAD_LINE_CHARS and bool(_NOTE.match(words) or _BRACKETED.match(words))


def is_event(words: str) -> bool:
    """Whether a line names the kind of report: „KORREKTUR“, „2. Zusammenfassung“, „EIL“."""
    bare = _COUNT.sub("", words.strip("()+* !.:").casefold())
    return bare in _events()


@cache
def _events() -> frozenset[str]:
    return load.words("report_kinds")


def status_of(words: str) -> str:
    """The publication status that a line of the head tells, of said.STATUSES; "" if it tells none."""
    for pattern, status in (
        (_WITHDRAWAL, "canceled"),
        (_CORRECTION, "correction"),
        (_TEST, "test"),
        (_ADVISORY, "advisory"),
    ):
        if pattern.search(words):
            return status
    return ""


def is_withdrawal(headline: str) -> bool:
    """Whether a headline itself takes a report back: „ACHTUNG: dpa zieht Meldung über … zurück“, „KILL“."""
    head, colon, _rest = headline.partition(":")
    opens = bool(colon) and head.strip().casefold() in _events() | {"achtung", "attention"}
    own = any(find_agency(word) for word in re.findall(r"\w+", headline)[:4])
    return (opens or own or headline.isupper()) and bool(_WITHDRAWAL.search(headline))


def is_end(words: str) -> bool:
    """Whether a line below a report ends it: a sign-off, a time, an end mark."""
    patterns = (_STAMP, _ISO_STAMP, _ANPA_STAMP, _KNA_END, _SIGN, _INITIALS, _MARK, _CLOSING)
    return any(pattern.match(words) for pattern in patterns)


def is_sign(words: str) -> bool:
    """Whether such a line tells who signs."""
    return bool(_SIGN.match(words) or _INITIALS.match(words) or (_CLOSING.match(words) and " " in words))


def is_staff_note(words: str) -> bool:
    """Whether a paragraph below a report is not part of it: who reported, how to call them."""
    return bool(_CREDITS.match(words) or _CONTACT.match(words))


def opens_block(words: str) -> bool:
    """Whether a line opens what follows a report: a note block, contacts."""
    return bool(_BLOCK.match(words))


def is_private(words: str) -> bool:
    """Whether a line says that what follows is not to be published."""
    return bool(_PRIVATE.search(words))


def is_hint(words: str) -> bool:
    """Whether a heading stands above hints to editors."""
    return bool(_HINTS.search(words))


def read_stamp(words: str) -> PartialDate | None:
    """The time at which a report was sent, in a line below it or in its transmission head."""
    match = _STAMP.match(words)
    if match:
        month = load.months().get(match["month"].casefold()) or load.months_behind_day().get(match["month"].casefold())
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        return _moment(
            year, month or 0, int(match["day"]), int(match["hour"]), int(match["minute"]), match["zone"] or ""
        )
    match = _ANPA_STAMP.match(words)
    if match:
        day = (2000 + int(match["year"]), int(match["month"]), int(match["day"]))
        return _moment(*day, int(match["hour"]), int(match["minute"]), match["zone"])
    match = _ISO_STAMP.match(words)
    form = find_date(f"{match['iso']} {match['time']}" if match else words.replace(".Jän", ".Jan"))
    return form.date if form and form.date.precision == "day" else None


def _moment(year: int, month: int, day: int, hour: int, minute: int, zone: str) -> PartialDate | None:
    is_utc = zone in ("GMT", "UTC")
    try:
        at = datetime(year, month, day, hour, minute, tzinfo=UTC if is_utc else HOME_ZONE)
    except ValueError:
        return None
    return PartialDate(at.date(), "day", at if not zone or is_utc else None, not zone)
