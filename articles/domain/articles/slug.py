"""Gives a published or withdrawn article another address, and keeps the old one leading there."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.articles import permissions, revisions
from articles.domain.taxonomy import redirects
from articles.models import Article, Redirect


class SlugRefused(Exception):
    """The address cannot be had; `str()` is a sentence for people."""


@transaction.atomic
def change_slug(article: Article, slug: str, by: User | None, reason: str = "") -> Article:
    """Give the article another address; the old one leads there from now on. One revision, one audit entry.

    Raises PermissionDenied, and SlugRefused where the address is none, is another article's, or leads to another one.
    """
    current = Article.objects.select_for_update().get(pk=article.pk)
    if by is not None and not (permissions.may_change(current, by) and by.has_perm(permissions.PUBLISH)):
        raise PermissionDenied
    if not current.slug:
        raise SlugRefused(_("An article gets its address with its first publication."))
    if current.slug == slug:
        return current
    _check(current, slug)
    before, current.slug = current.slug, slug
    details = {"before": before, "after": slug}
    revisions.save(current, by, reason or _("new address"), verb="move", details=details)
    redirects.store_redirect(current, before)
    article.refresh_from_db()
    return article


def _check(article: Article, slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise SlugRefused(_("An address consists of letters, digits, hyphens and underscores.")) from None
    if slug.isdigit() or len(slug) > 100:
        raise SlugRefused(_("An address has at most 100 characters, and is not of digits alone."))
    if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
        raise SlugRefused(_("Another article has this address."))
    former = Redirect.objects.filter(kind=Redirect.Kind.ARTICLE, slug=slug).first()
    if former is not None and former.target != article.pk:
        raise SlugRefused(_("This address leads to another article, which had it before."))
