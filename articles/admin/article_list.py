"""The list of articles: what an editor needs to know before opening one."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import Article, Right
from . import words
from .lists import DeskList, OutletFilter, WaitingFilter


class ArticleQueues(WaitingFilter):
    """The desk's counts of articles."""

    queues = {
        "drafts": (gettext_lazy("drafts"), lambda rows: rows.filter(state=Article.State.DRAFT)),
        "in_review": (gettext_lazy("in review"), lambda rows: rows.filter(state=Article.State.IN_REVIEW)),
        "provisional": (gettext_lazy("provisional headlines"), lambda rows: rows.provisional()),
        "today": (gettext_lazy("scheduled for today"), lambda rows: rows.scheduled_today()),
    }


class ArticleList(DeskList):
    """The columns, filters and words of the list."""

    list_display = ("title", "state_told", "outlet", "issued", "published_here", "remarks")
    list_filter = (ArticleQueues, "state", OutletFilter, "publish_at")
    search_fields = ("headline", "kicker", "byline", "slug")
    search_help_text = gettext_lazy("Searches headline, kicker and byline.")
    ordering = ("-updated_at", "-id")

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, article: Article) -> SafeString:
        """Kicker and headline, as they will be printed."""
        return format_html('<span class="kicker">{}</span> {}', article.kicker, str(article))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_told(self, article: Article) -> SafeString:
        """The state as a coloured word."""
        return words.status(*state_of(article))

    @admin.display(description=gettext_lazy("outlet"), ordering="source__name")
    def outlet(self, article: Article) -> str:
        """Where it appeared."""
        return str(article.source or "–")

    @admin.display(description=gettext_lazy("appeared on"), ordering="issued_on")
    def issued(self, article: Article) -> str:
        """When it appeared, no more exact than is known."""
        return words.partial_date(article.issued_on, article.issued_precision) or "–"

    @admin.display(description=gettext_lazy("here since"), ordering="publish_at")
    def published_here(self, article: Article) -> str:
        """When it was or will be published here."""
        at = article.publish_at
        return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"

    @admin.display(description=gettext_lazy("to look at"))
    def remarks(self, article: Any) -> SafeString:
        """What an editor should know before opening it."""
        found = []
        if article.headline_is_provisional:
            found.append(("", _("provisional headline")))
        if article.right in {Right.UNCLEAR, Right.INTERNAL}:
            found.append(("", _("right: %(right)s") % {"right": Right(article.right).label}))
        if n := article.missing_pictures:
            found.append(("", ngettext("%(n)d picture without a file", "%(n)d pictures without a file", n) % {"n": n}))
        if n := article.pending_comments:
            queue = reverse("admin:articles_comment_changelist") + f"?waiting=pending&article__id__exact={article.pk}"
            found.append((queue, ngettext("%(n)d comment waits", "%(n)d comments wait", n) % {"n": n}))
        links = ((format_html('<a href="{}">{}</a>', url, text) if url else text,) for url, text in found)
        return (
            format_html('<ul class="remarks">{}</ul>', format_html_join("", "<li>{}</li>", links))
            if found
            else SafeString("")
        )


def state_of(article: Article) -> tuple[str, str]:
    """The state's code and word; what is published for later or was until lately has words of its own."""
    now = timezone.now()
    if article.state == Article.State.PUBLISHED:
        if article.expires_at and article.expires_at <= now:
            return "offline", _("offline")
        if article.publish_at and article.publish_at > now:
            return "scheduled", _("scheduled")
    return article.state, article.get_state_display()
