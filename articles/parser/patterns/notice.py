"""Notices of agencies and press offices to the desks: embargo, not for publication, advance, test, kill, correction.

A sentence is a notice as a whole (lexicon/notices.toml); one that only speaks of an embargo or a test is none.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache, lru_cache

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns import notice_grammar
from articles.parser.patterns.date import HOME_ZONE, find_date, zone_of
from articles.text.lines import Span, tokens

MAX_LINE_CHARS = (
    300  # characters of a line of which every sentence is looked at; of a longer one the first and the last
)
MAX_SENTENCE_CHARS = 200  # characters of those two
MAX_BARE_CHARS = 120  # of a line that is asked for the words of notices whatever it begins with
MAX_OPENINGS = 3  # before a notice: „Achtung: Redaktionen: …“
HOLDING = ("embargo", "not_for_publication", "partly", "advance", "test", "kill")  # a text with one waits for a person
KINDS = (*HOLDING, "correction", "new_version")
_MARKS = " \t+*=-–—_#|<>^!\"'„“”»«‹›[]{}~•·/\\.:;,"
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d][.!?;])(?<![ap]\.m\.)[)\]]?\s+|(?<=[^\W\d])[)\]]?\s(?:\+\+\+|\||/|//|\*\*\*|[–—-])\s|(?<=\d[!;])\s+"
)
_PLACEHOLDER = re.compile(r"\{\w+\}")
_WORD = re.compile(r"\w[\w.'’-]*")
_CLOCK = re.compile(
    r"(?<![\d.,])(?:(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)(?:\s?(?:Uhr|h\b|hrs\b|hours\b))?|\s?Uhr\b|\s?h\b)"
    r"|(?P<military>(?:[01]\d|2[0-4])[0-5]\d)(?=\s?(?:hrs|hours|h|[A-Z]{2,4})\b)|(?P<half>1[0-2]|0?[1-9])(?=\s?[ap]\.?m))"
    r"(?:\s?(?:hrs|hours|h)\b)?(?:\s?(?P<ap>[ap])\.?m\b\.?)?(?!\.\d)\s?\(?(?P<zone>[A-Z]{1,4}\b)?",
    re.IGNORECASE,
)
_NAMED_CLOCK = {"noon": 12, "mittag": 12, "midnight": 0, "mitternacht": 0}


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """A notice of a kind of KINDS and its place in the line; `is_all`: the line says nothing else.

    `is_weak`: one word that also stands in menus („Intern“).
    `until` is the end of an embargo, where the line tells its day. A day without an hour holds until the midnight
    after it, unless the notice says from which day the text is free; both set `time_is_assumed`.
    """

    kind: str
    span: Span
    is_all: bool = True
    is_weak: bool = False
    until: datetime | None = None
    zone_is_assumed: bool = False
    time_is_assumed: bool = False
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class _Template:
    kind: str
    entry: str

    @property
    def is_label(self) -> bool:
        """Whether something else may follow: „KILL: Brand in Musterstadt“."""
        return self.entry.endswith((":…", ": …", ")…", ") …"))

    def match(self, text: str) -> re.Match[str] | None:
        """The match with the whole text."""
        return _compiled(self.entry).fullmatch(text)


def find_notice(line: str) -> DeskNotice | None:
    """The first notice to the desk in a line, or None."""
    return next(iter(find_notices(line)), None)


def find_notices(line: str) -> list[DeskNotice]:
    """The notices to the desk that a line contains, each a sentence of its own."""
    found: list[DeskNotice] = []
    stripped = line.strip()
    if not stripped:
        return []
    start = line.index(stripped[0])
    is_short = len(stripped) <= MAX_LINE_CHARS
    pieces = _pieces(stripped) if is_short else _first_and_last(stripped)
    said = 0  # sentences that are a notice or lead to one
    for low, high in pieces:
        sentence = stripped[low:high]
        match = _match(sentence)
        if match is None:
            said += not found and _is_opening(sentence)
            continue
        template, has_tail = match
        said += not has_tail
        span = (start + low, start + high)
        is_weak = _tidy(sentence).casefold() in _table()["openings"]["weak"] and not sentence.isupper()
        notice = DeskNotice(template.kind, span, not has_tail, is_weak)
        if template.kind == "embargo":
            notice = _with_end(notice, stripped if is_short else sentence, by_words=not template.entry)
        found.append(notice)
    is_all = (
        is_short and bool(found) and (said == len(pieces) or (found[0].span[0] == start and found[0].kind == "embargo"))
    )
    if not is_all and is_short and len(pieces) > 1 and (kind := notice_grammar.read_kind(stripped)):
        whole = DeskNotice(kind, (start, start + len(stripped)))
        return [_with_end(whole, stripped, by_words=True) if kind == "embargo" else whole]
    return [replace(notice, is_all=is_all and notice.is_all) for notice in found]


def read_end(words: str, opens: bool = False) -> tuple[datetime, bool, bool, PartialDate] | None:
    """The moment at which an embargo ends, whether its zone and its hour are assumed, and its day; None without a day.

    `opens`: the day is the first one on which the text is free.
    """
    form = find_date(words)
    if form is None or form.date.precision != "day":
        return None
    day = form.date
    if day.at is not None and not _zone_behind(words, form.span):
        return day.at, day.zone_is_assumed, False, day
    rest = words[: form.span[0]] + " " + words[form.span[1] :] if day.at is None else words
    clock = _clock(rest)
    if clock is not None:
        hour, minute, zone = clock
        moment = datetime.combine(day.value, time(hour % 24, minute), zone_of(zone) or HOME_ZONE)
        return moment + timedelta(days=hour == 24), zone_of(zone) is None, False, day
    if day.at is not None:
        return day.at, day.zone_is_assumed, False, day
    end = datetime.combine(day.value if opens else day.value + timedelta(days=1), time(), HOME_ZONE)
    return end, True, True, day


def strip_label(words: str) -> str:
    """The words behind a notice's label („KORR: Brand in Musterstadt“), or all of them."""
    text = words.strip(_MARKS)
    for _number in range(MAX_OPENINGS):
        label = _label_end(text)
        if not label:
            return text
        text = text[label:].strip(_MARKS + "()")
    return text


