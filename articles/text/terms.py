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
_PLANES = (  # of the code points: where marks and formats can be; between them are ideographs and private ones
    *((0x80, 0x3400), (0xA000, 0xAC00), (0xFB00, 0x12000), (0x13000, 0x14000), (0x16000, 0x17000)),
    *((0x1B000, 0x1F000), (0xE0000, 0xE0200)),
)
_SEEN_APART = {0x200B, *range(0xFFF9, 0xFFFC)}  # see _BREAK; annotations stand between two words
_FILLERS = "\u115f\u1160\u3164\uffa0"  # Hangul letters that nobody sees
_SELECTORS = "\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"


def _ranges_of(*kinds: str) -> list[str]:
    """For each kind (first letters of the general category) the ranges of its characters, for a regular expression."""
    ranges: dict[str, list[list[int]]] = {kind: [] for kind in kinds}
    for start, end in _PLANES:
        for code in range(start, end):
            category = unicodedata.category(chr(code))
            of_kind = ranges.get(category, ranges.get(category[0]))
            if of_kind is None or code in _SEEN_APART:
                continue
            if of_kind and of_kind[-1][1] == code - 1:
                of_kind[-1][1] = code
            else:
                of_kind.append([code, code])
    return ["".join(f"{chr(first)}-{chr(last)}" for first, last in ranges[kind]) for kind in kinds]


_FORMATS, _MARKS = _ranges_of("Cf", "M")
# Within a word it is a place where a line may break. Between Thai, Lao, Burmese and Khmer words, which no other blank
# parts, it is the blank.
_BREAK = "\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"
_RARE = r"(?![\x00-\xac])"  # nothing below is looked for among the most frequent characters: that takes time
_UNSEEN = re.compile(f"{_RARE}(?:{_BREAK}|[{_FORMATS}{_SELECTORS}{_FILLERS}])")
# Letters and digits, with their marks and what nobody sees among them
WORD = re.compile(rf"[^\W_]+(?:{_RARE}(?:[{_FORMATS}{_MARKS}]|{_BREAK})[^\W_]*)*")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d"}
    | {"þ": "th", "ı": "i"}
)


@dataclass(frozen=True, slots=True)
class WordForms:
    """A folded word and its stem."""

    word: str
    stem: str


def normalize(text: str) -> str:
    """The text without what nobody sees, and in the one form (NFKC) of those that Unicode has for the same."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text) if _may_hold_unseen(text) else text)


def _may_hold_unseen(text: str) -> bool:
    """False for most texts, in a tenth of the time of a search: all they have is in cp1252."""
    try:
        return b"\xad" in text.encode("cp1252")  # the only one in it: a soft hyphen
    except UnicodeEncodeError:
        return True


def fold(word: str) -> str:
    """A word in lower case, ä as ae, ß as ss, without accents; "" if no letter or digit is left."""
    if word.isascii():
        return word.lower()[:MAX_WORD_CHARS]
    small = unicodedata.normalize("NFC", normalize(word).casefold()).translate(_LETTERS)
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
    small = unicodedata.normalize("NFC", normalize(raw).casefold())
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
            raws = WORD.findall(normalize(text[: MAX_WORDS * MAX_WORD_CHARS]))[: MAX_WORDS - len(placed)]
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
