"""Builds the full-text expression of a query for SQLite or PostgreSQL.

User input never gets into it: only terms of letters and digits do, each in quotes.
"""

from collections.abc import Collection, Iterable
from enum import IntEnum

from articles.text.query import QueryUnit, SearchQuery
from articles.text.terms import EXACT, PART, STEM, fold, word_forms

Term = tuple[str, ...]  # one term, or a sequence of several; "*" at the end matches any continuation
MIN_PREFIX_LETTERS = 3  # letters of an unfinished word that is searched for


class WordMatch(IntEnum):
    """How closely a word in a text must match a word of the query."""

    SAME = 0
    FORM = 1  # another form of it
    PART = 2  # or a compound that it is a part of


def build_expression(
    question: SearchQuery,
    vendor: str,
    languages: Collection[str],
    fields: int,
    match: WordMatch,
    is_unfinished: bool = False,
) -> str:
    """The expression for articles that match in the first `fields` of headline, lead and rest.

    Unwanted units must not occur in these fields. `languages` are the stemmers that were used for texts in the index.
    With `is_unfinished` the last word is also matched as a prefix.
    """
    speak = _tsquery if vendor == "postgresql" else _fts5
    wanted = [terms_of(unit, languages, fields, match) for unit in question.wanted]
    unwanted = [terms_of(unit, languages, fields, min(match, WordMatch.FORM)) for unit in question.unwanted]
    last = question.wanted[-1]
    if is_unfinished and not last.is_phrase and len(last.folded[0]) >= MIN_PREFIX_LETTERS:
        wanted[-1] += [(f"{EXACT[field]}{last.folded[0]}*",) for field in range(fields)]
    return speak(wanted, unwanted)


def match_either(first: str, second: str, vendor: str) -> str:
    """The expression that matches if one of two does."""
    return f"({first}) | ({second})" if vendor == "postgresql" else f"({first}) OR ({second})"


def terms_of(unit: QueryUnit, languages: Collection[str], fields: int, likeness: WordMatch) -> list[Term]:
    """The alternative terms of a unit; a phrase is a sequence of exact words."""
    if unit.is_phrase:
        return [tuple(EXACT[field] + word for word in unit.folded) for field in range(fields)]
    raw = unit.words[0]
    terms: dict[Term, None] = {}
    for field in range(fields):
        terms[(EXACT[field] + fold(raw),)] = None
        for code in languages if likeness else ():
            stem = word_forms(raw, code).stem
            terms[(EXACT[field] + stem,)] = None  # a word that is its own stem is not kept twice
            terms[(STEM[field] + code + stem,)] = None
        if likeness == WordMatch.PART and "de" in languages:
            terms[(PART[field] + word_forms(raw, "de").stem,)] = None
    return list(terms)


def _fts5(wanted: Iterable[list[Term]], unwanted: Iterable[list[Term]]) -> str:
    def spoken(term: Term) -> str:
        text = " ".join(term)
        return f'"{text[:-1]}"*' if text.endswith("*") else f'"{text}"'

    def any_of(terms: list[Term]) -> str:
        return "(" + " OR ".join(map(spoken, terms)) + ")"

    positive = " AND ".join(any_of(terms) for terms in wanted)
    negative = " OR ".join(any_of(terms) for terms in unwanted)
    return f"({positive}) NOT ({negative})" if negative else positive


def _tsquery(wanted: Iterable[list[Term]], unwanted: Iterable[list[Term]]) -> str:
    def spoken(term: Term) -> str:
        return " <-> ".join(f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'" for word in term)

    def any_of(terms: list[Term]) -> str:
        return "(" + " | ".join(map(spoken, terms)) + ")"

    return " & ".join([*(any_of(terms) for terms in wanted), *(f"!{any_of(terms)}" for terms in unwanted)])
