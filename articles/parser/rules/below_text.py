"""Rules for what stands below the text: notes on its author, and other articles below a heading of their own."""

import re

from articles.lexicon import load
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.names import is_name
from articles.parser.phrases import fold_phrase, load_phrases
from articles.parser.roles import BLOCK_KINDS, Role

MAX_AUTHORS_NOTES = 2  # last paragraphs that may be notes on authors
MAX_NOTE_CHARS = 700
MAX_OPENING_WORDS = 25  # of a note, among which the profession is
MAX_HEADING_CHARS = 40
MIN_TEXT_RATIO = 4  # of the characters above a heading of other articles to those below it

_IS = re.compile(
    r"(?P<name>[^\W\d_](?:[\w’'.-]*\s){1,4}?[^\W\d_][\w’'.-]*),?\s"
    r"(?:is|was|has been|covers|writes|reports|joined|ist|war|arbeitet|schreibt|berichtet|lebt|lehrt)\s"
)


def authors_notes(lines: list[LabelledLine]) -> None:
    """The last paragraphs of a text become a note on its author if they name the author, or say who a person is that
    does not occur in the text. A text of which nothing would be left stays."""
    texts = [line for line in lines if line.role in BLOCK_KINDS and line.role is not Role.SUBHEADING]
    for number in range(len(texts) - 1, max(0, len(texts) - 1 - MAX_AUTHORS_NOTES), -1):
        line = texts[number]
        if len(line.words) > MAX_NOTE_CHARS or not (_names_author(line) or _tells_who(line, texts[:number])):
            return
        line.relabel(Role.BOILERPLATE, "authors_note", 0.8)


def _names_author(line: LabelledLine) -> bool:
    return load_phrases("authors_notes").find_opening(line.words) is not None


def _tells_who(line: LabelledLine, above: list[LabelledLine]) -> bool:
    """Whether a paragraph begins „Name ist Redakteurin …“, and no paragraph above names that person."""
    match = _IS.match(line.words)
    if match is None or not is_name(match["name"]):
        return False
    opening = line.traits.tokens[:MAX_OPENING_WORDS]
    if not any(word.startswith(tuple(load.words("author_words"))) for word in opening):
        return False
    family = match["name"].split()[-1]
    return not any(family in other.words for other in above)


def other_articles(lines: list[LabelledLine]) -> None:
    """What stands below a heading such as „Mehr zum Thema“ becomes boilerplate if the text above is much longer."""
    lengths = [len(line.words) if line.role in BLOCK_KINDS or line.role is Role.LEAD else 0 for line in lines]
    above, below = 0, sum(lengths)
    for number, line in enumerate(lines):
        if above and above >= MIN_TEXT_RATIO * below and _heads_other_articles(line):
            for other in lines[number:]:
                if other.role in BLOCK_KINDS:
                    other.relabel(Role.BOILERPLATE, "other_articles", 0.7)
            return
        above += lengths[number]
        below -= lengths[number]


def _heads_other_articles(line: LabelledLine) -> bool:
    """Whether a line is the heading of other articles; „Lesen Sie auch: …“ with a link interrupts a text."""
    return (
        line.role in (Role.BOILERPLATE, Role.SUBHEADING)
        and len(line.words) <= MAX_HEADING_CHARS
        and fold_phrase(line.words) in _HEADINGS
    )


_HEADINGS = frozenset(fold_phrase(words) for words in load.entries("other_articles"))
