"""The site's policy for readers' comments: when they are open, how they are moderated, and the limits."""

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article, ModerationMode


class ClosedReason(models.TextChoices):
    """Why comments on an article are closed at the moment; the labels are for readers."""

    BY_ARTICLE = "article", _("The comments are closed.")
    PAUSED = "paused", _("Comments are paused at the moment.")
    BY_SITE = "site", _("Comments are closed on the whole site at the moment.")
    BY_AGE = "age", _("The comments are closed: the article has been here too long.")
    BY_HOUR = "hour", _("Comments are taken at certain hours only.")


class CommentPolicy(models.Model):
    """One row for the site; without it the defaults hold."""

    moderation = models.CharField(
        _("moderation"), max_length=7, choices=ModerationMode.choices, default=ModerationMode.PRE
    )
    is_open = models.BooleanField(_("comments are open on the site"), default=True)
    closed_because = models.CharField(_("what readers are told while they are closed"), max_length=300, blank=True)
    opens_at = models.TimeField(_("open from (time of day)"), null=True, blank=True)
    closes_at = models.TimeField(
        _("open until (time of day)"), null=True, blank=True, help_text=_("May lie after midnight. Empty: always open.")
    )
    days_open = models.PositiveSmallIntegerField(
        _("days open after publishing"), null=True, blank=True, help_text=_("Empty: without end.")
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("approved comments before somebody is known"), default=1, validators=[MinValueValidator(1)]
    )
    per_address = models.PositiveSmallIntegerField(
        _("comments from one address in ten minutes"), default=5, validators=[MinValueValidator(1)]
    )
    per_article = models.PositiveSmallIntegerField(
        _("comments on one article in ten minutes"), default=100, validators=[MinValueValidator(1)]
    )
    shortest_seconds = models.PositiveSmallIntegerField(_("seconds that writing takes at least"), default=3)
    links_to_wait = models.PositiveSmallIntegerField(_("links from which a comment waits"), default=2)
    links_to_refuse = models.PositiveSmallIntegerField(_("links from which a comment is refused"), default=10)
    report_threshold = models.PositiveSmallIntegerField(
        _("reports from which a comment waits again"), default=3, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("rules for comments")
        verbose_name_plural = _("rules for comments")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="comment_policy_is_one"),
            models.CheckConstraint(
                condition=models.Q(opens_at=None, closes_at=None)
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="comment_policy_hours_are_two",
            ),
        ]

    def __str__(self) -> str:
        return str(_("rules for comments"))

    @classmethod
    def current(cls) -> "CommentPolicy":
        """The stored policy, or the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def moderation_of(self, article: Article) -> str:
        """How comments on this article are moderated: its own way, or else the site's."""
        return article.moderation or self.moderation

    def closed_reason(self, article: Article, now: datetime | None = None) -> str:
        """Why comments on this article are closed at `now`: a ClosedReason; empty while they are open."""
        now = now or timezone.now()
        if article.comment_status == Article.Comments.CLOSED or article.is_excerpt:
            return ClosedReason.BY_ARTICLE
        if not self.is_open:
            return ClosedReason.BY_SITE
        if article.comment_status == Article.Comments.PAUSED:
            return ClosedReason.PAUSED
        if self._is_too_old(article, now):
            return ClosedReason.BY_AGE
        return "" if self._is_hour(now) else ClosedReason.BY_HOUR

    def message(self, closed: str) -> str:
        """The sentence for readers."""
        if closed == ClosedReason.BY_SITE and self.closed_because:
            return self.closed_because
        if closed == ClosedReason.BY_HOUR and self.opens_at and self.closes_at:
            hours = {"start": self.opens_at.strftime("%H:%M"), "end": self.closes_at.strftime("%H:%M")}
            return str(_("Comments can be written from %(start)s to %(end)s.")) % hours
        return str(ClosedReason(closed).label)

    def _is_too_old(self, article: Article, now: datetime) -> bool:
        days = self.days_open if article.comment_days is None else article.comment_days
        return bool(days and article.publish_at and now >= article.publish_at + timedelta(days=days))

    def _is_hour(self, now: datetime) -> bool:
        if self.opens_at is None or self.closes_at is None or self.opens_at == self.closes_at:
            return True
        time = timezone.localtime(now).time()
        if self.opens_at < self.closes_at:
            return self.opens_at <= time < self.closes_at
        return time >= self.opens_at or time < self.closes_at
