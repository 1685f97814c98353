"""Notes to editors or readers: embargo (Sperrfrist), correction, right of reply, editors' notes."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.date import HOME_ZONE, find_date
from articles.parser.patterns.names import label_pattern
from articles.text.lines import Span

MAX_NOTE_CHARS = 1_500  # a right of reply may be long


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `kind`: embargo, correction, right_of_reply or editors_note. `text` is verbatim.

    An embargo with a day but no time holds for all of that day, until the midnight after it: nothing may
    be published too early, and an open hour is mostly that of an event on the day. Only if the
    note says from when the text is free („Frei ab 19. Juni“) the day itself is free. Both set `time_is_assumed`.
    Without a day („Sperrfrist: Redebeginn“) `embargo_until` is None, and editors have to ask.
    """

    span: Span
    text: str
    kind: str
    embargo_until: datetime | None = None
    zone_is_assumed: bool = False
    time_is_assumed: bool = False
    date: PartialDate | None = None


_KINDS = ("embargo", "correction", "right_of_reply", "editors_note")
_ATTENTION = r"(?:(?:ACHTUNG|Achtung|Attention|ATTENTION|Wichtig|Bitte beachten(?: Sie)?(?: die)?)[\s:!,–-]{1,4})?"


@cache
def _pattern() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{label_pattern('note', kind)})" for kind in _KINDS)
    openings = label_pattern("note", "correction_openings")
    return re.compile(
        rf"\s{{0,20}}[(\[*+!/]{{0,5}}\s?{_ATTENTION}(?:(?:{kinds})(?P<mark>\s?[:!.–-]|\s?[)\]]|(?=\s\d)|\s(?i:bis|zu|zum|vom|für|until|for)\b|\s*\Z)"
        rf"|(?P<opening>{openings})\b)"
    )


def is_embargo(words: str) -> bool:
    """Whether a line is an embargo note."""
    if "perr" not in words[:60].lower() and "mbargo" not in words[:60].lower() and "Frei ab" not in words[:60]:
        return False
    note = parse_note(words)
    return note is not None and note.kind == "embargo"


def parse_note(line: str) -> Note | None:
    """The note that a line consists of. A sentence that only mentions an embargo or a correction is not a note."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_NOTE_CHARS:
        return None
    match = _pattern().match(line)
    if not match:
        return None
    start = line.index(stripped[0])
    span = (start, start + len(stripped))
    kind = "correction" if match["opening"] else next(kind for kind in _KINDS if match[kind])
    form = find_date(stripped[:200])
    if kind == "embargo":
        opens = match["embargo"] in load.table("labels")["note"]["embargo_opens"]
        return _embargo(Note(span, stripped, kind, date=form.date if form else None), opens)
    if kind == "editors_note" and match["editors_note"] == "Hinweis" and match["mark"].strip() != ":":
        return None
    return Note(span, stripped, kind, date=form.date if form else None)


def _embargo(note: Note, opens: bool) -> Note:
    """The embargo with its end; `opens` if the note names the day from which the text is free."""
    day = note.date
    if day is None or day.precision != "day":
        return note
    if day.at is not None:
        return replace(note, embargo_until=day.at, zone_is_assumed=day.zone_is_assumed)
    end = datetime.combine(day.value if opens else day.value + timedelta(days=1), time(), HOME_ZONE)
    return replace(note, embargo_until=end, zone_is_assumed=True, time_is_assumed=True)


def embargo_warning(note: Note) -> tuple[str, str] | None:
    """Code and message of a warning about an embargo without a day or time; None if there is nothing to check."""
    if note.kind != "embargo":
        return None
    if note.embargo_until is None:
        return "embargo_open", "The clip speaks of an embargo but does not tell until when; none was set."
    if note.time_is_assumed:
        return "embargo_time_assumed", "The embargo has a day but no time; a midnight was assumed."
    return None
