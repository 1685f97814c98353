"""Shared by the patterns: the form of a person's name and of initials, and lists such as „A, B und C“."""

import re
from dataclasses import dataclass
from functools import cache

from articles.lexicon import load

_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
SIGN = re.compile(r"[a-zäöüß]{2,4}\.?|[a-z]{1,3}[A-Z]{1,2}[a-z]?")
_TITLES = {"dr.", "prof.", "dr", "prof", "pd", "mag.", "dipl.-ing.", "sir", "st."}
# Capitalised words that are never part of a name in a byline or a credit.
_NO_NAME = load.words("not_names")


@dataclass(frozen=True, slots=True)
class ListPart:
    """One element of a list and its offsets in the split string."""

    text: str
    start: int
    end: int


def is_name(text: str, at_least: int = 2) -> bool:
    """Whether this can be a person's name: capitalised words, particles such as „von“ between them, no digits."""
    words = text.split()
    if not at_least <= len(words) <= 6 or len(text) > 60:
        return False
    particles = load.words("particles")
    first_name = next((word for word in words if word.casefold() not in _TITLES), "")
    if not first_name[:1].isupper() or not words[-1][:1].isupper() or first_name.casefold() in _NO_NAME:
        return False
    if len(words[-1]) < 4 and words[-1].isupper() and not text.isupper():  # „Beispiel TV“
        return False
    for word in words:
        if not _WORD.fullmatch(word) or (not word[0].isupper() and word.casefold() not in particles):
            return False
        if (word is not words[-1] and word[0].isupper() and word.casefold() in _NO_NAME) or (
            word.endswith(".") and len(word) > 3 and word.casefold() not in _TITLES
        ):
            return False
    return True


def is_sign(text: str) -> bool:
    """Whether this can be the initials of an author or desk: a few letters such as „les“; known desks in any case."""
    if text.casefold() in load.words("signs"):
        return True
    return bool(SIGN.fullmatch(text)) and text.rstrip(".").casefold() not in load.words("not_signs")


def find_agency(text: str) -> load.AgencyEntry | None:
    """The agency of that name or alias; callers split off regional desks („dpa/lno“) first."""
    return load.agencies().get(text.strip().casefold())


def find_outlet(text: str) -> str | None:
    """The name of the outlet with that name or alias."""
    return load.outlets().get(text.strip().casefold())


def split_list(text: str, separators: re.Pattern[str], offset: int = 0) -> list[ListPart]:
    """The parts between separators, without blanks around them; empty ones are left out. Offsets start at `offset`."""
    pieces, at = [], 0
    for match in (*separators.finditer(text), None):
        end = match.start() if match else len(text)
        raw = text[at:end]
        start = at + len(raw) - len(raw.lstrip())
        if raw.strip():
            pieces.append(ListPart(raw.strip(), offset + start, offset + start + len(raw.strip())))
        at = match.end() if match else end
    return pieces


@cache
def label_pattern(section: str, key: str) -> str:
    """A regular expression for the labels of a list in `labels.toml`, longest first."""
    labels = sorted(load.table("labels")[section][key], key=len, reverse=True)
    return "|".join(re.escape(label) for label in labels)


def recase_name(name: str) -> str:
    """A name in capitals in its usual spelling: „GAVRIIL GRIGOROV“ → „Gavriil Grigorov“."""
    if name.isupper() and any(len(word) > 3 for word in name.split()):
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)
    return name
