"""Publishes and withdraws articles. Publishing is one verb, whichever door asks for it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Article, Right, body
from . import revising


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
    found = [*_words(article), *_pictures(article), *_sources(article)]
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


@transaction.atomic
def publish(article: Article, by: User | None, override_reason: str = "", at: datetime | None = None) -> Article:
    """Make the article public from `at` on (now, if not said).

    Raises Refused when a check blocks that has not been overridden with a reason, or cannot be overridden at all.
    """
    if article.state not in {
        Article.State.DRAFT,
        Article.State.IN_REVIEW,
        Article.State.APPROVED,
        Article.State.WITHDRAWN,
    }:
        raise Refused(_("An article that is “%(state)s” cannot be published.") % {"state": article.get_state_display()})
    closed = [g for g in checklist(article) if g.blocks]
    if any(not g.may_be_overridden for g in closed) or (closed and not override_reason.strip()):
        raise Refused(" ".join(g.message for g in closed), tuple(closed))
    if not article.slug:
        article.slug = revising.free_slug(article.headline, Article.objects.all(), limit=100)
    article.state = Article.State.PUBLISHED
    article.publish_at = at or timezone.now()
    article.withdrawn_at, article.withdrawn_reason = None, ""
    article.override_reason = override_reason.strip() if closed else ""
    revising.save(article, by, override_reason or _("published"))
    return article


@transaction.atomic
def withdraw(article: Article, by: User | None, reason: str) -> Article:
    """Take a published article out of everywhere, and say why."""
    if article.state != Article.State.PUBLISHED:
        raise Refused(_("Only a published article can be withdrawn."))
    if not reason.strip():
        raise Refused(_("Please give the reason for the withdrawal."))
    article.state = Article.State.WITHDRAWN
    article.withdrawn_at, article.withdrawn_reason = timezone.now(), reason.strip()[:500]
    revising.save(article, by, reason)
    return article
