"""Sitemaps: everything that is public and may be indexed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.formats import sitemap
from articles.models import Article, Contribution, Page, Person, Source, Topic
from articles.models.articles.querysets import ArticleQuerySet
from articles.pages import rendering
from articles.pages.errors import read_only

BLOCK_IDS = 5_000  # the protocol allows 50,000 addresses a file
NEWS_MAX_AGE = timedelta(hours=48)
MAX_NEWS = 1_000  # what a news sitemap may hold
MAX_PAGES = 10_000  # of each kind


@read_only
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap index: articles in blocks of ids, so that each stays in its file."""
    paths = [reverse("sitemap_pages"), reverse("sitemap_news")]
    paths += [reverse("sitemap_articles", args=[number]) for number in _blocks()]
    return _xml(sitemap.index(_absolute(request, paths)))


@read_only
def articles(request: HttpRequest, number: int) -> HttpResponse:
    """The articles of one block, each with its pictures."""
    block = _of_block(number).select_related("source", "clip").with_teaser_pictures()
    rows = list(block.defer("body", "lead", "note", "clip__data", "clip__text").order_by("pk"))
    if not rows:
        raise Http404
    return _xml(sitemap.articles(rows, rendering.base_url(request)))


@read_only
def news(request: HttpRequest) -> HttpResponse:
    """Articles published here in the last two days whose original is no older than that."""
    since = timezone.now() - NEWS_MAX_AGE
    fresh = Q(issued_on=None) | Q(issued_on__gte=timezone.localdate(since), issued_precision="day")
    rows = (
        _indexed()
        .filter(fresh, publish_at__gte=since)
        .newest_first()
        .only("headline", "slug", "publish_at", "language")
    )
    return _xml(sitemap.news(rows[:MAX_NEWS], rendering.base_url(request), settings.SITE_NAME))


@read_only
def pages(request: HttpRequest) -> HttpResponse:
    """The front page, outlets, agencies, topics, and persons whom an article names that may be indexed."""
    paths = [reverse(name) for name in ("front", "sources", "topics", "archive", "imprint")]
    paths += [reverse("page", args=[key]) for key in Page.Key.values]
    parts = Contribution.objects.filter(person=OuterRef("pk"))
    named = Person.objects.filter(_indexed().in_full().exists_through(parts))  # an excerpt names nobody
    for rows in (Source.objects.public(), Topic.objects.public(), named):
        paths += [row.get_absolute_url() for row in rows.order_by("pk").only("slug")[:MAX_PAGES]]
    return _xml(sitemap.pages(_absolute(request, paths)))


def _indexed() -> ArticleQuerySet:
    return Article.objects.published().filter(noindex=False)


def _of_block(number: int) -> ArticleQuerySet:
    return _indexed().filter(pk__gte=number * BLOCK_IDS, pk__lt=(number + 1) * BLOCK_IDS)


def _blocks() -> Iterator[int]:
    ids = Article.objects.order_by("pk").values_list("pk", flat=True)
    first, last = ids.first(), ids.last()  # each a look at an index; asked together they would read all rows
    if first is not None and last is not None:
        numbers = range(first // BLOCK_IDS, last // BLOCK_IDS + 1)
        yield from (number for number in numbers if _of_block(number).exists())


def _absolute(request: HttpRequest, paths: Iterable[str]) -> Iterator[str]:
    base_url = rendering.base_url(request)
    return (urljoin(base_url, path) for path in paths)


def _xml(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/xml; charset=utf-8")
