"""JSON Feed 1.0 and 1.1. A feed of one item is that article, one of several holds only those."""

import json

from articles.parser.decoding import decode
from articles.parser.formats import json_scan
from articles.parser.formats.fields import ArticleFields, of_several
from articles.parser.formats.json_scan import Value, characters
from articles.parser.formats.source import Source

MAX_KEPT_CHARS = 3_000  # of the feed's own fields, kept in the file of each item
_KEPT = ("version", "title", "language", "author", "authors", "home_page_url")


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are JSON that names the version of JSON Feed."""
    return json_scan.is_json(data) and (b"jsonfeed.org/version" in data or b"jsonfeed.org\\/version" in data)


def read(data: bytes, name: str) -> Source:
    """The item of a feed, or the items. Raises UnreadableClip if its values lie too deep or are too many."""
    decoded = decode(data)
    text = decoded.text
    feed = json_scan.scan(text)
    items = [item for item in feed.each("items") if item.kind == "object"]
    if len(items) > 1:
        kept = [
            f"{json.dumps(name)}: {text[value.start : value.end]}"
            for name in _KEPT
            if (value := feed.get(name)) and value.end - value.start < MAX_KEPT_CHARS
        ]
        if feed.get("version") is None:
            kept.insert(0, '"version": "https://jsonfeed.org/version/1.1"')
        head = "{" + ", ".join(kept)
        rows = [
            (item.span, characters(text, item.get("title")).text, f'{head}, "items": [{text[item.start : item.end]}]}}')
            for item in items
        ]
        return of_several(decoded, rows, ".json")
    fields = ArticleFields(decoded)
    for item in items:
        _fill(fields, item, feed)
    return fields.source()


def _fill(fields: ArticleFields, item: Value, feed: Value) -> None:
    text = fields.text
    for name, fact in (
        ("title", "headline"),
        ("id", "guid"),
        ("url", "url"),
        ("image", "picture"),
        ("banner_image", "picture"),
    ):
        fields.say(fact, characters(text, item.get(name)))
    for name in ("date_published", "date_modified"):
        fields.date(characters(text, item.get(name)), name)
    for owner in (item, feed):
        authors = [*owner.each("authors"), *filter(None, [owner.get("author")])]
        for author in authors:
            fields.say("author", characters(text, author.get("name")))
        if authors:
            break
    for tag in item.each("tags"):
        fields.say("keyword", characters(text, tag))
    for file in item.each("attachments"):
        kind = characters(text, file.get("mime_type")).text
        if kind.startswith("image/"):
            fields.say("picture", characters(text, file.get("url")))
    fields.say("outlet", characters(text, feed.get("title")))
    fields.language(characters(text, item.get("language")).text or characters(text, feed.get("language")).text)
    for name in ("content_html", "content_text", "summary"):
        value = characters(text, item.get(name))
        if fields.has_body or name == "summary":
            fields.say("description", value)
        if not fields.has_body:
            fields.body(value, name == "content_html")
