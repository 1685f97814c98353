"""The place before a text: `Moskau/Berlin taz | `, `Pjöngjang/Moskau. `, `Berlin (dpa) - `."""

import re
from dataclasses import dataclass

_PLACE = r"[A-ZÄÖÜ][\w.’'-]+(?:[ ][A-ZÄÖÜ(][\w.’')-]+)?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:/{_PLACE}){{0,2}})"
    r"(?:\s+(?P<outlet>[a-zA-Z]{2,6})\s*\|\s|\s?\((?P<agencies>[a-zA-Z/ -]{2,30})\)\s?[-–—]\s|\.\s(?=[A-ZÄÖÜ„\"»]))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A dateline: how many characters it takes, the place, and whom it names."""

    length: int
    place: str
    outlet: str = ""
    agencies: tuple[str, ...] = ()


def dateline(words: str) -> Place | None:
    match = _DATELINE.match(words[:90])
    if not match:
        return None
    if not match["outlet"] and not match["agencies"] and len(match["place"].split()) > 1:
        return None
    agencies = tuple(re.split(r"[/ ]+", match["agencies"])) if match["agencies"] else ()
    return Place(match.end(), match["place"], match["outlet"] or "", agencies)
