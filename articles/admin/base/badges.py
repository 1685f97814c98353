"""How lists and pages of the admin show values: a status as a coloured word, a date as exact as it is known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from articles.domain.imports import holds as hold_labels
from articles.models import Article


def state_of(article: Article) -> tuple[str, str]:
    """Code and label of the article's state; scheduled and expired articles have labels of their own."""
    now = timezone.now()
    if article.state == Article.State.PUBLISHED:
        if article.expires_at and article.expires_at <= now:
            return "offline", _("offline")
        if article.publish_at and article.publish_at > now:
            return "scheduled", _("scheduled")
    return article.state, article.get_state_display()


def status(code: str, word: object) -> SafeString:
    """A status: the word says it, the colour only helps to find it."""
    return format_html('<span class="status status-{}">{}</span>', code, word)


def holds(codes: Sequence[str]) -> SafeString:
    """The reasons for which no import publishes a text, each as a coloured word; a dash without one."""
    words = [(status("held", hold_labels.label(code)),) for code in codes if code]
    return format_html_join(" ", "{}", words) if words else SafeString("–")


def partial_date(day: date | None, precision: str) -> str:
    """A date no more exact than it is known: „19. Juni 2024“, „Juni 2024“, „2024“."""
    if day is None:
        return ""
    formats = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
    return date_format(day, formats.get(precision, "DATE_FORMAT"))


def language(code: str) -> str:
    """The language's name, as „Deutsch“ for `de`; an unknown code is returned as it is."""
    try:
        return capfirst(str(get_language_info(code.lower())["name_translated"]))
    except KeyError:
        return code


def opening(text: str, length: int = 120) -> str:
    """The first words of a text on one line."""
    return Truncator(" ".join(text.split())).chars(length)


def unnamed_article(number: int) -> str:
    """An article of which who looks may know no more than that it is not public."""
    return _("Article %(number)s (not public)") % {"number": number}


def waiting_comments(article: Any) -> list[tuple[str, str]]:
    """How many of its comments wait, and where they are listed; as a remark."""
    n = article.pending_comments
    queue = reverse("admin:articles_comment_changelist") + f"?waiting=pending&article__id__exact={article.pk}"
    return [(queue, ngettext("%(n)d comment waits", "%(n)d comments wait", n) % {"n": n})] if n else []


def remarks(items: Sequence[tuple[str, str]]) -> SafeString:
    """Address and words of each remark, as a list in a cell."""
    links = ((format_html('<a href="{}">{}</a>', url, text) if url else text,) for url, text in items)
    inner = format_html_join("", "<li>{}</li>", links)
    return format_html('<ul class="remarks">{}</ul>', inner) if items else SafeString("")
