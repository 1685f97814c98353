"""Turns words into the terms that the search keeps and asks for: folded, stemmed by language, cut where compounds join.

A term is letters and digits only. Its first character says where and how it was found: "1", "2", "3" the word itself
in headline, lead or the rest; "a", "b", "c" its stem there, with the language; "p", "q", "r" a part of a compound.
SQLite and PostgreSQL get the same ones.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from articles.lexicon import load
from articles.text import compounds, stemming

FIELDS = 3  # headline, lead, rest
EXACT, STEM, PART = "123", "abc", "pqr"  # by field
TEXT_BREAK = "0"  # stands between two texts of one field, so that no phrase reaches across
MAX_WORD_CHARS = 60  # characters of a word
MAX_WORDS = 15_000  # of a text; PostgreSQL counts places up to 16,383
WORD = re.compile(r"[^\W_]+(?:[\u00ad\u0300-\u036f][^\W_]*)*")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d"}
    | {"þ": "th", "ı": "i", "\u00ad": None}
)


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word as the search sees it."""

    word: str
    stem: str


def fold(word: str) -> str:
    """A word in small letters, ä as ae, ß as ss, without accents; empty where no letter or digit is left."""
    small = word.casefold()
    if small.isascii():
        return small[:MAX_WORD_CHARS]
    small = unicodedata.normalize("NFC", small).translate(_LETTERS)
    if not small.isascii():
        small = "".join(_plain(c) for c in small)
    return small[:MAX_WORD_CHARS]


def _plain(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character)
    chosen = apart if apart[0].isascii() else unicodedata.normalize("NFKC", character)
    return "".join(c for c in chosen if c.isalnum())


@lru_cache(maxsize=8_192)  # a newspaper's everyday words; more of them would hold much memory and save little time
def word_forms(raw: str, language: str) -> WordForms:
    """The forms of a word as it stands in a text; `language` is one that has a stemmer, or empty."""
    word = fold(raw)
    if not language or not word or word.isdigit():
        return WordForms(word, word)
    if language == "de":  # its stemmer knows ae as ä
        return WordForms(word, stemming.stem(word, "de"))
    small = unicodedata.normalize("NFC", raw.casefold().replace("\u00ad", ""))
    return WordForms(word, fold(stemming.stem(small, language)) or word)


@lru_cache(maxsize=16_384)  # to cut one takes ten times as long as to stem it
def compound_parts(raw: str, language: str) -> tuple[str, ...]:
    """The stems of the parts of a German noun, as it stands in a text; none of any other word."""
    return compounds.part_stems(fold(raw)) if language == "de" and raw[0].isupper() else ()


def terms(texts: Sequence[Sequence[str]], language: str) -> tuple[list[str], list[str]]:
    """The terms of a document: those that have a place, in its order, and those that have none, each once.

    `texts` are, for each field, the texts in it; `language` is a tag such as de-AT.
    """
    code = stemming.stemmer_code(language)
    placed: list[str] = []
    loose: set[str] = set()
    for field, of_field in enumerate(texts):
        for text in of_field:
            raws = WORD.findall(text[: MAX_WORDS * MAX_WORD_CHARS])[: MAX_WORDS - len(placed)]
            forms = {raw: word_forms(raw, code) for raw in set(raws)}
            named = {raw: EXACT[field] + form.word for raw, form in forms.items()}
            placed += [named[raw] for raw in raws]
            placed.append(TEXT_BREAK)
            loose.update(f"{STEM[field]}{code}{f.stem}" for f in forms.values() if f.stem != f.word)
            loose.update(PART[field] + part for raw in forms for part in compound_parts(raw, code))
    return placed, sorted(loose)


@cache
def stop_words() -> frozenset[str]:
    """The commonest words of all languages, folded: beside others they say nothing about what is looked for."""
    return frozenset(fold(word) for row in load.table("stopwords").values() for word in row.split())
