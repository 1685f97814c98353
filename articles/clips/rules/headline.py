"""Headlines: one that is glued to its kicker, and one that has to be made from the text."""

import re

from ..features import Traits
from ..forms.date import parse_date

LONGEST_FOUND = 220  # characters of a headline
LONGEST = 90  # characters of a headline that is made from the text
_GLUE = re.compile(r"(?<=[a-zäöüß0-9?!“\"])(?=[A-ZÄÖÜ„][a-zäöüß])")
_WORD_AT = re.compile(r"\w+")


def impossible(words: str, one: Traits) -> bool:
    """Lines that are no headline whatever stands round them: sentences, credits, dates, what every site says."""
    if one.length > LONGEST_FOUND or one.end in (".", ".q") or one.credit:
        return True
    if one.hit and one.hit.place == "whole":
        return True
    return one.length <= 60 and any(map(str.isdigit, words)) and parse_date(words) is not None


def glued(words: str, text: str) -> int | None:
    """Where the headline begins behind a kicker without a blank: `Putin in NordkoreaPlötzlich ziemlich beste Freunde`.

    A word that stands so elsewhere in the text (YouTube, McDonald) is a name and no seam.
    """
    for match in _GLUE.finditer(words):
        seam = next((word for word in _WORD_AT.finditer(words) if word.start() < match.start() < word.end()), None)
        if seam and (len(words[seam.start() : match.start()]) < 3 or text.count(seam[0]) > 1):
            continue
        if match.start() >= 4 and len(words) - match.start() >= 10:
            return match.start()
    return None


def provisional(opening: str) -> str:
    """The verbatim opening of a text, at most 90 characters, cut at a word."""
    if len(opening) <= LONGEST:
        return opening
    cut = opening[: LONGEST + 1].rsplit(None, 1)[0]
    return cut[:LONGEST].rstrip(" ,;:–-")
