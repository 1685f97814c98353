"""Parses search input: words, phrases in quotes, exclusions with a minus. Any input is valid."""

import re
from dataclasses import dataclass

from articles.text.terms import WORD, fold, normalize, stop_words

MAX_QUERY_CHARS = 500  # of the input that are used
MAX_QUERY_WORDS = 12
QUOTES = '"„“”«»‟'
_PIECE = re.compile(rf"([-−–]?)[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+)")


@dataclass(frozen=True, slots=True)
class QueryUnit:
    """A word, or the words of a phrase (`is_phrase`), as typed."""

    words: tuple[str, ...]
    is_phrase: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        """The words as they are compared in the index."""
        return tuple(fold(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search: all `wanted` units, none of the `unwanted`. Without a wanted unit nothing is found."""

    wanted: tuple[QueryUnit, ...] = ()
    unwanted: tuple[QueryUnit, ...] = ()
    is_cut: bool = False  # a part of the input was ignored

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse_query(typed: str) -> SearchQuery:
    """Parse any input. Stop words count only if there is nothing else."""
    wanted: list[QueryUnit] = []
    unwanted: list[QueryUnit] = []
    words_left = MAX_QUERY_WORDS
    is_cut = len(typed.strip()) > MAX_QUERY_CHARS
    text = normalize(typed.strip()[:MAX_QUERY_CHARS])
    for piece in _PIECE.finditer(text):
        excludes = _excludes(text, piece)
        for unit in _units(piece, excludes):
            is_cut = is_cut or len(unit.words) > words_left
            words = unit.words[:words_left]
            words_left -= len(words)
            if words:
                (unwanted if excludes else wanted).append(QueryUnit(words, unit.is_phrase and len(words) > 1))
    return SearchQuery(_without_stop_words(wanted), _distinct(unwanted), is_cut)


def _excludes(text: str, piece: re.Match[str]) -> bool:
    at_start = piece.start() == 0 or text[piece.start() - 1].isspace()
    return at_start and piece[0][0] in "-−–"


def _units(piece: re.Match[str], excludes: bool) -> list[QueryUnit]:
    """The units of a piece of the input: a phrase or an excluded word with hyphens is one, else each word."""
    words = tuple(word for word in WORD.findall(piece[2] if piece[3] is None else piece[3]) if fold(word))
    if piece[3] is None or excludes:
        return [QueryUnit(words, len(words) > 1)] if words else []
    return [QueryUnit((word,)) for word in words]


def _without_stop_words(units: list[QueryUnit]) -> tuple[QueryUnit, ...]:
    telling = [u for u in units if u.is_phrase or u.folded[0] not in stop_words()]
    return _distinct(telling or units)


def _distinct(units: list[QueryUnit]) -> tuple[QueryUnit, ...]:
    return tuple({(u.folded, u.is_phrase): u for u in units}.values())
