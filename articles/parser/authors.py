"""What is printed of a byline, and whom it makes an author: only what can be a person's name, or a desk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.byline import Byline, parse_byline
from articles.parser.patterns.person import is_desk, is_person, is_pseudonym, read_persons
from articles.text.lines import Span

MAX_UNREAD_CHARS = 80  # of a byline that names no person and is printed all the same: „By Example Media Staff“
MAX_PARTS = 8  # of a line with an author that the markup makes of several things
_JOINING = load.words("particles") | frozenset(
    ("von", "by", "par", "por", "di", "text", "und", "and", "et", "&", "mit", "with", "sowie", "interview", "autor")
)
_LABELS = ("von ", "by ", "par ", "por ", "text: ", "von: ", "by: ")


@dataclass(frozen=True, slots=True)
class ReadByline:
    """The parts of a byline. `text_span` is what is printed; `names` may be empty."""

    text_span: Span
    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    date: PartialDate | None = None


def read_byline(words: str, seams: Sequence[int] = ()) -> ReadByline | None:
    """The byline in a line that is one by its place; None if nothing of it should be printed as one.

    `seams` are the places of blanks at which the markup begins something else: another author, a place, a function.
    """
    if seams:
        apart = list(words)
        for at in seams:
            apart[at] = "|"
        parts = parted(words, seams, (0, len(words)))[:MAX_PARTS]
        for first, (low, _high) in enumerate(parts):  # what stands before and behind the author is no part of the name
            for _low, high in parts[first:][::-1]:
                found = _read_form("".join(apart[low:high]), low)
                if found:
                    return found
        found = _read("".join(apart))
        if found and found.names:
            return found
    return _read(words)


def _read_form(words: str, start: int) -> ReadByline | None:
    """The byline that some words are as a whole, naming persons; `start` is where they stand in their line."""
    form = parse_byline(words)
    if form is None or not form.persons or not all(_may_sign(person.name) for person in form.persons):
        return None
    low, high = form.text_span
    return _of_form(form, (start + low, start + high), tuple(person.name for person in form.persons))


def part_seams(words: str, seams: Iterable[int]) -> list[int]:
    """The seams behind which something else begins: not behind „Von“ or „and“, nor between first and family name."""
    kept: list[int] = []
    begin = 0
    for at in sorted(seams):
        if not 0 < at < len(words) - 1 or words[at] != " ":
            continue
        piece = [word for word in words[begin:at].split() if word.strip(":").casefold() not in _JOINING]
        is_joined = words[begin:at].split()[-1:] and words[begin:at].split()[-1].strip(":").casefold() in _JOINING
        if len(piece) > 1 and not is_joined:
            kept.append(at)
            begin = at + 1
    return kept


def parted(words: str, seams: Sequence[int], span: Span) -> list[Span]:
    """The parts of a span of the words between the seams in it."""
    bounds = [span[0], *(at for at in seams if span[0] < at < span[1]), span[1]]
    return [(low, high) for low, high in pairwise(bounds) if words[low:high].strip()]


def _read(words: str) -> ReadByline | None:
    form = parse_byline(words)
    if form and all(map(_may_sign, (person.name for person in form.persons))):
        return _of_form(form, form.text_span, tuple(person.name for person in form.persons))
    if persons := read_persons(words):
        return _of_form(form, persons.text_span, persons.names)
    if form and (form.agencies or form.outlets or form.persons):
        return _of_form(form, form.text_span, tuple(p.name for p in form.persons if _may_sign(p.name)))
    span = (len(words) - len(words.lstrip()), len(words.rstrip()))
    text = words[slice(*span)]
    if is_desk(text) or is_pseudonym(text):
        return ReadByline(span, (text,))
    if text.casefold().startswith(_LABELS) and len(text) <= MAX_UNREAD_CHARS and not any(map(str.isdigit, text)):
        return ReadByline(span)
    return None


def _may_sign(name: str) -> bool:
    return is_person(name) or is_desk(name)


def _of_form(form: Byline | None, text_span: Span, names: tuple[str, ...]) -> ReadByline:
    if form is None:
        return ReadByline(text_span, names)
    return ReadByline(text_span, names, form.agencies, form.outlets, form.signs, form.date)
