"""A clip's text with its roles, ready to be shown: stretches in their order, each with a word for its role."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise

from articles.admin.clips import provenance, uncertain
from articles.admin.clips import warnings as warning
from articles.domain.imports import explanations, uncertain_places
from articles.formats.clip_roles import ROLES
from articles.models import Clip, Reading

FORM_FIELDS = {  # the form's field in which a stretch's words stand
    **{role: role for role in ("kicker", "headline", "subheadline", "lead", "dateline", "byline", "signoff")},
    **dict.fromkeys(("paragraph", "subheading", "quote", "list_item", "table", "caption", "credit"), "body"),
    "date": "issued_on",
    "note": "embargo_until",
}
MAX_SHOWN_CHARS = 200_000  # characters shown on a page; the rest is a download away


@dataclass(slots=True)
class ShownPlace:
    """An uncertain place: its number, counted from 1, its span, and the first and last stretch in it."""

    number: int
    start: int
    end: int
    first: int = -1
    last: int = -1


@dataclass(frozen=True, slots=True)
class ClipSegment:
    """A stretch of the clip: where it begins, its role's code, family and word, its text, the rule behind it."""

    start: int
    first: int  # the characters of `text`, from
    end: int  # and to before
    breaks: str  # after which of its characters a browser has lost one: it takes CR LF for one character
    role: str
    family: str
    word: str | Promise
    text: str
    rule: str
    is_first: bool  # of several stretches of the same role: the word is said once
    place: "ShownPlace | None" = None  # the uncertain place that it is part of

    @property
    def field(self) -> str:
        """The field of the article's form that shows it; empty where none does."""
        return FORM_FIELDS.get(self.role, "")


def segments_of(clip: Clip, reading: Reading | None) -> list[ClipSegment]:
    """The clip's text in its order; blanks between stretches are left out of the page, not of the clip."""
    segments = reading.segments if reading is not None else []
    if not segments:
        segments = [{"start": 0, "end": len(clip.text), "role": "", "rule": ""}]
    shown: list[ClipSegment] = []
    places = [ShownPlace(number, *span) for number, span in enumerate(uncertain_places.places(reading), start=1)]
    for segment in segments:
        if segment["start"] >= MAX_SHOWN_CHARS:
            break
        text = clip.text[segment["start"] : min(segment["end"], MAX_SHOWN_CHARS)]
        if segment["role"] == "blank" or not text.strip():
            continue
        role = segment["role"]
        family, word = ROLES.get(role, ("text", role))
        is_first = not shown or shown[-1].role != role
        words = text.strip("\r\n")
        first = segment["start"] + len(text) - len(text.lstrip("\r\n"))
        rule = segment.get("rule", "")
        shown.append(
            ClipSegment(
                segment["start"],
                first,
                first + len(words),
                _break_positions(words),
                role,
                family,
                word,
                words,
                rule,
                is_first,
                _place_at(places, segment),
            )
        )
    return shown


def _place_at(places: Sequence[ShownPlace], segment: dict[str, Any]) -> ShownPlace | None:
    """The uncertain place that a segment is part of, which learns where it begins and ends in the page."""
    place = next((p for p in places if p.start < segment["end"] and segment["start"] < p.end), None)
    if place is not None:
        place.first = segment["start"] if place.first < 0 else place.first
        place.last = segment["start"]
    return place


def _break_positions(words: str) -> str:
    """The positions of CR LF, in characters as a browser counts them."""
    return " ".join(str(match.start() - lost) for lost, match in enumerate(re.finditer("\r\n", words)))


def legend(shown: Sequence[ClipSegment]) -> list[tuple[str, str | Promise]]:
    """The roles that occur, in the order of the table, each with its family."""
    present = {s.role for s in shown}
    return [(family, word) for role, (family, word) in ROLES.items() if role in present]


def warnings(reading: Reading | None) -> list[str | Promise]:
    """The warnings of a reading in the interface's language, where they are translated."""
    stored = reading.warnings if reading is not None else []
    return [warning.describe(w["code"], w["message"], w.get("params") or ()) for w in stored]


def linked_warnings(reading: Reading | None) -> list[dict[str, Any]]:
    """The warnings, each with the primary key of the other clip, or None, and whether it is acknowledged.

    That of uncertain places leads to them: it ends when they are decided.
    """
    stored = reading.warnings if reading is not None else []
    return [
        {
            "message": message,
            "other": dict(entry.get("params") or ()).get("clip"),
            "is_seen": bool(entry.get("seen")),
            "is_of_places": entry["code"] == uncertain_places.WARNING,
        }
        for message, entry in zip(warnings(reading), stored, strict=True)
    ]


def context(clip: Clip | None, reading: Reading | None, edited: Collection[str] = ()) -> dict[str, Any]:
    """What a template needs to show the clip; `edited` are the fields that an editor has changed."""
    if clip is None:
        return {}
    shown = segments_of(clip, reading)
    seen = explanations.reasons(clip, reading)
    place_count = len(uncertain_places.places(reading))
    proofs = provenance.describe_evidence(reading, [s.start for s in shown], edited, without=["comments"], seen=seen)
    return {
        "clip": clip,
        "reading": reading,
        "stretches": shown,
        "legend": legend(shown),
        "place_count": place_count,
        "place_label": uncertain.label(place_count),
        "clip_warnings": linked_warnings(reading),
        "proofs": [label for _path, label in proofs],
        "clip_is_cut": len(clip.text) > MAX_SHOWN_CHARS,
        "shown_limit": number_format(MAX_SHOWN_CHARS, force_grouping=True),
    }
