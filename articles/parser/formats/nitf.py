"""NITF: head, headlines, byline, dateline and text of a news text, alone or in another file (news_item.py)."""

from articles.parser.formats import xml_scan
from articles.parser.formats.fields import ArticleFields, page_tag
from articles.parser.formats.source import Source
from articles.parser.formats.xml_scan import Element, attribute_words, words
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role

STATUSES = {"usable": "usable", "embargoed": "embargoed", "withheld": "withheld", "canceled": "canceled"}
_TAGS = {
    "p": "p",
    "block": "div",
    "hl1": "h2",
    "hl2": "h2",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "bq": "blockquote",
    "pre": "pre",
    "table": "table",
    "tbody": "tbody",
    "thead": "thead",
    "tr": "tr",
    "td": "td",
    "th": "th",
    "caption": "caption",
    "dl": "dl",
    "dt": "p",
    "dd": "p",
    "em": "em",
    "br": "br",
    "hr": "hr",
    "a": "a",
    "sub": "sub",
    "sup": "sup",
    "nitf-table": "div",
    "credit": "p",
    "fn": "p",
    "note": "p",
}
_OWN_TAGS = ("block", "hl1", "hl2", "bq", "media", "nitf-table", "ednote", "person", "org", "location", "chron")
_LEFT_OUT = ("media", "nitf-table-metadata", "ednote")


def matches(data: bytes, name: str) -> bool:
    """Whether the first element is `nitf`."""
    return xml_scan.root_of(data)[0] == "nitf"


def read(data: bytes, name: str) -> Source:
    """The news text. Raises UnreadableClip if its elements lie too deep or are too many."""
    decoded = xml_scan.decode_xml(data)
    fields = ArticleFields(decoded)
    document = xml_scan.scan(decoded.text).child("nitf")
    if document:
        fill(fields, document)
    return fields.source()


def fill(fields: ArticleFields, nitf: Element) -> None:
    """Take the fields and the text of a `nitf` element."""
    text = fields.text
    _head(fields, nitf)
    body = nitf.child("body")
    if body is None:
        return
    head, content, end = body.child("body.head"), body.child("body.content"), body.child("body.end")
    if head is None and content is None:
        content = body
    dateline = None
    if head:
        _body_head(fields, head, " ".join(words(text, content, apart=True).text.split()))
        dateline = head.child("dateline")
    if nitf.path("head", "title"):
        fields.say("headline", words(text, nitf.path("head", "title")), rule="title")
    if dateline:
        fields.date(words(text, dateline.child("story.date")), "story.date")
        _date_of(fields, dateline.child("story.date"))
        at = dateline.child("story.date")
        place = MappedText(text)
        for start, stop, literal in xml_scan.runs(text, (dateline.opened, at.start if at else dateline.closed)):
            xml_scan.write_characters(place, start, stop, literal)
        fields.dateline(place)
    if content:
        write(fields, content)
    if end:
        fields.say("signoff", words(text, end.child("tagline"), apart=True))


def is_content(element: Element) -> bool:
    """Whether what is in an element has tags that only NITF has."""
    return element.name == "body.content" or any(one.name in _OWN_TAGS for one in element.walk())


def write(fields: ArticleFields, content: Element) -> None:
    """Take the text of a `body.content`, or of another element with its tags; its pictures and notes."""
    page = fields.page()
    start = len(page)
    xml_scan.write_markup(page, content, _tag_of)
    fields.wrote_body(start)
    for media in (element for element in content.walk() if element.name == "media"):
        _media(fields, media)
    for note in (element for element in content.walk() if element.name == "ednote"):
        fields.say("note", words(fields.text, note), Role.NOTE)


def _tag_of(element: Element) -> str | None:
    if element.name in _LEFT_OUT:
        return None
    return _TAGS.get(element.name) or page_tag(element)


