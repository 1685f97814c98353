"""The one way in which sources, topics and persons are made, changed and deleted: form, bulk action, API, import.

Each function asks for the permission, keeps the rules, saves, makes the revision where the noun has revisions, writes
the audit entry and tells whoever follows: the change feed, and the address that the entry had before.
"""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import audit, change_feed, errors, live_use, slugs
from articles.domain.taxonomy import redirects, usage
from articles.models import Person, Source, Topic
from articles.models.fields import partial_date

RIGHT_COLUMNS = ("right", "right_note", "right_until")
Entry = Source | Topic | Person


@transaction.atomic
def create(entry: Entry, by: User | None, reason: str = "") -> Entry:
    """Store a new entry; one without a short address gets one.

    Raises PermissionDenied, and ValidationError at the columns that cannot be so.
    """
    _require("add", type(entry), by)
    if not entry.slug:
        entry.slug = slugs.free_slug(entry.name, type(entry)._default_manager.all())
    entry.full_clean()
    partial_date.check(entry, {"right_until"})
    return store_new(entry, by, reason)


def store_new(entry: Entry, by: User | None, reason: str = "") -> Entry:
    """Store a valid new entry that needs no permission of its own: an import names it. Call it in a transaction."""
    _save(entry, by, reason)
    redirects.store_redirect(entry, "")
    audit.record("add", entry, by, reason, fields=_filled(entry))
    return entry


@transaction.atomic
def change(entry: Entry, values: Mapping[str, Any], by: User | None, reason: str = "") -> bool:
    """Give the stored entry these values, by column; a short address that it had before leads on.

    Returns whether anything differed; `entry` has the stored values then. Raises PermissionDenied, LiveChangeRefused
    where readers see the entry and `by` may not publish, and ValidationError at its columns.
    """
    _require("change", type(entry), by)
    current: Any = type(entry)._default_manager.select_for_update().get(pk=entry.pk)
    before = {name: getattr(current, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if refusal := live_use.refusal(current, by, changed):
        raise live_use.LiveChangeRefused(refusal)
    for name, value in values.items():
        setattr(current, name, value)
        setattr(entry, name, value)
    if not changed:
        return False
    _validate(current, changed)
    with change_feed.noted(current) if isinstance(current, Source) else nullcontext():  # its right may change
        _save(current, by, reason)
    if "slug" in changed:
        redirects.store_redirect(current, before["slug"])
    verb = "change_rights" if changed.keys() & set(RIGHT_COLUMNS) else "change"
    details = audit.before_and_after(current, before, changed)
    audit.record(verb, current, by, reason, fields=sorted(changed), **details)
    return True


@transaction.atomic
def delete(entry: Entry, by: User | None, reason: str = "") -> None:
    """Remove an entry that nothing uses.

    Raises PermissionDenied, and errors.Refused where an article or a clip would lose it.
    """
    _require("delete", type(entry), by)
    if usage.is_used(entry):
        raise errors.Refused(_("It is used and cannot be deleted: see where."))
    audit.record("delete", entry, by, reason)
    _sign(entry, by, reason)
    entry.delete()


def _require(verb: str, model: type[Entry], by: User | None) -> None:
    permission = f"articles.{verb}_{model._meta.model_name}"
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(permission)


def _validate(entry: Entry, changed: Iterable[str]) -> None:
    """Raises ValidationError; a column that nobody has touched is not looked at for itself."""
    columns = {field.name for field in entry._meta.concrete_fields}
    entry.clean_fields(exclude=columns - set(changed))
    entry.validate_unique()
    entry.validate_constraints()
    partial_date.check(entry, {"right_until"} & set(changed))


def _filled(entry: Entry) -> list[str]:
    columns = [field for field in entry._meta.concrete_fields if not field.primary_key]
    return sorted(field.name for field in columns if field.value_from_object(entry) != field.get_default())


def _save(entry: Entry, by: User | None, reason: str) -> None:
    _sign(entry, by, reason)
    entry.save()


def _sign(entry: Any, by: User | None, reason: str) -> None:
    """Say who makes the revision, and why."""
    entry._history_user, entry._change_reason = by, reason or None
