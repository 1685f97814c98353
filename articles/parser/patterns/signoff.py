"""Sign-offs: „(les/dpa)“, „(red, APA, 19.6.2024)“, „dpa kre/su yysw a3 lön mda“, „Mit Material von dpa und AFP“."""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load
from articles.parser.document import Agency, PartialDate
from articles.parser.patterns.date import find_dates
from articles.parser.patterns.names import (
    ListPart,
    find_agency,
    find_outlet,
    is_name,
    is_sign,
    label_pattern,
    split_list,
)
from articles.text.lines import Span

MAX_SIGNOFF_CHARS = 160
MAX_WORDS_WITH_SLASH = 2  # „und/oder“; more of them are initials
MAX_UNBRACKETED_CHARS = 24  # of one without brackets


@dataclass(frozen=True, slots=True)
class Signoff:
    """The sign-off of a text. `text` is verbatim; `span` includes its brackets.

    Initials such as „les“ are not resolved to names.
    """

    span: Span
    text: str
    agencies: tuple[Agency, ...] = ()
    outlets: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None


_SPLIT = re.compile(r"\s*[/,;|+·]\s*|\s(?:und|and|sowie|&)\s")
_BRACKET = re.compile(r"(?P<before>\A|[.!?…“”\"»’]\s{0,2}|\n)\((?P<inside>[^()\n]{2,120})\)\.?\s*\Z")
_PLAIN = re.compile(r"(?<=[a-zäöüß)][.!?]|.[“\"»])\s([a-zäöü]{2,4}(?:/[a-zäöü]{2,4}){0,3})\s*\Z")
_WIRE = re.compile(r"(?P<agency>[A-Za-z-]{2,9})((?:[\s/]+[a-zäöüß0-9]{1,5}){2,10})\s*")
_SLASH = re.compile(r"/\s?([a-z]{2,4})\s*")
_INITIALS = re.compile(r"[a-zäöüß]{2,4}(?:-[a-zäöüß]{2,4})?(?:/[a-zäöüß]{2,4}(?:-[a-zäöüß]{2,4})?){1,5}")  # „ab/de/dl“
_MIXED = re.compile(r"(?:mit(?: Material)?(?: von| der)?|with)\s+(?=\S)", re.IGNORECASE)
_AGENCY_NOUN = re.compile(r"\A(?:(?:der|die|den)\s)?(?:Nachrichtenagentur(?:en)?|Agentur(?:en)?|Presseagentur)\s(?=\S)")
_WHERE = re.compile(r"\sin\s[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3}")
_FROM = re.compile(r",?\s(?:aus|in)\s[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?\Z")  # „Anna Meier aus Berlin“
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)?\.(?:de|at|ch|com|net|org|eu|tv|info|news)")
_ENGLISH = re.compile(r"\s*[;.]\s*")


