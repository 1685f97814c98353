"""Rules for authors in the article's head, below its text, and in short biographies."""

import re
from collections import Counter

from articles.lexicon import load
from articles.parser.features import shaped
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.person import has_first_name, is_desk, is_person, is_pseudonym, read_persons
from articles.parser.roles import Role
from articles.parser.rules.article_range import MAX_LINES_BELOW, article_range

MAX_PORTRAIT_CHARS = 260
MAX_BESIDE_CHARS = 80  # of a line with the time or the author's function

MAX_FUNCTION_WORDS = 6
_LOOSE = frozenset((Role.BOILERPLATE, Role.SUBHEADING, Role.LEAD, Role.SUBHEADLINE, Role.CAPTION, Role.KICKER))
_CONJUNCTION = re.compile(r"\A(?:und|and|&|sowie)\s+")
_ARTICLES = {"der", "den"}  # „Rückkehr der Störche“ is no name; „van der Berg“ is one
_BY_FEATURES = frozenset((*shaped("by"), *shaped("role")))
_CLOCK_FEATURES = frozenset(shaped("clock"))
_PARTICLES = {"van", "von", "Van", "Von"}
_BY = re.compile(r"(?:Von|VON|von|By|BY|by|Par|Por|Text|Autor|Autorin|Author)(?:\s|:\s)")
_MARKS = ".,;:!?()[]„“”\"»«'’"


def bylines_by_form(lines: list[LabelledLine]) -> None:
    """Lines with a byline become bylines in the head or below the text; a name alone only in the head."""
    first = next((n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH), None)
    if first is None:
        return
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), 0)
    copies: Counter[str] | None = None
    last = max(n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH)
    for number in article_range(lines):
        line = lines[number]
        if line.role not in (Role.BOILERPLATE, Role.SUBHEADING) or line.traits.length > 120 or line.traits.end == ".":
            continue
        by = not _BY_FEATURES.isdisjoint(line.traits.features)
        stands = line.role is Role.BOILERPLATE and not line.traits.phrase
        if not by and not (stands and _where_authors_stand(head, first, last, number)):
            continue
        copies = copies or Counter(line.words for line in lines if line.traits.length <= 120)
        if copies[line.words] > 2:  # authors of linked articles
            continue
        if by:
            form = parse_byline(line.words)
            if form and (form.persons or form.agencies):
                line.relabel(Role.BYLINE, "byline_form")
        elif _is_author(lines, first, line):
            line.relabel(Role.BYLINE, "name_in_head", 0.7)


def bylines_going_on(lines: list[LabelledLine]) -> None:
    """In the head, a name with a function in its line or in the next one is a byline, and so are more names below."""
    first = next((n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH), 0)
    head = next((n for n, line in enumerate(lines[:first]) if line.role is Role.HEADLINE), first)
    for number in range(head + 1, first + 1):
        line, above = lines[number], lines[number - 1]
        if line.role not in _LOOSE | {Role.PARAGRAPH} or len(line.words) > MAX_BESIDE_CHARS or line.words[-1] in ".!?:":
            continue
        name = _CONJUNCTION.sub("", line.words)
        if above.role is Role.BYLINE and not line.text_line.gap and is_person(name) and has_first_name(name):
            line.relabel(Role.BYLINE, "byline_goes_on", 0.8)
        elif above.role is Role.BYLINE and _is_function(line.words):
            line.relabel(Role.BOILERPLATE, "function_below_name", 0.8)
        elif name != line.words or number == first or line.role is Role.PARAGRAPH:
            continue
        elif is_person(name) and has_first_name(name) and _is_function(lines[number + 1].words):
            line.relabel(Role.BYLINE, "name_above_function", 0.8)
        elif has_first_name(name) and _names_function(name):
            line.relabel(Role.BYLINE, "name_with_function", 0.8)


