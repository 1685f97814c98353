"""Django's fixtures (`dumpdata`), also of Wagtail: rows that have a title and a text are articles.

A row is `{"model": …, "pk": …, "fields": {…}}`. A page of Wagtail is spread over several tables with the same key, the
title in `wagtailcore.page`, the text in that of its own kind; they are put together. One article is that article,
several are children, each a fixture of its rows.
"""

from collections import deque
from collections.abc import Iterator

from articles.parser.decoding import decode
from articles.parser.formats import json_scan
from articles.parser.formats.fields import ArticleFields, of_several
from articles.parser.formats.json_scan import Value, characters
from articles.parser.formats.source import Source
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role

MIN_TEXT_CHARS = 40  # of a text field: a row with less is no article
PAGE_MODEL = "wagtailcore.page"

_TEXTS = ("body", "content", "text", "body_html", "article_body", "full_text", "description")
_TITLES = ("title", "headline", "name")
_LEADS = ("introduction", "intro", "lead", "teaser", "summary", "excerpt", "standfirst")
_DATES = (
    *("first_published_at", "published_at", "date_published", "publish_date", "pub_date", "publication_date", "date"),
    *("go_live_at", "created_at", "created"),
)
_BYLINES = ("byline", "author_name", "author", "authors")
_PLAIN_BLOCKS = ("heading", "subheading", "title")
_CAPTIONS = ("caption", "image_caption")
_QUOTES = ("quote", "blockquote", "block_quote", "pullquote", "pull_quote")
_SILENT = ("embed", "image", "document", "url", "link", "video", "id", "type")


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are rows of tables as Django writes them."""
    return json_scan.is_json(data) and all(sign in data for sign in (b'"model"', b'"fields"', b'"pk"'))


def read(data: bytes, name: str) -> Source:
    """The article, or the articles. Raises UnreadableClip if its values lie too deep or are too many."""
    decoded = decode(data)
    text = decoded.text
    articles = list(_articles(text, json_scan.scan(text)))
    if len(articles) > 1:
        listed = [(_longest(rows).span, _words(text, rows, _TITLES), _alone(text, rows)) for rows in articles]
        return of_several(decoded, listed, ".json")
    fields = ArticleFields(decoded)
    for rows in articles:
        _fill(fields, rows)
    return fields.source()


def _articles(text: str, top: Value) -> Iterator[list[Value]]:
    """The rows of each article; those of a page of Wagtail together."""
    rows = [row for row in top.items if row.get("model") and row.get("fields")]
    pages = {characters(text, row.get("pk")).text: row for row in rows if _model(text, row) == PAGE_MODEL}
    for row in rows:
        if not any(len(characters(text, row.get("fields", name)).text) >= MIN_TEXT_CHARS for name in _TEXTS):
            continue
        key = characters(text, row.get("fields", "page_ptr") or row.get("pk")).text
        is_page = row.get("fields", "title") is None and key in pages
        found = [row, pages[key]] if is_page else [row]
        if any(characters(text, one.get("fields", name)).text for one in found for name in _TITLES):
            yield found


def _model(text: str, row: Value) -> str:
    return characters(text, row.get("model")).text.lower()


def _words(text: str, rows: list[Value], names: tuple[str, ...]) -> str:
    found = (characters(text, row.get("fields", name)).text for name in names for row in rows)
    return next(filter(None, found), "")


def _longest(rows: list[Value]) -> Value:
    return max(rows, key=lambda row: row.end - row.start)


def _alone(text: str, rows: list[Value]) -> str:
    """A fixture of these rows."""
    return "[" + ", ".join(text[row.start : row.end] for row in rows) + "]"


def _fill(fields: ArticleFields, rows: list[Value]) -> None:
    text = fields.text

    def each(*names: str) -> Iterator[tuple[str, Value]]:
        for name in names:
            yield from ((name, value) for row in rows if (value := row.get("fields", name)) is not None)

    for _name, value in list(each(*_TITLES))[:1]:
        fields.say("headline", characters(text, value))
    for name, value in each(*_DATES):
        fields.date(characters(text, value), name)
    for _name, value in each(*_BYLINES):
        if value.kind == "string" and any(map(str.isalpha, characters(text, value).text)):
            fields.authors(characters(text, value))
    for name, value in each("slug", "url", "url_path"):
        fields.say("url" if name == "url" else "address", characters(text, value))
    for _name, value in each("locale", "language", "language_code"):
        fields.language(characters(text, value).text)
    _say_status(fields, dict(each(*_PUBLIC, *_DRAFTS, "status")))
    for _name, value in list(each(*_LEADS))[:1]:
        fields.lead(characters(text, value))
    for _name, value in each(*_TEXTS):
        if not fields.has_body:
            _body(fields, characters(text, value))


_PUBLIC = ("live", "published", "is_published", "public", "is_public")
_DRAFTS = ("draft", "is_draft")


def _say_status(fields: ArticleFields, told: dict[str, Value]) -> None:
    """A page that is not live, a post that is a draft."""
    for name, value in told.items():
        if value.plain == {**dict.fromkeys(_PUBLIC, "false"), **dict.fromkeys(_DRAFTS, "true")}.get(name, ""):
            fields.fact("status", "private", value.span, name)
    status = characters(fields.text, told.get("status")).text.lower()
    if status in ("draft", "d", "private", "hidden"):
        fields.fact("status", "private", told["status"].span, "status")


def _body(fields: ArticleFields, value: MappedText) -> None:
    """A text: markup, plain, or the blocks of a StreamField, which are JSON in the string."""
    if not value.text.lstrip().startswith("[{"):
        fields.body(value)
        return
    run = MappedText(value.text)  # texts of blocks one after the other
    for block in json_scan.scan(value.text).items:
        kind = characters(value.text, block.get("type")).text
        for name, inner in _block_texts(value.text, kind, block.get("value")):
            if name in _PLAIN_BLOCKS or name in _QUOTES:
                run = _end(fields, value, run)
                fields.line(value.compose(inner), Role.QUOTE if name in _QUOTES else Role.SUBHEADING)
            elif name in _CAPTIONS:
                fields.picture(value.compose(inner), None)
            elif "<" in inner.text or "\n\n" not in inner.text:
                is_plain = "<" not in inner.text
                run.insert("<p>" if is_plain else "")
                run.add(inner.text, inner.starts, inner.ends)
                run.insert("</p>" if is_plain else "\n")
            else:
                run = _end(fields, value, run)
                fields.body(value.compose(inner), False)
    _end(fields, value, run)


def _end(fields: ArticleFields, value: MappedText, run: MappedText) -> MappedText:
    """Write the texts of some blocks; returns the place for the next."""
    fields.body(value.compose(run), True)
    return MappedText(value.text)


def _block_texts(text: str, kind: str, value: Value | None) -> Iterator[tuple[str, MappedText]]:
    """The texts in a block, each with its name; those in blocks in it too."""
    waiting: deque[tuple[str, Value]] = deque([(kind, value)] if value else [])
    while waiting:
        name, one = waiting.popleft()
        if one.kind == "string":
            if name not in _SILENT:
                yield name, characters(text, one)
        elif one.kind == "array":
            waiting.extendleft((name, item) for item in reversed(one.items))
        elif one.get("type") and one.get("value"):
            waiting.appendleft((characters(text, one.get("type")).text, one.fields["value"]))
        else:
            waiting.extendleft(reversed(one.fields.items()))
