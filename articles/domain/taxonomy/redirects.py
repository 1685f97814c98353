"""Keeps former short addresses leading to what has them no more."""

from articles.models import Article, Person, Redirect, Source, Topic

Redirectable = Article | Source | Topic | Person


def store_redirect(target: Redirectable, former: str) -> None:
    """Redirect the former address to `target`; its present address is no former one any more."""
    kind = type(target)._meta.model_name or ""
    Redirect.objects.filter(kind=kind, slug=target.slug).delete()
    if former and former != target.slug:
        Redirect.objects.update_or_create(kind=kind, slug=former, defaults={"target": target.pk})
