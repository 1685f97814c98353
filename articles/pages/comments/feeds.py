"""Feeds of the newest visible comments: of the whole site, and of one article."""

from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.formats import comment_feed, feed
from articles.models import Article, Comment
from articles.models.comments.comment import CommentQuerySet
from articles.pages import rendering
from articles.pages.article import get_article
from articles.pages.errors import gone_when_withdrawn, read_only

FEED_COMMENTS = 30


@read_only
def of_site(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest comments on all articles."""
    return _answer(request, kind, Comment.objects.all(), settings.SITE_NAME, reverse("front"))


@read_only
@gone_when_withdrawn
def of_article(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The newest comments on this article; none of an excerpt."""
    article = get_article(slug)
    title = f"{article} – {settings.SITE_NAME}"
    return _answer(request, kind, Comment.objects.filter(article=article), title, article.get_absolute_url())


def _answer(request: HttpRequest, kind: str, comments: CommentQuerySet, title: str, page: str) -> HttpResponse:
    if kind not in comment_feed.GENERATORS:
        raise Http404
    base_url = rendering.base_url(request)
    about = feed.Feed(
        title=_("Readers' comments: %(title)s") % {"title": title},
        description=_("The newest readers' comments"),
        page=urljoin(base_url, page),
        address=urljoin(base_url, request.get_full_path()),
        language=get_language() or settings.LANGUAGE_CODE,
        site=settings.SITE_NAME,
    )
    # Asked of each comment, newest first, and not of all articles: those would bring all their comments to be sorted.
    public = Exists(Article.objects.published().in_full().filter(pk=OuterRef("article")))
    visible = comments.visible().filter(public).select_related("article").order_by("-id")
    visible = visible.only("author", "text", "created_at", "article__slug", "article__headline")
    text, media_type = comment_feed.write(about, visible[:FEED_COMMENTS], kind, base_url)
    return HttpResponse(text, content_type=media_type)