def _is_function(words: str) -> bool:
    """Whether a line says what an author is: „Redakteurin“, „Staff Writer“, „Korrespondentin in Paris“."""
    parts = words.split()
    known = load.words("functions")
    is_short = len(parts) <= MAX_FUNCTION_WORDS and words[-1] not in ".!?:"
    return is_short and any(word.strip("(),").casefold() in known for word in parts[:3])


def _names_function(words: str) -> bool:
    """Whether a line is a name with the function of an author behind it."""
    form = parse_byline(words)
    return form is not None and len(form.persons) == 1 and bool(form.persons[0].function)


def bylines_of_nobody(lines: list[LabelledLine]) -> None:
    """A byline of the model that names nobody becomes boilerplate, unless it says that it is a byline."""
    for line in lines:
        if line.role is not Role.BYLINE or line.label.rule != "weighed" or parse_byline(line.words):
            continue
        says_so = _BY.match(line.words) is not None
        persons = read_persons(line.words)
        names_somebody = persons is not None and (says_so or _may_be_called(persons.names[0], lines))
        stands_alone = is_pseudonym(line.words) and _may_be_called(line.words, lines)
        is_unread = persons is None and (says_so or is_desk(line.words))
        if not (names_somebody or stands_alone or is_unread):
            line.relabel(Role.BOILERPLATE, "byline_of_nobody", 0.6)


def portraits(lines: list[LabelledLine]) -> None:
    """Without a byline, a short biography right below the text of a person who does not occur in it becomes one."""
    if any(line.role is Role.BYLINE for line in lines):
        return
    last = max((n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH), default=len(lines))
    for number in range(last, min(len(lines), last + 1 + MAX_LINES_BELOW)):
        line = lines[number]
        plain = line.traits.shape in ("E", "P") and line.traits.end == "." and line.traits.length <= MAX_PORTRAIT_CHARS
        form = parse_byline(line.words) if plain and (number > last or "(*" in line.words) else None
        if form and form.persons and not form.date:
            family = form.persons[0].name.split()[-1]
            if not any(family in other.words for other in lines[:last] if other.role is Role.PARAGRAPH):
                line.relabel(Role.BYLINE, "portrait", 0.7)
                return


def _where_authors_stand(head: int, first: int, last: int, number: int) -> bool:
    """Whether an author's name can be here: between headline and text, right above the headline or below the text."""
    return head - 1 <= number < first or number == last + 1


def _may_be_called(name: str, lines: list[LabelledLine]) -> bool:
    """Whether a name has a usual first name, or none of its words stands in the clip as a common word."""
    if has_first_name(name):
        return True
    common = {word.strip(_MARKS) for line in lines for word in line.words.split() if word[0].islower()}
    return not any(word.casefold() in common for word in name.split() if word[0].isupper())


def _is_author(lines: list[LabelledLine], first: int, line: LabelledLine) -> bool:
    """Whether a line is a name alone whose family name does not occur in the text.

    A name without a usual first name needs the headline beside it, or a line that tells a time or a function.
    """
    words = line.words
    parts = set(words.split())
    if "name" not in line.traits.features or (parts & _ARTICLES and not parts & _PARTICLES):
        return False
    persons = read_persons(words)
    if persons is None or not _may_be_called(persons.names[0], lines):
        return False
    if not has_first_name(persons.names[0]) and not _stands_with_author(lines, line):
        return False
    family = persons.names[-1].split()[-1]
    return not any(family in other.words for other in lines[first:] if other.role is Role.PARAGRAPH)


def _stands_with_author(lines: list[LabelledLine], line: LabelledLine) -> bool:
    """Whether a line right above or below is the headline, or tells a date, a time or a function."""
    number = next(n for n, other in enumerate(lines) if other is line)
    for other in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]):
        if other.role is Role.HEADLINE:
            return True
        if other.traits.length > MAX_BESIDE_CHARS:
            continue
        dated = not _CLOCK_FEATURES.isdisjoint(other.traits.features)
        if dated or not load.words("functions").isdisjoint(other.traits.distinct):
            return True
    return False
