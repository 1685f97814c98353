"""A clip's text with its roles, ready to be shown: stretches in their order, each with a word for its role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Clip, Reading

LONGEST = 200_000  # characters shown on a page; the rest is a download away

ROLES: dict[str, tuple[str, Any]] = {  # role: its family (one colour each) and its word
    "kicker": ("head", _("kicker")),
    "headline": ("head", _("headline")),
    "subheadline": ("head", _("subheadline")),
    "lead": ("head", _("lead")),
    "paragraph": ("text", _("paragraph")),
    "subheading": ("text", _("crosshead")),
    "quote": ("text", _("quote")),
    "list_item": ("text", _("list item")),
    "date": ("origin", _("date")),
    "dateline": ("origin", _("dateline")),
    "byline": ("origin", _("byline")),
    "signoff": ("origin", _("sign-off")),
    "note": ("origin", _("note")),
    "caption": ("picture", _("caption")),
    "credit": ("picture", _("credit")),
    "comment": ("comment", _("reader's comment")),
    "comment_author": ("comment", _("name at a comment")),
    "comment_meta": ("comment", _("frame of a comment")),
    "boilerplate": ("waste", pgettext_lazy("role", "boilerplate")),
}

HOW = {
    "verbatim": _("verbatim"),
    "normalised": _("cleaned up"),
    "rule": _("by a rule"),
    "assumed": _("assumed"),
    "editor": _("by the desk"),
}

WARNINGS = {  # by the reader's codes; what has no words here is shown as the reader put it
    "headline_provisional": _("The clip has no headline; a provisional one was made from its opening."),
    "no_article": _("No article was found in the clip; it is kept as it is."),
    "encoding_assumed": _("The file does not tell its encoding; one was assumed."),
    "encoding_damaged": _("Some bytes could not be read as text."),
    "garbled": _("Some characters are garbled and could not be repaired."),
    "comment_count_differs": _("The clip announces another number of readers' comments than were found."),
    "unresolved": _("A reader's comment answers somebody who was not found."),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the clip: where it begins, its role's code, family and word, its text, the rule behind it."""

    start: int
    role: str
    family: str
    word: str | Promise
    text: str
    rule: str
    is_first: bool  # of several stretches of the same role: the word is said once


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a field came from: how, and the stretch of the clip that shows it (None where there is none)."""

    how: str | Promise
    start: int | None


def stretches(clip: Clip, reading: Reading | None) -> list[Stretch]:
    """The clip's text in its order; blanks between stretches are left out of the page, not of the clip."""
    segments = reading.segments if reading is not None else []
    if not segments:
        segments = [{"start": 0, "end": len(clip.text), "role": "", "rule": ""}]
    shown: list[Stretch] = []
    for segment in segments:
        if segment["start"] >= LONGEST:
            break
        text = clip.text[segment["start"] : min(segment["end"], LONGEST)]
        if segment["role"] == "blank" or not text.strip():
            continue
        role = segment["role"]
        family, word = ROLES.get(role, ("text", role))
        is_first = not shown or shown[-1].role != role
        shown.append(
            Stretch(segment["start"], role, family, word, text.strip("\r\n"), segment.get("rule", ""), is_first)
        )
    return shown


def legend(shown: Sequence[Stretch]) -> list[tuple[str, str | Promise]]:
    """The roles that occur, in the order of the table, each with its family."""
    present = {s.role for s in shown}
    return [(family, word) for role, (family, word) in ROLES.items() if role in present]


def proofs(reading: Reading | None, shown: Sequence[Stretch]) -> dict[str, Proof]:
    """For each field of the reading how it was got, and the stretch to look at. The first proof of a field counts."""
    found: dict[str, Proof] = {}
    for evidence in reading.evidence if reading is not None else []:
        field = evidence["field"].split(".")[0]
        spans = evidence.get("spans") or []
        start = _stretch_at(spans[0][0], shown) if spans else None
        found.setdefault(field, Proof(HOW.get(evidence["how"], evidence["how"]), start))
    return found


def _stretch_at(offset: int, shown: Sequence[Stretch]) -> int | None:
    before = [s.start for s in shown if s.start <= offset]
    return before[-1] if before else None


def warnings(reading: Reading | None) -> list[str | Promise]:
    """What the reader wants an editor to look at, in the editor's language where we have the words."""
    return [WARNINGS.get(w["code"], w["message"]) for w in (reading.warnings if reading is not None else [])]


def context(clip: Clip | None, reading: Reading | None) -> dict[str, Any]:
    """What a template needs to show the clip."""
    if clip is None:
        return {}
    shown = stretches(clip, reading)
    return {
        "clip": clip,
        "reading": reading,
        "stretches": shown,
        "legend": legend(shown),
        "clip_warnings": warnings(reading),
        "clip_is_cut": len(clip.text) > LONGEST,
        "shown_limit": number_format(LONGEST, force_grouping=True),
    }
