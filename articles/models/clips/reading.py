"""Readings: the result of parsing a clip with one version of the parser."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.clips.clip import Clip
from articles.models.fields.expressions import LiteralCondition


def is_open_warning(warning: dict[str, Any], article: Article | None = None) -> bool:
    """Whether a warning is open; that of a provisional headline ends when the headline is checked."""
    settled = warning["code"] == "headline_provisional" and article is not None and not article.headline_is_provisional
    return not (warning.get("seen") or settled)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Queries on readings."""

    def held(self) -> "ReadingQuerySet":
        """The latest readings of clips that say something for which no import publishes them."""
        return self.filter(LiteralCondition("holds", "> ''"))


class Reading(models.Model):
    """The result of parsing a clip with one version of the parser, with the editors' corrections."""

    clip = models.ForeignKey(Clip, models.CASCADE, related_name="readings", verbose_name=_("clip"))
    parser_version = models.CharField(_("reader's version"), max_length=40)
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)
    warning_count = models.PositiveSmallIntegerField(_("warnings"), default=0)
    uncertain_count = models.PositiveSmallIntegerField(
        _("uncertain places"), default=0, help_text=_("of which nobody has said whether they are text")
    )
    holds = models.CharField(
        _("held back for"),
        max_length=120,
        blank=True,
        default="",
        editable=False,
        help_text=_("Of the latest reading: the reasons, with commas between them."),
    )
    segments = models.JSONField(_("segments"), help_text=_("start, end, role, rule"))
    fields = models.JSONField(_("fields"), null=True, blank=True, help_text=_("the article as read; null: none found"))
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    said = models.JSONField(_("said by the file"), default=list, blank=True, help_text=_("name, value, spans, rule"))
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    corrections = models.JSONField(_("set right"), default=list, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-id"]
        indexes = [models.Index(fields=["clip"], condition=models.Q(holds__gt=""), name="reading_held")]
        constraints = [models.UniqueConstraint(fields=["clip", "parser_version"], name="reading_once_per_version")]

    def __str__(self) -> str:
        return f"{self.clip} · {self.parser_version}"
