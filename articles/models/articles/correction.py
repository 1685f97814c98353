"""Correction notices: dated, and shown with the article."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article


class Correction(models.Model):
    """A correction notice (Korrekturhinweis)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name=_("article"))
    text = models.TextField(_("text"))
    dated = models.DateTimeField(_("dated"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by"))

    class Meta:
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices")
        ordering = ["dated", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="correction_has_text")]

    def __str__(self) -> str:
        return self.text[:80]
