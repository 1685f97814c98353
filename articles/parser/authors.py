"""What is printed of a byline, and whom it makes an author: only what can be a person's name, or a desk."""

from dataclasses import dataclass

from articles.parser.document import PartialDate
from articles.parser.patterns.byline import Byline, parse_byline
from articles.parser.patterns.person import is_desk, is_person, is_pseudonym, read_persons
from articles.text.lines import Span

MAX_UNREAD_CHARS = 80  # of a byline that names no person and is printed all the same: „By Example Media Staff“
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


def read_byline(words: str) -> ReadByline | None:
    """The byline in a line that is one by its place; None if nothing of it should be printed as one."""
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
