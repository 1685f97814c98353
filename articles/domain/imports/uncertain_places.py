"""Uncertain places of a clip: an editor says whether they belong to the text, and may take that back.

What is decided stands in `Reading.corrections`, with who, when and which span, in the order of all corrections: a new
reading of the clip repeats it, and `export_corrections` teaches the parser with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import errors
from articles.domain.imports import relabelling
from articles.models import Reading
from articles.parser import document as clip_document
from articles.parser import relabel, reopening, uncertainty
from articles.parser.roles import Role
from articles.text.lines import Span, overlap

WARNING = uncertainty.CODE  # code of the warning that names the places
KEPT, REMOVED = "kept", "removed"
VERDICTS = (KEPT, REMOVED)
UNDO_WINDOW = timedelta(hours=12)  # in which decisions about places can be taken back
_VERBS = {KEPT: "keep_place", REMOVED: "remove_place"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about a place."""

    span: Span
    verdict: str
    at: datetime


def places(reading: Reading | None) -> list[Span]:
    """The places of a reading of which nobody has said whether they are text, in their order."""
    rows: Iterable[dict[str, Any]] = reading.warnings if reading is not None else ()
    found = next((row.get("spans") or [] for row in rows if row["code"] == uncertainty.CODE), [])
    return [(start, end) for start, end in found]


def decide(reading: Reading, start: int, end: int, verdict: str, by: User | None) -> relabelling.RelabelOutcome:
    """Keep an uncertain place in the text, or remove it: then it is boilerplate, and the articles follow.

    Raises PermissionDenied, and errors.Refused where no such place is uncertain (any more).
    """
    if verdict not in VERDICTS:
        raise errors.Refused(_("A place is kept or removed."))
    span = (start, end)

    def change(stored: Reading, former: clip_document.ParsedClip) -> relabelling.Correction:
        if span not in places(stored):
            raise errors.Refused(_("This place is not uncertain any more: somebody has decided about it."))
        role = Role.PARAGRAPH if verdict == KEPT else Role.BOILERPLATE
        blocks = [[b.start, b.end, b.role.value, b.rule] for b in reopening.former_blocks(former, span)]
        decision = {"start": start, "end": end, "role": role.value, "verdict": verdict, "was": blocks}
        assignment = relabel.Assignment(start, end, role)
        made = relabel.keep(former, span) if verdict == KEPT else relabel.assign(former, assignment)
        return relabelling.Correction(made, [*stored.corrections, decision | relabelling.mark(by)])

    reason = _("an uncertain place was kept") if verdict == KEPT else _("an uncertain place was removed")
    return relabelling.correct(reading, change, by, reason, _VERBS[verdict], start=start, end=end)


def reopen(reading: Reading, by: User | None) -> tuple[relabelling.RelabelOutcome, Span]:
    """Take back what this user has decided last about a place of this clip; returns the place, uncertain again.

    Raises PermissionDenied, and errors.Refused where there is nothing to take back.
    """
    span: Span = (0, 0)

    def change(stored: Reading, former: clip_document.ParsedClip) -> relabelling.Correction:
        nonlocal span
        number = _last(stored.corrections, by)
        if number is None:
            raise errors.Refused(_("There is nothing to undo."))
        entry = stored.corrections[number]
        span = (entry["start"], entry["end"])
        blocks = [reopening.FormerBlock(low, high, Role(role), rule) for low, high, role, rule in entry["was"]]
        rest = [row for index, row in enumerate(stored.corrections) if index != number]
        return relabelling.Correction(reopening.reopen(former, span, blocks), rest)

    outcome = relabelling.correct(reading, change, by, _("a decision about a place was taken back"), "reopen_place")
    return outcome, span


def last_decision(reading: Reading | None, by: User | None) -> Decision | None:
    """What this user has decided last about a place of this clip, where it can still be taken back."""
    number = _last(reading.corrections, by) if reading is not None else None
    if reading is None or number is None:
        return None
    entry = reading.corrections[number]
    return Decision((entry["start"], entry["end"]), entry["verdict"], datetime.fromisoformat(entry["at"]))


def _last(corrections: Sequence[dict[str, Any]], by: User | None) -> int | None:
    """The index of this user's last decision that no later correction has overtaken."""
    since = timezone.now() - UNDO_WINDOW
    for number, entry in reversed(list(enumerate(corrections))):
        own = entry.get("verdict") and by is not None and entry.get("by") == by.pk
        if own and datetime.fromisoformat(entry["at"]) > since:
            later = corrections[number + 1 :]
            span = (entry["start"], entry["end"])
            return None if any(overlap((row["start"], row["end"]), span) for row in later) else number
    return None
