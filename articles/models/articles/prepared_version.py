"""Prepared versions: changes of a live article that wait for somebody, or for their minute."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article


class PreparedVersionQuerySet(models.QuerySet["PreparedVersion"]):
    """Questions about many prepared versions."""

    def waiting(self) -> "PreparedVersionQuerySet":
        """Neither applied nor dropped."""
        return self.filter(state=PreparedVersion.State.WAITING)

    def due(self) -> "PreparedVersionQuerySet":
        """Those whose minute has come, oldest first."""
        return self.waiting().filter(goes_live_at__lte=timezone.now()).order_by("goes_live_at", "id")


def change_is_due() -> models.Exists:
    """Whether a change of the outer query's article should be live by now; costs that query nothing but an index."""
    return models.Exists(PreparedVersion.objects.due().order_by().filter(article=models.OuterRef("pk")))


class PreparedVersion(models.Model):
    """New values for some fields of an article, while the old ones stay live."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        APPLIED = "applied", _("applied")
        DROPPED = "dropped", _("dropped")

    article = models.ForeignKey(Article, models.CASCADE, related_name="prepared_versions", verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    values = models.JSONField(_("new values"), help_text=_("field → value"))
    before = models.JSONField(_("values that they replace"))
    reading = models.ForeignKey(
        "articles.Reading", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reading")
    )
    goes_live_at = models.DateTimeField(_("goes live at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = PreparedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared version")
        verbose_name_plural = _("prepared versions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "goes_live_at"], name="prepared_due")]

    def __str__(self) -> str:
        return f"{self.article} · {self.get_state_display()}"
