"""Receives readers' reports about comments, of two kinds, and informs them of the decision.

The second kind is the notice-and-action mechanism of Article 16 of Regulation (EU) 2022/2065 (Digital Services Act):
(2) what a notice holds, (4) the receipt without delay, (5) the decision and the ways to contest it.
"""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.domain import job_runner, mail, rate_limit, sender_hashes
from articles.domain.comments import thread
from articles.domain.comments.screening import flood, length
from articles.domain.comments.submission import RejectionKind, SubmissionRejected, normalize_text
from articles.models import Comment, CommentPolicy, ReasonCode, Report
from articles.models.comments.report import ANNOUNCE_DELAY
from articles.models.fields.lengths import fit

MAX_EXPLANATION_CHARS = 5_000  # characters of an explanation
MIN_EXPLANATION_CHARS = 20  # characters; a notice must be "sufficiently substantiated"
BATCH_LETTERS = 100  # in one call


def report(comment: Comment, reason: str, *, address: str, note: str = "") -> Report:
    """Report a breach of the rules: a ReasonCode, quickly. Raises SubmissionRejected, twice from one sender too."""
    if reason not in ReasonCode.values:
        raise SubmissionRejected("reason", _("Please choose a reason."))
    made = Report(
        comment=comment, kind=Report.Kind.QUICK, reason=reason, explanation=_checked_text(note, "explanation")
    )
    return _file(made, address)


def notify(
    comment: Comment,
    *,
    explanation: str,
    url: str,
    name: str,
    email: str,
    good_faith: bool,
    is_anonymous: bool = False,
    address: str = "",
) -> Report:
    """Report illegal content. Raises SubmissionRejected with the field of Article 16 (2) that is missing.

    `is_anonymous` is for depictions of the sexual abuse of children: such a notice needs neither name nor e-mail.
    """
    explanation, name = _checked_text(explanation, "explanation"), " ".join(normalize_text(name).split())
    if not explanation:
        raise SubmissionRejected("explanation", _("Please explain why you take this comment to be illegal."))
    if len(explanation) < MIN_EXPLANATION_CHARS:
        raise SubmissionRejected(
            "explanation", _("Please explain it in at least %(n)d characters.") % {"n": MIN_EXPLANATION_CHARS}
        )
    if not url.strip():
        raise SubmissionRejected("url", _("Please name the exact place."))
    if not is_anonymous and not name:
        raise SubmissionRejected("name", _("Please enter your name."))
    if not is_anonymous and not email:
        raise SubmissionRejected("email", _("Please enter your e-mail address."))
    if not good_faith:
        raise SubmissionRejected("good_faith", _("Please confirm that you act in good faith."))
    report = Report(
        comment=comment,
        kind=Report.Kind.ILLEGAL,
        reason=ReasonCode.ILLEGAL,
        explanation=explanation,
        url=fit(Report, "url", normalize_text(url)),
        name=fit(Report, "name", name),
        email=email.strip().casefold(),
        is_anonymous=is_anonymous,
        good_faith=True,
    )
    return _file(report, address)


def _checked_text(text: str, field: str) -> str:
    text = normalize_text(text)
    if len(text) > MAX_EXPLANATION_CHARS:
        raise SubmissionRejected(field, length.too_long_message(len(text), MAX_EXPLANATION_CHARS))
    return text


def _file(report: Report, address: str) -> Report:
    report.sender_hash = sender_hashes.sender_hash(address) if address else ""
    report.receipt_token = secrets.token_urlsafe(32)
    policy = CommentPolicy.current()
    try:
        with transaction.atomic():
            rate_limit.take(rate_limit.key("reports from", sender_hashes.network(address)), policy.per_address)
            report.save(force_insert=True)
            Comment.objects.filter(pk=report.comment_id).update(reports_count=F("reports_count") + 1)
            _return_to_queue(report.comment_id, policy)
            if report.email:
                transaction.on_commit(lambda: send_receipt(report), robust=True)
    except rate_limit.RateLimited as too_many:
        verdict = flood.refusal(too_many.seconds)
        message = _("Too many reports in a short time. Please try again later.")
        raise SubmissionRejected("form", message, RejectionKind.TOO_MANY, verdict.seconds) from None
    except IntegrityError:
        message = _("You have reported this comment already. The moderators will look at it.")
        raise SubmissionRejected("form", message) from None
    return report


