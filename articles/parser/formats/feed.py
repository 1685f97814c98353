"""Feeds: RSS 0.9 to 2.0, RDF and Atom. A feed of one entry is that article, one of several holds only those."""

import re

from articles.parser.formats import xml_scan
from articles.parser.formats.fields import ArticleFields, of_several, unescaped
from articles.parser.formats.source import Source
from articles.parser.formats.xml_scan import Element, attribute_words, words
from articles.parser.mapped_text import MappedText
from articles.parser.patterns.names import is_name

ROOTS = ("rss", "feed", "RDF", "entry")
MAX_KEPT_CHARS = 3_000  # of the feed's own fields, kept in the file of each entry

_ATOM_DAY = ("published", "issued", "updated", "modified", "created")
_RSS_DAY = ("pubDate", "date", "published", "updated")
_MAIL = re.compile(r"\s*[\w.+-]+@[\w.-]+\s*(?:\((?P<name>[^()]{2,80})\)\s*)?\Z")
_KEPT = ("title", "language", "copyright", "rights", "author", "id", "publisher")


def matches(data: bytes, name: str) -> bool:
    """Whether the first element is that of a feed."""
    root, opening = xml_scan.root_of(data)
    if root == "RDF":
        head = data[: xml_scan.HEAD_BYTES]
        return b"purl.org/rss/" in head or b"netscape.com/rdf" in head
    return root == "rss" or (root in ("feed", "entry") and ("Atom" in opening or "purl.org/atom" in opening))


def read(data: bytes, name: str) -> Source:
    """The entry of a feed, or the entries. Raises UnreadableClip if its elements lie too deep or are too many."""
    decoded = xml_scan.decode_xml(data)
    text = decoded.text
    document = xml_scan.scan(text)
    root = document.child(*ROOTS) or document
    found = [root] if root.name == "entry" else xml_scan.entries(root, "item", "entry")
    entries = [entry for entry in found if entry.children]
    if len(entries) > 1:
        opening, closing = around(text, root)
        rows = [(entry.span, _title(text, entry), opening + whole(text, entry) + closing) for entry in entries]
        return of_several(decoded, rows, ".xml")
    fields = ArticleFields(decoded)
    channel = root.child("channel") or root
    for entry in entries:
        _fill(fields, entry)
        if root is not entry:
            _channel(fields, channel)
    if not entries:
        fields.say("headline", unescaped(words(text, channel.child("title"))))
    return fields.source()


def around(text: str, root: Element) -> tuple[str, str]:
    """What stands around each entry in a file of its own: the start tags and the feed's own names."""
    channel = root.child("channel")
    owner = channel or root
    kept, length = [], 0
    for element in owner.children:
        if (
            element.name in _KEPT
            and not holds_entries(element)
            and length + element.end - element.start <= MAX_KEPT_CHARS
        ):
            kept.append(whole(text, element))
            length += element.end - element.start
    opening = text[root.start : root.opened]
    if channel is None:
        return opening + "".join(kept), f"</{root.tag}>"
    inner = text[channel.start : channel.opened]
    if root.name == "RDF":
        return f"{opening}{inner}{''.join(kept)}</{channel.tag}>", f"</{root.tag}>"
    return opening + inner + "".join(kept), f"</{channel.tag}></{root.tag}>"


def holds_entries(element: Element) -> bool:
    """Whether an element that was never closed has swallowed entries."""
    return any(one.name in ("item", "entry") for one in element.walk())


def whole(text: str, element: Element) -> str:
    """An element with an end tag, also if it was never closed."""
    written = text[element.start : element.end]
    is_closed = written.endswith("/>") or re.search(rf"</{re.escape(element.tag)}\s*>\Z", written)
    return written if is_closed else f"{written}</{element.tag}>"


def _title(text: str, entry: Element) -> str:
    return unescaped(words(text, entry.child("title"))).text


