"""Former addresses: a request for one is redirected to the present one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """A short address that an article, a source, a topic or a person had once."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        SOURCE = "source", _("source")
        TOPIC = "topic", _("topic")
        PERSON = "person", _("person")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    slug = models.SlugField(_("short address"), max_length=100)
    target = models.PositiveBigIntegerField(_("number of what had it"))
    left_at = models.DateTimeField(_("left at"), auto_now_add=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="former_address_once")]
        indexes = [models.Index(fields=["kind", "target"], name="former_address_of")]

    def __str__(self) -> str:
        return self.slug
