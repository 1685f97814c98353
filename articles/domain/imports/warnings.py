"""Marks the warnings of a reading as seen: they are kept, but not listed as open any more."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.imports import holds
from articles.models import Reading


@transaction.atomic
def acknowledge(reading: Reading, number: int, by: User | None, seen: bool = True) -> Reading:
    """Mark a warning, counted from 0, as looked at, or as open again; what says the same in other readings with it.

    Raises PermissionDenied, and errors.Refused where the reading has no such warning.
    """
    if by is not None and not (by.has_perm("articles.change_article") or by.has_perm("articles.triage_clip")):
        raise PermissionDenied("articles.triage_clip")
    rows = list(
        Reading.objects.select_for_update().filter(clip=reading.clip_id).only("warnings", "warning_count", "holds")
    )
    warnings: list[dict[str, Any]] = next((row.warnings for row in rows if row.pk == reading.pk), [])
    if not 0 <= number < len(warnings):
        raise errors.Refused(_("The reading has no such warning."))
    identity, mark = _identity(warnings[number]), _mark(by) if seen else None
    for number_of_row, row in enumerate(rows):
        row.warnings = [
            {**warning, "seen": mark} if _identity(warning) == identity else warning for warning in row.warnings
        ]
        holds.recount(row, is_latest=number_of_row == 0)
        row.save(update_fields=["warnings", "warning_count", "holds"])
    audit.record("acknowledge" if seen else "reopen", reading.clip, by, code=identity[0])
    return next(row for row in rows if row.pk == reading.pk)


def _identity(warning: dict[str, Any]) -> tuple[Any, ...]:
    return warning["code"], warning.get("params") or [], warning.get("spans") or []


def _mark(by: User | None) -> dict[str, Any]:
    return {"by": by.pk if by else None, "at": timezone.now().isoformat()}
