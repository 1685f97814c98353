"""Finds in a text what a question asked for, and the passage that shows most of it. Knows no HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.text import stemming
from articles.text.query import SearchQuery
from articles.text.terms import WORD, WordForms, compound_parts, fold, word_forms

MAX_SEARCHED_CHARS = 200_000  # characters of a text
PREFIX_LETTERS = 4  # letters of a stem that a compound with it must hold
LEADING_CHARS = 60  # characters of a passage before its first hit


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, hit or not."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class QueryMatch:
    """Where one unit of a question stands in a text."""

    start: int
    end: int
    unit: int


def find_matches(text: str, question: SearchQuery, language: str) -> list[QueryMatch]:
    """Every place where a wanted word, a form of it, a compound with it or a phrase stands, in order, none twice."""
    code = stemming.stemmer_code(language)
    text = text[:MAX_SEARCHED_CHARS]
    raws = {raw: word_forms(raw, code) for raw in set(WORD.findall(text))}
    found: list[QueryMatch] = []
    for number, unit in enumerate(question.wanted):
        if unit.is_phrase:
            found += _phrases(text, unit.folded, number)
        else:
            want = word_forms(unit.words[0], code)
            alike = [raw for raw, known in raws.items() if _is_like(raw, known, want, code)]
            found += [QueryMatch(*place, number) for place in _places(text, alike)]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[QueryMatch] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _is_like(raw: str, known: WordForms, want: WordForms, code: str) -> bool:
    if known.stem == want.stem or known.word in (want.word, want.stem):
        return True
    may_be_inside = len(raw) > len(want.stem) and _flat(want.stem)[:PREFIX_LETTERS] in _flat(known.word)
    return may_be_inside and want.stem in compound_parts(raw, code)


def _flat(word: str) -> str:
    """Without what an umlaut may change, for a quick look."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _places(text: str, raws: Sequence[str]) -> list[tuple[int, int]]:
    if not raws:
        return []
    longest_first = sorted(raws, key=len, reverse=True)
    words = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_\u00ad])")
    return [found.span() for found in words.finditer(text)]


def _phrases(text: str, words: tuple[str, ...], number: int) -> list[QueryMatch]:
    if not words or words[0] not in folded_words(text):
        return []
    placed = [(found.span(), fold(found[0])) for found in WORD.finditer(text)]
    length = len(words)
    return [
        QueryMatch(placed[n][0][0], placed[n + length - 1][0][1], number)
        for n in range(len(placed) - length + 1)
        if placed[n][1] == words[0] and tuple(word for _span, word in placed[n : n + length]) == words
    ]


def folded_words(text: str) -> frozenset[str]:
    """Every word of a text, folded."""
    return frozenset(fold(raw) for raw in set(WORD.findall(text)))


def highlight(text: str, found: Sequence[QueryMatch]) -> list[Piece]:
    """The whole text in pieces."""
    pieces, end = [], 0
    for hit in found:
        pieces += [Piece(text[end : hit.start], False), Piece(text[hit.start : hit.end], True)]
        end = hit.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def find_passage(text: str, found: Sequence[QueryMatch], length: int) -> list[Piece]:
    """About `length` characters around the hits that together show most of the question; cut at words, with “…”."""
    if len(text) <= length:
        return highlight(text, found)
    start = _begin(text, found, length)
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start + length // 2, end), text.rfind("\n", start + length // 2, end))
        end = start + length if end < 0 else end
    inside = [QueryMatch(h.start - start, h.end - start, h.unit) for h in found if h.start >= start and h.end <= end]
    pieces = highlight(text[start:end].rstrip(), inside)
    before, after = [Piece("… ", False)] if start else [], [Piece(" …", False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _begin(text: str, found: Sequence[QueryMatch], length: int) -> int:
    """Where the passage starts: a little before the hit from which on most different units stand close together."""
    if not found or (found[0].start < length // 2 and len({h.unit for h in found}) == 1):
        return 0
    best = max(found, key=lambda one: (_units_near(found, one, length - LEADING_CHARS), -one.start))
    if best.start <= LEADING_CHARS:
        return 0
    sentence = max(
        (m.end() for m in re.finditer(r"[.!?:]\s+|\n+", text[best.start - LEADING_CHARS : best.start])), default=0
    )
    if sentence:
        return best.start - LEADING_CHARS + sentence
    space = text.find(" ", best.start - LEADING_CHARS, best.start)
    return space + 1 if space >= 0 else best.start


def _units_near(found: Sequence[QueryMatch], one: QueryMatch, length: int) -> int:
    return len({hit.unit for hit in found if one.start <= hit.start and hit.end <= one.start + length})