def _fill(fields: ArticleFields, entry: Element) -> None:
    text = fields.text
    is_atom = entry.name == "entry"
    for title in (one for one in entry.all("title") if one.prefix in ("", "atom", "rss", entry.prefix)):
        fields.say("headline", _line(text, title))
    for name in _ATOM_DAY if is_atom else _RSS_DAY:
        for element in (one for one in entry.all(name) if one.prefix != "media"):
            fields.date(words(text, element), name)
    _people(fields, entry)
    for element in entry.children:
        value = words(text, element)
        if element.name in ("guid", "id") and element.prefix in ("", "atom", entry.prefix):
            fields.say("guid", value)
        elif element.name == "identifier":
            fields.say("guid", value, rule="identifier")
        elif element.name in ("category", "subject"):
            fields.say(
                "keyword",
                unescaped(value)
                if value.text.strip()
                else attribute_words(text, element, "label" if "label" in element.attributes else "term"),
            )
        elif element.name == "link" and element.prefix in ("", "atom", entry.prefix):
            _link(fields, element, value)
        elif element.name == "enclosure" and element.get("type").startswith("image/"):
            fields.say("picture", attribute_words(text, element, "url"))
        elif element.name in ("rights", "copyright"):
            fields.say("rights", unescaped(value))
        elif element.name == "source" and element.prefix == entry.prefix:
            fields.say("outlet", words(text, element.child("title")) if element.child("title") else value)
        elif element.name == "control":  # of the Atom Publishing Protocol
            for draft in element.all("draft"):
                if words(text, draft).text.strip().lower() == "yes":
                    fields.fact("status", "private", draft.span, "draft")
        elif element.name in ("embargoDate", "embargoed"):
            fields.embargo(value, element.name)
        elif element.name in ("status", "pubStatus"):
            fields.fact(
                "status",
                value.text.strip().lower()
                if value.text.strip().lower() in ("usable", "canceled", "withheld", "embargoed")
                else "",
                element.span,
            )
    fields.say("guid", attribute_words(text, entry, "rdf:about"), rule="about")
    fields.language(entry.get("xml:lang"))
    _body(fields, entry)
    for element in entry.walk():
        if element.prefix == "media" and element.name in ("content", "thumbnail"):
            _medium(fields, element)


def _line(text: str, element: Element) -> MappedText:
    """A line of words, escaped as markup or not."""
    return words(text, element) if element.get("type") == "text" else unescaped(words(text, element))


def _link(fields: ArticleFields, element: Element, value: MappedText) -> None:
    if element.get("rel") in ("", "alternate"):
        fields.say("url", value if value.text.strip() else attribute_words(fields.text, element, "href"))
    elif element.get("rel") == "enclosure" and element.get("type").startswith("image/"):
        fields.say("picture", attribute_words(fields.text, element, "href"))


def _people(fields: ArticleFields, entry: Element) -> None:
    """Names of authors; an address with a name in brackets is that name, one without is the sender."""
    text = fields.text
    for element in entry.all("creator", "author"):
        name = element.child("name")
        value = words(text, name) if name else words(text, element)
        mail = _MAIL.match(value.text)
        if mail and mail["name"]:
            part = MappedText(value.text)
            part.take(*mail.span("name"))
            value = value.compose(part)
        elif mail:
            fields.say("sender", value)
            continue
        if is_name(value.text.strip()):
            fields.say("author", value)
        else:
            fields.authors(unescaped(value))


def _body(fields: ArticleFields, entry: Element) -> None:
    """The text: the whole one if the entry has it, else its summary."""
    text = fields.text
    whole = next((one for one in entry.children if one.tag.lower() in ("content:encoded", "xhtml:body", "body")), None)
    whole = whole or next(
        (one for one in entry.all("content", "encoded", "fulltext", "full-text") if one.prefix != "media"), None
    )
    summary = next(
        (
            one
            for one in entry.all("description", "summary", "abstract", "tagline")
            if one.prefix not in ("media", "itunes")
        ),
        None,
    )
    for element in (whole, summary):
        if element is None or not words(text, element).text.strip():
            continue
        if fields.has_body:
            fields.say("description", unescaped(words(text, element)))
            continue
        kind = element.get("type")
        if kind in ("xhtml", "application/xhtml+xml") or (element.children and not kind):
            fields.markup(element)
        else:
            fields.body(
                words(text, element), False if kind in ("text", "text/plain") else True if "html" in kind else None
            )


def _medium(fields: ArticleFields, element: Element) -> None:
    """A picture of Media RSS with its caption and credit."""
    text = fields.text
    kind = element.get("type") or element.get("medium") or "image"
    if not kind.startswith("image"):
        return
    fields.say("picture", attribute_words(text, element, "url"))
    caption = unescaped(words(text, element.child("description") or element.child("title")))
    fields.picture(caption, unescaped(words(text, element.child("credit"))))


def _channel(fields: ArticleFields, channel: Element) -> None:
    """What the feed says for all its entries."""
    text = fields.text
    fields.say("outlet", unescaped(words(text, channel.child("title"))))
    fields.language(words(text, channel.child("language")).text or channel.get("xml:lang"))
    for element in channel.all("copyright", "rights"):
        fields.say("rights", unescaped(words(text, element)))
