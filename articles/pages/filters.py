"""The newspaper's own template filters: dates at their known precision, headlines and teasers as they are shown."""

import re
import textwrap
from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..formats import date
from ..models import Article

register = template.Library()
TEASER = 320  # characters
SENTENCE_END = re.compile(r"[.!?:]+[\"“”»«’')]*(?=\s|$)")
ENDS_A_SENTENCE = re.compile(r"[.!?…][\"“”»«’')]*$")


@register.filter
def moment(value: datetime) -> SafeString:
    """A moment, with its form for programs."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), date.moment(value))


@register.filter
def issued(article: Article) -> SafeString:
    """When the original appeared; for a text of our own, when it was published here. Never an invented day."""
    if article.issued_on is not None:
        shown = date.known(article.issued_on, article.issued_precision)
        return format_html(
            '<time datetime="{}">{}</time>', date.iso(article.issued_on, article.issued_precision), shown
        )
    is_own = article.clip_id is None and article.source_id is None
    return moment(article.publish_at) if is_own and article.publish_at else SafeString("")


@register.filter
def shown_headline(article: Article) -> str:
    """The headline; one that was cut out of a sentence says so with an ellipsis."""
    is_cut = article.headline_is_provisional and not ENDS_A_SENTENCE.search(article.headline)
    return f"{article.headline} …" if is_cut and not SENTENCE_END.match(_rest(article)) else article.headline


def _rest(article: Article) -> str:
    """What the lead says after the words of which a provisional headline was made."""
    return article.lead.removeprefix(article.headline)


@register.filter
def teaser(article: Article) -> str:
    """The lead as a list shows it: where the headline was made of its opening, the list goes on from there."""
    lead = article.lead
    if article.headline_is_provisional and lead.startswith(article.headline):
        lead = _rest(article)
        end = SENTENCE_END.match(lead)
        lead = lead[end.end() if end else 0 :].strip()
        if lead and shown_headline(article) != article.headline:
            lead = f"… {lead}"
    return textwrap.shorten(lead, TEASER, placeholder=" …")
