"""Sets the right to use the texts of an outlet, an agency or one clip, and keeps what it was before on record."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.domain import audit, change_feed
from articles.models import Clip, Source
from articles.models.fields import partial_date
from articles.models.fields.lengths import fit

COLUMNS = ("right", "right_note", "right_until")


@transaction.atomic
def set_right(
    thing: Source | Clip, right: str, note: str, until: date | None, by: User | None, reason: str = ""
) -> bool:
    """Give it this right, one of models.Right, up to its last day; returns False where it has exactly that.

    An empty right is a clip's only: its outlet's holds then. Raises PermissionDenied for who may not change it,
    and ValidationError for a last day that cannot be right.
    """
    if by is not None and not by.has_perm(f"articles.change_{thing._meta.model_name}"):
        raise PermissionDenied
    rows = Clip.objects.defer("data", "text") if isinstance(thing, Clip) else Source.objects.all()
    stands: Any = rows.select_for_update().get(pk=thing.pk)
    before = {name: getattr(stands, name) for name in COLUMNS}
    after = {"right": right, "right_note": fit(Source, "right_note", note.strip()), "right_until": until}
    changed = [name for name in COLUMNS if before[name] != after[name]]
    if not changed:
        return False
    for name, value in after.items():
        setattr(stands, name, value)
    partial_date.check(stands, {"right_until"})
    stands._history_user, stands._change_reason = by, reason or None
    with change_feed.noted(stands):
        stands.save(update_fields=COLUMNS)
    details = {name: [before[name], after[name]] for name in changed}
    audit.record("change_rights", stands, by, reason, fields=changed, **details)
    return True
