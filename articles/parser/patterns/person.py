"""Whether a text can be a person's name at all, and the names in a byline that the fixed forms do not know.

A name gets a public page of its own, so that menus, sections and functions must not pass for one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from articles.lexicon import load
from articles.parser.patterns.names import find_agency, find_outlet, is_name, label_pattern, recase_name, split_list
from articles.text.lines import Span

MAX_NAME_WORDS = 5
MAX_LINE_CHARS = 260  # of a line with names
MAX_OWNER_CHARS = 60  # of a line with a photographer and an owner
MAX_LABEL_CHARS = 120  # of a line with a name behind other words
MIN_GLUED_CHARS = 4  # of the word before a seam: „VerBruggen“ and „DiBiase“ are one word
_PARTICLES_IN_ONE = ("Fitz", "Saint", "Mack")  # „FitzGerald“
_PARTS = re.compile(
    r"\s*[,;|•·()\[\]]\s*(?:(?:und|and|et|e|y|en|i)\s)?|\s*/\s*|\s(?:und|and|&|sowie|et|e|y|en|i|ve|и)\s|\s[-–—]\s"
)
_TAIL = re.compile(r"\s*(?:\d|@|https?://|\bam\s|\bon\s|\ble\s|\bel\s|\bil\s)")
_SEAM = re.compile(r"(?<=[a-zäöüßéèçñ])(?=[A-ZÄÖÜÉ][a-zäöüßéèçñ])|(?<=[A-ZÄÖÜ]{3})(?=[A-ZÄÖÜ][a-zäöüß]{2})")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_NAME_WORD = re.compile(r"[A-ZÄÖÜÀ-Þ][\w'’.\-]+")
_OWNER = re.compile(r"[A-ZÄÖÜ][\w’'.&-]*(?: [\w’'.&-]+){0,3}")
_DESK = re.compile(
    r"[\w-]*(?:[Rr]edaktion|[Nn]ewsdesk|[Nn]ewsroom)|REDAKTION|[Rr]édaction|[Rr]edazione|[Rr]edacción|[Rr]edactie"
)


@dataclass(frozen=True, slots=True)
class PersonList:
    """The persons of a line; `text_span` is what of the line is printed: label and names."""

    names: tuple[str, ...]
    text_span: Span


def is_person(text: str) -> bool:
    """Whether a text can be a person's name: no word of menus, at most five words, no function words, no seam."""
    words = text.split()
    if not words or len(words) > MAX_NAME_WORDS or find_agency(text) or find_outlet(text):
        return False
    folded = [word.strip(".,").casefold() for word in words]
    if not load.words("never_names").isdisjoint(folded):
        return False
    if _has_no_case(text):
        return all(_WORD.fullmatch(word) for word in words)
    if not is_name(text) or _seams(text):
        return False
    small = _function_words()
    checked = folded if text.isupper() else folded[:1]
    particles = load.words("particles")
    return not any(word in small and word not in particles for word in checked)


def has_first_name(text: str) -> bool:
    """Whether the first word of a name, or its part before a hyphen, is a usual first name."""
    words = [word for word in text.split() if not word.endswith(".")]
    first = words[0].casefold() if words else ""
    known = load.words("first_names")
    return first in known or first.split("-")[0] in known


def is_pseudonym(text: str) -> bool:
    """Whether a single word can be an author's name where the line says that it is one: „Von Anna“, „By Daniel“."""
    folded = text.casefold()
    known = (*map(load.words, ("never_names", "not_names", "particles", "sections", "places")), _function_words())
    return (
        _WORD.fullmatch(text) is not None
        and text[0].isupper()
        and not text.isupper()
        and len(text) > 2
        and not text.endswith(".")
        and not _seams(text)
        and not any(folded in words for words in known)
        and not (find_agency(text) or find_outlet(text))
    )


def is_desk(text: str) -> bool:
    """Whether a line names an editorial desk in place of a person: „BR24 Redaktion“, „Sportredaktion“."""
    words = text.split()
    return 0 < len(words) <= MAX_NAME_WORDS and any(map(_DESK.fullmatch, words)) and not text.endswith((".", ":", "!"))


def is_owner(words: str) -> bool:
    """Whether a line is a photographer and an owner that no list knows: „Erika Beispiel/Tagesblatt“."""
    name, slash, owner = words.partition("/")
    if not slash or len(words) > MAX_OWNER_CHARS or not _OWNER.fullmatch(owner.strip()):
        return False
    return is_person(name.strip()) and has_first_name(name)


