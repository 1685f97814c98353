"""Ghost's export: posts and pages with their authors and tags. One post is that article, several are children."""

import json
from collections.abc import Iterator, Sequence

from articles.parser.decoding import decode
from articles.parser.formats import json_scan
from articles.parser.formats.fields import ArticleFields, of_several, unescaped
from articles.parser.formats.json_scan import Value, characters
from articles.parser.formats.source import Source
from articles.parser.formats.wordpress import STATUSES
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role

_SIGNS = (b'"db"', b'"meta"', b'"published_at"')
_TEXTS = ("html", "mobiledoc", "lexical", "plaintext", "markdown")


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are JSON with Ghost's tables."""
    if not json_scan.is_json(data) or b'"posts"' not in data:
        return False
    return any(b'"%s"' % text.encode() in data for text in _TEXTS) and any(sign in data for sign in _SIGNS)


def read(data: bytes, name: str) -> Source:
    """The post, or the posts. Raises UnreadableClip if its values lie too deep or are too many."""
    decoded = decode(data)
    text = decoded.text
    tables = _Tables(text, json_scan.scan(text))
    if len(tables.posts) > 1:
        rows = [(post.span, tables.field(post, "title"), tables.alone(post)) for post in tables.posts]
        return of_several(decoded, rows, ".json")
    fields = ArticleFields(decoded)
    for post in tables.posts:
        _fill(fields, post, tables)
    return fields.source()


class _Tables:
    """The tables of an export: `db[0].data`, or `data`; their rows by what they belong to."""

    def __init__(self, text: str, top: Value) -> None:
        self._text = text
        places = [*(one.get("data") for one in top.each("db")), top.get("data"), top.get("data", "data"), top]
        self.data = next((found for found in places if found and found.get("posts")), top)
        self._rows: dict[str, dict[str, list[Value]]] = {}
        self.posts = [post for post in self.data.each("posts") if post.kind == "object"]

    def rows(self, table: str, name: str, value: str) -> list[Value]:
        """The rows of a table that have a value in a field."""
        if table not in self._rows:
            by_value = self._rows.setdefault(table, {})
            for row in self.data.each(table):
                by_value.setdefault(self.field(row, name), []).append(row)
        return self._rows[table].get(value, []) if value else []

    def field(self, row: Value, name: str) -> str:
        """The characters of a field."""
        return characters(self._text, row.get(name)).text

    def of_post(self, table: str, post: Value) -> list[Value]:
        """The rows of a table that belong to a post."""
        return self.rows(table, "post_id", self.field(post, "id"))

    def authors(self, post: Value) -> list[Value]:
        """The users who wrote a post."""
        numbers = [self.field(link, "author_id") for link in self.of_post("posts_authors", post)]
        return [
            row for number in numbers or [self.field(post, "author_id")] for row in self.rows("users", "id", number)
        ]

    def tags(self, post: Value) -> list[Value]:
        """The tags of a post."""
        links = self.of_post("posts_tags", post)
        return [row for link in links for row in self.rows("tags", "id", self.field(link, "tag_id"))]

    def alone(self, post: Value) -> str:
        """An export of one post, with the rows of other tables that belong to it."""
        parts = [f'"posts": [{self._text[post.start : post.end]}]']
        for name, rows in (
            ("posts_authors", self.of_post("posts_authors", post)),
            ("users", self.authors(post)),
            ("posts_tags", self.of_post("posts_tags", post)),
            ("tags", self.tags(post)),
            ("posts_meta", self.of_post("posts_meta", post)),
        ):
            if rows:
                written = ", ".join(self._text[row.start : row.end] for row in rows)
                parts.append(f"{json.dumps(name)}: [{written}]")
        return '{"db": [{"meta": {}, "data": {' + ", ".join(parts) + "}}]}"


