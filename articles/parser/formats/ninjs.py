"""ninjs 1 to 3: news in JSON; the names of its fields differ between the versions.

The same fields under other names are read as well: Superdesk's (`guid`) and those of dpa's digital wires.
"""

from collections.abc import Iterable

from articles.parser.decoding import decode
from articles.parser.formats import json_scan
from articles.parser.formats.fields import ArticleFields, of_several
from articles.parser.formats.json_scan import Value, characters
from articles.parser.formats.news_item import SIGNALS
from articles.parser.formats.source import Source
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role

MAX_SEARCHED = 20_000  # values among which news are looked for
STATUSES = {"usable": "usable", "canceled": "canceled", "cancelled": "canceled", "withheld": "withheld"}
_TEXTS = ("body_html", "body_xhtml", "body_text", "article_html")
_IDENTIFIERS = ("uri", "guid", "urn")
_SIGNS = (
    b'"body_html"',
    b'"body_xhtml"',
    b'"body_text"',
    b'"bodies"',
    b'"pubstatus"',
    b'"pubStatus"',
    b'"versioncreated"',
    b'"versionCreated"',
    b'"article_html"',
    b'"version_created"',
)
_OWN = (*_TEXTS, "bodies", "headline", "headlines", "versioncreated", "versionCreated", "version_created")
_FIELDS = (  # names in version 1 and 2, or 3; what it is
    ("headline", "headline"),
    ("kicker", "kicker"),
    ("subhead", "subheadline"),
    ("creditline", "credit"),
    ("slugline", "slug"),
    ("urgency", "urgency"),
    ("version", "version"),
    ("copyrightnotice", "rights"),
    ("copyrightNotice", "rights"),
    ("copyrightholder", "rights"),
    ("copyrightHolder", "rights"),
    ("usageterms", "rights"),
    ("usageTerms", "rights"),
    ("description_text", "description"),
    ("ednote", "note"),
    ("edNote", "note"),
    ("title", "headline"),
)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are JSON with fields of news."""
    if not json_scan.is_json(data) or not any(f'"{sign}"'.encode() in data for sign in _IDENTIFIERS):
        return False
    return (b"ninjs" in data and b'"standard"' in data) or sum(sign in data for sign in _SIGNS) > 1


def read(data: bytes, name: str) -> Source:
    """The news, or several in an array. Raises UnreadableClip if its values lie too deep or are too many."""
    decoded = decode(data)
    top = json_scan.scan(decoded.text)
    items = _items(top)
    if len(items) > 1:
        entries = [(item.span, _title(decoded.text, item), decoded.text[item.start : item.end]) for item in items]
        return of_several(decoded, entries, ".json")
    fields = ArticleFields(decoded)
    for item in items:
        _fill(fields, item)
    return fields.source()


def _items(top: Value) -> list[Value]:
    """The news in a document: itself, or those in its arrays and objects."""
    waiting, found = [top], []
    for value in waiting:
        if value.kind == "object" and _is_news(value):
            found.append(value)
        elif len(waiting) < MAX_SEARCHED:
            waiting += value.items if value.kind == "array" else value.fields.values()
    return found or [top]


def _is_news(value: Value) -> bool:
    """Whether an object is news: it has an identifier and a field of them, or a text with a headline."""
    if value.get("headline") and any(value.get(name) for name in _TEXTS):
        return True
    return _identifier(value) is not None and any(value.get(name) for name in _OWN)


def _identifier(item: Value) -> Value | None:
    """What names the news: its address, or its identifier."""
    return next((found for name in _IDENTIFIERS if (found := item.get(name))), None)


def _fill(fields: ArticleFields, item: Value) -> None:
    text = fields.text

    def of(*names: str) -> MappedText:
        return characters(text, item.get(*names))

    fields.say("guid", of("altids", "guid") if of("altids", "guid").text else characters(text, _identifier(item)))
    for headline in item.each("headlines"):
        role = characters(text, headline.get("role")).text.lower()
        name = "subheadline" if "sub" in role else "kicker" if "kicker" in role else "headline"
        fields.say(name, characters(text, headline.get("value")))
    for name, fact in _FIELDS:
        fields.say(fact, of(name), Role.NOTE if fact == "note" else Role.BOILERPLATE)
    for found in item.each("descriptions"):
        fields.say("description", characters(text, found.get("value")))
    fields.language(of("language").text or of("contentLanguage").text)
    _status(fields, item)
    fields.embargo(of("embargoed"), "embargoed")
    for name in ("embargoedReason", "embargoedreason"):
        fields.say("note", of(name), Role.NOTE)
    for name in (
        "versioncreated",
        "versionCreated",
        "version_created",
        "contentModified",
        "contentcreated",
        "contentCreated",
        "firstcreated",
        "firstCreated",
    ):
        fields.date(of(name), name)
    _people(fields, item)
    fields.dateline(of("dateline"))
    fields.lead(of("teaser"))
    fields.agency(of("creditline"), "creditline")
    for note in item.each("ednotes"):
        is_sign = characters(text, note.get("role")).text.endswith("closingline")
        value = characters(text, note.get("ednote"))
        fields.say("signoff" if is_sign else "note", value, Role.SIGNOFF if is_sign else Role.NOTE)
    for name in ("keywords", "subject", "subjects", "keyword_names"):
        for word in item.each(name):
            value = characters(text, word) if word.kind == "string" else characters(text, word.get("name"))
            fields.say("keyword", value)
    for name in ("genre", "genres"):
        for word in item.each(name):
            fields.say("event", characters(text, word.get("name")), rule="genre")
    _body(fields, item)
    _pictures(fields, item)


def _status(fields: ArticleFields, item: Value) -> None:
    for name in ("pubstatus", "pubStatus"):
        value = item.get(name)
        word = characters(fields.text, value).text.strip().lower().rpartition(":")[2]
        if value and word:
            fields.fact("status", STATUSES.get(word, "withheld"), value.span, "pubStatus")
    for name in ("signal", "signals"):
        found = item.get(name)
        for value in [found] if found and found.kind == "string" else list(item.each(name)):
            word = characters(fields.text, value if value.kind == "string" else value.get("code")).text
            if meant := SIGNALS.get(word.rpartition(":")[2].lower(), ""):
                fields.fact("status", meant, value.span, "signal")


def _people(fields: ArticleFields, item: Value) -> None:
    text = fields.text
    fields.authors(characters(text, item.get("byline")))
    for byline in item.each("bylines"):
        fields.authors(characters(text, byline.get("value")))
    for name in ("creator", "creators", "person_author", "infosource", "infoSources", "provider"):
        found = item.get(name)
        for one in found.items if found and found.kind == "array" else [found]:
            value = characters(text, one.get("name") if one and one.kind == "object" else one)
            if name.startswith("info") or name == "provider":
                fields.say("sender", value)
                fields.agency(value, "infosource")
            elif len(value.text.split()) > 1:
                fields.say("author", value)
    located = characters(text, item.get("located"))
    fields.say("place", located)


def _body(fields: ArticleFields, item: Value) -> None:
    text = fields.text
    texts = {name: item.get(name) for name in _TEXTS}
    for body in item.each("bodies"):
        kind = (
            characters(text, body.get("contentType")).text or characters(text, body.get("contenttype")).text
        ).lower()
        form = "body_html" if "html" in kind else "body_text"
        texts[form] = texts[form] or body.get("value")
    texts |= {name: value for name, value in item.fields.items() if name.startswith("body_") and name not in texts}
    for name, found in texts.items():
        value = characters(text, found)
        if value.text.strip():
            fields.body(value, "ht" in name or None)
            return
    if characters(text, item.get("type")).text.strip().lower() in ("", "text"):
        fields.body(
            _first(text, [item.get("description_text"), *(one.get("value") for one in item.each("descriptions"))])
        )


def _pictures(fields: ArticleFields, item: Value) -> None:
    """The pictures that belong to the news, with their captions and credits."""
    text = fields.text
    for link in item.each("associations"):
        kind = characters(text, link.get("type")).text.lower()
        if kind and kind not in ("picture", "graphic"):
            continue
        for rendition in link.each("renditions"):
            fields.say("picture", characters(text, rendition.get("href")))
        captions = [link.get("description_text"), *(found.get("value") for found in link.each("descriptions"))]
        names = ("byline", "copyrightnotice", "copyrightNotice", "copyrightholder", "copyrightHolder")
        fields.picture(_first(text, captions), _first(text, [link.get(name) for name in names]))
    for rendition in item.each("renditions"):
        kind = characters(text, rendition.get("mimetype") or rendition.get("contentType")).text
        if kind.startswith("image/") or not kind:
            fields.say("picture", characters(text, rendition.get("href")))


def _first(text: str, values: Iterable[Value | None]) -> MappedText | None:
    """The first value that has words."""
    return next((found for value in values if (found := characters(text, value)).text.strip()), None)


def _title(text: str, item: Value) -> str:
    found = _first(text, [item.get("headline"), *(one.get("value") for one in item.each("headlines"))])
    return found.text if found else ""
