"""The pages of outlets and agencies. One that nothing published names is as unknown as one that does not exist."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Article, ArticleAgency, Source
from . import paging, site


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything published that came from this outlet or agency."""
    found = get_object_or_404(Source.objects.public(), slug=slug)
    named = ArticleAgency.objects.filter(source=found).values("article")
    articles = Article.objects.published().for_lists().filter(Q(source=found) | Q(pk__in=named))
    page = paging.page(articles, request.GET)
    return site.render(request, "source", {"source": found, "page": page, "here": "sources"})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """All outlets and agencies of published articles."""
    known = Source.objects.public().order_by("name")
    outlets = [s for s in known if s.kind == Source.Kind.OUTLET]
    agencies = [s for s in known if s.kind == Source.Kind.AGENCY]
    return site.render(request, "sources", {"outlets": outlets, "agencies": agencies, "here": "sources"})
