"""Sentences about who else has an article's form open, and who has saved it in the meantime."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.base import form_data
from articles.models import Article, Presence


def format_time(moment: Any) -> str:
    """The time of day, as it stands in a sentence."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def user_name(user: Any) -> str:
    """Somebody's name; None is a command."""
    return str(user.get_full_name() or user.get_username()) if user is not None else _("by command")


def presence_messages(article: Article, request: HttpRequest) -> list[str]:
    """A sentence for each other person who has the form open."""
    here = Presence.objects.now().filter(article=article).exclude(user=request.user.pk).select_related("user")
    editing = _("%(name)s is editing this article right now (since %(time)s).")
    reading = _("%(name)s has this article open (since %(time)s).")
    return [
        (editing if presence.is_editing else reading)
        % {"name": user_name(presence.user), "time": format_time(presence.since)}
        for presence in here
    ]


def newer_version_message(article: Article, request: HttpRequest) -> str:
    """A sentence where somebody has saved since the form was made."""
    own_version = form_data.parse_number(request.POST.get("form_version"))
    if own_version is None or own_version == article.version:
        return ""
    last = article.history.select_related("history_user").first()
    return _("%(name)s saved this article at %(time)s. When you save, you can compare both versions.") % {
        "name": user_name(last.history_user),
        "time": format_time(last.history_date),
    }
