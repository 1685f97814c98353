"""Import runs: the outcome of one import, file by file."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article
from articles.models.clips.clip import Clip

MAX_SILENCE = timedelta(minutes=10)


class ImportRun(models.Model):
    """One import that brought something new, changed something or failed somewhere."""

    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    heard_at = models.DateTimeField(_("last sign of life"), auto_now=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))
    parser_version = models.CharField(_("reader's version"), max_length=40)
    is_reread = models.BooleanField(_("reading again"), default=False)
    new = models.PositiveIntegerField(_("new"), default=0)
    seen = models.PositiveIntegerField(_("seen"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return _("Import %s") % self.pk

    @property
    def standing(self) -> str:
        """`finished`, `running`, or `broken_off`: not finished, and without a heartbeat for MAX_SILENCE."""
        if self.finished_at is not None:
            return "finished"
        return "running" if timezone.now() - self.heard_at < MAX_SILENCE else "broken_off"


class ImportedFile(models.Model):
    """The outcome of one file of a run. Files that were seen before are only counted."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files", verbose_name=_("import"))
    name = models.CharField(_("file"), max_length=1000)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices)
    sentence = models.TextField(_("what became of it"))
    warning_count = models.PositiveSmallIntegerField(_("warnings"), default=0)
    clip = models.ForeignKey(Clip, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("clip"))
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of an import")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
