"""Numbers that describe the form of each line and its surroundings, whatever its language and script.

They stand beside the named features of `parser/features.py`, which know the words of the press.
"""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from articles.parser.traits import Traits
from articles.text.lines import TextLine

Floats = NDArray[np.float32]

MEASURES = (
    *("length", "of_longest", "of_usual", "letters", "digits", "capitals", "marks", "blanks", "unspaced"),
    *("sentences", "ends_sentence", "ends_colon", "ends_quote", "opens_quote", "opens_small", "opens_digit"),
    *("numbered", "dashed", "commas", "word_length", "from_top", "from_bottom", "lines_above", "lines_below"),
    *("text_above", "gap_above", "gap_below", "spaced_page", "copies", "indent", "shared", "in_stretch"),
    *("stretch_above", "stretch_below", "clock", "address", "capital_words", "page_lines", "page_sentences"),
    *("like_above", "like_below", "words_above", "words_below", "brackets", "long_near", "long_around", "long_far"),
    *("sentences_near", "sentences_around", "sentences_far", "prose_above", "prose_below"),
)
UNSPACED_WEIGHT = 2.5  # a character of a script without blanks says as much as so many letters
MAX_CHARS = 4_000  # of a line that are looked at
_CLASSES = 12
(_OTHER, _UPPER, _LOWER, _LETTER, _UNSPACED, _DIGIT, _BLANK, _STOP, _COMMA, _QUOTE, _BRACKET, _COLON) = range(_CLASSES)
_STOPS = ".!?…。！？｡؟۔।॥՝։።"
_COMMAS = ",;،、，；"
_QUOTES = "\"'“”„‟«»‹›‚‘’「」『』"
_WIDE = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#\d")
_DASHED = re.compile(r"[•·*▪◦‣►●○■□–—-]\s?")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\d{1,4}[./年-]\s?\d{1,2}[./月-]\s?\d{1,4}|\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\.(?:com|de|org|net|html?)\b")
_WINDOWS = (2, 5, 12)


@cache
def _classes() -> NDArray[np.uint8]:
    """The class of every character of the Basic Multilingual Plane."""
    table = np.zeros(0x10000, dtype=np.uint8)
    kinds = {"Lu": _UPPER, "Lt": _UPPER, "Ll": _LOWER, "Lo": _LETTER, "Lm": _LETTER, "Nd": _DIGIT, "Zs": _BLANK}
    kinds |= {"Ps": _BRACKET, "Pe": _BRACKET}
    for code in range(0x10000):
        table[code] = kinds.get(unicodedata.category(chr(code)), _OTHER)
    table[9] = _BLANK
    for first, last in _WIDE:
        letters = table[first : last + 1]
        letters[(letters == _LETTER) | (letters == _OTHER)] = _UNSPACED
    for marks, kind in ((_STOPS, _STOP), (_COMMAS, _COMMA), (_QUOTES, _QUOTE), (":：", _COLON)):
        table[[ord(mark) for mark in marks]] = kind
    return table


def measure_lines(lines: list[TextLine], described: list[Traits], first: int, last: int) -> Floats:
    """One row of MEASURES for each line; `first` and `last` bound the densest stretch of text. Takes linear time."""
    count = len(lines)
    result = np.zeros((count, len(MEASURES)), dtype=np.float32)
    if not count:
        return result
    columns = {name: result[:, number] for number, name in enumerate(MEASURES)}
    classes, owners = _characters(lines)
    counts = np.bincount(owners * _CLASSES + classes, minlength=count * _CLASSES)
    totals: Floats = counts.reshape(count, _CLASSES).astype(np.float32)
    chars = np.maximum(totals.sum(axis=1), 1)
    lengths = chars + totals[:, _UNSPACED] * (UNSPACED_WEIGHT - 1)
    stops = _sentence_ends(classes, owners, count)
    _measure_characters(columns, totals, chars, stops)
    _measure_lengths(columns, lengths, stops)
    _measure_ends(columns, classes, owners, count)
    _measure_places(columns, lines, lengths, stops, first, last)
    _measure_words(columns, lines, described)
    _measure_windows(columns, lengths, stops)
    return result


