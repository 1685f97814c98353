"""People who write, photograph or contribute. Nobody needs a login for that."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """Somebody whom bylines name."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
