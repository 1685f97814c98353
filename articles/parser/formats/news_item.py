"""NewsML-G2: a news item, or a message of several; its text as XHTML, as NITF or plain."""

from articles.parser.formats import nitf, xml_scan
from articles.parser.formats.fields import ArticleFields, of_several
from articles.parser.formats.source import Source
from articles.parser.formats.xml_scan import Element, attribute_words, words
from articles.parser.roles import Role

ROOTS = ("newsItem", "newsMessage", "packageItem")
PARTS = ("itemSet", "contentSet")  # of them, where they stand alone
STATUSES = {"usable": "usable", "canceled": "canceled", "cancelled": "canceled", "withheld": "withheld"}
SIGNALS = {
    "correction": "correction",
    "corrected": "correction",
    "kill": "canceled",
    "withdrawal": "canceled",
    "test": "test",
    "advisory": "advisory",
    "embargoed": "embargoed",
}
_DATA = ("events", "concept", "concepts", "sports-content", "svg", "kml", "math", "xbrl")  # elements that are no text
_DATA_TYPES = ("sportsml", "eventsml", "json", "csv", "svg", "xbrl", "javascript")


def matches(data: bytes, name: str) -> bool:
    """Whether the first element is one of a news item, or its part that holds the text."""
    root = xml_scan.root_of(data)[0]
    return root in ROOTS or (root in PARTS and b"inline" in data.replace(b"\0", b""))


def read(data: bytes, name: str) -> Source:
    """The text of the item, or the items. Raises UnreadableClip if its elements lie too deep or are too many."""
    decoded = xml_scan.decode_xml(data)
    text = decoded.text
    document = xml_scan.scan(text)
    roots = list(document.all(*ROOTS, *PARTS))
    root = roots[0] if len(roots) == 1 else document
    if root.name in ("newsMessage", "itemSet", ""):
        items = xml_scan.entries(root, "newsItem", "packageItem") or [document]
    else:
        items = [document if root.name == "contentSet" else root]
    texts = [item for item in items if _contents(item)]
    if len(texts) > 1:
        opening = text[root.start : root.opened]
        prefix = f"{root.prefix}:" if root.prefix else ""
        around = f"{opening}<{prefix}itemSet>", f"</{prefix}itemSet></{root.tag}>"
        if root.name != "newsMessage":
            around = opening, f"</{root.tag}>" if root.tag else ""
        entries = [
            (item.span, _title(text, item), around[0] + text[item.start : item.end] + around[1]) for item in texts
        ]
        return of_several(decoded, entries, ".newsml")
    fields = ArticleFields(decoded)
    for item in texts or items[:1]:
        _fill(fields, item)
    for item in items if texts else items[1:]:
        if item not in texts:
            _linked(fields, item)
    return fields.source()


def _contents(item: Element) -> list[Element]:
    """The elements of an item that hold its text."""
    content = item.child("contentSet")
    return [part for part in content.all("inlineXML", "inlineData") if not _is_data(part)] if content else []


def _is_data(part: Element) -> bool:
    """Whether it holds something else than a text."""
    kind = part.get("contenttype").lower()
    return any(name in kind for name in _DATA_TYPES) or (len(part.children) == 1 and part.children[0].name in _DATA)


def _title(text: str, item: Element) -> str:
    for path in (("contentMeta", "headline"), ("itemMeta", "title")):
        if found := words(text, item.path(*path)).text.strip():
            return " ".join(found.split())
    return item.get("guid")


def _fill(fields: ArticleFields, item: Element) -> None:
    text = fields.text
    fields.say("guid", attribute_words(text, item, "guid"))
    if item.get("version").isdigit():
        fields.say("version", attribute_words(text, item, "version"))
    about, rights, content = item.child("itemMeta"), item.child("rightsInfo"), item.child("contentMeta")
    if content:
        _content(fields, content)
    if about:
        _about(fields, about, content)
    if rights:
        for element in rights.walk():
            if element.name in ("copyrightNotice", "usageTerms"):
                fields.say("rights", words(text, element, apart=True))
            elif element.name == "copyrightHolder":
                fields.say("rights", attribute_words(text, element, "literal"))
                fields.agency(attribute_words(text, element, "literal"), "copyrightHolder")
    parts = sorted(_contents(item), key=lambda part: not _is_text(part))
    if parts:
        _text(fields, parts[0])
    fields.language(next((one.get("tag") for one in (content.all("language") if content else ())), ""))
    fields.language(item.get("xml:lang"))
    _linked(fields, item)


