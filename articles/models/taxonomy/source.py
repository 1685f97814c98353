"""Outlets and agencies, and the right to use their texts."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.articles.article import Article
from articles.models.articles.links import ArticleAgency
from articles.models.fields.text_rights import Right


class SourceQuerySet(models.QuerySet["Source"]):
    """Questions about many sources."""

    def outlets(self) -> "SourceQuerySet":
        """Newspapers, stations, sites."""
        return self.filter(kind=Source.Kind.OUTLET)

    def agencies(self) -> "SourceQuerySet":
        """News agencies."""
        return self.filter(kind=Source.Kind.AGENCY)

    def public(self) -> "SourceQuerySet":
        """Those that a published article names, as its outlet or as an agency."""
        seen, this = Article.objects.published(), models.OuterRef("pk")
        as_agency = seen.exists_through(ArticleAgency.objects.filter(source=this))
        return self.filter(models.Exists(seen.filter(source=this)) | as_agency)


class Source(models.Model):
    """An outlet (Medium) or a news agency (Agentur)."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", _("outlet")
        AGENCY = "agency", _("agency")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OUTLET)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    homepage = models.URLField(_("website"), max_length=500, blank=True)
    right = models.CharField(
        _("right to use"),
        max_length=10,
        choices=Right.choices,
        default=Right.UNCLEAR,
        help_text=_("Holds for every text of this source; a clip may say otherwise."),
    )
    right_note = models.CharField(_("licence note"), max_length=500, blank=True)
    right_until = models.DateField(_("use until"), null=True, blank=True, help_text=_("The last day of use."))

    history = HistoricalRecords()
    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="source_named_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of everything published that came from here."""
        return reverse("source", args=[self.slug])
