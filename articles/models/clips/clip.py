"""Clips: the bytes as they came, and the names they came under."""

from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from articles.models.fields.partial_date import PartialDateMixin
from articles.models.fields.text_rights import Right

models.CharField.register_lookup(Length)  # constraints here and in comment.py ask for lengths


class ClipQuerySet(models.QuerySet["Clip"]):
    """Queries on clips."""

    def for_lists(self) -> "ClipQuerySet":
        """Without bytes and text: a list must never read them."""
        return self.defer("data", "text").select_related("source")

    def children_of(self, clip: "Clip") -> "ClipQuerySet":
        """The files in a clip, in their order there, with `first_name` and without bytes and text."""
        names = ClipName.objects.filter(clip=models.OuterRef("pk")).order_by("id").values("name")[:1]
        return self.for_lists().filter(parent=clip).annotate(first_name=models.Subquery(names)).order_by("pk")

    def with_warnings(self) -> "ClipQuerySet":
        """Undecided clips whose reading has open warnings."""
        undecided = [Clip.State.NEW, Clip.State.IN_PROGRESS]
        done = ["published", "withdrawn"]
        return (
            self.filter(state__in=undecided, readings__warning_count__gt=0).exclude(articles__state__in=done).distinct()
        )

    def count_uncertain_places(self) -> "ClipQuerySet":
        """With `uncertain_places`: how many of the latest reading nobody has decided about; None without a reading."""
        latest = Clip.objects.filter(pk=models.OuterRef("pk")).order_by("-readings__id")
        return self.annotate(uncertain_places=models.Subquery(latest.values("readings__uncertain_count")[:1]))

    def with_uncertain_places(self) -> "ClipQuerySet":
        """Undecided clips whose latest reading has uncertain places."""
        rows: Any = self.filter(state__in=[Clip.State.NEW, Clip.State.IN_PROGRESS]).count_uncertain_places()
        return rows.filter(uncertain_places__gt=0)  # type: ignore[no-any-return]

    def with_holds(self) -> "ClipQuerySet":
        """With `holds` of the latest reading: the reasons for which no import publishes it; "" or None without one."""
        latest = Clip.objects.filter(pk=models.OuterRef("pk")).order_by("-readings__id")
        return self.annotate(holds=models.Subquery(latest.values("readings__holds")[:1]))

    def held(self) -> "ClipQuerySet":
        """Undecided clips that say something for which no import publishes them: an embargo, a kill, no article."""
        reading: Any = self.model._meta.get_field("readings").related_model
        held = reading.objects.held().order_by().values("clip")
        return self.filter(state__in=[Clip.State.NEW, Clip.State.IN_PROGRESS], pk__in=held)


class Clip(PartialDateMixin):
    """One press clip (Ausschnitt). Its bytes and its text are never edited."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        IN_PROGRESS = "in_progress", _("in progress")
        ADOPTED = "adopted", _("adopted")
        DUPLICATE = "duplicate", _("duplicate")
        ARCHIVE_ONLY = "archive_only", _("archive only")
        DISCARDED = "discarded", _("discarded")
        UNREADABLE = "unreadable", _("unreadable")

    sha256 = models.CharField(_("SHA-256 of the bytes"), max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    encoding = models.CharField(_("encoding"), max_length=40, editable=False)
    language = models.CharField(_("language"), max_length=12, blank=True)
    source = models.ForeignKey(
        "articles.Source", models.PROTECT, null=True, blank=True, related_name="clips", verbose_name=_("outlet")
    )
    url = models.URLField(_("address of the original"), max_length=2000, blank=True)
    right = models.CharField(
        _("right to use"),
        max_length=10,
        choices=Right.choices,
        blank=True,
        help_text=_("Overrides what is agreed with the outlet; empty: the outlet's holds."),
    )
    right_note = models.CharField(_("licence note"), max_length=500, blank=True)
    right_until = models.DateField(_("use until"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    format = models.CharField(
        _("format"), max_length=20, blank=True, editable=False, help_text=_("as the reader has recognised it")
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="children",
        verbose_name=_("file that it was in"),
    )
    parent_start = models.PositiveIntegerField(_("from character"), null=True, blank=True, editable=False)
    parent_end = models.PositiveIntegerField(_("to before character"), null=True, blank=True, editable=False)
    data = models.BinaryField(_("bytes"), editable=False)
    text = models.TextField(_("text"), editable=False)

    objects = ClipQuerySet.as_manager()

    class Meta(PartialDateMixin.Meta):
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="clip_by_state"),
            models.Index(fields=["received_at", "id"], name="clip_by_arrival"),
        ]
        permissions = [("triage_clip", _("Can take clips over, and put them aside"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__length=64), name="clip_has_sha256"),
            models.CheckConstraint(
                condition=models.Q(parent_start=None, parent_end=None)
                | models.Q(parent_start__isnull=False, parent_end__gt=models.F("parent_start")),
                name="clip_range_in_parent",
            ),
            *PartialDateMixin.constraints("clip"),
        ]

    def __str__(self) -> str:
        return _("Clip %s") % self.sha256[:8]


class ClipName(models.Model):
    """A file name of a clip; the same bytes may come under several."""

    clip = models.ForeignKey(Clip, models.CASCADE, related_name="names", verbose_name=_("clip"))
    name = models.CharField(_("name"), max_length=1000)
    seen_at = models.DateTimeField(_("first seen at"), auto_now_add=True)

    class Meta:
        verbose_name = _("name of a clip")
        verbose_name_plural = _("names of clips")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["clip", "name"], name="clip_name_once")]

    def __str__(self) -> str:
        return self.name
