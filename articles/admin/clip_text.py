"""A clip's text with its roles, ready to be shown: stretches in their order, each with a word for its role."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise

from ..models import Clip, Reading
from . import proof, warning
from .roles import ROLES

LONGEST = 200_000  # characters shown on a page; the rest is a download away


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


def warnings(reading: Reading | None) -> list[str | Promise]:
    """What the reader wants an editor to look at, in the editor's language where we have the words."""
    found = reading.warnings if reading is not None else []
    return [warning.told(w["code"], w["message"], w.get("params") or ()) for w in found]


def context(clip: Clip | None, reading: Reading | None, edited: Collection[str] = ()) -> dict[str, Any]:
    """What a template needs to show the clip; `edited` are the fields that are the desk's by now."""
    if clip is None:
        return {}
    shown = stretches(clip, reading)
    proofs = proof.told(reading, [s.start for s in shown], edited, without=["comments"])
    return {
        "clip": clip,
        "reading": reading,
        "stretches": shown,
        "legend": legend(shown),
        "clip_warnings": warnings(reading),
        "proofs": [one for _path, one in proofs],
        "clip_is_cut": len(clip.text) > LONGEST,
        "shown_limit": number_format(LONGEST, force_grouping=True),
    }