def _about(fields: ArticleFields, about: Element, content: Element | None) -> None:
    text = fields.text
    for element in about.children:
        code = _code(element)
        if element.name == "pubStatus" and code:
            fields.fact("status", STATUSES.get(code, "withheld"), _place(element), "pubStatus")
        elif element.name == "signal" and code in SIGNALS:
            fields.fact("status", SIGNALS[code], _place(element), "signal")
        elif element.name == "embargoed":
            end = words(text, element)
            fields.embargo(end, "embargoed")
            if not end.text.strip():  # until somebody tells when
                fields.fact("status", "embargoed", element.span, "embargoed")
        elif element.name == "edNote":
            fields.say("note", words(text, element, apart=True), Role.NOTE)
        elif element.name == "title":
            fields.say("headline", words(text, element), rule="title")
        elif element.name == "service":
            fields.say(
                "service",
                words(text, element.child("name"))
                if element.child("name")
                else attribute_words(text, element, "qcode"),
            )
        elif element.name == "provider":
            for value in (
                words(text, element.child("name")),
                attribute_words(text, element, "literal"),
                attribute_words(text, element, "qcode"),
            ):
                fields.say("sender", value)
                fields.agency(value, "provider")
    for owner, name in (
        (about, "versionCreated"),
        (content, "contentModified"),
        (content, "contentCreated"),
        (about, "firstCreated"),
    ):
        fields.date(words(text, owner.child(name)) if owner else None, name)


def _content(fields: ArticleFields, content: Element) -> None:
    text = fields.text
    for element in content.children:
        value = words(text, element, apart=True)
        if element.name == "headline":
            role = element.get("role").rpartition(":")[2].lower()
            name = {
                "sub": "subheadline",
                "subheadline": "subheadline",
                "subhead": "subheadline",
                "kicker": "kicker",
            }.get(role, "headline")
            fields.say(name, words(text, element))
        elif element.name == "by":
            fields.authors(value)
        elif element.name == "creator":
            for author in (words(text, element.child("name"), apart=True), attribute_words(text, element, "literal")):
                fields.say("author" if len(author.text.split()) > 1 else "sender", author)
        elif element.name == "urgency" and value.text.strip().isdigit():
            fields.say("urgency", value)
        elif element.name == "slugline":
            fields.say("slug", value, rule="slugline")
        elif element.name == "keyword":
            fields.say("keyword", value)
        elif element.name == "subject":
            fields.say("keyword", words(text, element.child("name"), apart=True), rule="subject")
        elif element.name == "creditline":
            fields.say("credit", value)
            fields.agency(value, "creditline")
        elif element.name == "description":
            fields.say("description", value)
        elif element.name == "dateline":
            fields.dateline(value)
        elif element.name == "genre":
            fields.say("event", words(text, element.child("name")), rule="genre")


def _text(fields: ArticleFields, part: Element) -> None:
    text = fields.text
    if part.name == "inlineData":
        kind = part.get("contenttype").lower()
        fields.body(words(text, part), True if "html" in kind else None)  # what is called plain may be markup
        return
    inner = next((element for element in part.walk() if element.name in ("nitf", "body")), None)
    if inner is not None and inner.name == "nitf":
        nitf.fill(fields, inner)
        return
    fields.markup(inner or part)


def _is_text(part: Element) -> bool:
    kind = part.get("contenttype").lower()
    return part.name == "inlineXML" or "html" in kind or "plain" in kind or not kind


def _linked(fields: ArticleFields, item: Element) -> None:
    """The addresses of pictures: links to others, or what a picture's own item has."""
    for element in item.walk():
        kind = element.get("contenttype").lower()
        is_content = element.name == "remoteContent" and (kind.startswith("image/") or not kind)
        if is_content or (element.name in ("link", "itemRef") and kind.startswith("image/")):
            fields.say("picture", attribute_words(fields.text, element, "href"))


def _code(element: Element) -> str:
    """The code of a controlled value: „stat:canceled“, or the end of its address."""
    value = element.get("qcode").rpartition(":")[2] or element.get("uri").rstrip("/").rpartition("/")[2]
    return value.lower()


def _place(element: Element) -> tuple[int, int]:
    return next(
        (place for name, (_value, place) in element.attributes.items() if name in ("qcode", "uri")), element.span
    )
