"""The pages of persons. One without a published article is not found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Article, Contribution, Person
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only


@read_only
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """All published articles that the person contributed to; an excerpt names no persons."""
    person = get_object_or_404(Person.objects.public(), slug=slug)
    parts = Contribution.objects.filter(person=person).values("article")
    page = paging.page(for_lists(Article.objects.published().in_full()).filter(pk__in=parts), request.GET)
    is_kept_out = all(article.noindex for article in page.articles)  # a search for the name must not lead to them
    context = {"person": person, "page": page, "here": "people", "is_kept_out": is_kept_out}
    return rendering.render(request, "person", context)
