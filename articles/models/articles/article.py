"""Articles: their columns, states and rights."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.articles.querysets import ArticleQuerySet
from articles.models.fields.body import Block, BodyField, parse
from articles.models.fields.partial_date import PartialDateMixin
from articles.models.fields.text_rights import Right

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from articles.models.articles.links import ArticleAgency, Placement


class ModerationMode(models.TextChoices):
    """When a reader's comment is shown."""

    PRE = "pre", _("after a moderator has approved it")
    POST = "post", _("at once; moderators read it afterwards")
    TRUSTED = "trusted", _("at once from people who were approved before, else after approval")


class Article(PartialDateMixin):
    """An article: written here, or made from a reading of a clip."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LOCKED = "locked", _("legally locked")
        DISCARDED = "discarded", _("discarded")

    class Genre(models.TextChoices):
        NEWS = "news", _("news item")
        REPORT = "report", _("report")
        FEATURE = "feature", _("feature")
        OPINION = "opinion", _("opinion")
        GLOSS = "gloss", _("gloss")
        INTERVIEW = "interview", _("interview")
        EDITORIAL = "editorial", _("editorial")
        ANALYSIS = "analysis", _("analysis")
        REVIEW = "review", _("review")

    class Comments(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(
        _("reason for the state"),
        max_length=500,
        blank=True,
        editable=False,
        help_text=_("For the house alone: why it was sent back, locked or discarded."),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given for review by"),
        editable=False,
    )
    went_with_clip = models.BooleanField(_("discarded together with its clip"), default=False, editable=False)
    slug = models.SlugField(
        _("short address"),
        max_length=100,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Made from the headline at the first publication, and kept from then on."),
    )
    language = models.CharField(_("language"), max_length=12, default="de")
    kicker = models.CharField(_("kicker"), max_length=200, blank=True)
    headline = models.CharField(_("headline"), max_length=300, blank=True)
    headline_is_provisional = models.BooleanField(
        _("provisional headline"), default=False, help_text=_("Made from the text's own words; please check it.")
    )
    subheadline = models.CharField(_("subheadline"), max_length=300, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=200, blank=True)
    byline = models.CharField(_("byline"), max_length=300, blank=True)
    signoff = models.CharField(_("sign-off"), max_length=300, blank=True)
    genre = models.CharField(_("genre"), max_length=10, choices=Genre.choices, blank=True)
    source = models.ForeignKey(
        "articles.Source", models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("outlet")
    )
    agencies = models.ManyToManyField(
        "articles.Source",
        through="ArticleAgency",
        related_name="agency_articles",
        blank=True,
        verbose_name=_("agencies"),
    )
    topics = models.ManyToManyField("articles.Topic", related_name="articles", blank=True, verbose_name=_("topics"))
    persons = models.ManyToManyField(
        "articles.Person", through="Contribution", related_name="articles", blank=True, verbose_name=_("persons")
    )
    images = models.ManyToManyField(
        "articles.Image", through="Placement", related_name="articles", blank=True, verbose_name=_("pictures")
    )
    original_url = models.URLField(_("address of the original"), max_length=2000, blank=True)
    clip = models.ForeignKey(
        "articles.Clip",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("clip"),
        editable=False,
    )
    reading = models.ForeignKey(
        "articles.Reading",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("reading"),
        editable=False,
    )
    publish_at = models.DateTimeField(_("published here on"), null=True, blank=True)
    expires_at = models.DateTimeField(_("offline from"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("reason for the withdrawal"), max_length=500, blank=True, editable=False)
    override_reason = models.CharField(
        _("published in spite of open points because"), max_length=500, blank=True, editable=False
    )
    comment_status = models.CharField(_("comments are"), max_length=6, choices=Comments.choices, default=Comments.OPEN)
    moderation = models.CharField(
        _("comments are shown"),
        max_length=7,
        choices=ModerationMode.choices,
        blank=True,
        help_text=_("Empty: as on the site."),
    )
    comment_days = models.PositiveSmallIntegerField(
        _("days open for comments"),
        null=True,
        blank=True,
        help_text=_("After publishing. Empty: as on the site; 0: without end."),
    )
    noindex = models.BooleanField(_("keep out of search engines"), default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responsible_for",
        verbose_name=_("responsible"),
    )
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    body = BodyField(_("text"), blank=True)

    UNFINISHED = (State.DRAFT, State.RETURNED, State.IN_REVIEW, State.APPROVED)

    history = HistoricalRecords(excluded_fields=["updated_at"])
    objects = ArticleQuerySet.as_manager()

    if TYPE_CHECKING:
        article_agencies: RelatedManager["ArticleAgency"]
        placements: RelatedManager["Placement"]

    class Meta(PartialDateMixin.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-publish_at", "-id"], name="article_by_time"),
            models.Index(fields=["source", "state", "-publish_at", "-id"], name="article_by_source"),
            models.Index(fields=["issued_on", "issued_precision"], name="article_by_issue"),
            # The admin's list: each filter with its order, newest change first; the id ends each, both ways.
            models.Index(fields=["updated_at", "id"], name="article_by_change"),
            models.Index(fields=["state", "updated_at", "id"], name="article_state_by_change"),
            models.Index(fields=["source", "updated_at", "id"], name="article_source_by_change"),
            models.Index(fields=["responsible", "updated_at", "id"], name="article_person_by_change"),
            models.Index(fields=["publish_at", "id"], name="article_by_publication"),
            models.Index(fields=["headline", "id"], name="article_by_headline"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="article_by_due"),
            models.Index(
                fields=["updated_at", "id", "state"],
                condition=models.Q(headline_is_provisional=True),
                name="article_provisional",
            ),
        ]
        permissions = [
            ("submit_article", _("Can give articles for review")),
            ("approve_article", _("Can approve articles and send them back")),
            ("publish_article", _("Can publish articles")),
            ("withdraw_article", _("Can withdraw articles")),
            ("lock_article", _("Can lock articles for legal reasons")),
            ("unlock_article", _("Can unlock articles")),
            ("discard_article", _("Can discard articles, and take them back")),
            ("prepare_article", _("Can prepare changes of published articles")),
            ("import_clip", _("Can import clips")),
            ("export_article", _("Can export the list of articles")),
            ("import_article", _("Can change articles by a sheet")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(slug__isnull=False, publish_at__isnull=False) & ~models.Q(headline="")),
                name="article_published_has_address",
            ),
            models.CheckConstraint(condition=~models.Q(slug=""), name="article_slug_not_empty"),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(withdrawn_reason=""),
                name="article_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at=None)
                | models.Q(publish_at=None)
                | models.Q(expires_at__gt=models.F("publish_at")),
                name="article_expires_after_publishing",
            ),
            *PartialDateMixin.constraints("article"),
        ]

    def __str__(self) -> str:
        return self.headline or _("Article %s") % self.pk

    def get_absolute_url(self) -> str:
        """The article's page; only an article that was published once has one."""
        return reverse("article", args=[self.slug])

    @property
    def right(self) -> str:
        """The right to use that holds: the clip's word, else the source's; a text written here is our own."""
        if self.clip is not None and self.clip.right:
            return self.clip.right
        if self.source is not None:
            return self.source.right
        return Right.OWN if self.clip is None else Right.UNCLEAR

    @property
    def is_excerpt(self) -> bool:
        """Whether the public may see headline, lead and link only."""
        return self.right == Right.EXCERPT

    @property
    def public_since_change(self) -> datetime:
        """Since when the public reads it as it is: its last change, or its publication if that came later."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def blocks(self) -> list[Block]:
        """The body as typed blocks."""
        return list(parse(self.body))

    @property
    def pictures(self) -> list["Placement"]:
        """What readers may see of its pictures now, in the text's order; every entry point shows these and no others.

        None of an excerpt, and none whose rights have ended.
        """
        return [] if self.is_excerpt else [p for p in self.placements.all() if p.image.rights_last()]

    @property
    def teaser_picture(self) -> "Placement | None":
        """The first picture that readers can see; ask for many articles by `with_teaser_pictures()`."""
        return next((p for p in self.pictures if p.image.has_file), None)
