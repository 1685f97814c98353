"""Turns words into the terms of the search index: folded, stemmed by language, compounds split.

A term has only letters and digits. Its first character is its kind and field: "1", "2", "3" the word itself
in headline, lead or the rest; "a", "b", "c" its stem there, with the language; "p", "q", "r" a part of a compound.
SQLite and PostgreSQL get the same terms.
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
TEXT_BREAK = "0"  # between two texts of one field, so that no phrase matches across them
MAX_WORD_CHARS = 60  # of a word
MAX_WORDS = 15_000  # of a text; PostgreSQL counts places up to 16,383
WORD = re.compile(r"[^\W_]+(?:[\u00ad\u0300-\u036f][^\W_]*)*")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d"}
    | {"þ": "th", "ı": "i", "\u00ad": None}
)


@dataclass(frozen=True, slots=True)
class WordForms:
    """A folded word and its stem."""

    word: str
    stem: str


def fold(word: str) -> str:
    """A word in lower case, ä as ae, ß as ss, without accents; "" if no letter or digit is left."""
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


@lru_cache(maxsize=8_192)  # the frequent words of a newspaper; a larger cache costs memory and saves little time
def word_forms(raw: str, language: str) -> WordForms:
    """Fold and stem a word as written; `language` is a key of STEMMERS, or empty."""
    word = fold(raw)
    if not language or not word or word.isdigit():
        return WordForms(word, word)
    if language == "de":  # its stemmer knows ae as ä
        return WordForms(word, stemming.stem(word, "de"))
    small = unicodedata.normalize("NFC", raw.casefold().replace("\u00ad", ""))
    return WordForms(word, fold(stemming.stem(small, language)) or word)


@lru_cache(maxsize=16_384)  # splitting takes ten times as long as stemming
def compound_parts(raw: str, language: str) -> tuple[str, ...]:
    """The stems of the parts of a capitalised German word as written; empty for any other word."""
    return compounds.part_stems(fold(raw)) if language == "de" and raw[0].isupper() else ()


def terms(texts: Sequence[Sequence[str]], language: str) -> tuple[list[str], list[str]]:
    """The terms of a document: exact words in order, and stems and parts, each once, sorted.

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
    """The most frequent words of all languages, folded; they are ignored in queries with other words."""
    return frozenset(fold(word) for row in load.table("stopwords").values() for word in row.split())
