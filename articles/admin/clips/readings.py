"""Two readings of one clip beside each other: what a newer reader sees otherwise."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin.base import field_labels
from articles.admin.base.text_diff import side_by_side
from articles.admin.clips import text
from articles.models import Reading

ORDER = (
    *("kicker", "headline", "subheadline", "lead", "dateline", "byline", "authors", "date", "source", "agencies"),
    *("embargo_until", "notes", "signoff", "signs", "body", "images", "comments"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A field in two versions, marked up; `stands` is what the article says now where that is neither."""

    label: str | Promise
    old: SafeString
    new: SafeString
    stands: str | None = None


def differences(old: Reading, new: Reading) -> list[Row]:
    """The fields that two readings give otherwise, and their warnings."""
    found = [(field_labels.label(name), _told(name, old), _told(name, new)) for name in ORDER]
    found.append((_("warnings"), _warnings(old), _warnings(new)))
    return [Row(label, *side_by_side(a, b)) for label, a, b in found if a != b]


def _told(name: str, reading: Reading) -> str:
    return field_labels.told_as_read(name, reading.fields or {})


def _warnings(reading: Reading) -> str:
    return "\n".join(str(one) for one in text.warnings(reading))
