"""What connects an article with agencies, persons and pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleAgency(models.Model):
    """An agency's part in an article."""

    class Part(models.TextChoices):
        ORIGIN = "origin", _("the text is the agency's")
        CONTRIBUTED = "contributed", _("with material of the agency")

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="article_agencies",
        verbose_name=_("article"),
    )
    source = models.ForeignKey(
        "articles.Source",
        models.PROTECT,
        related_name="article_agencies",
        verbose_name=_("agency"),
    )
    part = models.CharField(_("part"), max_length=12, choices=Part.choices, default=Part.ORIGIN)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("agency of an article")
        verbose_name_plural = _("agencies of an article")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "source"], name="article_agency_once")]

    def __str__(self) -> str:
        return str(self.source)


class Contribution(models.Model):
    """A person's part in an article, in a kept order."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        CONTRIBUTOR = "contributor", _("contributor")
        PHOTOGRAPHER = "photographer", _("photographer")

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="contributions",
        verbose_name=_("article"),
    )
    person = models.ForeignKey(
        "articles.Person",
        models.PROTECT,
        related_name="contributions",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.AUTHOR)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "person", "role"], name="contribution_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Placement(models.Model):
    """An image's place in an article's body; revisions.save() keeps it in step with the body's figures."""

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="placements",
        verbose_name=_("article"),
    )
    image = models.ForeignKey("articles.Image", models.PROTECT, related_name="placements", verbose_name=_("picture"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    alt_text = models.CharField(_("alternative text here"), max_length=500, blank=True)
    is_decorative = models.BooleanField(_("decorative"), default=False)

    class Meta:
        verbose_name = _("picture of an article")
        verbose_name_plural = _("pictures of an article")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "image"], name="placement_once")]

    def __str__(self) -> str:
        return str(self.image)

    @property
    def shown_alt_text(self) -> str:
        """What stands for the picture here: this place's own words, else the picture's; nothing for decoration."""
        return "" if self.is_decorative else self.alt_text or self.image.alt_text
