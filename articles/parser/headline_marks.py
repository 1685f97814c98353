"""The words of a kicker or headline without what only set them apart on the page, and what is no kicker."""

import re

from articles.parser.patterns.credit import parse_credit
from articles.parser.patterns.date import parse_date
from articles.parser.patterns.person import is_owner, read_persons
from articles.text.lines import Span, tokens

_EDGES = " \t\u00a0|:;,/•·–—-"
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b,?\s?")
_BY = re.compile(r"(?:von|by|par|por)\s", re.IGNORECASE)


def inner_span(words: str) -> Span:
    """The span without dashes, bars and colons at both ends; the whole if there is nothing else."""
    low = len(words) - len(words.lstrip(_EDGES))
    high = len(words.rstrip(_EDGES))
    return (low, high) if low < high else (0, len(words))


def is_kicker(words: str) -> bool:
    """Whether words can be printed above a headline: letters, and no date, author or credit."""
    if not any(map(str.isalpha, words)):
        return False
    if parse_date(words) or parse_date(_CLOCK.sub("", words)):
        return False
    is_author = _BY.match(words) is not None and read_persons(words) is not None
    return not is_author and not is_owner(words) and not parse_credit(words)


def is_same(one: str, other: str) -> bool:
    """Whether two texts have the same words."""
    return tokens(one) == tokens(other)