def split_glued(text: str) -> list[str]:
    """The names in a text without blanks between them: „Erika BeispielMax Muster“; the text alone if it has no seam."""
    at = [0, *_seams(text), len(text)]
    return [text[low:high].strip() for low, high in pairwise(at) if text[low:high].strip()]


def separate_names(text: str, names: Sequence[str]) -> str:
    """The text of a byline with commas between names that were glued together."""
    first, *rest = split_glued(text)
    starts = tuple(name.casefold() for name in names)
    return ", ".join((first, *rest)) if all(piece.casefold().startswith(starts) for piece in rest) else text


def read_persons(line: str) -> PersonList | None:
    """The persons of a line that is a byline by its place: „Anna Beispiel - Staff Writer“, „By A and B 5 min read“.

    None if no part of it is a name. What is printed ends with the last name.
    """
    if len(line) > MAX_LINE_CHARS:
        return None
    label = _label().match(line)
    start = label.end() if label else 0
    names: list[str] = []
    low, end = 0, start
    for part in split_list(line[start:], _PARTS, start):
        if not names and label is None and part.text[0].isdigit():
            continue  # a date or a time before the names
        found = _names_in(part.text, labelled=label is not None and not names)
        if not found:
            break  # the first part is a name, or the line is no byline
        if not names and label is None:
            low = part.start + part.text.index(found[0])
        names += found
        end = part.start + part.text.index(found[-1]) + len(found[-1])
    if not names:
        return _within(line)
    low = low or len(line) - len(line.lstrip())
    return PersonList(tuple(dict.fromkeys(map(recase_name, names))), (low, end))


def _within(line: str) -> PersonList | None:
    """A name with a usual first name behind other words of a short line: „Blogbeitrag von Anna Beispiel“."""
    if len(line) > MAX_LABEL_CHARS:
        return None
    words = list(_NAME_WORD.finditer(line))
    for number in range(len(words) - 1):
        for count in (3, 2):
            low, high = words[number].start(), words[min(number + count, len(words)) - 1].end()
            name = line[low:high]
            if len(name.split()) == count and has_first_name(name) and is_person(name):
                return PersonList((recase_name(name),), (low, high))
    return None


def _names_in(text: str, labelled: bool) -> list[str]:
    """The names of one part: without its tail (`5 min read`, `on Monday`), at its seams."""
    tail = _TAIL.search(text)
    text = text[: tail.start()] if tail else text
    found: list[str] = []
    for number, piece in enumerate(split_glued(text)):
        name = _without_tail(_without_head(piece))
        if is_person(name):
            found.append(name)
        elif labelled and not number and is_pseudonym(piece):
            found.append(piece)
        else:
            break
    return found


def _without_head(text: str) -> str:
    """The text without a button before a usual name: „Email Anna Beispiel“."""
    head, _, rest = text.partition(" ")
    return rest if head.casefold() in load.words("never_names") and " " in rest and has_first_name(rest) else text


def _without_tail(text: str) -> str:
    """The text without words at its end that belong to no name: „Victoria Beispiel Follow“, „Anna Beispiel Feb“."""
    words = text.split()
    while len(words) > 2 and _ends_no_name(words[-1]):
        words.pop()
    return " ".join(words) if len(words) < len(text.split()) else text


def _ends_no_name(word: str) -> bool:
    folded = word.strip(".,").casefold()
    return folded in load.words("never_names") or (folded in load.months() and len(folded) < 6)


def _seams(text: str) -> list[int]:
    """Where a name begins without a blank before it."""
    places = []
    for match in _SEAM.finditer(text):
        before = re.search(r"[^\W\d_]*\Z", text[: match.start()])
        word = before[0] if before else ""
        if len(word) >= MIN_GLUED_CHARS and word not in _PARTICLES_IN_ONE:
            places.append(match.start())
    return places


def _has_no_case(text: str) -> bool:
    """Whether the script has no capitals: Arabic, Hebrew, Chinese, Japanese."""
    letters = _LETTER.findall(text)
    return len(letters) > 1 and all(letter.upper() == letter.lower() for letter in letters)


@cache
def _function_words() -> frozenset[str]:
    """Words of sentences in the languages of the stop word lists that are no names."""
    return frozenset(word for text in load.table("stopwords").values() for word in text.split() if len(word) > 1)


@cache
def _label() -> re.Pattern[str]:
    labels = label_pattern("byline", "author")
    before = r"(?:posted|published|written|veröffentlicht|publié|adaptiert)\s(?:on\s)?"
    return re.compile(
        rf"\s*(?:(?i:{before}))?(?:{labels}|(?i:by|von|par|por|door|di))(?:\s?:\s*|\s+|(?=[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ]))"
        r"(?=[^\W\d_])"
    )
