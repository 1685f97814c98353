"""Unsaved forms of editors, and who has which article open. Neither is a revision."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article

DRAFT_LIFETIME = timedelta(days=30)  # since the last key
PRESENCE_LIFETIME = timedelta(seconds=90)  # browsers let a page in the background speak once a minute only


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about many drafts."""

    def of(self, user: User | AnonymousUser) -> "DraftQuerySet":
        """Those of one user. A draft is shown to its author only."""
        return self.filter(by=user) if isinstance(user, User) and user.pk else self.none()

    def open(self) -> "DraftQuerySet":
        """Neither saved nor put aside: what its author is asked about when the form is opened again."""
        return self.filter(state=Draft.State.OPEN)

    def outdated(self) -> "DraftQuerySet":
        """Those that nobody has touched for DRAFT_LIFETIME."""
        return self.filter(updated_at__lt=timezone.now() - DRAFT_LIFETIME)


class Draft(models.Model):
    """A form as it was last typed, by the key that the page was given when it was opened."""

    class State(models.TextChoices):
        OPEN = "open", _("not saved")
        KEPT = "kept", _("kept after a conflict")
        SAVED = "saved", _("saved")  # empty: only tells a browser that what it still holds was saved

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name=_("article")
    )
    state = models.CharField(_("state"), max_length=5, choices=State.choices, default=State.OPEN)
    data = models.JSONField(_("the form"), default=dict, help_text=_("field → values, as a browser posts them"))
    shown = models.JSONField(_("the article that it makes"), default=dict, help_text=_("for the preview"))
    based_on = models.PositiveIntegerField(_("made from version"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved version")
        verbose_name_plural = _("unsaved versions")
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["article", "by", "state"], name="draft_of_article"),
            models.Index(fields=["updated_at"], name="draft_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.article or _('new article')} · {self.get_state_display()}"

    @property
    def opening(self) -> str:
        """The headline as it was typed, or the first words."""
        words = next((v[0] for n in ("headline", "lead", "kicker") if (v := self.data.get(n)) and v[0].strip()), "")
        return " ".join(words.split())[:120]


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Questions about who is where."""

    def now(self) -> "PresenceQuerySet":
        """Those whose browser has lately been heard of."""
        return self.filter(seen_at__gte=timezone.now() - PRESENCE_LIFETIME)


class Presence(models.Model):
    """Somebody has an article's form open."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences", verbose_name=_("article"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last heard of"), default=timezone.now)
    is_editing = models.BooleanField(_("is editing"), default=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self) -> str:
        return str(self.user)
