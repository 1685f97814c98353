"""Tasks that an agency's kill, correction or new version raises on the articles made from the earlier text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.articles.article import Article
from articles.models.clips.clip import Clip


class AgencyTaskQuerySet(models.QuerySet["AgencyTask"]):
    """Questions about many tasks."""

    def waiting(self) -> "AgencyTaskQuerySet":
        """Those that nobody has decided about."""
        return self.filter(state=AgencyTask.State.OPEN)


class AgencyTask(models.Model):
    """A later text of an agency is about the one that an article was made from: somebody has to look at both."""

    class Kind(models.TextChoices):
        KILL = "kill", _("agency withdraws the text")
        CORRECTION = "correction", _("agency corrects the text")
        NEW_VERSION = "new_version", _("agency sends a new version")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "open")
        DONE = "done", _("done")
        DISMISSED = "dismissed", _("dismissed")

    class Match(models.TextChoices):
        GUID = "guid", _("identification number of the text")
        NUMBER = "number", _("number of the agency")
        SLUG = "slug", _("slug")
        HEADLINE = "headline", _("headline")
        TEXT = "text", _("nearly the same text")

    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    article = models.ForeignKey(Article, models.CASCADE, related_name="agency_tasks", verbose_name=_("article"))
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="agency_tasks", verbose_name=_("later text"))
    matched_by = models.CharField(_("found by"), max_length=10, choices=Match.choices)
    created_at = models.DateTimeField(_("raised at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = AgencyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task about an agency's text")
        verbose_name_plural = _("tasks about agencies' texts")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("decide_agencytask", _("Can decide about tasks of agencies' texts"))]
        indexes = [models.Index(fields=["state", "-id"], name="agency_task_by_state")]
        constraints = [models.UniqueConstraint(fields=["article", "clip"], name="agency_task_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided about it."""
        return self.state == self.State.OPEN
