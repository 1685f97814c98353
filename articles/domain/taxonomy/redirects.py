"""Keeps former short addresses leading to what has them no more."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from articles.models import Article, Person, Redirect, Source, Topic
from articles.models.fields.lengths import fit

Redirectable = Article | Source | Topic | Person


def store_redirect(target: Redirectable, former: str) -> None:
    """Redirect the former address to `target`; its present address is no former one any more."""
    kind = type(target)._meta.model_name or ""
    Redirect.objects.filter(kind=kind, slug=target.slug).delete()
    if former and former != target.slug:
        Redirect.objects.update_or_create(kind=kind, slug=former, defaults={"target": target.pk})


def former_owners(model: type[Model], slugs: Iterable[str]) -> QuerySet[Redirect, Any]:
    """The ids of the rows of the model that had one of these short addresses once, for `pk__in`."""
    names = [fit(Redirect, "slug", slug) for slug in slugs]
    return Redirect.objects.filter(kind=model._meta.model_name, slug__in=names).values("target")
