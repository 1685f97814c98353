"""Images: photo, video still or graphic; with or without a file."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.articles.article import Article
from articles.models.articles.links import Placement
from articles.models.fields.expressions import LiteralCondition
from articles.models.images import rendition_specs


class ImageQuerySet(models.QuerySet["Image"]):
    """Queries on pictures."""

    def public(self, now: datetime | None = None) -> "ImageQuerySet":
        """Those placed in a published article whose text may be shown in full, as long as the rights last."""
        places = Placement.objects.filter(image=models.OuterRef("pk"))
        shown = self.filter(Article.objects.published(now).in_full().exists_through(places))
        return shown.exclude(rights_until__lt=timezone.localdate(now))

    def rights_ended(self, now: datetime | None = None) -> "ImageQuerySet":
        """Those whose last day of rights is over at `now`."""
        return self.filter(rights_until__lt=timezone.localdate(now))

    def without_file(self) -> "ImageQuerySet":
        """Pictures without a file."""
        return self.filter(file="")

    def without_credit(self) -> "ImageQuerySet":
        """Pictures without a credit."""
        return self.filter(LiteralCondition("credit", "= ''"))

    def without_alt_text(self) -> "ImageQuerySet":
        """Pictures with a file, without an alternative text. (A placement may have one of its own.)"""
        return self.filter(LiteralCondition("alt_text", "= ''"), ~models.Q(LiteralCondition("file", "= ''")))


SERIES = "series"  # in what a file says: it holds several pictures


class Image(models.Model):
    """A picture. A clip often has a caption and a credit only: then the row has no file.

    The file is the original, byte for byte. Its metadata may contain a location, so it is never sent to readers:
    they get its renditions.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        VIDEO = "video", _("video still")
        GRAPHIC = "graphic", _("graphic")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PHOTO)
    file = models.ImageField(_("file"), upload_to="originals/", blank=True, width_field="width", height_field="height")
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True, editable=False)
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, help_text=_("0 is the left edge, 1 the right one.")
    )
    focal_y = models.FloatField(
        _("focal point, from the top"), default=0.5, help_text=_("0 is the upper edge, 1 the lower one.")
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=500, blank=True, help_text=_("Without a label such as “Photo:”."))
    photographer = models.CharField(_("photographer"), max_length=200, blank=True)
    agency = models.CharField(_("picture agency"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright notice"), max_length=500, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    rights_until = models.DateField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("The last day. On the next the picture has left every page, whatever the articles say."),
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=500, blank=True, help_text=_("What the picture shows, for who cannot see it.")
    )
    embedded = models.JSONField(_("what the file says"), default=dict, blank=True, editable=False)
    clip = models.ForeignKey(
        "articles.Clip",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("clip"),
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["embedded"])
    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(file=""), name="image_without_file"),
            models.Index(fields=["rights_until"], name="image_rights_until"),
            models.Index(fields=["created_at", "id"], name="image_by_arrival"),
            models.Index(fields=["kind", "id"], name="image_by_kind"),
            models.Index(fields=["id"], condition=models.Q(credit=""), name="image_without_credit"),
            models.Index(
                fields=["id"], condition=models.Q(alt_text="") & ~models.Q(file=""), name="image_without_alt_text"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(caption="", credit="", file=""), name="image_is_not_nothing"),
            models.CheckConstraint(
                condition=models.Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="image_focal_point_is_inside",
            ),
            models.UniqueConstraint(fields=["sha256"], condition=~models.Q(sha256=""), name="image_file_once"),
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.credit or _("Picture %(number)s") % {"number": self.pk}

    @property
    def has_file(self) -> bool:
        """Whether there is a picture to show."""
        return bool(self.file)

    @property
    def is_series(self) -> bool:
        """Whether the file holds several pictures, an animation or pages: readers see the first one, at rest."""
        return SERIES in self.embedded

    def rights_last(self, today: date | None = None) -> bool:
        """Whether the rights have not ended: the inverse of `rights_ended()` for one picture."""
        return self.rights_until is None or self.rights_until >= (today or timezone.localdate())

    @property
    def renditions(self) -> list[rendition_specs.Rendition]:
        """All its renditions: each shape, format and width; none without a file."""
        return rendition_specs.all_of(self)

    def rendition(
        self, shape: str = rendition_specs.WHOLE, kind: str = "jpg", width: int = 1920
    ) -> rendition_specs.Rendition | None:
        """The rendition in that shape and format that is nearest to `width` pixels; None without a file."""
        fitting = [r for r in self.renditions if (r.shape, r.kind) == (shape, kind)]
        return min(fitting, key=lambda r: abs(r.width - width), default=None)
