"""The parts of an article: dates, names, notices, blocks, and for staff evidence and differences."""

from datetime import date
from typing import Any

from rest_framework import serializers

from articles.api.serializers.plain import PlainSerializer, ReferenceSerializer, format_timestamp
from articles.formats.field_evidence import FieldEvidence
from articles.models import ArticleAgency, Contribution, Source
from articles.models.fields.body import Block
from articles.models.fields.body_tables import Cell
from articles.models.fields.partial_date import Precision

EVIDENCE_METHODS = [(how, how) for how in ("verbatim", "normalised", "rule", "assumed", "editor")]
BLOCK_KINDS = [(kind, kind) for kind in ("paragraph", "subheading", "quote", "list_item", "table", "image")]


class IssuedSerializer(serializers.Serializer[Any]):
    """A date, exactly as known."""

    value = serializers.CharField(help_text="`2024-06-19`, `2024-06` or `2024`.")
    precision = serializers.ChoiceField(Precision.choices)


class SourceReferenceSerializer(ReferenceSerializer):
    """The outlet; with `include=source` everything about it."""

    kind = serializers.ChoiceField(Source.Kind.choices, required=False)
    homepage = serializers.CharField(required=False)
    url = serializers.URLField(required=False)


class AgencyPartSerializer(ReferenceSerializer):
    """An agency and its part in the article."""

    part = serializers.ChoiceField(ArticleAgency.Part.choices)


class PersonPartSerializer(ReferenceSerializer):
    """A person and their part in the article."""

    role = serializers.ChoiceField(Contribution.Role.choices)


class CorrectionSerializer(PlainSerializer):
    """A correction notice."""

    dated = serializers.DateTimeField()
    text = serializers.CharField()

    def write_dated(self, correction: Any) -> str | None:
        """The time of the notice."""
        return format_timestamp(correction.dated)


class EvidenceSerializer(PlainSerializer):
    """Where one field came from. For staff: it tells what stands in the clip."""

    field = serializers.CharField(help_text="A path into the article as it was read: `headline`, `images.2.credit`.")
    how = serializers.ChoiceField(
        EVIDENCE_METHODS, help_text="`editor`: the desk has changed it since, or told it at the import."
    )
    rule = serializers.CharField(help_text="The reader's name for what it went by; may be empty.")
    confidence = serializers.FloatField(allow_null=True, help_text="0 … 1; null where a person decided.")
    spans = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Start and end in characters of the clip's text; the end is exclusive.",
    )
    alternatives = serializers.ListField(child=serializers.CharField(), help_text="Other roles or values in question.")
    repairs = serializers.ListField(
        child=serializers.CharField(),
        help_text="The rules that altered the words: `soft_hyphen`, `mojibake`, `blank` …",
    )

    def write_spans(self, proof: FieldEvidence) -> list[list[int]]:
        """As lists."""
        return [list(span) for span in proof.spans]

    def write_alternatives(self, proof: FieldEvidence) -> list[str]:
        """As a list."""
        return list(proof.alternatives)

    def write_repairs(self, proof: FieldEvidence) -> list[str]:
        """As a list."""
        return list(proof.repairs)


class DifferenceSerializer(PlainSerializer):
    """A change that was made on the way from the clip to the article. For staff."""

    start = serializers.IntegerField(help_text="In characters of the clip's text.")
    end = serializers.IntegerField(help_text="Exclusive.")
    now = serializers.CharField(help_text="What stands there in the article.")
    kind = serializers.ChoiceField([(k, k) for k in ("left_out", "added", "changed", "spacing")])
    role = serializers.CharField(help_text="What it is in the clip; may be empty.")


class HighlightsSerializer(serializers.Serializer[Any]):
    """What a question has found in an article, as HTML: escaped text in which the hits are marked."""

    headline = serializers.CharField(help_text="The headline with `<mark>` around each hit.")
    passage = serializers.CharField(help_text="The stretch of lead or text with most hits, likewise; may be empty.")


class CellSerializer(serializers.Serializer[Any]):
    """A cell of a table, or its caption."""

    text = serializers.CharField(help_text="Plain text.")
    html = serializers.CharField(help_text="The same with links and emphasis: a, strong, em, sub, sup, br.")
    header = serializers.BooleanField(help_text="Whether it is the header of its column or row.")


class BlockSerializer(serializers.Serializer[Any]):
    """One block of a body."""

    kind = serializers.ChoiceField(BLOCK_KINDS)
    text = serializers.CharField(
        required=False,
        help_text="Plain text; not of an image. Of a table its caption, an empty line, and a line for each row with a "
        "tab between the cells.",
    )
    html = serializers.CharField(
        required=False,
        help_text="The same with links and emphasis: a, strong, em, sub, sup, br. Of a table what stands in `table`.",
    )
    level = serializers.IntegerField(required=False, help_text="2 or 3, of a subheading.")
    ordered = serializers.BooleanField(required=False, help_text="Of a list item: its list is numbered.")
    image = serializers.IntegerField(required=False, help_text="Of an image: the id of one of `images`.")
    caption = CellSerializer(required=False, help_text="Of a table that has one.")
    rows = serializers.ListField(
        child=serializers.ListField(child=CellSerializer()),
        required=False,
        help_text="Of a table; all rows are equally long. A cell that reached over others is the first of them, and "
        "the others are empty.",
    )


class ArticleBodyField(serializers.JSONField):
    """The body in one of its forms; schema.py describes it."""


def partial_date_as_dict(day: date | None, precision: str) -> dict[str, str] | None:
    """A date with its precision, e.g. `2024-06` of a month."""
    if day is None:
        return None
    return {"value": day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]], "precision": precision}


def block_as_dict(b: Block) -> dict[str, Any]:
    """A block of the body as JSON."""
    if b.kind == "image":
        return {"kind": b.kind, "image": b.image}
    written: dict[str, Any] = {"kind": b.kind, "text": b.text, "html": b.html}
    if b.kind == "subheading":
        written["level"] = b.level
    if b.kind == "list_item":
        written["ordered"] = b.ordered
    if b.kind == "table":
        written |= {"caption": _cell_as_dict(b.caption)} if b.caption.text else {}
        written["rows"] = [[_cell_as_dict(cell) for cell in row] for row in b.rows]
    return written


def _cell_as_dict(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "html": cell.html, "header": cell.is_header}
