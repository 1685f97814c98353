"""Finds the phrases of the word lists in a line: what every site says, whoever publishes there.

A list holds one phrase a line; `#` begins a remark. „…“ stands for anything before or after:
`Mehr zum Thema` is the whole line, `Mehr aus …` its beginning, `… weiterlesen` its end, `… Newsletter …` anywhere.
Upper case, marks at the ends and the value of numbers (written `0`) make no difference.
"""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load

MAX_FOLDED_NUMBER_CHARS = 120  # characters; only in lines up to this length are numbers levelled

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_EDGES = " \t\u00a0.:;,!?…–—-|•·*›»«‹→>+\"“„'()[]"


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase that was found: its list, where it may stand („whole“, „begins“, „ends“, „within“), the phrase."""

    list: str
    place: str
    phrase: str


class PhraseIndex:
    """All phrases of some lists, found by one of their words so that the time does not grow with the lists."""

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
        """The most telling phrase of a line, or None. `tokens` are its words in lower case, where they are known,
        `distinct` the same, each once."""
        folded = fold_phrase(words) if len(words) <= MAX_FOLDED_NUMBER_CHARS else ""
        if folded and (hit := self._whole.get(folded)):
            return hit
        if tokens is None:
            tokens = _WORD.findall(words.lower())
        distinct = distinct or set(tokens)
        found: list[PhraseMatch] = []
        if tokens and tokens[0] in self._firsts:
            found += self._begins.get((tokens[0],), ())
            found += self._begins.get(tuple(tokens[:2]), ()) if len(tokens) > 1 else ()
        beginning = self._part_words.isdisjoint(distinct)
        if not beginning:
            found += [hit for key in self._part_words & distinct for hit in self._parts[key]]
        if not found:
            return None
        folded = folded or fold_phrase(words[:MAX_FOLDED_NUMBER_CHARS] if beginning else words)
        standing = [hit for hit in found if _occurs(hit, folded)]
        return max(standing, key=lambda hit: (hit.place == "begins", len(hit.phrase))) if standing else None


def _occurs(hit: PhraseMatch, folded: str) -> bool:
    if hit.place == "begins":
        rest = folded[len(hit.phrase) : len(hit.phrase) + 1]
        return folded.startswith(hit.phrase) and not rest.isalnum()
    if hit.place == "ends":
        return folded.endswith(hit.phrase)
    return hit.phrase in folded


def fold_phrase(words: str) -> str:
    """Lower case, no marks at the ends, numbers levelled in short lines."""
    folded = words.strip(_EDGES).lower().replace("\u00a0", " ").replace("\u00ad", "")
    return _NUMBER.sub("0", folded) if len(folded) <= MAX_FOLDED_NUMBER_CHARS else folded


@cache
def load_phrases(*names: str) -> PhraseIndex:
    """The lists of this name that come with the reader."""
    return PhraseIndex({name: load.entries(name) for name in names})
