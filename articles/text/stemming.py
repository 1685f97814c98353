"""Stems words by language with Snowball's stemmers, one per thread."""

import threading

import Stemmer

from articles.lexicon import load
from articles.text.verb_forms import verb_stem

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# The German stemmer leaves the s of Autos, Nordkoreas, Trumps and Moskaus. Cut from its stems and not from words, it
# leaves Kreis and Kreise alike; short ones keep it: Mais is no Mai, Klaus does not klauen.
_LEFT = tuple(f"{letter}s" for letter in "aiopuvwyj")
_own = threading.local()


def stemmer_code(tag: str) -> str:
    """The language code of a tag (de, de-AT) if there is a stemmer for it, else ""."""
    code = tag[:2].lower()
    return code if code in STEMMERS and tag[2:3] in {"", "-", "_"} else ""


def stem(word: str, language: str) -> str:
    """The stem of a word in lower case; `language` is a key of STEMMERS. German may be written with ae for ä."""
    return _german(word) if language == "de" else _stemmed(word, language)


def _stemmed(word: str, language: str) -> str:
    stemmer = getattr(_own, language, None)
    if stemmer is None:  # a stemmer is not thread-safe
        stemmer = Stemmer.Stemmer(STEMMERS[language], 0)
        setattr(_own, language, stemmer)
    stemmed: str = stemmer.stemWord(word)
    return stemmed


def _german(word: str) -> str:
    return verb_stem(_german_noun(word), _german_noun)


def _german_noun(word: str) -> str:
    stemmed = _stemmed(load.table("plurals").get(word, word), "de")
    if stemmed.endswith(_LEFT) and len(stemmed) > (5 if stemmed.endswith("us") else 4):
        return stemmed[:-1]
    return stemmed
