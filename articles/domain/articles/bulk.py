"""Does one thing to many rows, each in a transaction of its own, and tells which were left as they are, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
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


def apply_to_each(things: Iterable[Model], do: Callable[[Any], Any]) -> BulkOutcome:
    """Do it to each of the things; `do` returns False where there was nothing to change.

    What the desk refuses, what somebody else has saved since and what this person may not do leaves the row as it is;
    any other error is one, and leaves the rows before it changed.
    """
    outcome = BulkOutcome()
    for thing in things:
        try:
            with transaction.atomic():
                done = do(thing)
        except (errors.Refused, inspection.ImageRefused, revisions.Conflict) as refusal:
            outcome.skipped.append((thing, str(refusal)))
        except PermissionDenied:
            outcome.skipped.append((thing, _("You may not do this as it stands.")))
        else:
            if done is False:
                outcome.skipped.append((thing, _("There was nothing to change.")))
            else:
                outcome.changed.append(thing.pk)
    return outcome
