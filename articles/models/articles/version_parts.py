"""What belonged to a version of an article beside its own columns: agencies, persons, topics, corrections, pictures.

The columns of every version are in the article's history. The rest is what the tables say, as long as the version is
the newest; it is put down here in the moment before the next version is stored.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article


class VersionParts(models.Model):
    """The parts of one older version; `values` maps a relation's name to its rows."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="parts_of_versions", verbose_name=_("article"))
    version = models.PositiveIntegerField(_("version"))
    values = models.JSONField(_("parts"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("parts of a version")
        verbose_name_plural = _("parts of versions")
        ordering = ["article", "version"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="parts_once")]

    def __str__(self) -> str:
        return f"{self.article} · {self.version}"
