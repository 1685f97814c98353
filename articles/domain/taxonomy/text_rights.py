"""Sets the right to use the texts of a source or of one clip, and keeps what it was before on record."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.domain import audit, change_feed
from articles.domain.taxonomy import entries
from articles.models import Clip, Source
from articles.models.fields import partial_date
from articles.models.fields.lengths import fit


def set_right(
    holder: Source | Clip, right: str, note: str, until: date | None, by: User | None, reason: str = ""
) -> bool:
    """Give it this right, one of models.Right, up to its last day; returns False where it has exactly that.

    An empty right is a clip's only: its outlet's holds then. Raises PermissionDenied for who may not change it,
    and ValidationError for a last day that cannot be right.
    """
    values = {"right": right, "right_note": fit(Source, "right_note", note.strip()), "right_until": until}
    if isinstance(holder, Source):
        return entries.change(holder, values, by, reason)
    return _set_right_of_clip(holder, values, by, reason)


@transaction.atomic
def _set_right_of_clip(clip: Clip, values: dict[str, Any], by: User | None, reason: str) -> bool:
    if by is not None and not by.has_perm("articles.change_clip"):
        raise PermissionDenied("articles.change_clip")
    current = Clip.objects.defer("data", "text").select_for_update().get(pk=clip.pk)
    before = {name: getattr(current, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return False
    for name, value in values.items():
        setattr(current, name, value)
    partial_date.check(current, {"right_until"})
    with change_feed.noted(current):
        current.save(update_fields=list(values))
    details = audit.before_and_after(current, before, changed)
    audit.record("change_rights", current, by, reason, fields=sorted(changed), **details)
    return True
