"""Finds stock phrases of websites in a line, by word lists.

A list has one phrase a line; `#` begins a comment. „…“ stands for any text before or after:
`Mehr zum Thema` is the whole line, `Mehr aus …` its beginning, `… weiterlesen` its end, `… Newsletter …` anywhere.
Upper case, marks at the ends and the value of numbers (written `0`) are ignored.
"""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load
from articles.text.lines import tokens

MAX_FOLDED_NUMBER_CHARS = 120  # characters; numbers are replaced by 0 only in lines up to this length

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_EDGES = " \t\u00a0.:;,!?…–—-|•·*›»«‹→>+\"“„'()[]"


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A stock phrase in a line: its list, its place („whole“, „begins“, „ends“, „within“), the folded phrase."""

    list_name: str
    place: str
    phrase: str


class PhraseIndex:
    """All phrases of some lists, indexed by a word so that the time does not grow with the lists."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self._whole: dict[str, PhraseMatch] = {}
        self._begins: dict[tuple[str, ...], list[PhraseMatch]] = {}  # by the first two words, or the only one
        self._firsts: set[str] = set()
        self._parts: dict[str, list[PhraseMatch]] = {}  # by the longest word
        self._part_words: set[str] = set()
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add(name, phrase)

    def _add(self, name: str, phrase: str) -> None:
        before, after = phrase.startswith("…"), phrase.endswith("…")
        folded = fold_phrase(phrase)
        if not folded:
            return
        if not before and not after:
            self._whole.setdefault(folded, PhraseMatch(name, "whole", folded))
            return
        words = _WORD.findall(folded)
        if not before:
            self._begins.setdefault(tuple(words[:2]), []).append(PhraseMatch(name, "begins", folded))
            self._firsts.update(words[:1])
            return
        place = "within" if after else "ends"
        self._parts.setdefault(max(words, key=len), []).append(PhraseMatch(name, place, folded))
        self._part_words.add(max(words, key=len))

    def find(
        self, words: str, tokens: list[str] | None = None, distinct: set[str] | frozenset[str] = frozenset()
    ) -> PhraseMatch | None:
        """The most specific phrase of a line, or None. `tokens` are its words in lower case, if already known,
        `distinct` the set of them."""
        folded = fold_phrase(words) if len(words) <= MAX_FOLDED_NUMBER_CHARS else ""
        if folded and (match := self._whole.get(folded)):
            return match
        if tokens is None:
            tokens = _WORD.findall(words.lower())
        distinct = distinct or set(tokens)
        candidates: list[PhraseMatch] = []
        if tokens and tokens[0] in self._firsts:
            candidates += self._begins.get((tokens[0],), ())
            candidates += self._begins.get(tuple(tokens[:2]), ()) if len(tokens) > 1 else ()
        beginning = self._part_words.isdisjoint(distinct)
        if not beginning:
            candidates += [match for key in self._part_words & distinct for match in self._parts[key]]
        if not candidates:
            return None
        folded = folded or fold_phrase(words[:MAX_FOLDED_NUMBER_CHARS] if beginning else words)
        standing = [match for match in candidates if _occurs(match, folded)]
        return max(standing, key=lambda match: (match.place == "begins", len(match.phrase))) if standing else None

    def find_opening(self, words: str) -> PhraseMatch | None:
        """The phrase that a line is or begins with, or None: faster than `find`, which reads all of the line."""
        opening = words[:MAX_FOLDED_NUMBER_CHARS]
        if len(words) <= MAX_FOLDED_NUMBER_CHARS and (match := self._whole.get(fold_phrase(words))):
            return match
        first = tokens(opening)[:2]
        candidates = [
            *self._begins.get((*first[:1],), ()),
            *(self._begins.get((*first,), ()) if len(first) > 1 else ()),
        ]
        if not candidates:
            return None
        folded = fold_phrase(opening)
        standing = [match for match in candidates if _occurs(match, folded)]
        return max(standing, key=lambda match: len(match.phrase)) if standing else None


def _occurs(match: PhraseMatch, folded: str) -> bool:
    if match.place == "begins":
        rest = folded[len(match.phrase) : len(match.phrase) + 1]
        return folded.startswith(match.phrase) and not rest.isalnum()
    if match.place == "ends":
        return folded.endswith(match.phrase)
    return match.phrase in folded


def fold_phrase(words: str) -> str:
    """Lower case, without marks at the ends, in short lines with numbers as `0`."""
    folded = words.strip(_EDGES).lower().replace("\u00a0", " ").replace("\u00ad", "")
    return _NUMBER.sub("0", folded) if len(folded) <= MAX_FOLDED_NUMBER_CHARS else folded


@cache
def load_phrases(*names: str) -> PhraseIndex:
    """The index of the word lists of these names."""
    return PhraseIndex({name: load.entries(name) for name in names})
