"""Deletes personal data after the KEEP_…_DAYS of the settings; 0 keeps it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.domain import sender_hashes
from articles.domain.comments.moderation import BATCH_COMMENTS
from articles.domain.comments.reply_holds import in_batches
from articles.models import Comment, Decision, Notice, RateLimitWindow, Report

REPLACEMENT_TEXT = "[…]"

logger = logging.getLogger(__name__)


def retain() -> dict[str, int]:
    """Delete what is due; returns how many rows of each kind were changed.

    A kind that fails does not stop the others: it is missing from the result, and the log has the traceback.
    """
    counts = {}
    for kind, forget in KINDS.items():
        try:
            with transaction.atomic():
                counts[kind] = forget()
        except Exception:
            logger.exception("Not forgotten: %s", kind)
    return counts


def _rates() -> int:
    return RateLimitWindow.objects.filter(until__lt=timezone.now()).delete()[0]


def _before(days: int) -> datetime | None:
    return timezone.now() - timedelta(days=days) if days else None


def _senders() -> int:
    """The hashes that recognise a sender or a repeated text, stored against floods only."""
    before = _before(settings.KEEP_SENDER_DAYS)
    if before is None:
        return 0
    known = ~Q(sender_hash="") | ~Q(text_hash="") | Q(form_key__isnull=False)
    rows = Comment.objects.filter(known, created_at__lt=before)
    reports = Report.objects.filter(created_at__lt=before).exclude(sender_hash="")
    return rows.update(sender_hash="", text_hash="", form_key=None) + reports.update(sender_hash="")


def _emails() -> int:
    """The authors' e-mail addresses, when everything is decided and announced."""
    before = _before(settings.KEEP_EMAIL_DAYS)
    if before is None:
        return 0
    rows = Comment.objects.filter(created_at__lt=before).exclude(email="").exclude(status=Comment.Status.PENDING)
    open_letters = Notice.objects.filter(sent_at=None).values("decision__comment")
    return rows.exclude(pk__in=open_letters).update(email="", email_confirmed_at=None)


def _rejected() -> int:
    """The text of rejected comments; the rejection and its reason stay."""
    before = _before(settings.KEEP_REJECTED_DAYS)
    if before is None:
        return 0
    hidden = [Comment.Status.REJECTED, Comment.Status.SPAM]
    rows = Comment.objects.filter(status__in=hidden, decided_at__lt=before, clip=None).exclude(text=REPLACEMENT_TEXT)
    pks = list(rows.values_list("pk", flat=True))
    for batch in in_batches(pks, BATCH_COMMENTS):
        Decision.objects.filter(comment__in=batch).update(text_before="", note="")
        Comment.objects.filter(pk__in=batch).update(
            text=REPLACEMENT_TEXT, author="", email="", email_confirmed_at=None, screened=[], decision_note=""
        )
    return len(pks)


def _reports() -> int:
    """The senders of reports, when those are decided and announced."""
    before = _before(settings.KEEP_REPORT_DAYS)
    if before is None:
        return 0
    rows = Report.objects.filter(decided_at__lt=before).exclude(name="", email="", sender_hash="", explanation="")
    return rows.update(**dict.fromkeys(Report.PERSONAL, ""))


KINDS = {
    "keys": sender_hashes.forget_keys,
    "rates": _rates,
    "senders": _senders,
    "emails": _emails,
    "rejected": _rejected,
    "reports": _reports,
}
