"""People who write, photograph or contribute. Nobody needs a login for that."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article
from articles.models.articles.links import Contribution


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about many persons."""

    def public(self) -> "PersonQuerySet":
        """Those who had a part in a published article that may be shown in full: an excerpt names nobody."""
        parts = Contribution.objects.filter(person=models.OuterRef("pk"))
        return self.filter(Article.objects.published().in_full().exists_through(parts))


class Person(models.Model):
    """Somebody whom bylines name."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of everything published that the person had a part in."""
        return reverse("person", args=[self.slug])
