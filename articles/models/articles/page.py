"""Pages that are no articles: privacy, the rules for comments, and the imprint with what the law wants in it."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.fields.body import BodyField


class Page(models.Model):
    """A page whose words the newsroom writes itself. As long as there is none, readers see a plain one of ours."""

    class Key(models.TextChoices):
        PRIVACY = "privacy", _("privacy")
        COMMENT_RULES = "comment-rules", _("rules for readers' comments")

    key = models.CharField(_("page"), max_length=20, choices=Key.choices, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = BodyField(_("text"))
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page's address."""
        return reverse("page", args=[self.key])


class Imprint(models.Model):
    """Who publishes this site; one row. What German law asks for stands in fields, so that a gap is seen.

    Sources: Digitale-Dienste-Gesetz (DDG) section 5; Medienstaatsvertrag (MStV) section 18.
    """

    provider = models.CharField(_("provider"), max_length=200, blank=True, help_text=_("Name or firm with legal form."))
    represented_by = models.CharField(_("represented by"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True, help_text=_("No post-office box."))
    place = models.CharField(_("postcode and place"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    responsible = models.CharField(
        _("responsible for the content"),
        max_length=300,
        blank=True,
        help_text=_("Name and address of a person (MStV, section 18, paragraph 2)."),
    )
    register = models.CharField(_("register and number"), max_length=200, blank=True)
    vat_id = models.CharField(_("VAT identification number"), max_length=40, blank=True)
    authority = models.CharField(_("supervisory authority"), max_length=300, blank=True)
    more = BodyField(_("further text"), blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    NEEDED = ("provider", "street", "place", "email", "responsible")
    SHOWN = (*NEEDED[:1], "represented_by", *NEEDED[1:3], "country", "email", "phone", "responsible")
    ALSO_SHOWN = ("register", "vat_id", "authority")

    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = _("imprint")
        verbose_name_plural = _("imprint")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="imprint_only_one")]

    def __str__(self) -> str:
        return str(_("Imprint"))

    def get_absolute_url(self) -> str:
        """The page's address."""
        return reverse("imprint")

    @property
    def missing(self) -> list[str]:
        """The labels of the fields that the law asks of everybody and that are empty."""
        return [self._label(n) for n in self.NEEDED if not getattr(self, n).strip()]

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Name, label and value of each field that is filled, in the order of the page."""
        names = (*self.SHOWN, *self.ALSO_SHOWN)
        return [(n, self._label(n), getattr(self, n)) for n in names if getattr(self, n)]

    def _label(self, name: str) -> str:
        field: Any = self._meta.get_field(name)
        return str(field.verbose_name)


def imprint() -> Imprint:
    """The imprint, empty where nobody has written one."""
    return Imprint.objects.filter(pk=1).first() or Imprint(pk=1)
