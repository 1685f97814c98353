"""The checklist before publishing: what an editor should look at, each point at its field. Which block is a setting."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain import errors
from articles.models import AgencyTask, Article, Right, Source, Topic
from articles.models.clips import reading
from articles.models.fields import body

MAX_LEAD_CHARS = 600  # characters
PUBLIC_ROWS: dict[str, Callable[[], QuerySet[Any]]] = {
    "article": Article.objects.published,
    "source": Source.objects.all,
    "topic": Topic.objects.all,
}


def checklist(article: Article) -> list[errors.PublishBlocker]:
    """Every open point of the article as it stands; `blocks` follows CHECKS_THAT_BLOCK.

    What the law or the database forbids (no right to use, no headline, an end that has passed) always blocks, and no
    reason opens it.
    """
    return [
        *_words(article),
        *_pictures(article),
        *_links(article),
        *_origin(article),
        *_notices(article),
        *missing_right_blocker(article),
        *expired_blocker(article, timezone.now()),
    ]


def _point(code: str, field: str, message: str) -> errors.PublishBlocker:
    return errors.PublishBlocker(code, field, message, blocks=code in settings.CHECKS_THAT_BLOCK)


def _words(article: Article) -> Iterator[errors.PublishBlocker]:
    if not article.headline.strip():
        yield errors.PublishBlocker("no_headline", "headline", _("Please enter a headline."), may_be_overridden=False)
    elif article.headline_is_provisional:
        message = _("The headline is provisional. Please check and confirm it.")
        yield _point("headline_provisional", "headline", message)
    if not body.plain_text(article.body).strip():
        yield _point("no_text", "body", _("The article has no text."))
    if len(article.lead) > MAX_LEAD_CHARS:
        yield _point("lead_too_long", "lead", _("The lead is longer than 600 characters."))


def _pictures(article: Article) -> Iterator[errors.PublishBlocker]:
    for number, placement in enumerate(article.placements.select_related("image"), start=1):
        image = placement.image
        if not image.credit:
            yield _point("no_credit", "body", _("Picture %(number)d: the credit is missing.") % {"number": number})
        has_alt = placement.alt_text or placement.is_decorative or image.alt_text
        if image.has_file and not has_alt:
            message = _("Picture %(number)d: the alternative text is missing.") % {"number": number}
            yield _point("no_alt_text", "body", message)
        if not image.rights_last():
            message = _("Picture %(number)d: the rights have ended; readers do not see it.") % {"number": number}
            yield _point("picture_rights_ended", "body", message)


def _links(article: Article) -> Iterator[errors.PublishBlocker]:
    for link in dict.fromkeys(body.links(article.body)):
        if _leads_nowhere(link):
            message = _("The link to %(address)s leads to no page of this site.") % {"address": link}
            yield _point("dead_link", "body", message)


def _leads_nowhere(link: str) -> bool:
    """Whether it is an address of this site that a reader would not find."""
    parts = urlsplit(link)
    own = {urlsplit(settings.SITE_URL).netloc} if settings.SITE_URL else set()
    if parts.scheme not in {"", "http", "https"} or (parts.netloc and parts.netloc not in own) or not parts.path:
        return False
    try:
        match = resolve(parts.path)
    except Resolver404:
        return True
    rows = PUBLIC_ROWS.get(match.url_name or "")
    return rows is not None and not rows().filter(slug=match.kwargs.get("slug")).exists()


def _origin(article: Article) -> Iterator[errors.PublishBlocker]:
    if article.clip is None:
        return
    if article.source is None:
        yield _point("no_source", "source", _("The article comes from a clip, and no outlet is named."))
    if article.reading is not None and article.reading.warning_count and article.state != Article.State.PUBLISHED:
        open_warnings = sum(reading.is_open_warning(warning, article) for warning in article.reading.warnings)
        message = ngettext(
            "The clip's reading has %(n)d warning that nobody has looked at.",
            "The clip's reading has %(n)d warnings that nobody has looked at.",
            open_warnings,
        )
        if open_warnings:
            yield _point("clip_warnings", "clip", message % {"n": open_warnings})


def _notices(article: Article) -> Iterator[errors.PublishBlocker]:
    """What the clip says of itself, until somebody has looked at the warning: no import publishes such a text.

    Or what its agency has said of it since: that it withdraws it.
    """
    tasks = article.agency_tasks.all() if article.clip_id else ()  # all: a page that shows them has read them
    if any(task.is_waiting and task.kind == AgencyTask.Kind.KILL for task in tasks):
        message = _("The agency has withdrawn the text. Please look at the task.")
        yield _point("clip_notice", "clip", message)
        return
    if article.reading is None or not article.reading.holds or article.state == Article.State.PUBLISHED:
        return
    message = _("The clip says something that keeps it from being published unseen. Please look at its warnings.")
    yield _point("clip_notice", "clip", message)


def missing_right_blocker(article: Article) -> list[errors.PublishBlocker]:
    """The gate of the right to use, where it is shut."""
    if article.right not in {Right.UNCLEAR, Right.INTERNAL}:
        return []
    message = _("No right to use is on file for %(source)s. The article cannot be published.") % {
        "source": article.source or _("this clip")
    }
    return [errors.PublishBlocker("right_" + article.right, "source", message, may_be_overridden=False)]


def expired_blocker(article: Article, now: datetime) -> list[errors.PublishBlocker]:
    """The gate of the end, where it has come."""
    if article.expires_at is None or article.expires_at > now:
        return []
    message = _("The article has been offline since %(time)s.") % {"time": format_moment(article.expires_at)}
    return [errors.PublishBlocker("expired", "expires_at", message, may_be_overridden=False)]


def format_moment(moment: datetime) -> str:
    """A moment as people write it, in the local time zone."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
