"""Redirects from former addresses to present ones that are public; domain/taxonomy/redirects.py remembers them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.domain.taxonomy import redirects
from articles.models import Article, Person, Source, Topic

KINDS: dict[str, Callable[[], QuerySet[Any]]] = {  # the first part of a path: what stands below it
    "articles": lambda: Article.objects.published() | Article.objects.withdrawn(),
    "sources": lambda: Source.objects.public(),
    "topics": lambda: Topic.objects.public(),
    "people": lambda: Person.objects.public(),
}


def new_address(request: HttpRequest) -> str:
    """The present address, with the rest of the path and the query, where the slug has changed; else empty.

    Only for GET and HEAD: a form is never redirected.
    """
    _root, section, slug, *rest = [*request.path.split("/", 3), "", ""][:4]
    if request.method not in {"GET", "HEAD"} or section not in KINDS or not slug or "\x00" in slug:
        return ""
    public = KINDS[section]()
    present = public.filter(pk__in=redirects.former_owners(public.model, [slug])).values_list("slug", flat=True).first()
    if not present or present == slug:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"/{section}/{present}/{rest[0]}" + (f"?{query}" if query else "")
