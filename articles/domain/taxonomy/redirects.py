"""Gives things another address, and keeps the old one leading there."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.articles import revisions
from articles.models import Article, Person, Redirect, Source, Topic

Redirectable = Article | Source | Topic | Person


class RedirectRefused(Exception):
    """The address cannot be had; `str()` is a sentence for people."""


@transaction.atomic
def change_slug(article: Article, slug: str, by: User | None, reason: str = "") -> Article:
    """Give a published or withdrawn article another address; the old one leads there from now on.

    Raises Refused where the address is none, is another article's, or leads to another one.
    """
    stands = Article.objects.select_for_update().get(pk=article.pk)
    if not stands.slug:
        raise RedirectRefused(_("An article gets its address with its first publication."))
    if stands.slug == slug:
        return stands
    _check(stands, slug)
    before, stands.slug = stands.slug, slug
    revisions.save(stands, by, reason or _("new address"))
    remember(stands, before)
    audit.record("move", stands, by, reason, before=before, after=slug)
    article.refresh_from_db()
    return article


def remember(thing: Redirectable, former: str) -> None:
    """Let a former address of `thing` lead to it; its present one is no former one any more."""
    kind = type(thing)._meta.model_name or ""
    Redirect.objects.filter(kind=kind, slug=thing.slug).delete()
    if former and former != thing.slug:
        Redirect.objects.update_or_create(kind=kind, slug=former, defaults={"target": thing.pk})


def _check(article: Article, slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise RedirectRefused(_("An address consists of letters, digits, hyphens and underscores.")) from None
    if slug.isdigit() or len(slug) > 100:
        raise RedirectRefused(_("An address has at most 100 characters, and is not of digits alone."))
    if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
        raise RedirectRefused(_("Another article has this address."))
    former = Redirect.objects.filter(kind=Redirect.Kind.ARTICLE, slug=slug).first()
    if former is not None and former.target != article.pk:
        raise RedirectRefused(_("This address leads to another article, which had it before."))
