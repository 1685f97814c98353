"""Says where a field came from: how it was got, by which rule, how sure, what else was in question."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..formats import evidence
from ..models import Reading
from . import fields
from .roles import ROLES

HOW: dict[str, str | Promise] = {
    "verbatim": _("verbatim"),
    "normalised": _("cleaned up"),
    "rule": _("by a rule"),
    "assumed": _("assumed"),
    "editor": _("by the desk"),
}
RULES: dict[str, str | Promise] = {  # by the reader's names; what has no words here goes without
    "weighed": _("by the form and the place of the lines"),
    "byline": _("stands in the byline"),
    "byline_form": _("has the form of a byline"),
    "name_in_head": _("a name at the head of the text"),
    "caption_above_credit": _("stands above a credit"),
    "caption_with_credit": _("stands with a credit"),
    "comment_head": _("stands above the comment"),
    "comments": _("stands below the heading of the comments"),
    "credit": _("has the form of a credit"),
    "credit_line": _("has the form of a credit"),
    "date_line": _("a line with a date"),
    "date_prefix": _("stands before the text"),
    "dateline": _("has the form of a dateline"),
    "domain": _("from the page's address"),
    "glued_headline": _("was glued to the headline"),
    "headline_above_text": _("stands above the text"),
    "headline_at_the_top": _("stands at the top"),
    "indent": _("by indentation"),
    "lead_opens_text": _("opens the text, set off from it"),
    "note_editors_note": _("has the form of a note"),
    "provisional_headline": _("made of the opening, because the clip has none"),
    "repeated_caption": _("stands in the clip twice"),
    "reply_address": _("named by who answers"),
    "signoff": _("stands in the sign-off"),
    "signoff_line": _("stands in the sign-off"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One proof in words; `start` names the stretch of the clip that shows it (None where there is none)."""

    label: str | Promise
    how: str | Promise
    code: str
    rule: str | Promise
    sure: str
    alternatives: str
    start: int | None


def rule_in_words(rule: str) -> str | Promise:
    """What a rule goes by; empty where we have no words for it."""
    if rule.startswith(("json-ld", "meta")):
        return gettext("from the page's metadata (%(rule)s)") % {"rule": rule}
    if rule.startswith("note_"):
        return RULES["note_editors_note"]
    return RULES.get(rule) or (_("marked so in the page") if rule.startswith("html") else "")


def told(
    reading: Reading | None, starts: Sequence[int], edited: Collection[str] = (), without: Iterable[str] = ()
) -> list[tuple[str, Told]]:
    """The proofs of a reading in words, each with its field's path; `starts` are those of the stretches shown."""
    left_out = set(without)
    return [(p.field, _told(p, starts)) for p in evidence.proofs(reading, edited) if p.whole not in left_out]


def by_field(proofs: Iterable[tuple[str, Told]]) -> dict[str, Told]:
    """The first proof of each field of the article."""
    found: dict[str, Told] = {}
    for path, one in proofs:
        found.setdefault(path.partition(".")[0], one)
    return found


def _told(proof: evidence.Proof, starts: Sequence[int]) -> Told:
    is_caption = proof.field.endswith(".caption") and proof.rule in {"credit", "credit_line"}
    return Told(
        fields.label_of_part(proof.field),
        HOW.get(proof.how, proof.how),
        proof.how,
        rule_in_words("caption_with_credit" if is_caption else proof.rule),
        _sure(proof.confidence) if proof.how != "assumed" else "",
        ", ".join(str(_alternative(one)) for one in proof.alternatives),
        _stretch_at(proof.spans[0][0], starts) if proof.spans else None,
    )


def _sure(confidence: float | None) -> str:
    if confidence is None:
        return ""
    return gettext("%(percent)s sure") % {"percent": f"{round(confidence * 100)} %"}


def _alternative(word: str) -> Any:
    return ROLES[word][1] if word in ROLES else word


def _stretch_at(offset: int, starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, offset)
    return starts[index - 1] if index else None
