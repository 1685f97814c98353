"""Redirects from former addresses to present ones that are public; domain/taxonomy/redirects.py remembers them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article, Person, Redirect, Source, Topic
from articles.models.fields.lengths import fit

KINDS: dict[str, tuple[str, Callable[[], QuerySet[Any]]]] = {  # the first part of a path: what stands below it
    "articles": (Redirect.Kind.ARTICLE, lambda: Article.objects.published() | Article.objects.withdrawn()),
    "sources": (Redirect.Kind.SOURCE, lambda: Source.objects.public()),
    "topics": (Redirect.Kind.TOPIC, lambda: Topic.objects.public()),
    "people": (Redirect.Kind.PERSON, lambda: Person.objects.public()),
}


def new_address(request: HttpRequest) -> str:
    """The present address, with the rest of the path and the query, where the slug has changed; else empty.

    Only for GET and HEAD: a form is never redirected.
    """
    _root, section, slug, *rest = [*request.path.split("/", 3), "", ""][:4]
    if request.method not in {"GET", "HEAD"} or section not in KINDS or not slug or "\x00" in slug:
        return ""
    kind, public = KINDS[section]
    former = Redirect.objects.filter(kind=kind, slug=fit(Redirect, "slug", slug)).values("target")
    present = public().filter(pk__in=former).values_list("slug", flat=True).first()
    if not present or present == slug:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"/{section}/{present}/{rest[0]}" + (f"?{query}" if query else "")