def _fill(fields: ArticleFields, post: Value, tables: _Tables) -> None:
    text = fields.text

    for name, fact in (
        ("title", "headline"),
        ("uuid", "guid"),
        ("url", "url"),
        ("slug", "address"),
        ("feature_image", "picture"),
    ):
        fields.say(fact, characters(text, post.get(name)))
    status = characters(text, post.get("status")).text.lower()
    if status == "scheduled":
        fields.embargo(characters(text, post.get("published_at")), "published_at")
        fields.fact("status", "embargoed", post.fields["status"].span, "status")
    elif status:
        fields.fact("status", STATUSES.get(status, "private"), post.fields["status"].span, "status")
    for name in ("published_at", "updated_at", "created_at"):
        fields.date(characters(text, post.get(name)), name)
    for author in tables.authors(post):
        fields.say("author", characters(text, author.get("name")))
    for author in post.each("authors"):
        fields.say("author", characters(text, author.get("name")))
    for tag in [*tables.tags(post), *post.each("tags")]:
        fields.say("keyword", characters(text, tag.get("name")))
    fields.language(characters(text, post.get("locale")).text)
    fields.lead(characters(text, post.get("custom_excerpt")))
    for meta in [post, *tables.of_post("posts_meta", post)]:
        fields.picture(unescaped(characters(text, meta.get("feature_image_caption"))), None)
    for name in ("html", "plaintext", "markdown"):
        value = characters(text, post.get(name))
        if value.text.strip() and not fields.has_body:
            fields.body(value, name == "html" or None)
    for name in ("lexical", "mobiledoc"):
        if not fields.has_body:
            _editor_text(fields, characters(text, post.get(name)))


def _editor_text(fields: ArticleFields, value: MappedText) -> None:
    """The text as Ghost's editors store it: JSON in a string, of nodes (lexical) or of sections (mobiledoc)."""
    top = json_scan.scan(value.text)
    for node in (top.get("root") or top).each("children"):
        for block in _blocks(value.text, node):
            is_heading = _kind(value.text, block).endswith("heading")
            _paragraph(fields, value, list(_node_texts(value.text, block)), is_heading)
    cards = list(top.each("cards"))
    for section in top.each("sections"):
        number = section.items[0].plain if section.items else ""
        if number == "1" and len(section.items) > 2:
            is_heading = characters(value.text, section.items[1]).text.startswith("h")
            _paragraph(fields, value, _marker_texts(section.items[2]), is_heading)
        elif number == "3" and len(section.items) > 2:
            for item in section.items[2].items:
                _paragraph(fields, value, _marker_texts(item), False)
        elif number == "10" and len(section.items) > 1 and section.items[1].plain.isdecimal():
            card = next(iter(cards[int(section.items[1].plain[:9]) :][:1]), None)
            for name in ("html", "markdown", "text"):
                if card and len(card.items) > 1 and card.items[1].get(name):
                    inner = characters(value.text, card.items[1].get(name))
                    fields.body(value.compose(inner), name == "html" or None)


def _kind(text: str, node: Value) -> str:
    return characters(text, node.get("type")).text


def _blocks(text: str, node: Value) -> Iterator[Value]:
    """The paragraphs of a node: the items of a list, also of one in another, are some each."""
    waiting = [node]
    while waiting:
        one = waiting.pop(0)
        inner = list(one.each("children"))
        if _kind(text, one) == "list" or any(_kind(text, child) == "list" for child in inner):
            waiting[:0] = inner
        else:
            yield one


def _node_texts(text: str, node: Value) -> Iterator[Value | None]:
    """The texts of a node and what is in it; None for the end of a line."""
    waiting = [node]
    while waiting:
        one = waiting.pop(0)
        if _kind(text, one) == "linebreak":
            yield None
        for name in ("text", "html", "markdown"):
            if found := one.get(name):
                yield found
        waiting[:0] = one.each("children")


def _marker_texts(markers: Value) -> list[Value]:
    return [marker.items[3] for marker in markers.items if len(marker.items) > 3 and marker.items[0].plain == "0"]


def _paragraph(fields: ArticleFields, value: MappedText, texts: Sequence[Value | None], is_heading: bool) -> None:
    """Write the pieces of a paragraph one after the other; None is the end of a line."""
    place = MappedText(value.text)
    for text in texts:
        if text is None:
            place.insert(" ")
            continue
        part = characters(value.text, text)
        place.add(part.text, part.starts, part.ends)
    composed = value.compose(place)
    if is_heading:
        fields.line(composed, Role.SUBHEADING)
    else:
        fields.body(composed, False)
