"""Articles as feeds: RSS 2.0, Atom, JSON Feed 1.1 and ninjs 3.1.

Sources: RSS 2.0 (rssboard.org/rss-specification) with the modules content, dc and Media RSS (rssboard.org/media-rss);
RFC 4287; JSON Feed 1.1 (jsonfeed.org/version/1.1). The number of readers' comments: the RSS module slash, RFC 4685 for
Atom, and in JSON Feed an extension of ours, `_comments`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.utils.html import escape

from ..models import Article, Contribution
from . import ninjs, standalone_html, tag_uri
from .xml_feed import AtomFeed, RssFeed

RSS, ATOM, JSON, NINJS = "rss", "atom", "json", "ninjs"


@dataclass(frozen=True, slots=True)
class Feed:
    """The metadata of a feed; addresses are absolute."""

    title: str
    description: str
    page: str  # the page of the same articles
    address: str  # the feed's own
    language: str
    site: str  # the site's name


def write(feed: Feed, articles: Iterable[Article], kind: str, base_url: str) -> tuple[str, str]:
    """The feed as text, and its media type. `base_url` ends in a slash; articles need `with_comment_counts`."""
    if kind == NINJS:
        data = ninjs.composite(articles, feed.address, feed.title, base_url, feed.site)
        return json.dumps(data, ensure_ascii=False), ninjs.MEDIA_TYPE
    entries = [_entry(article, base_url) for article in articles]
    if kind == JSON:
        return json.dumps(_json_feed(feed, entries), ensure_ascii=False), "application/feed+json; charset=utf-8"
    generator = (_ArticleRss if kind == RSS else _ArticleAtom)(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        subtitle=feed.description,
        language=feed.language,
        feed_url=feed.address,
        author_name=feed.site,  # in Atom, for entries that name nobody (RFC 4287, 4.1.1)
    )
    for entry in entries:
        generator.add_item(**_as_item(entry))
    return generator.writeString("utf-8"), generator.content_type


def _entry(article: Any, base_url: str) -> dict[str, Any]:
    parts = [] if article.is_excerpt else list(article.contributions.all())
    return {
        "id": tag_uri.of_article(article, base_url),
        "address": urljoin(base_url, article.get_absolute_url()),
        "title": article.headline,
        "summary": article.lead,
        "html": "\n".join(
            filter(None, [standalone_html.html(article, base_url), *standalone_html.corrections(article)])
        ),
        "authors": [c.person for c in parts if c.role == Contribution.Role.AUTHOR],
        "sources": [*([article.source] if article.source else []), *(a.source for a in article.article_agencies.all())],
        "topics": [topic.name for topic in article.topics.all()],
        "published": article.publish_at,
        "updated": max(article.updated_at, article.publish_at or article.updated_at),
        "language": article.language,
        "original": article.original_url,
        "pictures": [(sent, p) for p in article.pictures if (sent := p.image.rendition()) is not None],
        "comment_count": 0 if article.is_excerpt else article.comment_count,
        "base_url": base_url,
    }


def _as_item(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": entry["title"],
        "link": entry["address"],
        "description": escape(entry["summary"]),  # RSS: readers take it for HTML. Atom has its own way below
        "unique_id": entry["id"],
        "unique_id_is_permalink": False,
        "pubdate": entry["published"],
        "updateddate": entry["updated"],
        "categories": entry["topics"],
        "entry": entry,
    }


def _creators(entry: dict[str, Any]) -> list[str]:
    """Who wrote it; where nobody is named, the outlets and agencies that the text comes from."""
    return [person.name for person in entry["authors"]] or [source.name for source in entry["sources"]]


class _ArticleRss(RssFeed):
    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for name in _creators(entry):
            handler.addQuickElement("dc:creator", name)
        if entry["html"]:
            handler.addQuickElement("content:encoded", entry["html"])
        handler.addQuickElement("slash:comments", str(entry["comment_count"]))
        for sent, placement in entry["pictures"]:
            image = placement.image
            handler.startElement("media:content", _media(sent, entry["base_url"]))
            if image.caption:
                handler.addQuickElement("media:description", image.caption, {"type": "plain"})
            if image.credit:
                handler.addQuickElement("media:credit", image.credit)
            handler.endElement("media:content")


class _ArticleAtom(AtomFeed):
    def root_attributes(self) -> dict[str, str]:
        return {
            **super().root_attributes(),
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:thr": "http://purl.org/syndication/thread/1.0",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        entry = item["entry"]
        super().add_item_elements(handler, {**item, "description": None, "author_name": None})
        for name in _creators(entry):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if entry["summary"]:
            handler.addQuickElement("summary", entry["summary"], {"type": "text", "xml:lang": entry["language"]})
        if entry["html"]:
            handler.addQuickElement("content", entry["html"], {"type": "html", "xml:lang": entry["language"]})
        if entry["original"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": entry["original"]})
        handler.addQuickElement("thr:total", str(entry["comment_count"]))
        for sent, placement in entry["pictures"]:
            handler.startElement("media:content", _media(sent, entry["base_url"]))
            if placement.image.credit:
                handler.addQuickElement("media:credit", placement.image.credit)
            handler.endElement("media:content")


def _media(sent: Any, base_url: str) -> dict[str, str]:
    address = urljoin(base_url, sent.url)
    return {"url": address, "medium": "image", "width": str(sent.width), "height": str(sent.height)}


def _json_feed(feed: Feed, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "items": [_json_item(entry) for entry in entries],
    }


def _json_item(entry: dict[str, Any]) -> dict[str, Any]:
    item = {
        "id": entry["id"],
        "url": entry["address"],
        "external_url": entry["original"],
        "title": entry["title"],
        "summary": entry["summary"],
        "content_html": entry["html"],
        "image": urljoin(entry["base_url"], entry["pictures"][0][0].url) if entry["pictures"] else "",
        "date_published": entry["published"].isoformat() if entry["published"] else "",
        "date_modified": entry["updated"].isoformat(),
        "authors": [
            {"name": p.name, "url": urljoin(entry["base_url"], p.get_absolute_url())} for p in entry["authors"]
        ],
        "tags": entry["topics"],
        "language": entry["language"],
        "_comments": {"count": entry["comment_count"]},
    }
    filled = {key: value for key, value in item.items() if value not in ("", [])}
    if not entry["html"]:
        filled["content_text"] = entry["summary"] or entry["title"]  # the specification wants one of the two
    return filled
