"""NewsML 1.0 to 1.2: items in an envelope or alone; their texts as NITF, XHTML or plain, with lines about them."""

from articles.parser.document import UnreadableClip
from articles.parser.formats import xml_scan
from articles.parser.formats.fields import ArticleFields, of_several, piece
from articles.parser.formats.news_item import SIGNALS, STATUSES
from articles.parser.formats.newsml_content import (
    HEADLINES,
    INTRODUCTIONS,
    is_picture,
    without_repeats,
    write,
)
from articles.parser.formats.newsml_stories import COMPONENT, ENVELOPE, ITEM, Story, clip_of, lines_of, stories_of
from articles.parser.formats.source import Source
from articles.parser.formats.xml_scan import Element, attribute_words, words
from articles.parser.mapped_text import MappedText
from articles.parser.patterns.names import is_name
from articles.parser.roles import Role
from articles.text.lines import Span

MAX_STORIES = 1_000  # in items of several; each is cut out of its item, past all the others
MIN_NUMBER_CHARS = 4  # of what tells one text from others
_STATUSES = {**STATUSES, "embargoed": "embargoed"}
_NOTES = ("advis", "editor", "note", "embargo", "correct", "warning")  # in the type of a line
_LINES = {  # that are facts or fields as they are
    "CopyrightLine": "rights",
    "RightsLine": "rights",
    "CreditLine": "credit",
    "SlugLine": "slug",
    "KeywordLine": "keyword",
    "SeriesLine": "service",
}
_RIGHTS = ("UsageType", "Limitations", "UsageRights")


def matches(data: bytes, name: str) -> bool:
    """Whether the first element is the envelope, or an item or component of it."""
    root = xml_scan.root_of(data)[0]
    return root == ENVELOPE or (root in (ITEM, COMPONENT) and b"ContentItem" in data.replace(b"\0", b""))


def read(data: bytes, name: str) -> Source:
    """The article, or the articles. Raises UnreadableClip if its elements lie too deep or are too many."""
    decoded = xml_scan.decode_xml(data)
    text = decoded.text
    document = xml_scan.scan(text)
    root = document.child(ENVELOPE) or document
    items = xml_scan.entries(root, ITEM) or [root]
    stories = [story for item in items for story in stories_of(text, item)]
    texts = [story for story in stories if story.texts]
    if len(texts) > MAX_STORIES and len(items) < len(texts):
        raise UnreadableClip("too_many", f"There are more than {MAX_STORIES} articles in the items.", "newsml")
    if len(texts) > 1:
        of_items: dict[int, list[Story]] = {}
        for story in texts:
            of_items.setdefault(story.item.start, []).append(story)
        clips = [clip_of(text, root, story, of_items[story.item.start]) for story in texts]
        return of_several(decoded, clips, ".newsml")
    fields = ArticleFields(decoded)
    first = next(iter(texts or stories), None)
    item = first.item if first else items[0]
    _fill(fields, root, item, first)
    for other in stories:
        _pictures(fields, other)
    return fields.source()


def _fill(fields: ArticleFields, root: Element, item: Element, story: Story | None) -> None:
    _identify(fields, item)
    _manage(fields, item)
    _writelines_of(fields, story)
    _describe(fields, item, story)
    for place in (root.path("NewsEnvelope", "DateAndTime"), item.path("Identification", "NewsIdentifier", "DateId")):
        fields.date(words(fields.text, place) if place else None, "sent")
    parts = without_repeats(fields.text, story.contents) if story else []
    for part in parts:
        value = words(fields.text, part.data, apart=True)
        if part.role in HEADLINES:
            fields.say("headline", value)
        elif part.role in INTRODUCTIONS and any(one.is_text for one in parts):
            _introduce(fields, value, " ".join(one.words for one in parts if one.is_text))
        elif part.is_text:
            write(fields, part)
        elif not part.is_caption and part.data is not None:
            fields.entry(part.data.inner, Role.BOILERPLATE, "other_part")
    fields.language(item.get("xml:lang"))


def _introduce(fields: ArticleFields, value: MappedText, opening: str) -> None:
    """What opens the text; a summary that the text begins with is only told."""
    own = " ".join(value.text.split())
    if own and opening.startswith(own.rstrip(" .…")):
        fields.say("description", value)
    else:
        fields.lead(value)


def _identify(fields: ArticleFields, item: Element) -> None:
    """The identifier without its revision, and the revision."""
    text = fields.text
    known = item.path("Identification", "NewsIdentifier")
    if known is None:
        return
    number, revision = words(text, known.child("NewsItemId")), words(text, known.child("RevisionId"))
    public = words(text, known.child("PublicIdentifier"))
    bare = public.text.rstrip()
    head, _colon, behind = bare.rpartition(":")
    if revision.text.strip() and behind.rstrip("NUAnua") == revision.text.strip():
        public = piece(public, 0, len(head))
    bare_number = number.text.strip()
    is_own = bare_number in public.text and len(bare_number) >= MIN_NUMBER_CHARS  # some give all their texts the same
    if is_own or len(bare_number) >= MIN_NUMBER_CHARS:
        fields.say("guid", public if is_own else number)
    if revision.text.strip().isdigit():
        fields.say("version", revision)
    fields.say("slug", words(text, item.path("Identification", "NameLabel")), rule="NameLabel")


