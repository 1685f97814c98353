"""Records who did what, when and why. Every change that others can see leaves an entry."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from articles.models import AuditEntry
from articles.models.audit import VERBS
from articles.models.fields.lengths import fit

# Models whose rows an entry may name. Any other has its number alone: an entry cannot be rewritten when a
# reader asks for the erasure of what they wrote, so it never holds a word of theirs, in `details` neither.
NAMED = {"articles.agencytask", "articles.preparedversion", "auth.group"} | frozenset(
    f"articles.{noun}"
    for noun in ("article", "clip", "frontplace", "image", "importrun", "imprint", "page", "source", "topic")
)
# The columns whose values an entry may keep: states, times, rights, addresses and choices. Running text and names of
# persons stay out of what cannot be rewritten; the versions have them.
VALUES_KEPT = {
    "articles.article": frozenset(
        {"state", "headline_is_provisional", "genre", "language", "source", "issued_on", "issued_precision"}
        | {"publish_at", "expires_at", "embargo_until", "comment_status", "moderation", "comment_days", "noindex"}
        | {"responsible", "due_at"}
    ),
    "articles.clip": frozenset({"right", "right_note", "right_until"}),
    "articles.image": frozenset({"kind", "rights_until", "focal_x", "focal_y"}),
    "articles.source": frozenset({"kind", "name", "slug", "homepage", "right", "right_note", "right_until"}),
    "articles.topic": frozenset({"name", "slug"}),
}


def before_and_after(row: Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Column → [its value before, its value now], for the columns of `after` that differ and may stand in an entry."""
    kept = VALUES_KEPT.get(row._meta.label_lower, frozenset())
    names = sorted(name for name in after if name.removesuffix("_id") in kept and before.get(name) != after[name])
    return {name: [before.get(name), after[name]] for name in names}


def record(verb: str, target: Model, by: User | None, reason: str = "", **details: Any) -> AuditEntry:
    """Add an entry: `by` (None: the system) did `verb`, one of models.audit.VERBS, to `target`, and why.

    `details` are JSON values: numbers, names of fields, states; never a reader's text, name or address. Call it in
    the transaction of the change: both are stored, or neither. An unknown verb raises ValueError.
    """
    entry = _entry(verb, target, by, reason, details)
    entry.save(force_insert=True)
    return entry


def record_all(
    verb: str,
    targets: Iterable[Model],
    by: User | None,
    reason: str = "",
    details_of: Callable[[Any], Mapping[str, Any]] = lambda _target: {},
    **details: Any,
) -> list[AuditEntry]:
    """The same for many things, in one query for each thousand of them; `details_of` gives what is one thing's own."""
    entries = [_entry(verb, target, by, reason, {**details, **details_of(target)}) for target in targets]
    return AuditEntry.objects.bulk_create(entries, batch_size=1_000)


def _entry(verb: str, target: Model, by: User | None, reason: str, details: dict[str, Any]) -> AuditEntry:
    if verb not in VERBS:
        raise ValueError(f"{verb!r} is no verb of the audit: see articles/models/audit.py")
    model_name = target._meta.label_lower
    is_stored = target.pk is not None  # else the entry is about all rows of its kind: an export, a sheet
    return AuditEntry(
        by=by if by is not None and by.pk else None,
        verb=verb,
        noun=model_name,
        object_id=target.pk,
        object_text=fit(AuditEntry, "object_text", str(target)) if is_stored and model_name in NAMED else "",
        version=getattr(target, "version", None) if is_stored else None,
        reason=fit(AuditEntry, "reason", reason.strip()),
        details=details,
    )