def _characters(lines: list[TextLine]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The class of every character of all lines, and the number of its line."""
    texts = [line.words[:MAX_CHARS] for line in lines]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return _classes()[np.where(codes < 0x10000, codes, 0x2600)], owners


def _sentence_ends(classes: NDArray[np.uint8], owners: NDArray[np.int64], count: int) -> Floats:
    """The number of sentence ends of each line: stops with no letter or digit behind them."""
    ends = classes == _STOP
    ends[:-1] &= (
        (classes[1:] >= _BLANK) | (classes[1:] == _OTHER) | (owners[1:] != owners[:-1]) | (classes[1:] == _UNSPACED)
    )
    ends[:-1] &= (classes[1:] != _STOP) | (owners[1:] != owners[:-1])  # an ellipsis is one end
    return np.bincount(owners[ends], minlength=count).astype(np.float32)


def _measure_characters(columns: dict[str, Floats], totals: Floats, chars: Floats, stops: Floats) -> None:
    letters = totals[:, _UPPER] + totals[:, _LOWER] + totals[:, _LETTER] + totals[:, _UNSPACED]
    words = np.maximum(totals[:, _BLANK] + 1, 1)
    columns["letters"][:] = letters / chars
    columns["digits"][:] = totals[:, _DIGIT] / chars
    columns["capitals"][:] = totals[:, _UPPER] / np.maximum(letters, 1)
    columns["marks"][:] = (totals[:, _OTHER] + totals[:, _BRACKET] + totals[:, _COLON]) / chars
    columns["blanks"][:] = totals[:, _BLANK] / chars
    columns["unspaced"][:] = totals[:, _UNSPACED] / chars
    columns["sentences"][:] = np.log1p(stops)
    columns["commas"][:] = np.minimum(totals[:, _COMMA] / words, 1)
    columns["word_length"][:] = np.minimum(letters / words, 20) / 10
    columns["brackets"][:] = np.log1p(totals[:, _BRACKET])


def _measure_lengths(columns: dict[str, Floats], lengths: Floats, stops: Floats) -> None:
    prose = (stops > 0) & (lengths >= 60)
    usual = float(np.median(lengths[prose])) if prose.any() else 200.0
    columns["length"][:] = np.log1p(lengths) / 3
    columns["of_longest"][:] = lengths / lengths.max()
    columns["of_usual"][:] = np.minimum(lengths / usual, 3)
    columns["page_lines"][:] = np.log1p(len(lengths)) / 3
    columns["page_sentences"][:] = (stops > 0).mean()
    change = np.abs(np.diff(np.log1p(lengths)))
    columns["like_above"][1:] = np.exp(-2 * change)
    columns["like_below"][:-1] = np.exp(-2 * change)


def _measure_ends(
    columns: dict[str, Floats], classes: NDArray[np.uint8], owners: NDArray[np.int64], count: int
) -> None:
    starts = np.searchsorted(owners, np.arange(count))
    finals = np.searchsorted(owners, np.arange(count), side="right") - 1
    opening, closing = classes[starts], classes[finals]
    before = np.where(finals > starts, classes[np.maximum(finals - 1, 0)], _OTHER)
    quoted = (closing == _QUOTE) | (closing == _BRACKET)
    columns["ends_sentence"][:] = (closing == _STOP) | (quoted & (before == _STOP))
    columns["ends_colon"][:] = closing == _COLON
    columns["ends_quote"][:] = closing == _QUOTE
    columns["opens_quote"][:] = opening == _QUOTE
    columns["opens_small"][:] = opening == _LOWER
    columns["opens_digit"][:] = opening == _DIGIT


def _measure_places(
    columns: dict[str, Floats], lines: list[TextLine], lengths: Floats, stops: Floats, first: int, last: int
) -> None:
    count = len(lines)
    places = np.arange(count, dtype=np.float32)
    columns["from_top"][:] = places / count
    columns["from_bottom"][:] = (count - 1 - places) / count
    columns["lines_above"][:] = np.log1p(places) / 3
    columns["lines_below"][:] = np.log1p(count - 1 - places) / 3
    prose = np.where((stops > 0) & (lengths >= 60), lengths, 0)
    above = np.cumsum(prose) - prose
    columns["text_above"][:] = above / max(float(prose.sum()), 1)
    gaps = np.array([min(line.gap, 3) for line in lines], dtype=np.float32)
    columns["gap_above"][:] = gaps / 3
    columns["gap_below"][:-1] = gaps[1:] / 3
    columns["spaced_page"][:] = (gaps > 0).mean()
    columns["indent"][:] = [min(line.indent, 10) / 10 for line in lines]
    columns["in_stretch"][first : last + 1] = 1
    columns["stretch_above"][:] = np.sign(places - first) * np.log1p(np.abs(places - first)) / 3
    columns["stretch_below"][:] = np.sign(places - last) * np.log1p(np.abs(places - last)) / 3
    is_prose = prose > 0
    columns["prose_above"][:] = np.log1p(_distance(is_prose)) / 3
    columns["prose_below"][:] = np.log1p(_distance(is_prose[::-1])[::-1]) / 3


def _distance(marked: NDArray[np.bool_]) -> Floats:
    """For each line the number of lines to the next marked one above it; the number of all lines if there is none."""
    count = len(marked)
    places = np.arange(count)
    last = np.maximum.accumulate(np.where(marked, places, -1))
    before = np.concatenate([[-1], last[:-1]])
    return np.where(before >= 0, places - before, count).astype(np.float32)


def _measure_words(columns: dict[str, Floats], lines: list[TextLine], described: list[Traits]) -> None:
    copies = Counter(line.words for line in lines)
    texts = [line.words[:200] for line in lines]
    columns["copies"][:] = [min(copies[line.words] - 1, 5) / 5 for line in lines]
    columns["numbered"][:] = [_NUMBERED.match(text) is not None for text in texts]
    columns["dashed"][:] = [_DASHED.match(text) is not None for text in texts]
    columns["clock"][:] = [_CLOCK.search(text) is not None for text in texts]
    columns["address"][:] = [
        ("." in text or ":" in text or "@" in text) and bool(_ADDRESS.search(text)) for text in texts
    ]
    columns["shared"][:] = [traits.shared for traits in described]
    columns["capital_words"][:] = [_capital_share(text.split()) for text in texts]
    shared = [_shared_words(one.distinct, other.distinct) for one, other in pairwise(described)]
    columns["words_above"][1:] = shared
    columns["words_below"][:-1] = shared


def _capital_share(words: list[str]) -> float:
    initials = [word[0] for word in words]
    return sum(map(str.isupper, initials)) / max(len(words), 1)


def _shared_words(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _measure_windows(columns: dict[str, Floats], lengths: Floats, stops: Floats) -> None:
    """The means over windows of lines up and down."""
    count = len(lengths)
    sums = np.zeros((count + 1, 2))
    np.cumsum(np.log1p(lengths) / 3, out=sums[1:, 0])
    np.cumsum(stops > 0, out=sums[1:, 1])
    places = np.arange(count)
    for name, width in zip(("near", "around", "far"), _WINDOWS, strict=True):
        low, high = np.maximum(places - width, 0), np.minimum(places + width + 1, count)
        means = (sums[high] - sums[low]) / (high - low)[:, None]
        columns["long_" + name][:], columns["sentences_" + name][:] = means[:, 0], means[:, 1]
