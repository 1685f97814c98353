"""Notes to the desk or the reader: embargo (Sperrfrist), correction, right of reply, the editors' remarks."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from ..document import PartialDate, Span
from .date import find_date
from .wording import any_of

LONGEST = 1_500  # a right of reply may be long; what is longer is no note of one line


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `kind`: embargo, correction, right_of_reply or editors_note. `text` is verbatim.

    `embargo_until` is set only where the note tells a time; with a day alone (`date`) the desk has to ask.
    """

    span: Span
    text: str
    kind: str
    embargo_until: datetime | None = None
    zone_is_assumed: bool = False
    date: PartialDate | None = None


_KINDS = ("embargo", "correction", "right_of_reply", "editors_note")
_ATTENTION = r"(?:(?:ACHTUNG|Achtung|Attention|ATTENTION|Wichtig|Bitte beachten(?: Sie)?(?: die)?)[\s:!,–-]{1,4})?"


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{any_of('note', kind)})" for kind in _KINDS)
    openings = any_of("note", "correction_openings")
    return re.compile(
        rf"\s{{0,20}}[(\[*+!/]{{0,5}}\s?{_ATTENTION}(?:(?:{kinds})(?P<mark>\s?[:!.–-]|\s?[)\]]|(?=\s\d)|\s(?:bis|zu|zum|vom|für|until|for)\b|\s*\Z)"
        rf"|(?P<opening>{openings})\b)"
    )


def parse_note(line: str) -> Note | None:
    """The note that a line is. A sentence that merely speaks of an embargo or a correction is none."""
    stripped = line.strip()
    if not stripped or len(stripped) > LONGEST:
        return None
    match = _pattern().match(line)
    if not match:
        return None
    start = line.index(stripped[0])
    span = (start, start + len(stripped))
    kind = "correction" if match["opening"] else next(kind for kind in _KINDS if match[kind])
    form = find_date(stripped[:200])
    if kind == "embargo":
        return Note(span, stripped, kind, *_until(form.date if form else None))
    if kind == "editors_note" and match["editors_note"] == "Hinweis" and match["mark"].strip() != ":":
        return None
    return Note(span, stripped, kind, date=form.date if form else None)


def _until(date: PartialDate | None) -> tuple[datetime | None, bool, PartialDate | None]:
    return (date.at, date.zone_is_assumed, date) if date else (None, False, None)
