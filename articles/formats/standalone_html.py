"""An article's text as self-contained HTML: with its pictures, their captions and credits; and the
correction notices that belong to it, for feeds and other exports."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from itertools import groupby
from urllib.parse import urljoin

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models.fields.body import Block

from ..models import Article, Placement
from . import date

_LINK = re.compile(r'<a href="([^"]*)"')


def html(article: Article, base_url: str) -> SafeString:
    """The text with absolute addresses, as readers see it now; empty for an excerpt. `base_url` ends in a slash."""
    if article.is_excerpt:
        return SafeString("")
    address = urljoin(base_url, article.get_absolute_url()) if article.slug else base_url
    return mark_safe("\n".join(_parts(article, base_url, address)))


def absolute_links(markup: str, address: str) -> str:
    """Clean markup with the links that are relative to the page at `address` made absolute; an empty one stays."""

    def absolute(link: re.Match[str]) -> str:
        try:
            target = urljoin(address, unescape(link[1])) if link[1] else ""
        except ValueError:  # an address with half a bracket: no browser follows it either
            return link[0]
        return f'<a href="{escape(target, quote=False)}"'

    return _LINK.sub(absolute, markup)


def corrections(article: Article) -> list[SafeString]:
    """Its correction notices as HTML, worded and dated as on the page; none for an excerpt."""
    return [
        format_html(
            '<p><strong>{}</strong><br>{}<br><time datetime="{}">{}</time></p>',
            _("Correction"),
            linebreaksbr(correction.text),
            correction.dated.isoformat(timespec="seconds"),
            date.moment(correction.dated),
        )
        for correction in ([] if article.is_excerpt else article.corrections.all())
    ]


def _parts(article: Article, base_url: str, address: str) -> Iterator[str]:
    """The parts of the text; its relative links are relative to `address`, where its page is."""
    placements = {placement.image_id: placement for placement in article.pictures}
    dateline = format_html("<strong>{}</strong> – ", article.dateline) if article.dateline else ""
    blocks = (replace(block, html=absolute_links(block.html, address)) for block in article.blocks)
    for kind, group in groupby(blocks, key=lambda block: (block.kind, block.ordered)):
        if kind[0] == "list_item":
            tag = "ol" if kind[1] else "ul"
            yield f"<{tag}>{''.join(f'<li>{block.html}</li>' for block in group)}</{tag}>"
            continue
        for block in group:
            if block.kind == "image":
                yield from (_figure(placements[i], base_url) for i in [block.image] if i in placements)
            elif block.kind == "paragraph":
                yield f"<p>{dateline}{block.html}</p>"
                dateline = ""
            else:
                yield _other(block)
    if article.signoff:
        yield format_html("<p>{}</p>", article.signoff)


def _other(block: Block) -> str:
    if block.kind == "quote":
        return "<blockquote>" + "".join(f"<p>{part}</p>" for part in block.html.split("<br><br>")) + "</blockquote>"
    if block.kind == "table":
        return f"<table>{block.html}</table>"
    return f"<h{block.level or 2}>{block.html}</h{block.level or 2}>"


def _figure(placement: Placement, base_url: str) -> str:
    image = placement.image
    words = format_html("{} <small>{}</small>", image.caption, image.credit) if image.credit else image.caption
    caption = format_html("<figcaption>{}</figcaption>", words) if image.caption or image.credit else ""
    rendition = image.rendition()
    if rendition is None:
        return format_html("<figure>{}</figure>", caption)
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        urljoin(base_url, rendition.url),
        rendition.width,
        rendition.height,
        placement.shown_alt_text,
        caption,
    )
