"""Publishes and withdraws articles. Publishing is one verb, whichever door asks for it."""

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
    """Each gate that keeps the public from the article at `now`; none where `.published()` has it."""
    now = now or timezone.now()
    shut = []
    if article.state != Article.State.PUBLISHED:
        message = _("The state is “%(state)s”.") % {"state": article.get_state_display()}
        if article.withdrawn_reason and article.state == Article.State.WITHDRAWN:
            message += " " + _("Reason: %(reason)s") % {"reason": article.withdrawn_reason}
        shut.append(errors.PublishBlocker("state", "state", message))
    elif article.publish_at is not None and article.publish_at > now:
        message = _("It is scheduled for %(time)s.") % {"time": format_moment(article.publish_at)}
        shut.append(errors.PublishBlocker("scheduled", "publish_at", message))
    shut += expired_blocker(article, now)
    if article.embargo_until is not None and article.embargo_until > now:
        message = _("There is an embargo until %(time)s.") % {"time": format_moment(article.embargo_until)}
        shut.append(errors.PublishBlocker("embargo", "embargo_until", message))
    return [*shut, *_right(article, timezone.localdate(now))]


def _right(article: Article, today: date) -> list[errors.PublishBlocker]:
    found = missing_right_blocker(article)
    holder = article.clip if article.clip is not None and article.clip.right else article.source
    if not found and holder is not None and holder.right_until is not None and holder.right_until < today:
        message = _("The right to use ended on %(day)s.") % {"day": date_format(holder.right_until)}
        found = [errors.PublishBlocker("right_ended", "source", message, may_be_overridden=False)]
    return found


@transaction.atomic
def publish(article: Article, by: User | None, override_reason: str = "", at: datetime | None = None) -> Article:
    """Make the article, as it stands in the archive, public from `at` on (now, if not said).

    Raises Refused when its state does not allow it, or when a check blocks that has not been overridden with a reason
    or cannot be overridden at all; PermissionDenied for who may not publish.
    """
    stands = review.get_locked(article)
    workflow.check_move(stands, "publish", by)
    closed = [g for g in checklist(stands) if g.blocks]
    if any(not g.may_be_overridden for g in closed) or (closed and not override_reason.strip()):
        raise errors.Refused(" ".join(g.message for g in closed), tuple(closed))
    stands.state = Article.State.PUBLISHED
    stands.publish_at = at or timezone.now()
    try:
        rules.check_end(stands.publish_at, stands.expires_at)
    except ValidationError as fault:
        blocker = errors.PublishBlocker("expires_before", "expires_at", fault.messages[0], may_be_overridden=False)
        raise errors.Refused(blocker.message, (blocker,)) from None
    stands.withdrawn_at, stands.withdrawn_reason = None, ""
    stands.override_reason = fit(Article, "override_reason", override_reason.strip()) if closed else ""
    stands.state_reason = ""
    _save_with_address(stands, by, override_reason or _("published"))
    article.refresh_from_db()
    return article


def _save_with_address(article: Article, by: User | None, reason: str) -> None:
    """Save; an article without an address gets one, and another one where somebody was quicker with it."""
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
    """Take a published article out of everywhere, and say why. The public is told the reason."""
    stands = review.get_locked(article)
    workflow.check_move(stands, "withdraw", by, reason)
    stands.state = Article.State.WITHDRAWN
    stands.withdrawn_at, stands.withdrawn_reason = timezone.now(), fit(Article, "withdrawn_reason", reason.strip())
    revisions.save(stands, by, reason, verb="withdraw")
    article.refresh_from_db()
    return article
