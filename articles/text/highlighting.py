"""Finds the matches of a search query in a plain text, and the passage that shows most of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.text import stemming
from articles.text.query import SearchQuery
from articles.text.terms import WORD, WordForms, compound_parts, fold, word_forms

MAX_SEARCHED_CHARS = 200_000  # of a text that are searched
PREFIX_LETTERS = 4  # letters of a stem that a compound with it must contain
LEADING_CHARS = 60  # of a passage before its first match


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, matched or not."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class QueryMatch:
    """The span of one unit of a query in a text; `unit` is its index in `SearchQuery.wanted`."""

    start: int
    end: int
    unit: int


def find_matches(text: str, question: SearchQuery, language: str) -> list[QueryMatch]:
    """All matches of wanted words, their forms, compounds with them and phrases, in order, without overlaps."""
    code = stemming.stemmer_code(language)
    text = text[:MAX_SEARCHED_CHARS]
    raws = {raw: word_forms(raw, code) for raw in set(WORD.findall(text))}
    candidates: list[QueryMatch] = []
    for number, unit in enumerate(question.wanted):
        if unit.is_phrase:
            candidates += _phrases(text, unit.folded, number)
        else:
            wanted_forms = word_forms(unit.words[0], code)
            alike = [raw for raw, raw_forms in raws.items() if _is_like(raw, raw_forms, wanted_forms, code)]
            candidates += [QueryMatch(*place, number) for place in _places(text, frozenset(alike))]
    candidates.sort(key=lambda match: (match.start, -match.end))
    matches: list[QueryMatch] = []
    for match in candidates:
        if not matches or match.start >= matches[-1].end:
            matches.append(match)
    return matches


def _is_like(raw: str, raw_forms: WordForms, wanted_forms: WordForms, code: str) -> bool:
    if raw_forms.stem == wanted_forms.stem or raw_forms.word in (wanted_forms.word, wanted_forms.stem):
        return True
    may_be_inside = len(raw) > len(wanted_forms.stem) and _flat(wanted_forms.stem)[:PREFIX_LETTERS] in _flat(
        raw_forms.word
    )
    return may_be_inside and wanted_forms.stem in compound_parts(raw, code)


def _flat(word: str) -> str:
    """The word without umlauts, for a cheap test."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _places(text: str, raws: frozenset[str]) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text) if match[0] in raws] if raws else []


def _phrases(text: str, words: tuple[str, ...], number: int) -> list[QueryMatch]:
    if not words or words[0] not in folded_words(text):
        return []
    placed = [(match.span(), fold(match[0])) for match in WORD.finditer(text)]
    length = len(words)
    return [
        QueryMatch(placed[n][0][0], placed[n + length - 1][0][1], number)
        for n in range(len(placed) - length + 1)
        if placed[n][1] == words[0] and tuple(word for _span, word in placed[n : n + length]) == words
    ]


def folded_words(text: str) -> frozenset[str]:
    """Every word of a text, folded."""
    return frozenset(fold(raw) for raw in set(WORD.findall(text)))


def highlight(text: str, matches: Sequence[QueryMatch]) -> list[Piece]:
    """The whole text as pieces, matched or not."""
    pieces, end = [], 0
    for match in matches:
        pieces += [Piece(text[end : match.start], False), Piece(text[match.start : match.end], True)]
        end = match.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def find_passage(text: str, matches: Sequence[QueryMatch], length: int) -> list[Piece]:
    """About `length` characters around the matches that show most units of the query; cut at words, with “…”."""
    if len(text) <= length:
        return highlight(text, matches)
    start = _begin(text, matches, length)
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start + length // 2, end), text.rfind("\n", start + length // 2, end))
        end = start + length if end < 0 else end
    inside = [QueryMatch(h.start - start, h.end - start, h.unit) for h in matches if h.start >= start and h.end <= end]
    pieces = highlight(text[start:end].rstrip(), inside)
    before, after = [Piece("… ", False)] if start else [], [Piece(" …", False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _begin(text: str, matches: Sequence[QueryMatch], length: int) -> int:
    """The start of the passage: LEADING_CHARS before the match with most different units after it."""
    if not matches or (matches[0].start < length // 2 and len({h.unit for h in matches}) == 1):
        return 0
    best = max(matches, key=lambda match: (_units_near(matches, match, length - LEADING_CHARS), -match.start))
    if best.start <= LEADING_CHARS:
        return 0
    sentence = max(
        (m.end() for m in re.finditer(r"[.!?:]\s+|\n+", text[best.start - LEADING_CHARS : best.start])), default=0
    )
    if sentence:
        return best.start - LEADING_CHARS + sentence
    space = text.find(" ", best.start - LEADING_CHARS, best.start)
    return space + 1 if space >= 0 else best.start


def _units_near(matches: Sequence[QueryMatch], first: QueryMatch, length: int) -> int:
    return len({match.unit for match in matches if first.start <= match.start and match.end <= first.start + length})
