"""Articles, and what connects them with agencies, persons and pictures."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .body import Block, BodyField, parse
from .clip import Clip
from .dates import PartialDateMixin, Precision
from .image import Image
from .person import Person
from .reading import Reading
from .source import FULL_RIGHTS, PUBLIC_RIGHTS, Right, Source
from .topic import Topic

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


FEW = 2_500  # rows that are looked up one by one


def right_among(rights: tuple[str, ...]) -> models.Q:
    """Whether the right to use that holds, the clip's or else the source's, is one of these."""
    of_source = (models.Q(clip=None) | models.Q(clip__right="")) & models.Q(source__right__in=rights)
    return models.Q(clip__right__in=rights) | of_source


def may_be_shown(day: date) -> models.Q:
    """Whether the right to use lets the public see it on that day."""
    own = models.Q(clip=None, source=None)  # written here
    by_clip = models.Q(clip__right__in=PUBLIC_RIGHTS) & (
        models.Q(clip__right_until=None) | models.Q(clip__right_until__gte=day)
    )
    silent = models.Q(clip=None) | models.Q(clip__right="")
    by_source = (
        silent
        & models.Q(source__right__in=PUBLIC_RIGHTS)
        & (models.Q(source__right_until=None) | models.Q(source__right_until__gte=day))
    )
    return own | by_clip | by_source


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions about many articles. Every door asks `.published()`; none filters by state itself."""

    def published(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What the public may see at `now`: by state, times, embargo and right to use. Nothing else decides."""
        now = now or timezone.now()
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=now),
            models.Q(embargo_until=None) | models.Q(embargo_until__lte=now),
            may_be_shown(timezone.localdate(now)),
            state=Article.State.PUBLISHED,
            publish_at__lte=now,
        )

    def released(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What was published and is not over: public, or as soon as its minute, its embargo or its right allow it."""
        not_over = models.Q(expires_at=None) | models.Q(expires_at__gt=now or timezone.now())
        return self.filter(not_over, state=Article.State.PUBLISHED)

    def run_out(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What was public by the clock alone and has ended by it, since it was saved last."""
        now = now or timezone.now()
        embargo = models.functions.Coalesce("embargo_until", "publish_at")
        begun = models.functions.Greatest("publish_at", embargo, "updated_at")
        return self.filter(
            may_be_shown(timezone.localdate(now)),
            state=Article.State.PUBLISHED,
            expires_at__lte=now,
            expires_at__gt=begun,
        )

    def withdrawn(self) -> "ArticleQuerySet":
        """What was public once and was taken back: the public is told so, but not of what it never saw."""
        too_early = models.Q(publish_at__gt=models.F("withdrawn_at")) | models.Q(
            embargo_until__gt=models.F("withdrawn_at")
        )
        return self.filter(state=Article.State.WITHDRAWN, slug__isnull=False).exclude(too_early)

    def in_full(self) -> "ArticleQuerySet":
        """Those whose text and pictures may be shown, not headline, lead and link only."""
        return self.filter(right_among(FULL_RIGHTS) | models.Q(clip=None, source=None))

    def at_end_of(self, links: models.QuerySet[Any]) -> models.Exists:
        """Whether one of these articles is the `article` of one of `links`, rows of a table in between.

        Asked from the links' side: what no article uses costs one look at an index, not a walk over all articles.
        """
        return models.Exists(links.filter(models.Exists(self.filter(pk=models.OuterRef("article")))))

    def linked_by(self, links: models.QuerySet[Any]) -> "ArticleQuerySet":
        """Those that are the `article` of one of `links`: few are looked up, of many each is asked as one walks."""
        if links.order_by().values("pk")[: FEW + 1].count() <= FEW:
            return self.filter(pk__in=links.order_by().values("article"))
        # The sum keeps the database from looking up each of them: it walks its own order, and looks here.
        return self.alias(number=models.F("pk") + 0).filter(number__in=links.order_by().values("article"))

    def for_lists(self, with_body: bool = False) -> "ArticleQuerySet":
        """What a list shows of an article, without bodies unless asked, and with its sources in two queries."""
        agencies = models.Prefetch("article_agencies", ArticleAgency.objects.select_related("source"))
        return (
            self.defer(*([] if with_body else ["body"]), "note", "clip__data", "clip__text")
            .select_related("source", "clip")
            .prefetch_related(agencies)
            .counting_comments()
        )

    def counting_comments(self) -> "ArticleQuerySet":
        """With the number of comments that readers see, where the article is no excerpt."""
        return self.annotate(comment_count=_visible_comments())

    def for_sheets(self) -> "ArticleQuerySet":
        """What a row of a sheet shows of an article: no body, and a fixed number of queries for each read chunk."""
        agencies = models.Prefetch("article_agencies", ArticleAgency.objects.select_related("source"))
        people = models.Prefetch("contributions", Contribution.objects.select_related("person"))
        return (
            self.defer("body", "clip__data", "clip__text")
            .select_related("source", "clip", "responsible")
            .prefetch_related(agencies, people, "topics")
        )

    def for_feeds(self) -> "ArticleQuerySet":
        """What a feed shows of an article: the whole text, its pictures, who wrote it, what was corrected.

        A fixed number of queries.
        """
        agencies = models.Prefetch("article_agencies", ArticleAgency.objects.select_related("source"))
        placements = models.Prefetch("placements", Placement.objects.select_related("image"))
        people = models.Prefetch("contributions", Contribution.objects.select_related("person"))
        return (
            self.defer("note", "clip__data", "clip__text")
            .select_related("source", "clip")
            .prefetch_related(agencies, placements, people, "topics", "corrections")
        )

    def with_teaser_pictures(self) -> "ArticleQuerySet":
        """With the pictures that can be seen, in one query; what has words only is no picture for a teaser."""
        seen = Placement.objects.exclude(image__file="").select_related("image")
        return self.prefetch_related(models.Prefetch("placements", seen))

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

    def archived_in(self, first: date, last: date, with_years: bool = False) -> "ArticleQuerySet":
        """Those whose original appeared from `first` to `last`, or that were published here then and have no original.

        The day or the month must be known, or the year `with_years`; each row says its place by `archived_on`.
        """
        zone = timezone.get_current_timezone()
        start, end = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
        here = models.Q(issued_on=None, publish_at__gte=start, publish_at__lt=end)
        there = models.Q(issued_on__gte=first, issued_on__lte=last)
        if not with_years:
            there &= ~models.Q(issued_precision=Precision.YEAR)
        shown = models.functions.Coalesce("issued_on", models.functions.TruncDate("publish_at"))
        return self.filter(here | there).annotate(archived_on=shown)

    def overdue(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What should have been ready by now and is not."""
        return self.unfinished().filter(due_at__lt=now or timezone.now())

    def unfinished(self) -> "ArticleQuerySet":
        """What somebody still works on."""
        return self.filter(state__in=Article.UNFINISHED)

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


class Moderation(models.TextChoices):
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
    moderation = models.CharField(
        _("comments are shown"),
        max_length=7,
        choices=Moderation.choices,
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
            # The desk's list: each filter with its order, newest change first; the id ends each, both ways.
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
        """What readers may see of its pictures now, in the text's order; every door shows these and no others.

        None of an excerpt, and none whose rights have ended.
        """
        return [] if self.is_excerpt else [p for p in self.placements.all() if p.image.rights_last()]

    @property
    def teaser_picture(self) -> "Placement | None":
        """The first picture that readers can see; ask for many articles by `with_teaser_pictures()`."""
        return next((p for p in self.pictures if p.image.has_file), None)


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

    @property
    def shown_alt_text(self) -> str:
        """What stands for the picture here: this place's own words, else the picture's; nothing for decoration."""
        return "" if self.is_decorative else self.alt_text or self.image.alt_text
