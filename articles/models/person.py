"""People who write, photograph or contribute. Nobody needs a login for that."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about many persons."""

    def public(self) -> "PersonQuerySet":
        """Those who had a part in a published article."""
        from .article import Article  # it points here; whether it does is asked from here

        return self.filter(models.Exists(Article.objects.published().filter(persons=models.OuterRef("pk"))))


class Person(models.Model):
    """Somebody whom bylines name."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
