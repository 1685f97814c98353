"""Notices: statements of reasons to be sent to the author of a comment. The address is looked up when they are sent."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.comments.decision import Decision


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Queries on notices."""

    def due(self) -> "NoticeQuerySet":
        """Those to be sent now: the time for undoing is over, and a failed try is not too recent."""
        return self.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at", "decision")


class Notice(models.Model):
    """One statement of reasons (Article 17 of the Digital Services Act) for one decision."""

    decision = models.OneToOneField(
        Decision, models.CASCADE, primary_key=True, related_name="notice", verbose_name=_("decision")
    )
    due_at = models.DateTimeField(_("goes at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)  # it announces the state at that time
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="notice_due")]

    def __str__(self) -> str:
        return _("Notice") + f" · {self.decision_id}"