def _return_to_queue(comment_id: int, policy: CommentPolicy) -> None:
    """At the threshold a shown comment is pending again if no moderator has looked at it yet. One that a moderator has
    approved stays, and is in the queue of what was reported: readers cannot overrule a person's decision. One sender
    counts once, whatever the kind and the name."""
    if _senders(comment_id) < policy.report_threshold:
        return
    shown = Comment.objects.filter(pk=comment_id, status=Comment.Status.APPROVED, seen_at=None)
    for comment in shown.filter(reports_count__gte=policy.report_threshold):
        thread.hold([comment])


def _senders(comment_id: int) -> int:
    """How many senders have reported the comment; each report whose hash was deleted counts as one."""
    hashes = list(Report.objects.open().filter(comment=comment_id).values_list("sender_hash", flat=True))
    return len({sender for sender in hashes if sender}) + hashes.count("")


def send_receipt(report: Report) -> None:
    """Confirm the receipt of the report by e-mail."""
    subject = gettext_noop("We have received your report – %(site_name)s")
    if mail.send(report.email, subject, "report_receipt", _letter_context(report)):
        Report.objects.filter(pk=report.pk).update(receipt_sent_at=timezone.now())


def send_due() -> int:
    """Send receipts that have failed, and the decisions that are due; returns how many e-mails were tried.

    One that fails does not stop the others. Raises job_runner.SomeFailed for errors other than the mail server's.
    """
    waiting = Report.objects.exclude(email="")
    decided = Q(decided_at__lte=timezone.now() - ANNOUNCE_DELAY, notified_at=None)
    late = Q(receipt_sent_at=None, decided_at=None, created_at__lte=timezone.now() - ANNOUNCE_DELAY)
    return job_runner.each(list(waiting.filter(decided | late).order_by("id")[:BATCH_LETTERS]), _send_due)


def _send_due(report: Report) -> int:
    """Send what holds now: the e-mails before may have taken minutes, and moderators may have decided meanwhile."""
    current = Report.objects.exclude(email="").select_related("comment__article").filter(pk=report.pk).first()
    if current is None:
        return 0
    if current.decided_at is None and current.receipt_sent_at is None:
        send_receipt(current)
    elif is_announced(current) and current.notified_at is None:
        send_decision(current)
    return 1


def send_decision(report: Report) -> None:
    """Send the decision, and how to contest it. A receipt that was never sent is not sent after it."""
    subject = gettext_noop("Our decision about your report – %(site_name)s")
    if mail.send(report.email, subject, "report_decision", _letter_context(report)):
        now, rows = timezone.now(), Report.objects.filter(pk=report.pk)
        rows.filter(receipt_sent_at=None).update(receipt_sent_at=now)
        # A decision that was changed meanwhile is not announced by this e-mail.
        rows.filter(decided_at=report.decided_at, decision=report.decision).update(notified_at=now)


def _letter_context(report: Report) -> dict[str, Any]:
    """The context of an e-mail: nothing that was typed, because the address was typed, too, and may be a stranger's."""
    comment = report.comment
    return {
        "report": report,
        "place": mail.address(reverse("comment", args=[comment.article.slug, comment.pk])),
        "address": mail.address(reverse("report_status", args=[report.receipt_token])),
    }


def is_announced(report: Report) -> bool:
    """Whether the sender may see the decision: it is old enough not to be undone any more."""
    return report.decided_at is not None and report.decided_at <= timezone.now() - ANNOUNCE_DELAY