def _label_end(text: str) -> int:
    for mark in (":", ")", " - ", " – ", " — "):
        at = text.find(mark)
        if 0 < at <= 80 and _match(text[:at].strip(_MARKS + "()")) is not None:
            return at + len(mark)
    return 0


def _with_end(notice: DeskNotice, words: str, by_words: bool) -> DeskNotice:
    lower = " ".join(words.lower().split())
    opens = any(phrase in lower for phrase in _table()["when"]["opens"])
    end = read_end(words, opens or (by_words and notice_grammar.opens(words)))
    if end is None:
        form = find_date(words)
        return replace(notice, date=form.date if form else None)
    moment, zone_is_assumed, time_is_assumed, day = end
    return replace(notice, until=moment, date=day, zone_is_assumed=zone_is_assumed, time_is_assumed=time_is_assumed)


def _clock(words: str) -> tuple[int, int, str] | None:
    match = _CLOCK.search(words)
    if match is None:
        named = next((hour for word, hour in _NAMED_CLOCK.items() if re.search(rf"\b{word}\b", words.lower())), None)
        return None if named is None else (named, 0, "")
    if match["military"]:
        return int(match["military"][:2]), int(match["military"][2:]), match["zone"] or ""
    hour = int(match["hour"] or match["half"])
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"].lower() == "p" else 0)
    return hour, int(match["minute"] or 0), match["zone"] or ""


def _zone_behind(words: str, span: Span) -> bool:
    """Whether a zone follows that the date's own pattern does not take: „18.00 Uhr (MESZ)“."""
    behind = re.match(r"\s?\(([A-Z]{1,4})\)", words[span[1] :])
    return behind is not None and zone_of(behind[1]) is not None


def _pieces(line: str) -> list[Span]:
    ends = [match.span() for match in _SENTENCE_END.finditer(line)]
    starts = [0, *(end for _start, end in ends)]
    stops = [*(start for start, _end in ends), len(line)]
    return [(low, high) for low, high in zip(starts, stops, strict=True) if line[low:high].strip(_MARKS)] or [
        (0, len(line))
    ]


def _first_and_last(line: str) -> list[Span]:
    """The first and the last sentence of a long line, as far as they are no longer than MAX_SENTENCE_CHARS."""
    behind = len(line) - MAX_SENTENCE_CHARS
    first = _SENTENCE_END.search(line, 0, MAX_SENTENCE_CHARS)
    ends = [match.end() for match in _SENTENCE_END.finditer(line, behind)]
    return [*([(0, first.start())] if first else []), *([(ends[-1], len(line))] if ends else [])]


