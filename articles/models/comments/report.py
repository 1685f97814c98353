"""Reports of comments by readers, of two kinds: a breach of the rules, or illegal content."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.comments.comment import Comment
from articles.models.comments.reason import ReasonCode

ANNOUNCE_DELAY = timedelta(minutes=10)  # what is undone until then is not announced


class ReportQuerySet(models.QuerySet["Report"]):
    """Queries on reports."""

    def open(self) -> "ReportQuerySet":
        """Those that nobody has decided about."""
        return self.filter(decided_at=None)

    def unannounced(self, now: datetime) -> "ReportQuerySet":
        """Those whose senders do not know the decision yet: it is open, or no e-mail was sent; where none is sent, the
        page does not show the decision until it cannot be undone any more."""
        fresh = models.Q(decided_at__gt=now - ANNOUNCE_DELAY) | ~models.Q(email="")
        return self.filter(models.Q(decided_at=None) | models.Q(fresh, notified_at=None))


class Report(models.Model):
    """One reader's report of one comment. The second kind is a notice in the sense of Article 16 of the Digital
    Services Act, Regulation (EU) 2022/2065."""

    class Kind(models.TextChoices):
        QUICK = "quick", _("breach of the rules")
        ILLEGAL = "illegal", _("illegal content")

    class Decision(models.TextChoices):
        KEPT = "kept", pgettext_lazy("report", "The comment stays")
        REMOVED = "removed", pgettext_lazy("report", "The comment was removed")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("reader's comment"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=ReasonCode.choices)
    explanation = models.TextField(_("explanation"), blank=True)
    url = models.CharField(_("exact place"), max_length=2000, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_anonymous = models.BooleanField(
        _("without a name"),
        default=False,
        help_text=_("Allowed for depictions of the sexual abuse of children: Article 16 (2) c of the DSA."),
    )
    good_faith = models.BooleanField(_("declared in good faith"), default=False)
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)
    receipt_token = models.CharField(max_length=43, unique=True, editable=False)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    receipt_sent_at = models.DateTimeField(_("receipt sent at"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, verbose_name=_("decided by"), editable=False
    )
    decision = models.CharField(_("decision"), max_length=7, choices=Decision.choices, blank=True)
    decision_note = models.CharField(
        _("words to the person who reported"), max_length=1000, blank=True, help_text=_("Sent with the decision.")
    )
    notified_at = models.DateTimeField(_("decision sent at"), null=True, blank=True, editable=False)

    PERSONAL = ("name", "email", "sender_hash", "explanation")  # of the person who reports: what an erasure blanks

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("comment", "report")
        verbose_name_plural = pgettext_lazy("comment", "reports")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["comment"], condition=models.Q(decided_at=None), name="report_open"),
            models.Index(
                fields=["id"],
                condition=~models.Q(email="")
                & (models.Q(receipt_sent_at=None) | models.Q(decided_at__isnull=False, notified_at=None)),
                name="report_to_tell",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "sender_hash"],
                condition=models.Q(kind="quick") & ~models.Q(sender_hash=""),
                name="report_quick_once",
            ),
            models.UniqueConstraint(
                fields=["comment", "email"],
                condition=models.Q(kind="illegal") & ~models.Q(email=""),
                name="report_illegal_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decision="") | models.Q(decided_at__isnull=False, decision__gt=""),
                name="report_decision_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_reason_display()}"
