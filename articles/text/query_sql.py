"""Puts a question into the words of a database's full-text search, in terms of letters and digits only.

What a reader typed never gets there: only terms made of it do, each in quotes.
"""

from collections.abc import Collection, Iterable
from enum import IntEnum

from articles.text.query import QueryUnit, SearchQuery
from articles.text.terms import EXACT, PART, STEM, fold, word_forms

Term = tuple[str, ...]  # one term, or several that follow each other; "*" at the end: any that begins so
MIN_PREFIX_LETTERS = 3  # letters of an unfinished word that is looked for


class WordMatch(IntEnum):
    """How like the word in the question a word in a text has to be."""

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
    """The expression for the articles that answer the question in the first `fields` of headline, lead and rest.

    What is unwanted must not stand in these fields. `languages` are the stemmers that texts in the index went
    through. Of a question that `is_unfinished` somebody may still be typing the last word.
    """
    speak = _tsquery if vendor == "postgresql" else _fts5
    wanted = [terms_of(unit, languages, fields, match) for unit in question.wanted]
    unwanted = [terms_of(unit, languages, fields, min(match, WordMatch.FORM)) for unit in question.unwanted]
    last = question.wanted[-1]
    if is_unfinished and not last.is_phrase and len(last.folded[0]) >= MIN_PREFIX_LETTERS:
        wanted[-1] += [(f"{EXACT[field]}{last.folded[0]}*",) for field in range(fields)]
    return speak(wanted, unwanted)


def match_either(first: str, second: str, vendor: str) -> str:
    """The expression for what fulfils one of two."""
    return f"({first}) | ({second})" if vendor == "postgresql" else f"({first}) OR ({second})"


def terms_of(unit: QueryUnit, languages: Collection[str], fields: int, likeness: WordMatch) -> list[Term]:
    """The terms any of which stands for the unit; a phrase is a row of exact words."""
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
