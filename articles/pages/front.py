"""The front page: a lead story with the beginning of its text, others beside it, a grid below.

What editors have placed comes first, in their order; everything else by time.
"""

from dataclasses import replace

from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse

from articles.models import Article, FrontPlace, Source
from articles.models.fields import body
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only

SIDE_ARTICLES = 3  # beside the lead story
OPENING_CHARS = 400  # of the text in the lead story, in whole paragraphs, for each article beside it
MAX_BODY_CHARS = 4_000  # that are read for it


@read_only
def front(request: HttpRequest) -> HttpResponse:
    """What editors have put there, then the newest articles; further pages are plain grids."""
    articles = for_lists(Article.objects.published()).with_teaser_pictures()
    page = paging.page(articles.filter(front_place=None), request.GET, first=paging.FRONT_PAGE_ARTICLES)
    if page.is_first:
        placed = list(articles.filter(pk__in=FrontPlace.objects.values("article")).order_by("front_place"))
        page = replace(page, articles=[*placed, *page.articles])
    context = {"page": page, "here": "front", "pictures": True}
    if not page.is_first or not page.articles:
        return rendering.render(request, "front", context | {"grid": page.articles})
    lead = placed[0] if placed else _lead_story(page.articles)
    rest = [a for a in page.articles if a != lead]
    beside = SIDE_ARTICLES - 1 if len(rest) == SIDE_ARTICLES + 1 else SIDE_ARTICLES  # nothing stands alone in the grid
    context |= {"lead": lead, "beside": rest[:beside], "grid": rest[beside:], "sources": _sources(page.articles)}
    context["opening"] = opening(lead, OPENING_CHARS * max(len(rest[:beside]), 1))
    return rendering.render(request, "front", context)


def _lead_story(articles: list[Article]) -> Article:
    """The newest with an edited headline; the newest of all where every headline is provisional."""
    return next((a for a in articles if not a.headline_is_provisional), articles[0])


def _sources(articles: list[Article]) -> list[Source]:
    """The outlets and agencies of these articles, by name."""
    outlets = {a.source for a in articles if a.source}
    agencies = {link.source for a in articles for link in a.article_agencies.all()}
    return sorted(outlets | agencies, key=lambda source: source.name.casefold())


def opening(article: Article, limit: int) -> list[str]:
    """The first paragraphs of the text: `limit` characters, or one paragraph if it is longer; none of an excerpt."""
    if article.is_excerpt:
        return []
    markup = Article.objects.filter(pk=article.pk).values_list(Left("body", MAX_BODY_CHARS), flat=True).get()
    blocks = list(body.parse(markup))
    if len(markup) == MAX_BODY_CHARS and len(blocks) > 1:
        blocks.pop()  # cut in two
    paragraphs: list[str] = []
    for text in (b.text for b in blocks if b.kind in {"paragraph", "quote"}):
        if paragraphs and sum(map(len, paragraphs)) + len(text) > limit:
            break
        paragraphs.append(text)
    return paragraphs
