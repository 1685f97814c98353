"""Keeps former short addresses leading to what has them no more."""

from articles.models import Article, Person, Redirect, Source, Topic

Redirectable = Article | Source | Topic | Person


def store_redirect(thing: Redirectable, former: str) -> None:
    """Let a former address of `thing` lead to it; its present one is no former one any more."""
    kind = type(thing)._meta.model_name or ""
    Redirect.objects.filter(kind=kind, slug=thing.slug).delete()
    if former and former != thing.slug:
        Redirect.objects.update_or_create(kind=kind, slug=former, defaults={"target": thing.pk})
