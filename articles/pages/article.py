"""The page of an article: its text with the pictures where they belong, its sources, its readers' comments."""

import textwrap
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ..formats import json_ld
from ..models import Article, ArticleAgency, Source
from ..models.body import Block
from ..models.comment import thread
from . import origin, site
from .errors import Withdrawn, told_when_withdrawn
from .forms import CommentForm
from .parts import parts
from .remarks import remarks

DESCRIPTION = 200  # characters


@require_safe
@told_when_withdrawn
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The article; `?reply=<id>` opens the form below that comment, `?sent` thanks for one."""
    found = find(slug)
    answered = number(request.GET["reply"]) if "reply" in request.GET else None
    form = CommentForm(initial={"parent": answered, "token": origin.token(found)})
    return show(request, found, form, answered=answered, is_sent="sent" in request.GET)


def find(slug: str) -> Article:
    """The published article at this address, with all that its page shows; raises Withdrawn or Http404."""
    articles = Article.objects.published().select_related("source", "clip__source").defer("note")
    articles = articles.defer("clip__data", "clip__text").prefetch_related(
        "article_agencies__source", "placements__image", "contributions__person", "corrections", "topics"
    )
    found = articles.filter(slug=slug).first()
    if found:
        return found
    reasons = Article.objects.withdrawn().filter(slug=slug).values_list("withdrawn_reason", flat=True)
    for reason in reasons:
        raise Withdrawn(reason)
    raise Http404


def number(given: str) -> int:
    """The id that an address or a form names; 0, which nothing has, where it names none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def show(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    *,
    answered: int | None = None,
    is_sent: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The article's page around a comment form in any state, in place below the comment that is `answered`."""
    comments = [] if article.is_excerpt else thread(article)
    blocks = [] if article.is_excerpt else article.blocks
    visible = {c.pk: c for c in comments if c.is_visible}
    parent = visible.get(answered) if answered is not None else None
    base_url = site.base_url(request)
    context = {
        "article": article,
        "parts": [] if article.is_excerpt else list(parts(article, blocks)),
        "description": _description(article, blocks),
        "json_ld": _json_ld(article, base_url, len(visible)),
        "origins": _sources(article, ArticleAgency.Part.ORIGIN),
        "material": _sources(article, ArticleAgency.Part.CONTRIBUTED),
        "picture": _first_picture(article, base_url),
        "remarks": remarks(article, comments),
        "comment_count": len(visible),
        "form": form,
        "parent": parent,
        "parent_is_missing": answered is not None and parent is None and article.takes_comments,
        "is_sent": is_sent,
        "is_state": answered is not None or is_sent or status != 200,
    }
    return site.render(request, "article", context, status)


def _sources(article: Article, part: str) -> list[Source]:
    agencies = [a.source for a in article.article_agencies.all() if a.part == part]
    return [article.source, *agencies] if article.source and part == ArticleAgency.Part.ORIGIN else agencies


def _description(article: Article, blocks: list[Block]) -> str:
    text = article.lead or next((b.text for b in blocks if b.kind == "paragraph"), "")
    return textwrap.shorten(text, DESCRIPTION, placeholder=" …")


def _first_picture(article: Article, base_url: str) -> str:
    """The address of the picture that stands for the article elsewhere; empty where it has none."""
    if article.is_excerpt:
        return ""
    return next((urljoin(base_url, p.image.file.url) for p in article.placements.all() if p.image.has_file), "")


def _json_ld(article: Article, base_url: str, comment_count: int) -> SafeString:
    return json_ld.script(json_ld.news_article(article, base_url, settings.SITE_NAME, comment_count))
