"""The evidence of an article's fields: from the reading, or changed by editors since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from ..models import Reading

BY_DESK = "editor"
READING_NAMES = {"issued_on": "date", "issued_precision": "date"}  # our field → the reading's, where the names differ


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """How a field was derived. `field` is a path into the parsed article: `headline`, `images.2.credit`."""

    field: str
    how: str  # verbatim, normalised, rule, assumed, editor
    rule: str = ""
    confidence: float | None = None  # 0 … 1; None where a person decided
    spans: tuple[tuple[int, int], ...] = ()  # characters of the clip's text
    alternatives: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()  # the rules that altered the words: soft_hyphen, mojibake, …

    @property
    def whole(self) -> str:
        """The top-level field: `images` of `images.2.credit`."""
        return self.field.partition(".")[0]


def field_evidence(reading: Reading | None, edited: Collection[str] = ()) -> Iterator[FieldEvidence]:
    """The evidence of a reading in its order; a field that is `edited` is the editors', whatever the clip says."""
    if reading is None:
        return
    by_desk = dict.fromkeys(READING_NAMES.get(name, name) for name in sorted(edited))
    yield from (FieldEvidence(name, BY_DESK) for name in by_desk)
    yield from (proof for proof in _as_read(reading) if proof.whole not in by_desk)


def _as_read(reading: Reading) -> Iterator[FieldEvidence]:
    evidence = [
        FieldEvidence(
            row["field"],
            row["how"],
            row.get("rule", ""),
            None if row["how"] == BY_DESK else row.get("confidence"),
            tuple((start, end) for start, end in row.get("spans") or ()),
            tuple(row.get("alternatives") or ()),
            tuple(row.get("repairs") or ()),
        )
        for row in reading.evidence
    ]
    yield from evidence
    authors = bool((reading.fields or {}).get("authors")) and not any(item.field == "authors" for item in evidence)
    line = next((item for name in ("byline", "signoff") for item in evidence if item.field == name), None)
    if authors and line is not None:  # the names are those of the line
        yield replace(line, field="authors", how="rule", rule=line.field)