def _head(fields: ArticleFields, nitf: Element) -> None:
    text = fields.text
    fields.language(nitf.get("xml:lang"))
    for name in ("docdata", "pubdata", "tobject"):
        for element in (one for one in nitf.walk() if one.name == name):
            if name == "docdata":
                _docdata(fields, element)
            elif name == "pubdata":
                fields.say("outlet", attribute_words(text, element, "name"))
                fields.date(attribute_words(text, element, "date.publication"), "date.publication")
            else:
                fields.say("service", attribute_words(text, element, "tobject.type"))


def _docdata(fields: ArticleFields, data: Element) -> None:
    text = fields.text
    status = data.get("management-status").lower()
    if status:
        fields.fact("status", STATUSES.get(status, "withheld"), data.attributes["management-status"][1], "status")
    number = data.child("doc-id")
    if number:
        fields.say("guid", attribute_words(text, number, "id-string"), rule="doc-id")
    urgency = data.child("urgency")
    if urgency and urgency.get("ed-urg").isdigit():
        fields.say("urgency", attribute_words(text, urgency, "ed-urg"))
    issued, release = data.child("date.issue"), data.child("date.release")
    if release and release.get("norm"):
        later = issued is None or release.get("norm") > issued.get("norm")
        if later or status == "embargoed":
            fields.embargo(attribute_words(text, release, "norm"), "date.release")
    for moment in (issued, release):
        if moment:
            fields.date(attribute_words(text, moment, "norm"), moment.name)
    for element in data.walk():
        if element.name == "keyword":
            fields.say("keyword", attribute_words(text, element, "key"))
        elif element.name == "du-key":
            fields.say("slug", attribute_words(text, element, "key"), rule="du-key")
            fields.say("version", attribute_words(text, element, "version"))
        elif element.name in ("fixture", "series"):
            fields.say(
                "service", attribute_words(text, element, "fix-id" if element.name == "fixture" else "series.name")
            )
        elif element.name == "ed-msg":
            fields.say("note", attribute_words(text, element, "info"), Role.NOTE)
        elif element.name == "correction":
            fields.fact("status", "correction", element.span)
            fields.say("note", attribute_words(text, element, "info"), Role.NOTE)
        elif element.name == "doc.copyright":
            fields.say("rights", attribute_words(text, element, "holder"))


def _body_head(fields: ArticleFields, head: Element, opening: str) -> None:
    text = fields.text
    hedline = head.child("hedline")
    if hedline:
        fields.say("headline", words(text, hedline.child("hl1") or (None if hedline.children else hedline)))
        fields.say("subheadline", words(text, hedline.child("hl2")))
    byline = head.child("byline")
    if byline:
        for person in (element for element in byline.walk() if element.name == "person"):
            fields.say("author", words(text, person, apart=True))
        fields.authors(words(text, byline, apart=True))
    distributor = head.child("distributor")
    if distributor:
        fields.say("sender", words(text, distributor))
        fields.agency(words(text, distributor), "distributor")
    abstract = words(text, head.child("abstract"), apart=True)
    if opening.startswith(" ".join(abstract.text.split()).rstrip(" .…")):
        fields.say("description", abstract)  # the text begins with it
    else:
        fields.lead(abstract)
    fields.say("rights", words(text, head.child("rights"), apart=True))
    for note in head.all("note"):
        fields.say("note", words(text, note, apart=True), Role.NOTE)


def _date_of(fields: ArticleFields, element: Element | None) -> None:
    if element:
        fields.date(attribute_words(fields.text, element, "norm"), element.name)


def _media(fields: ArticleFields, media: Element) -> None:
    """A picture with its caption and credit; other media are told as facts."""
    text = fields.text
    for reference in media.all("media-reference"):
        name = "picture" if media.get("media-type").lower() in ("image", "photo", "picture", "graphic", "") else "media"
        fields.say(name, attribute_words(text, reference, "source"))
    caption = words(text, media.child("media-caption"), apart=True)
    producer = words(text, media.child("media-producer"), apart=True)
    if media.get("media-type").lower() not in ("image", "photo", "picture", "graphic", "") or not caption.text.strip():
        return
    fields.picture(caption, producer)