def parse_signoff(line: str) -> Signoff | None:
    """The sign-off, if it is the whole line."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_SIGNOFF_CHARS or "\n" in stripped:
        return None
    start = line.index(stripped[0])
    inner, offset = stripped, start
    if inner.startswith("(") and inner.rstrip(".").endswith(")") and inner.count("(") == 1:
        inner, offset = inner.rstrip(".")[1:-1], start + 1
    span = (start, start + len(stripped))
    return _parse_inside(inner, offset, span, line, bracketed=inner != stripped) or _parse_bare(stripped, span)


def find_signoff(text: str) -> Signoff | None:
    """The sign-off in brackets after the last sentence of a paragraph („… sagte er. (les/dpa)“).

    Lower-case initials need no brackets: „… sagte er. les/dpa“.
    A bracket within the sentence („… meldet die Agentur (dpa).“) is not a sign-off.
    """
    low = max(0, len(text) - MAX_SIGNOFF_CHARS)
    if (plain := _PLAIN.search(text, max(0, len(text) - MAX_UNBRACKETED_CHARS))) is not None:
        return _parse_inside(plain[1], plain.start(1), (plain.start(1), plain.end(1)), text, bracketed=True)
    match = _BRACKET.search(text, low)
    if not match or (match["before"] == "" and low > 0):
        return None
    start = match.start("inside") - 1
    span = (start, len(text.rstrip()))
    return _parse_inside(match["inside"], start + 1, span, text, bracketed=True)


def _parse_bare(line: str, span: Span) -> Signoff | None:
    """Sign-offs without brackets, which need a line of their own."""
    wire = _WIRE.fullmatch(line)
    entry = find_agency(wire["agency"]) if wire else None
    if wire and entry and entry.news:
        return Signoff(span, line, (Agency(entry.name),), signs=tuple(re.findall(r"[^\W_]+", wire[2])))
    slash = _SLASH.fullmatch(line)
    if slash and is_sign(slash[1]):
        return Signoff(span, line, signs=(slash[1],))
    initials = re.split("[/-]", line) if _INITIALS.fullmatch(line) else []
    if initials and (len(initials) > MAX_WORDS_WITH_SLASH or all(map(is_sign, initials))):
        return Signoff(span, line, signs=tuple(initials))
    desk = re.fullmatch(r"(?P<outlet>[\w .-]{2,30}?)\s?\((?P<inside>[^()]{2,80})\)", line)
    paper = find_outlet(desk["outlet"]) if desk else None
    inside = _sort_parts(split_list(desk["inside"], _SPLIT), "origin") if desk and paper else None
    if inside and paper:
        agencies, outlets, signs, authors, unknown = inside
        return Signoff(span, line, agencies, (paper, *outlets), (*signs, *unknown), authors)
    return None


@cache
def _labels() -> re.Pattern[str]:
    contributed, origin = label_pattern("signoff", "contributed"), label_pattern("signoff", "origin")
    return re.compile(
        rf"(?:(?P<contributed>{contributed})(?:\s(?:von|der|des))?\s?:?|(?P<origin>{origin})\s?:)(?:\s|\Z)\s*",
        re.IGNORECASE,
    )


@cache
def _reporting() -> re.Pattern[str]:
    return re.compile(rf"(?:{label_pattern('signoff', 'reporting')})\s+", re.IGNORECASE)


def _parse_inside(inner: str, offset: int, span: Span, text: str, bracketed: bool) -> Signoff | None:
    verbatim = text[span[0] : span[1]]
    if _reporting().match(inner):
        return _parse_english(inner, span, verbatim)
    part = "origin"
    label = _labels().match(inner)
    if label:
        part = "contributed" if label["contributed"] else "origin"
        inner, offset = inner[label.end() :], offset + label.end()
        if not inner.strip() and part == "contributed" and "gentur" in label[0]:
            return Signoff(span, verbatim)  # „Mit Agenturmaterial“ names no agency
    days = list(find_dates(inner))
    for form in days:
        inner = inner[: form.span[0]] + " " * (form.span[1] - form.span[0]) + inner[form.span[1] :]
    sorted_out = _sort_parts(split_list(inner.rstrip(" ."), _SPLIT), part)
    if sorted_out is None:
        return None
    agencies, outlets, signs, authors, unknown = sorted_out
    if not _is_believable(agencies, outlets, signs, authors, unknown, bool(label), bracketed, bool(days)):
        return None
    day = days[0].date if days else None
    return Signoff(span, verbatim, agencies, outlets, (*signs, *unknown), authors, day)


_Sorted = tuple[tuple[Agency, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _sort_parts(pieces: list[ListPart], part: str) -> _Sorted | None:
    """Agencies, outlets, initials, authors and unknown short words; None if a part can be none of them."""
    agencies: list[Agency] = []
    outlets, signs, authors, unknown = [], [], [], []
    for piece in pieces:
        words = piece.text
        if mixed := _MIXED.match(words):
            words, part = words[mixed.end() :], "contributed"
        words = _AGENCY_NOUN.sub("", words)
        entry = find_agency(words)
        if entry:
            agencies.append(Agency(entry.name, part))
        elif name := find_outlet(words) or _domain(words):
            outlets.append(name)
        elif is_sign(words):
            signs.append(words)
        elif is_name(name := _FROM.sub("", words)):
            authors.append(name)
        elif re.fullmatch(r"[A-Za-zÄÖÜäöü]{2,5}\d?", words):
            unknown.append(words)
        elif not (words.casefold() in ("agenturen", "agentur", "eigene") or _all_agencies(words, agencies, part)):
            return None
    return tuple(dict.fromkeys(agencies)), tuple(outlets), tuple(signs), tuple(authors), tuple(unknown)


def _domain(words: str) -> str:
    """The outlet of a domain, or the domain itself („ntv.de“); "" if it is not a domain."""
    domain = _DOMAIN.fullmatch(words.casefold())
    return load.outlet_domains().get(domain[0], words) if domain else ""


def _all_agencies(words: str, agencies: list[Agency], part: str) -> bool:
    """Whether the words are agencies separated by blanks („dpa AFP“); if so, they are added to `agencies`."""
    entries = [find_agency(word) for word in words.split()]
    if len(entries) < 2 or None in entries:
        return False
    agencies.extend(Agency(entry.name, part) for entry in entries if entry)
    return True


@cache
def _news_agencies() -> frozenset[str]:
    """The names of the agencies that deliver news."""
    return frozenset(entry.name for entry in load.agencies().values() if entry.news)


def _is_believable(
    agencies: tuple[Agency, ...],
    outlets: tuple[str, ...],
    signs: tuple[str, ...],
    authors: tuple[str, ...],
    unknown: tuple[str, ...],
    labelled: bool,
    bracketed: bool,
    dated: bool,
) -> bool:
    news = any(entry.name in _news_agencies() for entry in agencies)
    if unknown and not (news or dated):
        return False  # „(CDU)“, „(USA)“
    if news:
        return len(unknown) + len(authors) <= 4
    if labelled:
        return bool(outlets) and not authors and not signs
    if not bracketed:
        return False
    return bool(signs and len(signs) <= 3) or bool(dated and (outlets or authors)) or bool(authors and outlets)


def _parse_english(inner: str, span: Span, verbatim: str) -> Signoff:
    """„Reporting by A in Berlin and B; Editing by C“: the reporters are the authors, editors are not."""
    authors: list[str] = []
    for clause in split_list(inner, _ENGLISH):
        head = _reporting().match(clause.text)
        if head and "edit" not in head[0].casefold():
            names = split_list(_WHERE.sub("", clause.text[head.end() :]), _SPLIT)
            authors += [piece.text for piece in names if is_name(piece.text)]
    return Signoff(span, verbatim, authors=tuple(dict.fromkeys(authors)))
