"""Images: photo, video still or graphic; with or without a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .clip import Clip


class ImageQuerySet(models.QuerySet["Image"]):
    """Questions about many pictures."""

    def public(self) -> "ImageQuerySet":
        """Those placed in a published article whose text may be shown in full."""
        from .article import Article, Placement  # they point here; whether they do is asked from here

        places = Placement.objects.filter(image=models.OuterRef("pk"))
        return self.filter(Article.objects.published().in_full().at_end_of(places))

    def without_file(self) -> "ImageQuerySet":
        """Pictures of which there are words only."""
        return self.filter(file="")


class Image(models.Model):
    """A picture. A clip often names a caption and a credit only: then there is no file, and that is a record, too."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        VIDEO = "video", _("video still")
        GRAPHIC = "graphic", _("graphic")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PHOTO)
    file = models.ImageField(
        _("file"), upload_to="images/%Y/%m/", blank=True, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True, editable=False)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=500, blank=True, help_text=_("Without a label such as “Photo:”."))
    photographer = models.CharField(_("photographer"), max_length=200, blank=True)
    agency = models.CharField(_("picture agency"), max_length=200, blank=True)
    alt_text = models.CharField(
        _("alternative text"), max_length=500, blank=True, help_text=_("What the picture shows, for who cannot see it.")
    )
    clip = models.ForeignKey(
        Clip, models.PROTECT, null=True, blank=True, related_name="images", verbose_name=_("clip"), editable=False
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = HistoricalRecords()
    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [models.Index(fields=["-id"], condition=models.Q(file=""), name="image_without_file")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(caption="", credit="", file=""), name="image_is_not_nothing")
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.credit or str(self.file)

    @property
    def has_file(self) -> bool:
        """Whether there is a picture to show, not only words about it."""
        return bool(self.file)