def _match(sentence: str) -> tuple[_Template, bool] | None:
    """The template that a sentence follows, and whether something else stands behind its label."""
    text = _tidy(sentence)
    behind_openings = [text]
    for _number in range(MAX_OPENINGS + 1):
        word = _WORD.search(text)
        if word is None:
            break
        first = word[0].casefold().rstrip(".-'’")
        for template in (*_templates().get(first, ()), *_templates().get(first.partition("-")[0] + "-", ())):
            match = template.match(text)
            if match and _is_when(match.groupdict().get("rest") or ""):
                tail = match.groupdict().get("tail") or ""
                return template, template.is_label and bool(tail.strip(_MARKS + "()"))
        opening = _openings().match(text)
        if opening is None:
            break
        text = _tidy(text[opening.end() :])
        behind_openings.append(text)
    kind = next((kind for words in behind_openings if (kind := notice_grammar.read_kind(words))), "")
    return (_Template(kind, ""), False) if kind else None


def _tidy(sentence: str) -> str:
    text = " ".join(sentence.split()).strip(_MARKS)
    while text.startswith("(") and (text.endswith(")") or ")" not in text):
        text = text.strip("()").strip(_MARKS)
    if text.endswith(")") and "(" not in text:
        text = text.rstrip(")").strip(_MARKS)
    return text


def _is_opening(sentence: str) -> bool:
    text = _tidy(sentence)
    match = _openings().match(text)
    return match is not None and not text[match.end() :].strip(_MARKS)


def _is_when(rest: str) -> bool:
    """Whether what stands behind a time belongs to it: numbers, names, and the words of the list; no clause."""
    known = _behind()
    words = _WORD.findall(rest)
    return len(words) <= 14 and all(
        word[0].isdigit() or word[0].isupper() or word.casefold().rstrip(".") in known for word in words
    )


def may_hold_notice(words: Sequence[str], distinct: Set[str]) -> bool:
    """A cheap test of a line's words in lower case (text.lines.tokens): whether a sentence of it may be a notice."""
    if notice_grammar.may_be_one(distinct):
        return True
    if not words or (words[0] not in _first_words() and _signs().isdisjoint(distinct)):
        return False
    return not _needed_words().isdisjoint(distinct)


def begins_notice(line: str) -> bool:
    """A cheap test: whether a line begins with a word with which notices begin, and few other lines, or is short and
    has a word that notices are about.
    """
    word = _WORD.search(line[:MAX_SENTENCE_CHARS])
    if word is None or _is_rare(word[0]):
        return word is not None
    return len(line) <= MAX_BARE_CHARS and notice_grammar.may_be_one(frozenset(tokens(line)))


@lru_cache(maxsize=8192)
def _is_rare(word: str) -> bool:
    return tokens(word)[0] in _rare_words()


def _table() -> dict[str, dict[str, list[str]]]:
    return load.table("notices")


@cache
def _first_words() -> frozenset[str]:
    """The words, in lower case, with which a notice or what leads to one begins."""
    return frozenset(
        tokens(entry)[0] for entry in (*_table()["openings"]["words"], *_templates(), *load.agencies()) if tokens(entry)
    )


@cache
def _needed_words() -> frozenset[str]:
    """Words of which every notice has one: the longest of each entry, or those that its placeholder stands for."""
    found: set[str] = set()
    for template in {template for templates in _templates().values() for template in templates}:
        words = tokens(_PLACEHOLDER.sub(" ", template.entry))
        names = [] if words else _table()["nouns"]["text"] if "{text}" in template.entry else load.agencies()
        found.update([max(words, key=len)] if words else [max(tokens(name), key=len) for name in names if tokens(name)])
    return frozenset(found)


@cache
def _signs() -> frozenset[str]:
    return frozenset(_table()["openings"]["signs"])


@cache
def _rare_words() -> frozenset[str]:
    """First words of entries and openings with which few sentences begin."""
    common = {
        "die",
        "der",
        "das",
        "dies",
        "diese",
        "dieser",
        "wir",
        "in",
        "im",
        "the",
        "this",
        "we",
        "for",
        "text",
        "bild",
    }
    return (
        _first_words()
        - common
        - {"foto", "video", "story", "report", "bericht", "artikel", "news", "note", "our", "den"}
    )


@cache
def _behind() -> frozenset[str]:
    when = _table()["when"]
    words = [word for key in ("behind", "before", "events") for entry in when[key] for word in entry.split()]
    return frozenset(word.casefold().rstrip(".") for word in (*words, *load.months(), *_weekdays()))


def _weekdays() -> list[str]:
    days: list[str] = load.table("labels")["date"]["weekdays"]
    return days


@cache
def _openings() -> re.Pattern[str]:
    names = "|".join(_words(entry) for entry in sorted(_table()["openings"]["words"], key=len, reverse=True))
    return re.compile(rf"(?:(?i:{names})|\(?(?:{_agencies()})\)?)(?!\w)\s?[:,!.;–—-]{{0,3}}\s*", re.DOTALL)


