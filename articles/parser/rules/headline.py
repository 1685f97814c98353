"""Headlines: roles that a line cannot have, kickers in the same line."""

import re
from functools import cache, lru_cache

from articles.lexicon import load
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.credit import parse_credit
from articles.parser.patterns.date import find_dates, parse_date
from articles.parser.patterns.names import label_pattern
from articles.parser.patterns.person import is_owner, read_persons
from articles.parser.traits import Traits

MIN_LEAD_CHARS = 40
MIN_TEXT_CHARS = 150  # of a text that begins with a stock phrase
MAX_HEADLINE_CHARS = 220  # of a headline
MIN_KICKER_CHARS = 4
MAX_KICKER_CHARS = 45
MIN_SENTENCE_CHARS = 20
MIN_REST_CHARS = 12  # of a headline behind its kicker
MIN_HEADLINE_CHARS = 30  # … and of one after a dash or bar
MAX_DATED_CHARS = 70  # of a line that only consists of a date, with an author at most
MAX_CREDIT_CHARS = 160  # of a line that only consists of a credit
_TIME = re.compile(r"\d[:.]\d\d(?: ?Uhr|h\b|$)|\d\d\.\d\d\.(?:20)?\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b,?\s?")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PICTURE = re.compile(r"\(?(?:Archiv|Symbol)(?:bild|foto)\b")
_GLUE = re.compile(  # not after an opening quote
    r"(?<=[a-zäöüß0-9?!“\"])(?<![\s(]\")(?=[A-ZÄÖÜ„][a-zäöüß])|(?<=[\w”“\"»]:)(?=[A-ZÄÖÜ„“\"»][\w„“\"»])(?!In(?:nen)?\b)"
)
MAX_GLUED_KICKER_CHARS = 60  # before a colon without a blank behind it
_KICKER = re.compile(r"[^\s–—:|-][^–—:|\n]{2,44}? [|-] (?=[A-ZÄÖÜ„“\"»])")
_BY = re.compile(r"(?:Von:?|VON|von|By|BY|by|Par|Por)\s")
_FILE = re.compile(r"[\w.-]+\.(?:jpe?g|png|gif|webp|svg|pdf|html?)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WEATHER = re.compile(r"\d\s?°")  # „wolkig10 °C“
_OPENING = '„“"»«'
_SPACED_COLON = re.compile(r"[^\s:|][^:|\n]{2,70} : (?=[A-ZÄÖÜ„“\"»\d])")
_APART = re.compile(r"\S[^|\n]{2,60}?\S[ \u00a0]{3,}(?=[A-ZÄÖÜ„“\"»\d])")
_WORD_AT = re.compile(r"\w+")
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{2,30}(?:[ =][^\[\]]{0,200})?\]")
_MAX_QUOTED_HEADLINE_CHARS = 110  # of a headline that is one quotation and ends with a full stop


def impossible_states(words: str, traits: Traits) -> str:
    """The states (`H`, `L`, `S`, `P`, `C`, `R`) that a line cannot have, whatever its neighbours are.

    Not a headline: sentences, credits, dates, stock phrases. Not a lead: a few words, stock phrases.
    """
    if traits.excluded is None:
        traits.excluded = _impossible_states(words, traits)
    return traits.excluded


def _impossible_states(words: str, traits: Traits) -> str:
    if is_picture_label(words):
        return "HLPS"
    if words.startswith(("http://", "https://")) and " " not in words:
        return "HLPS"
    if words[0] == "[" and _SHORTCODE.fullmatch(words):
        return "HLPSCR"
    if traits.credit == "whole:" and traits.length <= MAX_CREDIT_CHARS:
        return "HLPS"
    excluded = "LS" if is_stock_phrase(traits) else "L" if traits.length < MIN_LEAD_CHARS else ""
    if traits.phrase and (traits.phrase.list_name != "teasers" or traits.phrase.place in ("whole", "begins")):
        excluded = excluded.replace("S", "") + "S"
    if excluded == "LS" and _is_only_stock_phrase(traits):
        excluded = "HLSP"
    is_whole_phrase = traits.phrase is not None and traits.phrase.place == "whole"
    if traits.length > MAX_HEADLINE_CHARS or traits.end == "." or traits.credit or is_whole_phrase:
        return excluded + "H"
    if traits.length <= MAX_DATED_CHARS and _DIGIT.search(words) and _is_date(words):
        return "HLP"  # it may head an entry of a chronicle
    if traits.length < MIN_TEXT_CHARS and _WEATHER.search(words):
        return excluded + "H"
    if (_BY.match(words) and _names_authors(words)) or is_owner(words) or _FILE.fullmatch(words):
        return excluded + "H"
    if traits.end == ".q" and not (words[0] in _OPENING and traits.length <= _MAX_QUOTED_HEADLINE_CHARS):
        return excluded + "H"
    if words[0] in "•·*" or words.startswith("- ") or _has_time(words):
        return excluded + "H"
    return excluded


def _names_authors(words: str) -> bool:
    form = parse_byline(words)
    if form is not None and form.persons:
        return True
    return len(words) <= MAX_CREDIT_CHARS and read_persons(words) is not None


def _is_date(words: str) -> bool:
    """Whether a line is a date, alone, with a time, with an author or with one word: `Updated 12:44, 20 Apr 2026`."""
    rest = words
    for form in find_dates(words):
        rest = rest.replace(words[slice(*form.span)], " ")
    if rest == words:
        return False
    others = _LETTERS.findall(_date_label().sub(" ", _CLOCK.sub(" ", rest)))
    return len(others) < 2 or (_BY.match(rest.strip(" |,·-")) is not None and _names_authors(rest.strip(" |,·-")))


