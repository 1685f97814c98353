"""Claims: which comment a moderator has open, so that it is offered to nobody else. A claim expires."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.comments.comment import Comment

CLAIM_DURATION = timedelta(minutes=5)


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Queries on claims."""

    def in_force(self) -> "ClaimQuerySet":
        """Those that have not ended by themselves."""
        return self.filter(at__gt=timezone.now() - CLAIM_DURATION)

    def of_others(self, than: User) -> "ClaimQuerySet":
        """Those in force that somebody else holds."""
        return self.in_force().exclude(by=than)


class Claim(models.Model):
    """One comment that one moderator has open."""

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="claim", verbose_name=_("reader's comment")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} · {self.comment_id}"
