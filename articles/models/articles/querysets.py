"""Questions about many articles: what is public, what waits, and what a list or a sheet needs of each."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from articles.models.articles.links import ArticleAgency, Contribution, Placement
from articles.models.fields.partial_date import Precision
from articles.models.fields.text_rights import FULL_RIGHTS, PUBLIC_RIGHTS

if TYPE_CHECKING:
    from articles.models.articles.article import Article  # noqa: F401 - named in annotations

MAX_LOOKED_UP_ROWS = 2_500  # rows that are looked up one by one


def rights_q(rights: tuple[str, ...]) -> models.Q:
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
    """Questions about many articles. Every entry point asks `.published()`; none filters by state itself."""

    def published(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What the public may see at `now`: by state, times, embargo and right to use. Nothing else decides."""
        now = now or timezone.now()
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=now),
            models.Q(embargo_until=None) | models.Q(embargo_until__lte=now),
            may_be_shown(timezone.localdate(now)),
            state=self.model.State.PUBLISHED,
            publish_at__lte=now,
        )

    def released(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What was published and is not over: public, or as soon as its minute, its embargo or its right allow it."""
        not_over = models.Q(expires_at=None) | models.Q(expires_at__gt=now or timezone.now())
        return self.filter(not_over, state=self.model.State.PUBLISHED)

    def run_out(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What was public by the clock alone and has ended by it, since it was saved last."""
        now = now or timezone.now()
        embargo = models.functions.Coalesce("embargo_until", "publish_at")
        begun = models.functions.Greatest("publish_at", embargo, "updated_at")
        return self.filter(
            may_be_shown(timezone.localdate(now)),
            state=self.model.State.PUBLISHED,
            publish_at__lte=now,  # Greatest() of nothing and something differs from database to database
            expires_at__lte=now,
            expires_at__gt=begun,
        )

    def withdrawn(self) -> "ArticleQuerySet":
        """What was public once and was taken back: the public is told so, but not of what it never saw."""
        too_early = models.Q(publish_at__gt=models.F("withdrawn_at")) | models.Q(
            embargo_until__gt=models.F("withdrawn_at")
        )
        return self.filter(state=self.model.State.WITHDRAWN, slug__isnull=False).exclude(too_early)

    def in_full(self) -> "ArticleQuerySet":
        """Those whose text and pictures may be shown, not headline, lead and link only."""
        return self.filter(rights_q(FULL_RIGHTS) | models.Q(clip=None, source=None))

    def exists_through(self, links: models.QuerySet[Any]) -> models.Exists:
        """Whether one of these articles is the `article` of one of `links`, rows of a table in between.

        Asked from the links' side: what no article uses costs one look at an index, not a walk over all articles.
        """
        return models.Exists(links.filter(models.Exists(self.filter(pk=models.OuterRef("article")))))

    def reached_through(self, links: models.QuerySet[Any]) -> "ArticleQuerySet":
        """Those that are the `article` of one of `links`: few are looked up, of many each is asked as one walks."""
        if links.order_by().values("pk")[: MAX_LOOKED_UP_ROWS + 1].count() <= MAX_LOOKED_UP_ROWS:
            return self.filter(pk__in=links.order_by().values("article"))
        # The sum keeps the database from looking up each of them: it walks its own order, and looks here.
        return self.alias(number=models.F("pk") + 0).filter(number__in=links.order_by().values("article"))

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

    def scheduled(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What will be public when its minute comes."""
        return self.filter(state=self.model.State.PUBLISHED, publish_at__gt=now or timezone.now())

    def scheduled_today(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What will be public before the day is over."""
        now = now or timezone.now()
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return self.scheduled(now).filter(publish_at__lt=midnight)

    def provisional(self) -> "ArticleQuerySet":
        """Whose headline was made from the clip's own words and still wants an editor's eye."""
        gone = [self.model.State.WITHDRAWN, self.model.State.LOCKED, self.model.State.DISCARDED]
        return self.filter(headline_is_provisional=True).exclude(state__in=gone)

    def held(self) -> "ArticleQuerySet":
        """What somebody still works on and whose clip says something for which no import publishes it."""
        reading: Any = self.model._meta.get_field("reading").related_model
        return self.unfinished().filter(clip__in=reading.objects.held().order_by().values("clip"))

    def with_agency_tasks(self) -> "ArticleQuerySet":
        """Those with an open task of an agency's later text."""
        task: Any = self.model._meta.get_field("agency_tasks").related_model
        return self.filter(pk__in=task.objects.waiting().order_by().values("article"))

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
        return self.filter(state__in=self.model.UNFINISHED)

    def newest_first(self) -> "ArticleQuerySet":
        """The order of every public list."""
        return self.order_by("-publish_at", "-id")