@cache
def _date_label() -> re.Pattern[str]:
    """The labels before dates, in any case."""
    labels = "|".join(label_pattern("date", kind) for kind in ("issued", "updated", "weekdays"))
    return re.compile(rf"\b(?:{labels})\b", re.IGNORECASE)


def is_printable(words: str, traits: Traits) -> bool:
    """Whether a line of a clip can be printed as a headline, by its form and by what it says."""
    return "H" not in impossible_states(words, traits) and not is_misprint(words)


@lru_cache(maxsize=1024)  # a headline is looked at when it is chosen and once more at last
def is_misprint(words: str) -> bool:
    """Whether a headline would be a misprint: a credit, an author, a date, a section, an address or a file."""
    if words.casefold().strip(" :") in load.words("sections") or words.startswith(("http://", "https://", "www.")):
        return True
    if is_owner(words) or _FILE.fullmatch(words) or (_BY.match(words) and _names_authors(words)):
        return True
    if len(words) <= MAX_DATED_CHARS and _is_date(words):
        return True
    return len(words) <= MAX_CREDIT_CHARS and parse_credit(words) is not None


def is_picture_label(words: str) -> bool:
    """Whether a line begins with a label such as `Symbolbild`."""
    return words[0] in "(AS" and _PICTURE.match(words) is not None


def is_stock_phrase(traits: Traits) -> bool:
    """Whether a line is or begins with a stock phrase of websites, other than those of links to other articles."""
    return (
        traits.phrase is not None
        and traits.phrase.place in ("whole", "begins")
        and traits.phrase.list_name != "teasers"
    )


def _is_only_stock_phrase(traits: Traits) -> bool:
    """Whether a line is only a stock phrase; a sentence can begin with one and continue as text."""
    phrase = traits.phrase
    if phrase is None or phrase.list_name == "teasers":
        return False
    alone = phrase.place == "whole" or (traits.length < MIN_TEXT_CHARS and traits.end[0] != "?")
    return alone or phrase.list_name in ("consent", "sharing", "newsletter")


def _has_time(words: str) -> bool:
    return _TIME.search(words) is not None or (len(words) <= 60 and parse_date(words) is not None)


def find_glued_headline(words: str, text: str) -> int | None:
    """The offset of a headline after a kicker without a blank: `Putin in NordkoreaPlötzlich ziemlich beste Freunde`.

    A word that occurs elsewhere in the text (YouTube, McDonald) is a name.
    """
    for match in _GLUE.finditer(words):
        seam = next((word for word in _WORD_AT.finditer(words) if word.start() < match.start() < word.end()), None)
        if seam and (len(words[seam.start() : match.start()]) < 3 or text.count(seam[0]) > 1):
            continue
        if words[match.start() - 1] == ":" and not _is_glued_kicker(words, match.start(), text):
            continue
        if match.start() >= 4 and len(words) - match.start() >= 10:
            return match.start()
    return None


def _is_glued_kicker(words: str, at: int, text: str) -> bool:
    """Whether a colon with no blank behind it ends a kicker: `Marathon in Berlin:Ein Lauf …`, never `re:Publica`."""
    name = re.search(r"\S*\Z", words[:at])
    following = _WORD_AT.match(words, at)
    joined = (name[0] if name else "") + (following[0] if following else "")
    return at <= MAX_GLUED_KICKER_CHARS and text.count(joined) < 2 and len(words[at:].split()) > 1


@cache
def _new_sentence() -> re.Pattern[str]:
    """A kicker, a blank, and a word that is only capitalised at the beginning of a headline."""
    openers = "|".join(sorted(word.capitalize() for word in load.words("headline_openers")))
    named = "|".join(sorted(load.words("names_with_die")))
    return re.compile(
        rf"[A-ZÄÖÜ][^|:.,;!?„“\"»«\n–]{{3,44}}(?<=[a-zäöüß0-9]) "
        rf"(?=(?:{openers}|Die(?! (?i:{named})\b)) [„\"»]?\w[^\n]*?[a-zäöüß])"
    )


def skip_repeated_kicker(words: str, above: str) -> int | None:
    """The offset of a headline after a kicker that is also the line above."""
    rest = words[len(above) :].lstrip(" |:–-")
    if (
        not MIN_KICKER_CHARS <= len(above) <= MAX_KICKER_CHARS
        or not words.startswith(above)
        or len(rest) < MIN_REST_CHARS
    ):
        return None
    starts = rest[0].isupper() or rest[0].isdigit() or rest[0] in _OPENING
    return len(words) - len(rest) if starts else None


def skip_kicker(words: str) -> int | None:
    """The offset of a headline after a kicker: `Premiere in Bonn - Ein Theater öffnet wieder`.

    Separators: a dash, a bar, or a colon with a blank before it (`Premiere in Bonn : Ein Theater öffnet`);
    several blanks, or one before a word that is only capitalised in sentence position: `Premiere in Bonn Wie ein …`.
    """
    spaced = _SPACED_COLON.match(words)
    if spaced and len(words) - spaced.end() >= MIN_REST_CHARS:
        return spaced.end()
    apart = _APART.match(words) or _new_sentence().match(words)
    if apart and len(words) - apart.end() >= MIN_SENTENCE_CHARS and len(words[apart.end() :].split()) > 3:
        last = words[: apart.end()].split()[-1]
        if last[0].isupper() or apart.re is _APART:  # „um Die Linke“ goes on
            return apart.end()
    match = _KICKER.match(words)
    if match is None or len(words) - match.end() < MIN_HEADLINE_CHARS or len(words[match.end() :].split()) < 4:
        return None
    return match.end()
