"""The newspaper's own template filters and tags: dates at their known precision, headlines, teasers, lines of forms."""

import re
import textwrap
from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from typing import Any

from django import template
from django.utils.dateformat import format as written
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.formats import date, picture
from articles.models import Article, Comment, Image, Person
from articles.pages.forms import ReaderForm
from articles.text.highlighting import Piece

register = template.Library()
TEASER_CHARS = 320
SENTENCE_END = re.compile(r"[.!?:]+[\"“”»«’')]*(?=\s|$)")
SHORT_END = re.compile(r"(?<![\w-])(\w+-\w{1,3})(?!\w)")  # Jong-un
LONG_WORD = re.compile(r"\w{22}")
GOES_ON = re.compile(r"\s*[^\s.!?…:;,–—-]")


@register.inclusion_tag("pages/_input.html")
def text_input(form: ReaderForm, name: str, label: str, **attributes: Any) -> dict[str, Any]:
    """A labelled line of a reader's form, with what was typed and its fault; `attributes` are those of <input>."""
    error = next(iter(form.errors.get(name, ())), "")
    return {"name": name, "label": label, "attributes": attributes, "value": form.typed[name], "error": error}


@register.filter
def moment(value: datetime) -> SafeString:
    """A moment, with its form for programs."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), date.moment(value))


@register.filter
def issued(article: Article) -> SafeString:
    """When the original appeared; for a text of our own, when it was published here. Never an invented day."""
    if article.issued_on is not None:
        text = date.known(article.issued_on, article.issued_precision)
        return format_html('<time datetime="{}">{}</time>', date.iso(article.issued_on, article.issued_precision), text)
    is_own = article.clip_id is None and article.source_id is None
    return moment(article.publish_at) if is_own and article.publish_at else SafeString("")


@register.filter
def shown_headline(article: Article) -> str:
    """The headline; one that was cut out of a sentence says so with an ellipsis."""
    is_cut = _opens_with_headline(article) and GOES_ON.match(article.lead.removeprefix(article.headline))
    return f"{article.headline} …" if is_cut else article.headline


@register.filter
def set_headline(article: Article) -> SafeString:
    """The headline as it is set: a few letters after a hyphen never begin a line of their own."""
    parts = SHORT_END.split(shown_headline(article))
    return mark_safe(
        "".join(f'<span class="whole">{escape(p)}</span>' if n % 2 else escape(p) for n, p in enumerate(parts))
    )


@register.filter
def headline_class(article: Article) -> str:
    """How a headline is dressed that was cut from the text, or that has a word no line of the large size holds."""
    return "provisional" if article.headline_is_provisional else "long" if LONG_WORD.search(article.headline) else ""


def _opens_with_headline(article: Article) -> bool:
    return article.headline_is_provisional and article.lead.startswith(article.headline)


@register.filter
def shown_lead(article: Article) -> str:
    """The lead as it stands below the headline: it goes on where a provisional headline took its opening."""
    if not _opens_with_headline(article):
        return article.lead
    rest = article.lead.removeprefix(article.headline)
    end = SENTENCE_END.match(rest)
    if end:
        return rest[end.end() :].strip()
    return f"… {rest.lstrip(' ,;:–—-')}" if rest.strip() else ""


@register.filter
def teaser(article: Article) -> str:
    """The lead as a list shows it, shortened."""
    return textwrap.shorten(shown_lead(article), TEASER_CHARS, placeholder=" …")


@register.filter
def author_name(comment: Comment) -> str:
    """The name under a comment, or what stands in its place."""
    return comment.author or _("Name unknown")


@register.filter
def author(comment: Comment) -> str:
    """The name under a comment, kept apart from the direction of the text around it, or what stands in its place."""
    return format_html("<bdi>{}</bdi>", comment.author) if comment.author else author_name(comment)


@register.filter
def answered(comment: Comment) -> str:
    """What an answer calls the comment that it answers: its author, or why that is not shown."""
    if comment.is_visible:
        return author(comment)
    is_pending = comment.status == Comment.Status.PENDING
    return _("a comment that is being examined") if is_pending else _("a removed comment")


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A headline or a passage of a hit, with the words that were looked for in <mark>."""
    shown = (format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text for piece in pieces)
    return format_html_join("", "{}", ((text,) for text in shown))


@register.filter
def shown(image: Image, shape: str) -> picture.PictureView | None:
    """The picture's addresses in all formats and widths of a shape: `{% with shown=image|shown:"whole" %}`."""
    return picture.shown(image, shape)


@register.filter
def monthname(value: Date) -> str:
    """A month's name: „Juni“."""
    return written(value, "F")


@register.filter
def linked_byline(article: Article) -> SafeString:
    """The byline, in which each person's name leads to the person's page."""
    names = {c.person.name: c.person for c in article.contributions.all()}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    if not pattern:
        return mark_safe(escape(article.byline))
    parts = re.split(rf"(?<!\w)({pattern})(?!\w)", article.byline)
    return mark_safe("".join(_linked(part, names.get(part)) for part in parts))


def _linked(text: str, person: Person | None) -> str:
    if person is None:
        return escape(text)
    return format_html('<a rel="author" href="{}">{}</a>', person.get_absolute_url(), text)
