"""Makes and revokes preview links for people without an account."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.models import Article, PreviewLink, Right
from articles.models.fields.lengths import fit

MAX_LINK_DAYS = 30


class PreviewLinkRefused(Exception):
    """The article is shown to no guest; `str()` says why."""


def refusal(article: Article) -> str:
    """Why no guest may see the article; empty where one may."""
    if article.right == Right.INTERNAL:
        return _("The text is for internal use only: it cannot be shown to anybody outside.")
    if article.state in {Article.State.LOCKED, Article.State.WITHDRAWN, Article.State.DISCARDED}:
        return _("The state is “%(state)s”: the article cannot be shown to anybody outside.") % {
            "state": article.get_state_display()
        }
    return ""


@transaction.atomic
def make_link(article: Article, by: User, days: int, note: str = "") -> PreviewLink:
    """A link that shows the article as it stands on the day it is opened, for 1 to 30 days; or raises Refused."""
    if why := refusal(article):
        raise PreviewLinkRefused(why)
    if not 1 <= days <= MAX_LINK_DAYS:
        raise ValueError(f"a preview link lives 1 to {MAX_LINK_DAYS} days, not {days}")
    until = timezone.now() + timedelta(days=days)
    link = PreviewLink.objects.create(
        article=article, note=fit(PreviewLink, "note", note), created_by=by, expires_at=until
    )
    audit.record("create_link", article, by, note, link=link.pk, expires_at=until.isoformat())
    return link


@transaction.atomic
def revoke_link(link: PreviewLink, by: User) -> bool:
    """From now on the link opens nothing; False where it was over already."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if link.is_over:
        return False
    link.revoked_at, link.revoked_by = timezone.now(), by
    link.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("revoke_link", link.article, by, link=link.pk)
    return True
