"""Feeds of the newest articles: of the site, an outlet or agency, a topic and a search; one article as ninjs."""

import textwrap
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.domain.search import query
from articles.formats import feed, ninjs
from articles.models import Article, Source, Topic
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.lists import with_comment_counts
from articles.pages import rendering
from articles.pages.article import get_article
from articles.pages.errors import gone_when_withdrawn, read_only
from articles.pages.search import read_request
from articles.pages.source import published_of

FEED_ARTICLES = 30
TITLE_CHARS = 60  # of a question


@read_only
def of_site(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest articles of the site."""
    return feed_response(request, kind, Article.objects.published(), settings.SITE_NAME, reverse("front"))


@read_only
def of_outlet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest articles of an outlet or an agency."""
    source = get_object_or_404(Source.objects.public(), slug=slug)
    title = f"{source} – {settings.SITE_NAME}"
    return feed_response(request, kind, published_of(source), title, source.get_absolute_url())


@read_only
def of_topic(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest articles on a topic."""
    topic = get_object_or_404(Topic.objects.public(), slug=slug)
    articles = Article.objects.published().filter(topics=topic)
    return feed_response(request, kind, articles, f"{topic} – {settings.SITE_NAME}", topic.get_absolute_url())


@read_only
def of_search(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest articles that a search finds, with the parameters of the search page; empty without a question."""
    search = read_request(request.GET)
    if search.faults:
        raise BadRequest(*search.faults.values())
    ids = query.newest_hits(search.rows, search.question, FEED_ARTICLES)
    question = textwrap.shorten(search.given["q"], TITLE_CHARS, placeholder=" …")
    title = _("Search: %s") % question
    articles = Article.objects.published().filter(pk__in=ids)
    return feed_response(request, kind, articles, f"{title} – {settings.SITE_NAME}", reverse("search") + search.query)


@read_only
@gone_when_withdrawn
def of_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article as ninjs, with the X-Robots-Tag of its page."""
    article = get_article(slug)
    data = ninjs.item(article, rendering.base_url(request), settings.SITE_NAME)
    headers = {"X-Robots-Tag": "noindex"} if article.noindex else None
    return JsonResponse(data, content_type=ninjs.MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}, headers=headers)


def feed_response(request: HttpRequest, kind: str, articles: ArticleQuerySet, title: str, page: str) -> HttpResponse:
    """The feed of these articles; `page` is the path of the page that shows them."""
    base_url = rendering.base_url(request)
    about = feed.Feed(
        title=title,
        description=_("The newest articles"),
        page=urljoin(base_url, page),
        address=urljoin(base_url, request.get_full_path()),
        language=get_language() or settings.LANGUAGE_CODE,
        site=settings.SITE_NAME,
    )
    text, media_type = feed.write(
        about, with_comment_counts(articles.for_feeds()).newest_first()[:FEED_ARTICLES], kind, base_url
    )
    return HttpResponse(text, content_type=media_type)
