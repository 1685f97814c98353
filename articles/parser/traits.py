"""Traits of a single line: length, shape, end mark, stock phrase, credit, dateline."""

import re
from dataclasses import dataclass, field

from articles.lexicon import load
from articles.parser.patterns.credit import find_credit
from articles.parser.phrases import PhraseMatch, load_phrases
from articles.text.lines import TextLine, tokens

PHRASE_LISTS = ("consent", "teasers", "appeals", "newsletter", "sharing", "imprint", "comment_ends")
MIN_PROSE_CHARS = 150  # characters; a longer line with an end mark is running text
MAX_CREDIT_TAIL_CHARS = 270  # at the end of a line, searched for a credit
MAX_CREDITED_CHARS = 600  # of a caption with its credit, at most
SHAPES = "bBPMEe?tsm"  # of a line: an item, a paragraph, a sentence, words without an end mark
_WORD = re.compile(r"\w+")
_BULLET = re.compile(r"(?:[•·*▪◦‣►–-]|\d{1,3}[.)])\s")
_DATELINE = re.compile(
    r"[A-ZÄÖÜ][\w/’' -]{2,40}(?:\.|\s\([a-zA-Z/. -]{2,30}\)\s?[-–—:.]?|\s[a-zA-Z]{2,12}\s\||\s?[-–—:·]|,"
    r"|\s\|\s[A-ZÄÖÜ][\w/ -]{2,30}\s·)\s"
)
_PLACE_END = re.compile(r"[.(|–—:,·-]")  # without one of them in its first words no line has a dateline
_CLOSING = "“”\"»«’'‘)]"
_ENDS = {
    ".": ".",
    "…": ".",
    "!": "!",
    "?": "?",
    ":": ":",
    ",": ",",
    ";": ",",
    "-": "-",
    "–": "-",
    "|": "|",
    "»": ">",
    "›": ">",
}
_PHRASES = load_phrases(*PHRASE_LISTS)
_CREDIT_WORDS = frozenset(  # a credit without mark or label contains one of these
    word
    for name in (*load.agencies(), *load.table("labels")["credit"]["words"], "copyright")
    for word in _WORD.findall(name.lower())
)


@dataclass(slots=True)
class Traits:
    """Traits of one line by itself: length, shape, end mark, stock phrase, credit."""

    length: int
    shape: str
    end: str
    tokens: list[str]
    distinct: set[str]
    phrase: PhraseMatch | None
    credit: str
    bullet: bool
    place: bool
    features: list[str]
    vocabulary: list[str] = field(default_factory=list)  # names for its words, of which the model knows some
    shared: float = 0.0  # share of its words that also occur in the text
    excluded: str | None = None  # states that the line cannot have, once rules/headline.py was asked for them
    rank: tuple[int, float, bool] | None = None  # headline candidates: rank, word share, better one below


def _end(words: str) -> str:
    """The class of the last mark; closing quotes before it are skipped."""
    last = words[-1]
    if last in _CLOSING:
        inner = words.rstrip(_CLOSING)[-1:]
        if inner in ".!?…":
            return _ENDS.get(inner, ".") + "q"
        return "q" if last != ")" else ")"
    return _ENDS.get(last) or ("0" if last.isdigit() else "a" if last.isalpha() else "o")


def _shape(length: int, end: str, bullet: bool) -> str:
    stops = end[0] in ".!?"
    if bullet and length < MIN_PROSE_CHARS:
        return "b" if not stops else "B"
    if length >= MIN_PROSE_CHARS:
        return "P" if stops else "M"
    if stops:
        return "E" if length >= 60 else "?" if end[0] != "." else "e"
    return "t" if length <= 22 else "s" if length <= 105 else "m"


def line_traits(line: TextLine) -> Traits:
    """The traits of a line by itself; `shared` and `rank` are filled by describe_lines."""
    words = line.words
    length = len(words)
    end = _end(words)
    bullet = _BULLET.match(words) is not None
    line_tokens = tokens(words)
    distinct = set(line_tokens)
    phrase = _PHRASES.find(words, line_tokens, distinct)
    shape = _shape(length, end, bullet)
    features: list[str] = []
    place = length > 60 and _PLACE_END.search(words, 2, 62) is not None and _DATELINE.match(words) is not None
    credit = _credit_trait(words, line_tokens, end) if length <= MAX_CREDITED_CHARS else ""
    return Traits(length, shape, end, line_tokens, distinct, phrase, credit, bullet, place, features)


def _credit_trait(words: str, tokens: list[str], end: str) -> str:
    """ "whole" or "tail" if a credit is the whole line or its end, with ":" appended if it has a label; else ""."""
    tail = words[-MAX_CREDIT_TAIL_CHARS:]
    if end[0] in ".!?" and ":" not in tail and "©" not in tail and "opyright" not in tail:
        return ""
    marked = "©" in tail or ":" in tail or "/" in tail or "|" in tail
    if not marked and _CREDIT_WORDS.isdisjoint(tokens[-8:]):
        return ""
    credit = find_credit(words)
    if not credit:
        return ""
    kind = "whole" if credit.span[0] <= 1 else "tail"
    return kind + (":" if credit.label else "")
