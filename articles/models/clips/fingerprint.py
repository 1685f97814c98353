"""Fingerprints of clips' texts, for finding near-duplicates; see domain/imports/near_duplicates.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.clips.clip import Clip


class Fingerprint(models.Model):
    """The sketch of a clip's text, and the earlier clip whose text it nearly equals. A text of few words has none."""

    clip = models.OneToOneField(
        Clip, models.CASCADE, primary_key=True, related_name="fingerprint", verbose_name=_("clip")
    )
    sketch = models.BinaryField(_("sketch"), editable=False, help_text=_("hashes of word sequences, of fixed number"))
    near = models.ForeignKey(
        Clip,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="near_duplicates",
        verbose_name=_("nearly the same as"),
    )
    likeness = models.FloatField(_("likeness"), default=0, help_text=_("share of the word sequences in common, 0 to 1"))

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        ordering = ["clip_id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(likeness__range=(0, 1)), name="likeness_is_a_share"),
            models.CheckConstraint(condition=~models.Q(near=models.F("clip")), name="clip_not_near_itself"),
        ]

    def __str__(self) -> str:
        return _("Fingerprint of clip %s") % self.clip_id


class FingerprintBand(models.Model):
    """A hash that similar texts share: by its index, candidates are found without reading any other clip."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="bands", verbose_name=_("fingerprint"))
    value = models.BigIntegerField(_("value"))

    class Meta:
        verbose_name = _("band of a fingerprint")
        verbose_name_plural = _("bands of fingerprints")
        indexes = [models.Index(fields=["value", "fingerprint"], name="band_by_value")]

    def __str__(self) -> str:
        return str(self.value)