@cache
def _agencies() -> str:
    names = sorted(load.agencies(), key=len, reverse=True)
    return "(?i:" + "|".join(map(re.escape, names)) + r")(?:[ -]?\d{1,6})?"


@cache
def _when() -> str:
    table = _table()["when"]
    before = "|".join(_words(entry) for entry in sorted(table["before"], key=len, reverse=True))
    months = "|".join(sorted(map(re.escape, load.months()), key=len, reverse=True))
    days = "|".join(sorted(map(re.escape, _weekdays()), key=len, reverse=True))
    events = "|".join(_words(entry) for entry in sorted(table["events"], key=len, reverse=True))
    cores = (
        rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\b|(?:{months})\b)",
        r"\d{1,2}/\d{1,2}\b",
        r"\d{4}-\d\d\b",
        rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{months})\b",
        rf"(?:{months})\.?\s\d",
        rf"(?:{days})\b",
        r"\d{1,2}[:.]\d\d(?!\d)",
        r"\d{1,2}\s(?:noon|midnight)\b",
        r"\d{1,2}\s?(?:Uhr|h|hrs|am|pm|a\.m|p\.m)\b",
        r"\d{4}\s?(?:hrs|hours|h|GMT|UTC|BST|CET|CEST|MEZ|MESZ|EST|EDT|ET)\b",
        rf"(?:{events})\b",
    )
    return rf"(?:(?i:{before})[\s:]{{1,2}}){{0,5}}\(?(?i:{'|'.join(cores)})(?P<rest>.*)"


def _words(entry: str) -> str:
    """The entry's words as a pattern, with any blanks between them."""
    return r"\s+".join(re.escape(word) for word in entry.split())


@cache
def _templates() -> dict[str, list[_Template]]:
    """First word, case-folded → the templates that begin with it; the longer ones of a word first."""
    found: dict[str, list[tuple[int, _Template]]] = {}
    for kind in KINDS:
        for entries in _table()[kind].values():
            for entry in entries:
                template = _Template(kind, entry)
                for first in _beginnings(entry):
                    found.setdefault(first, []).append((len(entry), template))
    return {
        first: [template for _length, template in sorted(rows, key=lambda row: -row[0])]
        for first, rows in found.items()
    }


def _beginnings(entry: str) -> set[str]:
    nouns, agencies = _table()["nouns"], load.agencies()
    if entry.startswith("{text}"):
        return {name.split()[0].casefold() for name in (*nouns["text"], *nouns["before_text"])}
    if entry.startswith("{agency}"):
        return {_WORD.findall(name)[0] for name in agencies if _WORD.findall(name)}
    word = _WORD.search(entry)
    assert word is not None
    return {word[0].casefold().rstrip(".'’") if entry.endswith("-…") else word[0].casefold().rstrip(".-'’")}


@cache
def _compiled(entry: str) -> re.Pattern[str]:
    """The entry's pattern; made when it is first needed, since there are hundreds."""
    return re.compile(_pattern(entry), re.DOTALL)


def _pattern(entry: str) -> str:
    nouns = _table()["nouns"]
    texts = "|".join(_words(name) for name in sorted(nouns["text"], key=len, reverse=True))
    before = "|".join(_words(name) for name in sorted(nouns["before_text"], key=len, reverse=True))
    letters = re.sub(r"\{\w+\}|[^\w]|\d", "", entry)
    flag = "" if len(letters) > 1 and letters.isupper() else "i"
    parts = {
        "{text}": rf"(?:(?:{before})\s+){{0,2}}(?:{_agencies()}-)?(?:{texts})(?:[\s-]\d{{1,6}})?",
        "{agency}": _agencies(),
        "{when}": _when(),
        ":": r"\s?(?::|\s[–—-]{1,2}(?=\s)|(?<=\w)!)\s?",
    }
    source = ""
    tail = ""
    if entry.endswith("…"):
        entry = entry[:-1].rstrip()
        glued = entry.endswith("-")
        tail = r"(?P<tail>.*)" if glued or entry.endswith(":") else r"(?P<tail>(?:[^\w].*)?)"
    for part in re.findall(r"\{\w+\}|:|…|\(|\)|[^\s:…(){}]+|\s+", entry):
        if part in parts:
            source += parts[part]
        elif part == "…":
            source += r"(?:\S+\s+){0,12}?"
        elif part.isspace():
            source += r"[\s,]+" if not source.endswith(("?", "}?")) else r"\s*"
        else:
            source += re.escape(part)
    source = source.replace(r"(?:\S+\s+){0,12}?[\s,]+", r"(?:\S+\s+){0,12}?")
    return rf"(?{flag}:{source}){tail}" if flag else rf"(?:{source}){tail}"
