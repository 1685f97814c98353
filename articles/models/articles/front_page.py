"""The front page's order, as far as editors have set it: the first is the lead story."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article


class FrontPlace(models.Model):
    """An article that editors have put on the front page, before what comes there by time."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="front_place", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("The smallest one leads."))

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("front page")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.article)
