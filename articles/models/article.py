"""Articles, and what connects them with agencies, persons and pictures."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .body import Block, BodyField, parse
from .clip import Clip
from .dates import PartialDateMixin
from .image import Image
from .person import Person
from .reading import Reading
from .source import FULL_RIGHTS, PUBLIC_RIGHTS, Right, Source
from .topic import Topic

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions about many articles. Every door asks `.published()`; none filters by state itself."""

    def published(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What the public may see at `now`: by state, times, embargo and right to use. Nothing else decides."""
        now = now or timezone.now()
        today = timezone.localdate(now)
        own = models.Q(clip=None, source=None)  # written here
        by_clip = models.Q(clip__right__in=PUBLIC_RIGHTS) & (
            models.Q(clip__right_until=None) | models.Q(clip__right_until__gte=today)
        )
        silent = models.Q(clip=None) | models.Q(clip__right="")
        by_source = (
            silent
            & models.Q(source__right__in=PUBLIC_RIGHTS)
            & (models.Q(source__right_until=None) | models.Q(source__right_until__gte=today))
        )
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=now),
            models.Q(embargo_until=None) | models.Q(embargo_until__lte=now),
            own | by_clip | by_source,
            state=Article.State.PUBLISHED,
            publish_at__lte=now,
        )

    def withdrawn(self) -> "ArticleQuerySet":
        """What was public once and was taken back: the public is told so, but not of what it never saw."""
        too_early = models.Q(publish_at__gt=models.F("withdrawn_at")) | models.Q(
            embargo_until__gt=models.F("withdrawn_at")
        )
        return self.filter(state=Article.State.WITHDRAWN, slug__isnull=False).exclude(too_early)

    def in_full(self) -> "ArticleQuerySet":
        """Those whose text and pictures may be shown, not headline, lead and link only."""
        return self.filter(
            models.Q(clip=None, source=None)
            | models.Q(clip__right__in=FULL_RIGHTS)
            | (models.Q(clip=None) | models.Q(clip__right="")) & models.Q(source__right__in=FULL_RIGHTS)
        )

    def at_end_of(self, links: models.QuerySet[Any]) -> models.Exists:
        """Whether one of these articles is the `article` of one of `links`, rows of a table in between.

        Asked from the links' side: what no article uses costs one look at an index, not a walk over all articles.
        """
        return models.Exists(links.filter(models.Exists(self.filter(pk=models.OuterRef("article")))))

    def for_lists(self, with_body: bool = False) -> "ArticleQuerySet":
        """What a list shows of an article, without bodies unless asked, and with its sources in two queries."""
        agencies = models.Prefetch("article_agencies", ArticleAgency.objects.select_related("source"))
        return (
            self.defer(*([] if with_body else ["body"]), "note", "clip__data", "clip__text")
            .select_related("source", "clip")
            .prefetch_related(agencies)
            .annotate(comment_count=_visible_comments())
        )

    def for_desk(self) -> "ArticleQuerySet":
        """What an editor's list shows of an article: its flags and what waits at it, without the long texts."""
        return (
            self.defer("body", "lead", "note", "clip__data", "clip__text")
            .select_related("source", "clip")
            .annotate(pending_comments=_pending_comments(), missing_pictures=_missing_pictures())
        )

    def scheduled(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What will be public when its minute comes."""
        return self.filter(state=Article.State.PUBLISHED, publish_at__gt=now or timezone.now())

    def scheduled_today(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What will be public before the day is over."""
        now = now or timezone.now()
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return self.scheduled(now).filter(publish_at__lt=midnight)

    def provisional(self) -> "ArticleQuerySet":
        """Whose headline was made from the clip's own words and still wants an editor's eye."""
        gone = [Article.State.WITHDRAWN, Article.State.LOCKED, Article.State.DISCARDED]
        return self.filter(headline_is_provisional=True).exclude(state__in=gone)

    def newest_first(self) -> "ArticleQuerySet":
        """The order of every public list."""
        return self.order_by("-publish_at", "-id")


def _visible_comments() -> models.expressions.Combinable:
    from .comment import Comment  # the comment points here; the count is asked from here

    return _number_of(Comment.objects.visible())


def _pending_comments() -> models.expressions.Combinable:
    from .comment import Comment  # as above

    return _number_of(Comment.objects.pending())


def _missing_pictures() -> models.expressions.Combinable:
    return _number_of(Placement.objects.filter(image__file=""))


def _number_of(rows: models.QuerySet[Any]) -> models.expressions.Combinable:
    """How many of `rows` belong to the article of the outer query."""
    counted = (
        rows.filter(article=models.OuterRef("pk"))
        .order_by()
        .values("article")
        .annotate(n=models.Count("pk"))
        .values("n")
    )
    return models.functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)


class Article(PartialDateMixin):
    """An article: written here, or made from a reading of a clip."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
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
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("outlet")
    )
    agencies = models.ManyToManyField(
        Source, through="ArticleAgency", related_name="agency_articles", blank=True, verbose_name=_("agencies")
    )
    topics = models.ManyToManyField(Topic, related_name="articles", blank=True, verbose_name=_("topics"))
    persons = models.ManyToManyField(
        Person, through="Contribution", related_name="articles", blank=True, verbose_name=_("persons")
    )
    images = models.ManyToManyField(
        Image, through="Placement", related_name="articles", blank=True, verbose_name=_("pictures")
    )
    original_url = models.URLField(_("address of the original"), max_length=2000, blank=True)
    clip = models.ForeignKey(
        Clip, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("clip"), editable=False
    )
    reading = models.ForeignKey(
        Reading,
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
    comments_are = models.CharField(_("comments are"), max_length=6, choices=Comments.choices, default=Comments.OPEN)
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
            models.Index(fields=["-updated_at"], name="article_by_change"),
            models.Index(fields=["-id"], condition=models.Q(headline_is_provisional=True), name="article_provisional"),
        ]
        permissions = [
            ("publish_article", _("Can publish and withdraw articles")),
            ("import_clip", _("Can import clips")),
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
    def blocks(self) -> list[Block]:
        """The body as typed blocks."""
        return list(parse(self.body))

    @property
    def takes_comments(self) -> bool:
        """Whether a reader may write here now. Excerpts have no comments at all."""
        return self.comments_are == self.Comments.OPEN and not self.is_excerpt


class ArticleAgency(models.Model):
    """An agency's part in an article."""

    class Part(models.TextChoices):
        ORIGIN = "origin", _("the text is the agency's")
        CONTRIBUTED = "contributed", _("with material of the agency")

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_agencies", verbose_name=_("article"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="article_agencies", verbose_name=_("agency"))
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

    article = models.ForeignKey(Article, models.CASCADE, related_name="contributions", verbose_name=_("article"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="contributions", verbose_name=_("person"))
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
    """An image's place in an article's body; the desk keeps it in step with the body's figures."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="placements", verbose_name=_("article"))
    image = models.ForeignKey(Image, models.PROTECT, related_name="placements", verbose_name=_("picture"))
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
