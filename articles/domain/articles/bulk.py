"""Changes many rows, each in a transaction of its own, and reports which were left as they are, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from articles.domain import errors
from articles.domain.articles import revisions
from articles.domain.images import inspection

BULK_ROWS = 500  # rows that one person changes by one button


@dataclass(slots=True)
class BulkOutcome:
    """What became of many rows: the numbers of those that were changed, and each other one with a sentence why not."""

    changed: list[int] = field(default_factory=list)
    skipped: list[tuple[Any, str]] = field(default_factory=list)


def apply_to_each(rows: Iterable[Model], do: Callable[[Any], Any]) -> BulkOutcome:
    """Call `do` with each of the rows; it returns False where there was nothing to change.

    A row is left as it is where the domain refuses, its values cannot be so, somebody else has saved since, or the
    person may not; any other error is raised, and the rows before it stay changed.
    """
    outcome = BulkOutcome()
    for row in rows:
        try:
            with transaction.atomic():
                is_changed = do(row)
        except (errors.Refused, inspection.ImageRefused, revisions.Conflict) as refusal:
            outcome.skipped.append((row, str(refusal)))
        except ValidationError as error:
            outcome.skipped.append((row, " ".join(error.messages)))
        except PermissionDenied:
            outcome.skipped.append((row, _("You may not do this as it stands.")))
        else:
            if is_changed is False:
                outcome.skipped.append((row, _("There was nothing to change.")))
            else:
                outcome.changed.append(row.pk)
    return outcome
