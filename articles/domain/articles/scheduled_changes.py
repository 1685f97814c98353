"""Prepares new versions of live articles, and lets them go live."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit, errors
from articles.domain.articles import import_fields, revisions, rules
from articles.models import Article, PreparedVersion, Reading
from articles.models.fields import partial_date
from articles.models.fields.lengths import fit

logger = logging.getLogger(__name__)

RETRY_SECONDS = 600  # seconds until a version that could not go live is tried again by a look at the article


class ScheduledOutcome(NamedTuple):
    """What became of versions whose minute has come."""

    applied: int
    stuck: list[PreparedVersion]  # could not go live: an editor has to decide
    failed: int = 0  # how many of those by an unexpected error: the log has the traceback


@transaction.atomic
def prepare(
    article: Article,
    values: import_fields.Values,
    by: User | None,
    reason: str,
    goes_live_at: datetime | None = None,
    reading: Reading | None = None,
) -> PreparedVersion:
    """File new values for some fields; the article stays as it is until they are applied.

    Raises ValidationError for a minute that cannot be right, and for a text that no article may have.
    """
    rules.check_body(values.get("body") or "")
    current = import_fields.current_values(article)
    prepared = PreparedVersion(
        article=article,
        values=values,
        before={name: current[name] for name in values},
        reading=reading,
        goes_live_at=goes_live_at,
        reason=fit(PreparedVersion, "reason", reason),
        created_by=by,
    )
    partial_date.check(prepared, {"goes_live_at"})
    prepared.save()
    audit.record("prepare", prepared, by, reason, article=article.pk, fields=sorted(values))
    return prepared


@transaction.atomic
def apply(prepared: PreparedVersion, by: User | None) -> bool:
    """Make the prepared values the article's, as one revision; False where somebody has decided about them before.

    Raises revisions.Conflict where somebody has changed one of these fields since they were prepared.
    """
    prepared = PreparedVersion.objects.select_for_update().get(pk=prepared.pk)
    if prepared.state != PreparedVersion.State.WAITING:
        return False
    article = Article.objects.select_for_update().get(pk=prepared.article_id)
    current = import_fields.current_values(article)
    if any(not import_fields.is_same(name, current[name], before) for name, before in prepared.before.items()):
        raise revisions.Conflict(article)
    reason = prepared.reason or _("prepared version")
    import_fields.fill(article, prepared.values, by, reason, reading=prepared.reading)
    _decide(prepared, PreparedVersion.State.APPLIED, by)
    return True


@transaction.atomic
def drop(prepared: PreparedVersion, by: User | None) -> bool:
    """Put a prepared version aside; it stays on record. False where somebody has decided about it before."""
    prepared = PreparedVersion.objects.select_for_update().get(pk=prepared.pk)
    if prepared.state != PreparedVersion.State.WAITING:
        return False
    _decide(prepared, PreparedVersion.State.DROPPED, by)
    return True


def apply_due() -> ScheduledOutcome:
    """Apply every version whose minute has come. One that cannot be applied keeps no other back."""
    return _apply_all(PreparedVersion.objects.due())


def catch_up(article: Article) -> bool:
    """Apply what is due at one article, on its first request after that minute; returns whether anything went live.

    What could not is left to an editor, and tried again after RETRY_SECONDS.
    """
    rows = article.prepared_versions.due()
    tried = cache.get_many([_tried(pk) for pk in rows.values_list("pk", flat=True)])
    outcome = _apply_all([version for version in rows if _tried(version.pk) not in tried])
    cache.set_many({_tried(version.pk): True for version in outcome.stuck}, timeout=RETRY_SECONDS)
    return outcome.applied > 0


def _tried(number: int) -> str:
    return f"prepared-{number}-is-stuck"


def _apply_all(rows: Iterable[PreparedVersion]) -> ScheduledOutcome:
    applied, stuck, failed = 0, [], 0
    for prepared in rows:
        try:
            applied += apply(prepared, prepared.created_by)
        except (revisions.Conflict, errors.Refused, ValidationError, IntegrityError, DataError, ValueError):
            stuck.append(prepared)
        except Exception:
            logger.exception("The prepared version %s could not be applied", prepared.pk)
            stuck.append(prepared)
            failed += 1
    return ScheduledOutcome(applied, stuck, failed)


def _decide(prepared: PreparedVersion, state: str, by: User | None) -> None:
    prepared.state, prepared.decided_at, prepared.decided_by = state, timezone.now(), by
    prepared.save(update_fields=["state", "decided_at", "decided_by"])
    verb = "apply" if state == PreparedVersion.State.APPLIED else "drop"
    audit.record(verb, prepared, by, prepared.reason, article=prepared.article_id)
