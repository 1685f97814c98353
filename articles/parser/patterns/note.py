"""Notes to editors or readers: embargo (Sperrfrist) and other notices to the desk, correction, right of reply."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from articles.parser.document import PartialDate
from articles.parser.patterns.date import find_date
from articles.parser.patterns.names import label_pattern
from articles.parser.patterns.notice import HOLDING, begins_notice, find_notice
from articles.text.lines import Span

MAX_NOTE_CHARS = 1_500  # a right of reply may be long


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `kind`: correction, right_of_reply, editors_note or one of notice.HOLDING. `text` is verbatim.

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


_KINDS = ("correction", "right_of_reply", "editors_note")
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
    """Whether a line is an embargo or another notice to the desk, and nothing else."""
    if not begins_notice(words):
        return False
    notice = find_notice(words)
    return notice is not None and notice.is_all and not notice.is_weak and notice.kind in HOLDING


def parse_note(line: str) -> Note | None:
    """The note that a line consists of. A sentence that only mentions an embargo or a correction is not a note."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_NOTE_CHARS:
        return None
    start = line.index(stripped[0])
    span = (start, start + len(stripped))
    notice = find_notice(stripped) if begins_notice(stripped) else None
    if notice is not None and notice.is_all and not notice.is_weak and notice.kind in HOLDING:
        assumed = notice.zone_is_assumed, notice.time_is_assumed
        return Note(span, stripped, notice.kind, notice.until, *assumed, notice.date)
    match = _pattern().match(line)
    if not match:
        return None
    kind = "correction" if match["opening"] else next(kind for kind in _KINDS if match[kind])
    form = find_date(stripped[:200])
    if kind == "editors_note" and match["editors_note"] == "Hinweis" and match["mark"].strip() != ":":
        return None
    return Note(span, stripped, kind, date=form.date if form else None)
