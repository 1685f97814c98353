"""What agencies' texts are known by, to find those that a kill, a correction or a new version is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.clips.clip import Clip


class TextIdentifier(models.Model):
    """A guid, number, slug or headline of a clip; or with `is_named` of the texts that a clip is about.

    `key` is a hash: nothing that was said of a person stays here after it was erased elsewhere.
    """

    clip = models.ForeignKey(Clip, models.CASCADE, related_name="identifiers", verbose_name=_("clip"))
    is_named = models.BooleanField(_("names another text"), default=False)
    kind = models.CharField(_("kind"), max_length=10)
    key = models.CharField(_("hash of its words"), max_length=32)
    is_loose = models.BooleanField(_("needs a second sign"), default=False)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    event = models.CharField(_("event"), max_length=12, blank=True, default="")

    class Meta:
        verbose_name = _("identifier of a text")
        verbose_name_plural = _("identifiers of texts")
        ordering = ["id"]
        default_permissions = ()
        indexes = [models.Index(fields=["key", "kind"], name="text_identifier_by_key")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.key[:8]}"
