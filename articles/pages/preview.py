"""Previews in the layout of the public page: an editor's own unsaved version, and the article of a signed link."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.domain import staff_groups
from articles.domain.articles import autosave
from articles.models import Article, ArticleAgency, Draft, Image, PreviewLink
from articles.pages import errors, rendering
from articles.pages.article import sources_by_part
from articles.pages.body_parts import parts
from articles.pages.errors import read_only

COOKIE = "preview"  # until the browser is closed, and for pictures only
PRIVATE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send headers that forbid caching, indexing and referrers; answer 404 to anything that is not found."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = errors.not_found(request)
        for name, value in PRIVATE_HEADERS.items():
            response[name] = value
        return response

    return wrapped


@read_only
@private_page
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The article in its present state, for anybody with a link that has neither expired nor been revoked."""
    link = PreviewLink.objects.find(token)
    if link is None:
        raise Http404
    articles = Article.objects.select_related("source", "clip__source").defer("note", "clip__data", "clip__text")
    article = articles.get(pk=link.article_id)
    response = _show(request, article, link=link)
    if any(placement.image.has_file for placement in article.pictures):
        _allow_pictures(request, response, token)
    return response


def _allow_pictures(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Set a cookie with the link's token, so that its pictures can be loaded: their addresses do not contain it."""
    where = reverse("rendition", args=[0, "0", "0", 0, "0"]).partition("0")[0]
    response.set_cookie(COOKIE, token, path=where, httponly=True, samesite="Lax", secure=request.is_secure())


def link_shows_image(request: HttpRequest, image: Image) -> bool:
    """Whether the request has a preview link whose article shows this picture."""
    token = request.COOKIES.get(COOKIE, "")
    link = PreviewLink.objects.find(token) if token else None
    return link is not None and link.shows(image.pk)


@read_only
@private_page
def unsaved(request: HttpRequest, key: UUID) -> HttpResponse:
    """The unsaved content of an editor's own form; not found for anybody else."""
    drafts = Draft.objects.of(request.user).open().exclude(shown={})
    may = request.user.is_staff and staff_groups.reads_drafts(request.user)
    draft = drafts.filter(key=key).first() if may else None
    if draft is None:
        raise Http404
    return _show(request, autosave.as_article(draft), draft=draft)


def _show(request: HttpRequest, article: Article, **about: Any) -> HttpResponse:
    if not hasattr(article, "_prefetched_objects_cache"):
        prefetch_related_objects(
            [article],
            *("article_agencies__source", "placements__image", "contributions__person", "corrections", "topics"),
        )
    article.publish_at = article.publish_at or timezone.now()  # as it would look if it were published now
    context = {
        "article": article,
        "parts": [] if article.is_excerpt else list(parts(article, article.blocks)),
        "origins": sources_by_part(article, ArticleAgency.Part.ORIGIN),
        "material": sources_by_part(article, ArticleAgency.Part.CONTRIBUTED),
        "is_preview": True,
        **about,
    }
    return rendering.render(request, "preview", context)
