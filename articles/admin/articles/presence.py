"""Who else has an article's form open, and who has saved meanwhile: told in sentences."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.base import form_data
from articles.models import Article, Presence


def time_of(moment: Any) -> str:
    """The time of day, as it is told in a sentence."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def name_of(user: Any) -> str:
    """Somebody's name; None is a command."""
    return str(user.get_full_name() or user.get_username()) if user is not None else _("by command")


def present(article: Article, request: HttpRequest) -> list[str]:
    """A sentence for each other person who has the form open."""
    here = Presence.objects.now().filter(article=article).exclude(user=request.user.pk).select_related("user")
    editing = _("%(name)s is editing this article right now (since %(time)s).")
    reading = _("%(name)s has this article open (since %(time)s).")
    return [
        (editing if one.is_editing else reading) % {"name": name_of(one.user), "time": time_of(one.since)}
        for one in here
    ]


def newer(article: Article, request: HttpRequest) -> str:
    """A sentence where somebody has saved since the form was made."""
    mine = form_data.number(request.POST.get("form_version"))
    if mine is None or mine == article.version:
        return ""
    last = article.history.select_related("history_user").first()
    return _("%(name)s saved this article at %(time)s. When you save, you can compare both versions.") % {
        "name": name_of(last.history_user),
        "time": time_of(last.history_date),
    }
