"""Reads what somebody typed into the search: words, phrases in quotes, what a minus excludes. Nothing is an error."""

import re
from dataclasses import dataclass

from articles.text.terms import WORD, fold, stop_words

MAX_QUERY_CHARS = 500  # characters that are read
MAX_QUERY_WORDS = 12
QUOTES = '"„“”«»‟'
_PIECE = re.compile(rf"([-−–]?)[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|([^\s{QUOTES}]+)")


@dataclass(frozen=True, slots=True)
class QueryUnit:
    """One word, or several that stand beside each other (`is_phrase`), as they were typed."""

    words: tuple[str, ...]
    is_phrase: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        """The words in the form that the search compares."""
        return tuple(fold(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for: all that is `wanted`, nothing that is `unwanted`. Without a wanted unit nothing is found."""

    wanted: tuple[QueryUnit, ...] = ()
    unwanted: tuple[QueryUnit, ...] = ()
    is_cut: bool = False  # more was typed than is read

    def __bool__(self) -> bool:
        return bool(self.wanted)


def parse_query(typed: str) -> SearchQuery:
    """The question in a text of any length and content. Everyday words count only where there is nothing else."""
    wanted: list[QueryUnit] = []
    unwanted: list[QueryUnit] = []
    words_left = MAX_QUERY_WORDS
    is_cut = len(typed.strip()) > MAX_QUERY_CHARS
    text = typed.strip()[:MAX_QUERY_CHARS]
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
    """A phrase is one unit; so is a word with a hyphen that is excluded. Otherwise each word is one."""
    words = tuple(word for word in WORD.findall(piece[2] if piece[3] is None else piece[3]) if fold(word))
    if piece[3] is None or excludes:
        return [QueryUnit(words, len(words) > 1)] if words else []
    return [QueryUnit((word,)) for word in words]


def _without_stop_words(units: list[QueryUnit]) -> tuple[QueryUnit, ...]:
    telling = [u for u in units if u.is_phrase or u.folded[0] not in stop_words()]
    return _distinct(telling or units)


def _distinct(units: list[QueryUnit]) -> tuple[QueryUnit, ...]:
    return tuple({(u.folded, u.is_phrase): u for u in units}.values())
