"""The pages of outlets and agencies. One without a published article is not found."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Article, ArticleAgency, Source
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only


@read_only
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """All published articles of this outlet or agency."""
    source = get_object_or_404(Source.objects.public(), slug=slug)
    page = paging.page(for_lists(published_of(source)), request.GET)
    return rendering.render(request, "source", {"source": source, "page": page, "here": "sources"})


def published_of(source: Source) -> ArticleQuerySet:
    """What is published of an outlet, and what an agency had a part in."""
    named = ArticleAgency.objects.filter(source=source).values("article")
    return Article.objects.published().filter(Q(source=source) | Q(pk__in=named))


@read_only
def sources(request: HttpRequest) -> HttpResponse:
    """All outlets and agencies of published articles."""
    public = Source.objects.public().order_by(Lower("name"))
    outlets = [s for s in public if s.kind == Source.Kind.OUTLET]
    agencies = [s for s in public if s.kind == Source.Kind.AGENCY]
    return rendering.render(request, "sources", {"outlets": outlets, "agencies": agencies, "here": "sources"})
