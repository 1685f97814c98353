"""The page of an article: its text with the pictures in place, its sources, its readers' comments."""

import textwrap
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString

from articles.domain.articles import scheduled_changes
from articles.formats import json_ld
from articles.models import Article, ArticleAgency, Source
from articles.models.articles.prepared_version import change_is_due
from articles.models.fields.body import Block
from articles.models.fields.keys import parse_pk
from articles.pages import form_token, rendering
from articles.pages.body_parts import parts
from articles.pages.comments.discussion import discussion
from articles.pages.errors import Withdrawn, gone_when_withdrawn, read_only
from articles.pages.forms import CommentForm

DESCRIPTION_CHARS = 200
# A form's token is good for one comment: neither a cache nor a 304 may give out once more a page that holds one.
NEVER_REUSED = "private, no-cache"


@read_only
@gone_when_withdrawn
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The article; `?reply=<id>` opens the form below that comment, `?sent` thanks for one; see comments/thread.py."""
    article = get_article(slug)
    answered = number(request.GET["reply"]) if "reply" in request.GET else None
    form = CommentForm(initial={"parent": answered, "token": form_token.token(article)})
    return render_article(request, article, form, answered=answered, sent=request.GET.get("sent"))


def get_article(slug: str) -> Article:
    """The published article with this slug, with all that its page shows; raises Withdrawn or Http404."""
    articles = Article.objects.published().select_related("source", "clip__source").defer("note")
    articles = articles.defer("clip__data", "clip__text").prefetch_related(
        "article_agencies__source", "placements__image", "contributions__person", "corrections", "topics"
    )
    rows = articles.filter(slug=slug).annotate(change_is_due=change_is_due())
    article = rows.first()
    if article and getattr(article, "change_is_due", False) and scheduled_changes.catch_up(article):
        article = rows.first()  # who asks first after the minute of a change reads it
    if article:
        return article
    reasons = Article.objects.withdrawn().filter(slug=slug).values_list("withdrawn_reason", flat=True)
    for reason in reasons:
        raise Withdrawn(reason)
    raise Http404


def number(given: str) -> int:
    """The id in an address or a form; 0, which no row has, for anything else."""
    return parse_pk(given) or 0


def render_article(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    *,
    answered: int | None = None,
    sent: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The article's page with a comment form in any state, placed below the comment `answered`."""
    discussion_context = discussion(article, form, request.GET, answered, sent or "")
    blocks = [] if article.is_excerpt else article.blocks
    base_url = rendering.base_url(request)
    context = {
        "article": article,
        "parts": [] if article.is_excerpt else list(parts(article, blocks)),
        "description": _description(article, blocks),
        "json_ld": _json_ld(article, base_url, discussion_context["comment_count"]),
        "breadcrumbs": _breadcrumbs(article, base_url),
        "origins": sources_by_part(article, ArticleAgency.Part.ORIGIN),
        "material": sources_by_part(article, ArticleAgency.Part.CONTRIBUTED),
        "shows_differences": shows_differences(article),
        "picture": _first_picture(article, base_url),
        "is_sent": bool(discussion_context.get("status_token")),  # a link of somebody's making has sent nothing
        "is_state": answered is not None or sent is not None or status != 200,
        **discussion_context,
    }
    response = rendering.render(request, "article", context, status)
    if context["is_state"]:  # the page of one reader, with what they typed or their private link
        add_never_cache_headers(response)
    elif discussion_context.get("takes_comments"):
        response["Cache-Control"] = NEVER_REUSED
    return response


def shows_differences(article: Article) -> bool:
    """Whether readers see how the article differs from its clip: a setting, and never for an excerpt."""
    return settings.SHOW_DIFFERENCES and article.clip_id is not None and not article.is_excerpt


def sources_by_part(article: Article, part: str) -> list[Source]:
    agencies = [a.source for a in article.article_agencies.all() if a.part == part]
    return [article.source, *agencies] if article.source and part == ArticleAgency.Part.ORIGIN else agencies


def _description(article: Article, blocks: list[Block]) -> str:
    text = article.lead or next((b.text for b in blocks if b.kind == "paragraph"), "")
    return textwrap.shorten(text, DESCRIPTION_CHARS, placeholder=" …")


def _first_picture(article: Article, base_url: str) -> str:
    """The address of the picture that represents the article elsewhere; empty where it has none."""
    renditions = (p.image.rendition() for p in article.pictures)
    return next((urljoin(base_url, rendition.url) for rendition in renditions if rendition is not None), "")


def _json_ld(article: Article, base_url: str, comment_count: int) -> SafeString:
    return json_ld.script(json_ld.news_article(article, base_url, settings.SITE_NAME, comment_count))


def _breadcrumbs(article: Article, base_url: str) -> SafeString:
    return json_ld.script(json_ld.breadcrumbs(article, base_url, settings.SITE_NAME))
