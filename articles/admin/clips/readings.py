"""Two readings of one clip compared: what a newer version of the parser reads differently."""

from django.utils.translation import gettext as _

from articles.admin.base import field_labels
from articles.admin.base.text_diff import FieldChange, side_by_side
from articles.admin.clips import text
from articles.models import Reading

FIELD_ORDER = (
    *("kicker", "headline", "subheadline", "lead", "dateline", "byline", "authors", "date", "source", "agencies"),
    *("embargo_until", "notes", "signoff", "signs", "body", "images", "comments"),
)


def differences(old: Reading, new: Reading) -> list[FieldChange]:
    """The fields and warnings in which two readings differ."""
    values = [(field_labels.label(name), _format_field(name, old), _format_field(name, new)) for name in FIELD_ORDER]
    values.append((_("warnings"), _warnings(old), _warnings(new)))
    return [FieldChange(label, *side_by_side(a, b)) for label, a, b in values if a != b]


def _format_field(name: str, reading: Reading) -> str:
    return field_labels.format_read_value(name, reading.fields or {})


def _warnings(reading: Reading) -> str:
    return "\n".join(str(warning) for warning in text.warnings(reading))
