"""Notes to the desk or the reader: embargo (Sperrfrist), correction, right of reply, the editors' remarks."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache

from articles.lexicon import load
from articles.parser.document import PartialDate
from articles.parser.patterns.date import HOME_ZONE, find_date
from articles.parser.patterns.names import label_pattern
from articles.text.lines import Span

MAX_NOTE_CHARS = 1_500  # a right of reply may be long; what is longer is no note of one line


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `kind`: embargo, correction, right_of_reply or editors_note. `text` is verbatim.

    An embargo with a day but no time is taken to hold for all of that day, until the midnight after it: nothing may
    be published too early, and an hour that a note leaves open is mostly that of an event on the day. Only where the
    note says from when a text is free („Frei ab 19. Juni“) the day itself is free. Either way `time_is_assumed`.
    Without a day („Sperrfrist: Redebeginn“) `embargo_until` is None, and the desk has to ask.
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
    """Whether a line is the note of an embargo."""
    if "perr" not in words[:60].lower() and "mbargo" not in words[:60].lower() and "Frei ab" not in words[:60]:
        return False
    note = parse_note(words)
    return note is not None and note.kind == "embargo"


def parse_note(line: str) -> Note | None:
    """The note that a line is. A sentence that merely speaks of an embargo or a correction is none."""
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
    """The embargo with its end; `opens` where the note names the day from which the text is free."""
    day = note.date
    if day is None or day.precision != "day":
        return note
    if day.at is not None:
        return replace(note, embargo_until=day.at, zone_is_assumed=day.zone_is_assumed)
    end = datetime.combine(day.value if opens else day.value + timedelta(days=1), time(), HOME_ZONE)
    return replace(note, embargo_until=end, zone_is_assumed=True, time_is_assumed=True)


def embargo_warning(note: Note) -> tuple[str, str] | None:
    """What an editor has to be asked about an embargo: code and message of a warning."""
    if note.kind != "embargo":
        return None
    if note.embargo_until is None:
        return "embargo_open", "The clip speaks of an embargo but does not tell until when; none was set."
    if note.time_is_assumed:
        return "embargo_time_assumed", "The embargo has a day but no time; a midnight was assumed."
    return None
