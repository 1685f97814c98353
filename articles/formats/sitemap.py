"""Sitemaps: the index, pages with their pictures, the news of the last two days.

Sources: sitemaps.org/protocol.html; Google's extensions for images (sitemap-image/1.1) and news (sitemap-news/0.9).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from ..models import Article
from .xml_text import allowed

MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NAMESPACES: dict[Any, str] = {None: MAP}  # lxml takes None for the default one, its stubs do not


def index(addresses: Iterable[str]) -> bytes:
    """The list of the other sitemaps; absolute addresses."""
    root = etree.Element(f"{{{MAP}}}sitemapindex", nsmap=NAMESPACES)
    for address in addresses:
        _add(etree.SubElement(root, f"{{{MAP}}}sitemap"), MAP, "loc", address)
    return _serialize(root)


def pages(addresses: Iterable[str]) -> bytes:
    """Pages that are no articles; absolute addresses."""
    root = etree.Element(f"{{{MAP}}}urlset", nsmap=NAMESPACES)
    for address in addresses:
        _page(root, address)
    return _serialize(root)


def articles(rows: Iterable[Article], base_url: str) -> bytes:
    """Articles, when they were changed last, and the pictures that they show."""
    root = etree.Element(f"{{{MAP}}}urlset", nsmap=NAMESPACES | {"image": IMAGE})
    for article in rows:
        page = _page(root, urljoin(base_url, article.get_absolute_url()), article.public_since_change)
        for placement in article.pictures:
            sent = placement.image.rendition()
            if sent is not None:
                picture = etree.SubElement(page, f"{{{IMAGE}}}image")
                _add(picture, IMAGE, "loc", urljoin(base_url, sent.url))
    return _serialize(root)


def news(rows: Iterable[Article], base_url: str, site_name: str) -> bytes:
    """The sitemap for news search engines, of articles with `publish_at`."""
    root = etree.Element(f"{{{MAP}}}urlset", nsmap=NAMESPACES | {"news": NEWS})
    for article in rows:
        assert article.publish_at is not None
        entry = etree.SubElement(_page(root, urljoin(base_url, article.get_absolute_url())), f"{{{NEWS}}}news")
        publication = etree.SubElement(entry, f"{{{NEWS}}}publication")
        _add(publication, NEWS, "name", site_name)
        _add(publication, NEWS, "language", article.language.split("-")[0])
        _add(entry, NEWS, "publication_date", article.publish_at.isoformat(timespec="seconds"))
        _add(entry, NEWS, "title", article.headline)
    return _serialize(root)


def _page(root: Any, address: str, changed_at: datetime | None = None) -> Any:
    page = etree.SubElement(root, f"{{{MAP}}}url")
    _add(page, MAP, "loc", address)
    if changed_at is not None:
        _add(page, MAP, "lastmod", changed_at.isoformat(timespec="seconds"))
    return page


def _add(parent: Any, namespace: str, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{namespace}}}{name}").text = allowed(text)


def _serialize(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
