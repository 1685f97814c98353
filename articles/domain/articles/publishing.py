"""Publishes and withdraws articles: the form, the API and bulk actions all call these functions.

Whether and from when readers see an article is decided by `ArticleQuerySet.published()` (models/articles/querysets.py);
`why_not_public()` here puts its conditions into sentences and changes with them.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.domain import errors, slugs
from articles.domain.articles import review, revisions, rules, workflow
from articles.domain.articles.checklist import checklist, expired_blocker, format_moment, missing_right_blocker
from articles.models import Article
from articles.models.fields.lengths import fit

__all__ = ["checklist", "publish", "why_not_public", "withdraw"]

MAX_SLUG_ATTEMPTS = 50  # articles of one headline published in the same moment: each loses to one other at a time


def why_not_public(article: Article, now: datetime | None = None) -> list[errors.PublishBlocker]:
    """What keeps the public from the article at `now`; empty where `.published()` has it."""
    now = now or timezone.now()
    blockers = []
    if article.state != Article.State.PUBLISHED:
        message = _("The state is “%(state)s”.") % {"state": article.get_state_display()}
        if article.withdrawn_reason and article.state == Article.State.WITHDRAWN:
            message += " " + _("Reason: %(reason)s") % {"reason": article.withdrawn_reason}
        blockers.append(errors.PublishBlocker("state", "state", message))
    elif article.publish_at is not None and article.publish_at > now:
        message = _("It is scheduled for %(time)s.") % {"time": format_moment(article.publish_at)}
        blockers.append(errors.PublishBlocker("scheduled", "publish_at", message))
    blockers += expired_blocker(article, now)
    if article.embargo_until is not None and article.embargo_until > now:
        message = _("There is an embargo until %(time)s.") % {"time": format_moment(article.embargo_until)}
        blockers.append(errors.PublishBlocker("embargo", "embargo_until", message))
    return [*blockers, *_right(article, timezone.localdate(now))]


def _right(article: Article, today: date) -> list[errors.PublishBlocker]:
    blockers = missing_right_blocker(article)
    holder = article.clip if article.clip is not None and article.clip.right else article.source
    if not blockers and holder is not None and holder.right_until is not None and holder.right_until < today:
        message = _("The right to use ended on %(day)s.") % {"day": date_format(holder.right_until)}
        blockers = [errors.PublishBlocker("right_ended", "source", message, may_be_overridden=False)]
    return blockers


@transaction.atomic
def publish(article: Article, by: User | None, override_reason: str = "", at: datetime | None = None) -> Article:
    """Make the article as it is stored public from `at` on; None is now.

    Raises Refused when its state does not allow it, or when a check blocks that has not been overridden with a reason
    or cannot be overridden at all; PermissionDenied for who may not publish.
    """
    current = review.get_locked(article)
    workflow.check_move(current, "publish", by)
    blocking = [blocker for blocker in checklist(current) if blocker.blocks]
    if any(not blocker.may_be_overridden for blocker in blocking) or (blocking and not override_reason.strip()):
        raise errors.Refused(" ".join(blocker.message for blocker in blocking), tuple(blocking))
    current.state = Article.State.PUBLISHED
    current.publish_at = at or timezone.now()
    try:
        rules.check_end(current.publish_at, current.expires_at)
    except ValidationError as fault:
        blocker = errors.PublishBlocker("expires_before", "expires_at", fault.messages[0], may_be_overridden=False)
        raise errors.Refused(blocker.message, (blocker,)) from None
    current.withdrawn_at, current.withdrawn_reason = None, ""
    current.override_reason = fit(Article, "override_reason", override_reason.strip()) if blocking else ""
    current.state_reason = ""
    _save_with_address(current, by, override_reason or _("published"))
    article.refresh_from_db()
    return article


def _save_with_address(article: Article, by: User | None, reason: str) -> None:
    """Save; an article without an address gets one, and another one where somebody else took it first."""
    if article.slug:
        revisions.save(article, by, reason, verb="publish")
        return
    for attempt in range(MAX_SLUG_ATTEMPTS):
        article.slug = slugs.free_slug(article.headline, Article.objects.all(), limit=100)
        try:
            with transaction.atomic():
                revisions.save(article, by, reason, verb="publish")
                return
        except IntegrityError:
            if attempt == MAX_SLUG_ATTEMPTS - 1 or not Article.objects.filter(slug=article.slug).exists():
                raise


@transaction.atomic
def withdraw(article: Article, by: User | None, reason: str) -> Article:
    """Withdraw a published article; its page shows the reason. Raises errors.Refused and PermissionDenied."""
    current = review.get_locked(article)
    workflow.check_move(current, "withdraw", by, reason)
    current.state = Article.State.WITHDRAWN
    current.withdrawn_at, current.withdrawn_reason = timezone.now(), fit(Article, "withdrawn_reason", reason.strip())
    revisions.save(current, by, reason, verb="withdraw")
    article.refresh_from_db()
    return article
