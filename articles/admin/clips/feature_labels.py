"""The traits of a line in words: the features of its model, by the names that it gives them."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MAX_REASONS = 3  # shown for a line

SHAPE_LABELS: dict[str, str | Promise] = {  # a line's shape, as it is told of its neighbours
    "^": _("the beginning of the clip"),
    "$": _("the end of the clip"),
    "b": _("a short item of a list"),
    "B": _("a sentence in a list"),
    "P": _("a long text with a full stop"),
    "M": _("a long text without a full stop"),
    "E": _("a sentence"),
    "e": _("a short sentence"),
    "?": _("a short question or exclamation"),
    "t": _("a few words"),
    "s": _("a short line without a full stop"),
    "m": _("a line without a full stop"),
}
FEATURE_LABELS: dict[str, str | Promise] = {
    "name": _("it looks like a person's name"),
    "glued": _("two words are glued together in it"),
    "bullet": _("it is an item of a list"),
    "place": _("it begins with a place"),
    "prefix_of_next": _("the next line begins with the same words"),
    "starts_as_before": _("it begins with the words of the line above"),
    "of=4": _("nearly all of its words stand in the text"),
    "of=3": _("most of its words stand in the text"),
    "of=2": _("about half of its words stand in the text"),
    "of=1": _("some of its words stand in the text"),
    "of=0": _("hardly any of its words stand in the text"),
    "hr=0": _("no other line shares more words with the text"),
    "hr=1": _("only one other line shares more words with the text"),
    "at=-": _("it stands above the text"),
    "at==": _("it stands within the text"),
    "at=+": _("it stands below the text"),
    "cr=whole": _("it is a picture credit"),
    "cr=tail": _("it ends in a picture credit"),
    "end=.": _("it ends with a full stop"),
    "end=?": _("it ends with a question mark"),
    "end=!": _("it ends with an exclamation mark"),
    "end=:": _("it ends with a colon"),
    "end=a": _("it ends without a mark"),
    "end=0": _("it ends with a number"),
    "ph=": _("it has a phrase of the lists"),
    "hit=": _("it has a phrase of the lists"),
    "small=0": _("it has none of the small words of a sentence"),
}
FEATURE_FAMILIES: tuple[tuple[str, str | Promise], ...] = (  # the first whose pattern fits
    (r"sh=|len=|n=\d", _("its length")),
    (r"end=", _("how it ends")),
    (r"first=", _("how it begins")),
    (r"small=", _("how many of the small words of a sentence it has")),
    (r"cap=", _("how many of its words have a capital")),
    (r"mk=", _("a mark in it")),
    (r"clock", _("there is a date or a time in it")),
    (r"by|role", _("it begins as an author's line does")),
    (r"shows", _("it tells what a picture shows")),
    (r"sent=", _("how many sentences it has")),
    (r"you=", _("it speaks to the reader")),
    (r"in=", _("it is indented")),
    (r"twice", _("it stands in the clip twice")),
    (r"top\d", _("it stands at the top of the clip")),
    (r"bottom", _("it stands at the end of the clip")),
    (r"rel=", _("its length, beside the other paragraphs")),
    (r"gap=", _("the empty lines round it")),
    (r"d=", _("how far it is from the running text")),
    (r"k[ABC]", _("what kind of page it stands on")),
    (r"hr=|cand=|last=", _("how many words it shares with the text, beside other lines")),
    (r"[np][12]c?=", _("a phrase of the lists or a credit is near")),
)
MEASURE_LABELS: tuple[tuple[str, str | Promise], ...] = (  # of the numbers that the model is told of a line
    (r"length|of_longest|word_length", _("its length")),
    (r"of_usual|long_", _("its length, beside the other paragraphs")),
    (r"letters|digits|capitals|marks|blanks|commas|brackets|unspaced", _("what characters it consists of")),
    (r"sentences_|prose_|text_above|in_stretch|stretch_", _("how far it is from the running text")),
    (r"sentences$", _("how many sentences it has")),
    (r"ends_", _("how it ends")),
    (r"opens_", _("how it begins")),
    (r"numbered|dashed", _("it is an item of a list")),
    (r"from_|lines_", _("where it stands in the clip")),
    (r"gap_|spaced", _("the empty lines round it")),
    (r"copies", _("it stands in the clip twice")),
    (r"indent", _("it is indented")),
    (r"shared|words_", _("how many words it shares with other lines")),
    (r"clock", _("there is a date or a time in it")),
    (r"address", _("there is an address in it")),
    (r"capital_words", _("how many of its words have a capital")),
    (r"page_", _("what kind of page it stands on")),
    (r"like_", _("how like it is to the lines above and below")),
)
_NEIGHBOURS = re.compile(r"(?:(?P<above>[\^\w?$][xr]?)<)?(?P<own>[\w?][xr]?)(?:>(?P<below>[\^\w?$][xr]?))?")
_FAR = re.compile(r"[\^\w?][xr]?<(?P<above>[\^\w?][xr]?)<[\w?][xr]?|[\w?][xr]?>(?P<below>[\w?$][xr]?)>[\w?$][xr]?")
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in FEATURE_FAMILIES)
_MEASURES = tuple((re.compile(pattern), words) for pattern, words in MEASURE_LABELS)


def describe_features(names: Iterable[str]) -> str:
    """Descriptions of the features that weigh most for a line, each once, at most MAX_REASONS."""
    labels: dict[str, None] = {}
    for name in names:
        if words := str(describe_feature(name)):
            labels.setdefault(words)
        if len(labels) == MAX_REASONS:
            break
    return ", ".join(labels)


def describe_feature(name: str) -> str | Promise:
    """One feature or measure in words; empty where we have none for it."""
    kind, _colon, own = name.partition(":")
    if kind == "m":
        return next((words for pattern, words in _MEASURES if pattern.match(own)), "")
    if kind == "w":
        return gettext("the word “%(word)s”") % {"word": own}
    if kind == "b":
        return gettext("it begins with “%(words)s”") % {"words": own}
    around = _FAR.fullmatch(name) or (_NEIGHBOURS.fullmatch(name) if "<" in name or ">" in name else None)
    if around is not None and "=" not in name:
        return _describe_neighbours(around["above"], around["below"])
    for length in (len(name), 8, 7, 5, 4, 3):
        if words := FEATURE_LABELS.get(name[:length]):
            return words
    return next((words for pattern, words in _PATTERNS if pattern.match(name)), "")


def _describe_neighbours(above: str | None, below: str | None) -> str:
    parts = []
    if above:
        parts.append(gettext("above it: %(shape)s") % {"shape": SHAPE_LABELS[above[0]]})
    if below:
        parts.append(gettext("below it: %(shape)s") % {"shape": SHAPE_LABELS[below[0]]})
    return "; ".join(parts)
