"""Rules for authors in the article's head, below its text, and in short biographies."""

from collections import Counter

from articles.lexicon import load
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.names import is_name
from articles.parser.roles import Role
from articles.parser.rules.article_range import MAX_LINES_BELOW, article_range

MAX_PORTRAIT_CHARS = 260

_ARTICLES = {"der", "den"}  # „Rückkehr der Störche“ is no name; „van der Berg“ is one
_PARTICLES = {"van", "von", "Van", "Von"}


def bylines_by_form(lines: list[LabelledLine]) -> None:
    """Lines with a byline become bylines in the head or below the text; a name alone only in the head."""
    first = next((n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH), None)
    if first is None:
        return
    head = next((n for n, line in enumerate(lines) if line.role is Role.HEADLINE), 0)
    copies = Counter(line.words for line in lines if line.traits.length <= 120)
    last = max(n for n, line in enumerate(lines) if line.role is Role.PARAGRAPH)
    for number in article_range(lines):
        line = lines[number]
        if line.role not in (Role.BOILERPLATE, Role.SUBHEADING) or line.traits.length > 120 or line.traits.end == ".":
            continue
        if copies[line.words] > 2:  # authors of linked articles
            continue
        by = any(name.startswith(("by", "role")) for name in line.traits.features)
        if by:
            form = parse_byline(line.words)
            if form and (form.persons or form.agencies):
                line.relabel(Role.BYLINE, "byline_form")
        elif line.role is Role.BOILERPLATE and _where_authors_stand(head, first, last, number):
            if not _is_author(lines, first, line):
                continue
            line.relabel(Role.BYLINE, "name_in_head", 0.7)


def bylines_of_nobody(lines: list[LabelledLine]) -> None:
    """A byline of the model that names nobody and contains words of sentences becomes boilerplate."""
    for line in lines:
        if line.role is not Role.BYLINE or line.label.rule != "weighed" or parse_byline(line.words):
            continue
        if not load.words("sentence_words").isdisjoint(line.traits.distinct):
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


def _is_author(lines: list[LabelledLine], first: int, line: LabelledLine) -> bool:
    """Whether a line is a name alone whose family name does not occur in the text."""
    words = line.words
    parts = set(words.split())
    if "name" not in line.traits.features or not is_name(words) or (parts & _ARTICLES and not parts & _PARTICLES):
        return False
    family = words.split()[-1]
    return not any(family in other.words for other in lines[first:] if other.role is Role.PARAGRAPH)