def _manage(fields: ArticleFields, item: Element) -> None:
    """Status, urgency, times; what changes later."""
    text = fields.text
    management = item.child("NewsManagement")
    if management is None:
        return
    status = _formal(text, management.child("Status"))
    code = status.text.strip().lower()
    later = management.child("StatusWillChange")
    if code:
        fields.fact("status", _STATUSES.get(code, "withheld"), _place(status), "Status")
    if later and code != "usable":
        fields.embargo(words(text, later.child("DateAndTime")), "StatusWillChange")
    for instruction in management.all("Instruction", "NewsItemType"):
        kind = _formal(text, instruction)
        meant = next((SIGNALS[word] for word in SIGNALS if kind.text.strip().lower().startswith(word)), "")
        if meant:
            fields.fact("status", meant, _place(kind), instruction.name)
    urgency = _formal(text, management.child("Urgency"))
    if urgency.text.strip().isdigit():
        fields.say("urgency", urgency)
    for name in ("ThisRevisionCreated", "FirstCreated"):
        fields.date(words(text, management.child(name)), name)


def _writelines_of(fields: ArticleFields, story: Story | None) -> None:
    text = fields.text
    opening = " ".join(content.words for content in story.texts) if story else ""
    for line in lines_of(story, "HeadLine"):
        fields.say("headline", words(text, line))
    for line in lines_of(story, "SubHeadLine"):
        value = words(text, line)
        own = " ".join(value.text.split())
        fields.say("description" if own and opening.startswith(own) else "subheadline", value)
    for line in lines_of(story, "ByLine"):
        fields.authors(words(text, line, apart=True))
    for line in lines_of(story, "DateLine"):
        fields.dateline(words(text, line))
    for line in lines_of(story, *_LINES):
        fields.say(_LINES[line.name], words(text, line), rule=line.name)
        if line.name == "CreditLine":
            fields.agency(words(text, line), line.name)
    for line in lines_of(story, "NewsLine"):
        kind = _formal(text, line.child("NewsLineType")).text.lower()
        if any(word in kind for word in _NOTES):
            for note in line.all("NewsLineText"):
                fields.say("note", words(text, note, apart=True), Role.NOTE)


def _describe(fields: ArticleFields, item: Element, story: Story | None) -> None:
    """Who provides and who wrote it, its rights, language and keywords."""
    text = fields.text
    names: list[MappedText] = []
    for component in reversed(story.path if story else ()):
        about = component.child("AdministrativeMetadata")
        for role in about.children if about else ():
            for party in role.all("Party"):
                value = _formal(text, party)
                if role.name in ("Provider", "Source"):
                    fields.say("sender", value, rule=role.name)
                    fields.agency(value, role.name)
                elif role.name == "Creator" and is_name(" ".join(value.text.split())):
                    names.append(value)
                elif role.name == "Creator":
                    fields.say("sender", value, rule=role.name)
        for rights in component.all("RightsMetadata"):
            for element in rights.walk():
                if element.name in _RIGHTS and not element.children:
                    fields.say("rights", words(text, element))
        for about in component.all("DescriptiveMetadata"):
            fields.language(_formal(text, about.child("Language")).text)
            for entry in about.all("Property"):
                if entry.get("FormalName").lower() in ("keyword", "keywords"):
                    fields.say("keyword", attribute_words(text, entry, "Value"))
        fields.language(component.get("xml:lang"))
    if not any(words(text, line).text.strip() for line in lines_of(story, "ByLine")):
        for name in names:
            fields.say("author", name, rule="Creator")


def _pictures(fields: ArticleFields, story: Story) -> None:
    """The addresses of pictures, and their captions with whom they are credited to."""
    text = fields.text
    for content in story.contents:
        if is_picture(content.item):
            fields.say("picture", attribute_words(text, content.item, "Href"))
        if content.is_caption and content.data is not None:
            own = next(
                (one for one in reversed(content.path) if one.child("NewsLines", "AdministrativeMetadata")), None
            )
            line = own.path("NewsLines", "CreditLine") if own else None
            party = own.path("AdministrativeMetadata", "Creator", "Party") if own else None
            credit = words(text, line) if line else _formal(text, party)
            fields.picture(words(text, content.data, apart=True), credit)


def _formal(text: str, element: Element | None) -> MappedText:
    """A controlled value: its formal name, else what is in it."""
    if element is None:
        return MappedText(text)
    return attribute_words(text, element, "FormalName") if element.get("FormalName") else words(text, element)


def _place(value: MappedText) -> Span:
    return value.to_source((0, len(value.text))) if value.text else (0, 0)
