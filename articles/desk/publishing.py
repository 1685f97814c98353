"""Publishes and withdraws articles. Publishing is one verb, whichever door asks for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Article, Right, body
from . import revising

RIVALS = 50  # articles of one headline that may be published in the same moment: each loses to one other at a time


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that stands between an article and its readers."""

    code: str
    field: str
    message: str
    blocks: bool = True
    may_be_overridden: bool = True


class Refused(Exception):
    """The desk will not do it; `gates` says what stands in the way, `str()` is a sentence for people."""

    def __init__(self, message: str, gates: tuple[Gate, ...] = ()) -> None:
        super().__init__(message)
        self.gates = gates


def checklist(article: Article) -> list[Gate]:
    """What an editor should look at before the article is published, each point at its field."""
    found = [*_words(article), *_pictures(article), *_sources(article), *_end(article, timezone.now())]
    if article.reading is not None and article.reading.warning_count and article.state != Article.State.PUBLISHED:
        message = _("The clip's reading has warnings: please look at them.")
        found.append(Gate("clip_warnings", "clip", message, blocks=False))
    return found


def _words(article: Article) -> list[Gate]:
    found = []
    if not article.headline.strip():
        found.append(Gate("no_headline", "headline", _("Please enter a headline."), may_be_overridden=False))
    elif article.headline_is_provisional:
        message = _("The headline is provisional. Please check and confirm it.")
        found.append(Gate("headline_provisional", "headline", message))
    if not body.plain_text(article.body).strip():
        found.append(Gate("no_text", "body", _("The article has no text.")))
    if len(article.lead) > 600:
        found.append(Gate("lead_too_long", "lead", _("The lead is longer than 600 characters."), blocks=False))
    return found


def _pictures(article: Article) -> list[Gate]:
    found = []
    for number, placement in enumerate(article.placements.select_related("image"), start=1):
        image = placement.image
        if not image.credit:
            message = _("Picture %(number)d: the credit is missing.") % {"number": number}
            found.append(Gate("no_credit", "body", message))
        has_alt = placement.alt_text or placement.is_decorative or image.alt_text
        if image.has_file and not has_alt:
            message = _("Picture %(number)d: the alternative text is missing.") % {"number": number}
            found.append(Gate("no_alt_text", "body", message))
    return found


def _sources(article: Article) -> list[Gate]:
    if article.right not in {Right.UNCLEAR, Right.INTERNAL}:
        return []
    message = _("No right to use is on file for %(source)s. The article cannot be published.") % {
        "source": article.source or _("this clip")
    }
    return [Gate("right_" + article.right, "source", message, may_be_overridden=False)]


def _end(article: Article, now: datetime) -> list[Gate]:
    if article.expires_at is None or article.expires_at > now:
        return []
    message = _("The article has been offline since %(time)s.") % {"time": _told(article.expires_at)}
    return [Gate("expired", "expires_at", message, may_be_overridden=False)]


def _told(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def why_not_public(article: Article, now: datetime | None = None) -> list[Gate]:
    """Each gate that keeps the public from the article at `now`; none where `.published()` has it."""
    now = now or timezone.now()
    shut = []
    if article.state != Article.State.PUBLISHED:
        message = _("The state is “%(state)s”.") % {"state": article.get_state_display()}
        if article.withdrawn_reason and article.state == Article.State.WITHDRAWN:
            message += " " + _("Reason: %(reason)s") % {"reason": article.withdrawn_reason}
        shut.append(Gate("state", "state", message))
    elif article.publish_at is not None and article.publish_at > now:
        message = _("It is scheduled for %(time)s.") % {"time": _told(article.publish_at)}
        shut.append(Gate("scheduled", "publish_at", message))
    shut += _end(article, now)
    if article.embargo_until is not None and article.embargo_until > now:
        message = _("There is an embargo until %(time)s.") % {"time": _told(article.embargo_until)}
        shut.append(Gate("embargo", "embargo_until", message))
    return [*shut, *_right(article, timezone.localdate(now))]


def _right(article: Article, today: date) -> list[Gate]:
    found = _sources(article)
    holder = article.clip if article.clip is not None and article.clip.right else article.source
    if not found and holder is not None and holder.right_until is not None and holder.right_until < today:
        message = _("The right to use ended on %(day)s.") % {"day": date_format(holder.right_until)}
        found = [Gate("right_ended", "source", message, may_be_overridden=False)]
    return found


@transaction.atomic
def publish(article: Article, by: User | None, override_reason: str = "", at: datetime | None = None) -> Article:
    """Make the article, as it stands in the archive, public from `at` on (now, if not said).

    Raises Refused when a check blocks that has not been overridden with a reason, or cannot be overridden at all.
    """
    stands = _locked(article)
    if stands.state not in {
        Article.State.DRAFT,
        Article.State.IN_REVIEW,
        Article.State.APPROVED,
        Article.State.WITHDRAWN,
    }:
        raise Refused(_("An article that is “%(state)s” cannot be published.") % {"state": stands.get_state_display()})
    closed = [g for g in checklist(stands) if g.blocks]
    if any(not g.may_be_overridden for g in closed) or (closed and not override_reason.strip()):
        raise Refused(" ".join(g.message for g in closed), tuple(closed))
    stands.state = Article.State.PUBLISHED
    stands.publish_at = at or timezone.now()
    stands.withdrawn_at, stands.withdrawn_reason = None, ""
    stands.override_reason = override_reason.strip()[:500] if closed else ""
    _save_with_address(stands, by, override_reason or _("published"))
    article.refresh_from_db()
    return article


def _locked(article: Article) -> Article:
    """The article as it stands in the archive, locked until the transaction ends: the one given may be old."""
    return Article.objects.select_for_update().get(pk=article.pk)


def _save_with_address(article: Article, by: User | None, reason: str) -> None:
    """Save; an article without an address gets one, and another one where somebody was quicker with it."""
    if article.slug:
        revising.save(article, by, reason)
        return
    for attempt in range(RIVALS):
        article.slug = revising.free_slug(article.headline, Article.objects.all(), limit=100)
        try:
            with transaction.atomic():
                revising.save(article, by, reason)
                return
        except IntegrityError:
            if attempt == RIVALS - 1 or not Article.objects.filter(slug=article.slug).exists():
                raise


@transaction.atomic
def withdraw(article: Article, by: User | None, reason: str) -> Article:
    """Take a published article out of everywhere, and say why. The public is told the reason."""
    stands = _locked(article)
    if stands.state != Article.State.PUBLISHED:
        raise Refused(_("Only a published article can be withdrawn."))
    if not reason.strip():
        raise Refused(_("Please give the reason for the withdrawal."))
    stands.state = Article.State.WITHDRAWN
    stands.withdrawn_at, stands.withdrawn_reason = timezone.now(), reason.strip()[:500]
    revising.save(stands, by, reason)
    article.refresh_from_db()
    return article
