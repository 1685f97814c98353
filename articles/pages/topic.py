"""The pages of topics. One that nothing published carries is as unknown as one that does not exist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Article, Topic
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only


@read_only
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything published on this topic."""
    found = get_object_or_404(Topic.objects.public(), slug=slug)
    page = paging.page(for_lists(Article.objects.published()).filter(topics=found), request.GET)
    return rendering.render(request, "topic", {"topic": found, "page": page, "here": found})


@read_only
def topics(request: HttpRequest) -> HttpResponse:
    """All topics of published articles."""
    found = list(Topic.objects.public().order_by("name"))
    return rendering.render(request, "topics", {"topics": found, "here": "topics"})
