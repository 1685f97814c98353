"""Topics that editors give to articles."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions about many topics."""

    def public(self) -> "TopicQuerySet":
        """Those that a published article has."""
        links = Article.topics.through._default_manager.filter(topic=models.OuterRef("pk"))
        return self.filter(Article.objects.published().exists_through(links))


class Topic(models.Model):
    """A topic (Schlagwort) with a page of its own."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of everything published on this topic."""
        return reverse("topic", args=[self.slug])
