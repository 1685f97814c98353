"""How alike two texts are, and how much of a text stands in others. All texts are levelled (`gold.level`)."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from articles.parser.learning.gold import level

ALIKE = 0.9  # similarity from which two texts count as the same
RUN = 5  # words that stand together in the same order, by which texts are found in others


def likeness(first: str, second: str) -> float:
    """0 … 1; 0 where one of them is empty."""
    return fuzz.ratio(first, second) / 100 if first and second else 0.0


def words_of(text: str) -> list[str]:
    """The words of a text, levelled."""
    return re.findall(r"\w+", level(text))


def same_headline(given: str, right: str) -> bool:
    """Nine tenths of the words alike, in the same order."""
    first, second = words_of(given), words_of(right)
    return bool(first and second) and Levenshtein.normalized_similarity(first, second) >= ALIKE


def has_name(name: str, text: str) -> bool:
    """The name stands in the text, not as a part of words."""
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


class WordRuns:
    """The runs of RUN words in some texts; a shorter text is found where the whole of it stands in one of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: list[str] = []
        self._runs: set[tuple[str, ...]] = set()
        for text in texts:
            words = words_of(text)
            self._texts.append(f" {' '.join(words)} ")
            self._runs.update(_runs(words))

    def covered(self, text: str) -> tuple[int, int]:
        """How many characters of the text's words lie in such runs, and how many there are."""
        words = words_of(text)
        total = sum(map(len, words))
        if len(words) < RUN:
            sought = f" {' '.join(words)} "
            return (total if any(sought in other for other in self._texts) else 0), total
        found: set[int] = set()
        for place, run in enumerate(_runs(words)):
            if run in self._runs:
                found.update(range(place, place + RUN))
        return sum(len(words[place]) for place in found), total

    def missing(self, texts: Iterable[str]) -> float:
        """The share of the texts' characters, 0 … 1, that is not covered; 0 where there are none."""
        counts = [self.covered(text) for text in texts]
        total = sum(of for _, of in counts)
        return 1 - sum(found for found, _ in counts) / total if total else 0.0


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)]
