"""Detects the language of a text by its script and its most frequent words."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import sqrt
from operator import itemgetter

from articles.lexicon import load
from articles.text.lines import tokens

SAMPLE_CHARS = 2_000  # characters from the middle of the text that are used
MIN_WORDS = 5
MIN_COMMON_SHARE = 0.08  # share of the words that are common words of the language; running text has 0.25 to 0.5
USUAL_COMMON_SHARE = 0.25  # … from which on it is running text for sure
ENOUGH_WORDS = 40  # words, or letters of another script, from which on a text is long enough
MIN_LEAD_RATIO = 1.3  # score of the best language divided by that of the second

_NO_NUMBERS = bytes(code for code in range(256) if chr(code).isalpha() or not (chr(code).isalnum() or chr(code) == "_"))
_WORDS = re.compile(r"[^\W\d_]+")
# Scripts that (nearly) only one language uses; the others are distinguished by words.
_SCRIPTS = {
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_OTHER_SCRIPTS = re.compile(
    "[\u0370-\u03ff\u0530-\u05ff\u0900-\u097f\u0e00-\u0e7f\u10a0-\u10ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")


@cache
def _common() -> dict[str, dict[str, float]]:
    """Word → the languages that use it, with its weight: 1 divided by their number."""
    known = {**load.table("stopwords"), **load.table("language_words")}
    lists = {code: text.split() for code, text in known.items()}
    owners = Counter(word for words in lists.values() for word in set(words))
    weights: dict[str, dict[str, float]] = {}
    for code, words in lists.items():
        for word in words:
            weights.setdefault(word, {})[code] = 1 / owners[word]
    return weights


@dataclass(frozen=True, slots=True)
class Language:
    """A language as an ISO 639-1 code, "" if it is unclear, and the confidence in it, 0 … 1.

    `rule` tells what it was known by: "language_script", "language_words" or "".
    """

    code: str = ""
    confidence: float = 0.0
    rule: str = ""


def detect_language(text: str) -> Language:
    """The language of a text, by its script or its most frequent words."""
    start = max(0, (len(text) - SAMPLE_CHARS) // 2)
    sample = text[start : start + SAMPLE_CHARS]
    by_script = _by_script(sample)
    if by_script.code:
        return by_script
    words = _words(sample)
    if len(words) < MIN_WORDS:
        return Language()
    scores: dict[str, float] = {}
    common = _common()
    for word, count in Counter(filter(common.__contains__, words)).items():
        for code, weight in common[word].items():
            scores[code] = scores.get(code, 0) + weight * count
    ranking = sorted(scores.items(), key=itemgetter(1), reverse=True)[:2]
    code = _clear_winner(ranking, len(words), sample)
    return Language(code, _confidence(ranking, code, len(words)), "language_words") if code else Language()


def _confidence(ranking: list[tuple[str, float]], code: str, words: int) -> float:
    """How far the language is ahead of the next one, less where the words are few or few of them are frequent."""
    best = next(score for other, score in ranking if other == code)
    second = next((score for other, score in ranking if other != code), 0)
    ahead = 1 - min(1.0, second / best)
    share = min(1.0, best / (USUAL_COMMON_SHARE * words))
    return round(sqrt(ahead * share * min(1.0, words / ENOUGH_WORDS)), 2)


def _words(sample: str) -> list[str]:
    """The words that consist of letters only, in lower case."""
    words = tokens(sample)
    if _is_without_numbers(sample, words):
        return words
    return [word for token in words for word in ((token,) if token.isalpha() else _WORDS.findall(token))]


def _is_without_numbers(sample: str, words: list[str]) -> bool:
    """Whether no word of a sample holds a digit or an underscore."""
    try:
        return not sample.encode("latin-1").translate(None, _NO_NUMBERS)
    except UnicodeEncodeError:
        return "".join(words).isalpha()


def _by_script(sample: str) -> Language:
    if _is_western(sample) or not _OTHER_SCRIPTS.search(sample):
        return Language()
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return Language()
    for code, pattern in _SCRIPTS.items():
        count = sum(1 for _ in pattern.finditer(sample))
        if count * (4 if code == "ja" else 2) > letters:  # Japanese has many Chinese signs among its own
            return Language(code, round(min(1.0, letters / ENOUGH_WORDS), 2), "language_script")
    return Language()


def _is_western(sample: str) -> bool:
    """Whether Latin-1 or cp1252 can encode the text: true of most clips, and faster than searching for scripts."""
    for encoding in ("latin-1", "cp1252"):
        try:
            sample.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _clear_winner(ranking: list[tuple[str, float]], words: int, sample: str) -> str:
    if not ranking or ranking[0][1] < max(2, MIN_COMMON_SHARE * words):
        return ""
    if len(ranking) > 1 and ranking[0][1] < MIN_LEAD_RATIO * ranking[1][1]:
        return _by_letters(sample, {ranking[0][0], ranking[1][0]})
    return ranking[0][0]


def _by_letters(sample: str, pair: set[str]) -> str:
    """Distinguish Ukrainian from Russian and Persian from Arabic by letters that only one of them has."""
    if pair == {"ru", "uk"} and _CYRILLIC.search(sample):
        return "uk" if re.search("[іїєґ]", sample) else "ru"
    if pair == {"ar", "fa"} and _ARABIC.search(sample):
        return "fa" if re.search("[پچژگ]", sample) else "ar"
    return ""
