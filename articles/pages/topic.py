"""The pages of topics. One without a published article is not found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Article, Topic
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only


@read_only
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything published on this topic."""
    topic = get_object_or_404(Topic.objects.public(), slug=slug)
    page = paging.page(for_lists(Article.objects.published()).filter(topics=topic), request.GET)
    return rendering.render(request, "topic", {"topic": topic, "page": page, "here": topic})


@read_only
def topics(request: HttpRequest) -> HttpResponse:
    """All topics of published articles."""
    public = list(Topic.objects.public().order_by("name"))
    return rendering.render(request, "topics", {"topics": public, "here": "topics"})
