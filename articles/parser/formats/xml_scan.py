"""Reads XML as it is written: elements and attributes with their places in the decoded source.

Nothing is fetched and no entity is expanded but characters, so a document type changes nothing; what is broken is read
as far as it goes.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5
from itertools import pairwise

from articles.parser import limits
from articles.parser.decoding import Decoded, decode, decode_declared
from articles.parser.document import UnreadableClip
from articles.parser.html.tokenizer import INLINE_TAGS
from articles.parser.mapped_text import MappedText
from articles.text.lines import Span

HEAD_BYTES = 6_000  # in which the first element begins
MAX_DEPTH = 200  # of elements in elements
MAX_ELEMENTS = 200_000
NAMES = frozenset(  # elements of NITF within a sentence, around whole words
    (
        *("chron", "city", "copyrite", "country", "denom", "event", "frac", "frac-sep", "function", "lang", "location"),
        *("money", "num", "numer", "object.title", "org", "person", "postaddr", "pronounce", "region", "state"),
        "virtloc",
    )
)
_DECLARED = re.compile(rb"\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,3}=\s{0,3}[\"']([\w.:-]{2,40})[\"']")
_WIDE = (  # first bytes of XML in characters of two or four bytes, also without a mark → its encoding
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
_TOKEN = re.compile(r"<(?:!--|!\[CDATA\[|\?|!|/|(?=[A-Za-z_:\u00c0-\uffff]))")
_NAME = re.compile(r"[^\s<>/=\"']{1,200}")
_ATTRIBUTE = re.compile(r"([^\s<>/=\"']{1,200}+)\s*+=\s*+(?:\"([^\"<]*)\"|'([^'<]*)')")
_TAG_END = re.compile(r"[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+>")
_TAG_NAME = re.compile(r"<(?![!?])/?(?:[^\s<>/=\"':]{1,100}:)?([^\s<>/=\"':]{1,200})")
_LITERAL = re.compile("[<&]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(slots=True)
class Element:
    """An element. `span` is all of it, `inner` what stands between its tags; `name` has no prefix."""

    name: str
    tag: str  # as it is written
    start: int
    opened: int  # behind its start tag
    attributes: dict[str, tuple[str, Span]] = field(default_factory=dict)  # names as written → value and its place
    children: list["Element"] = field(default_factory=list)
    closed: int = -1
    end: int = -1

    @property
    def span(self) -> Span:
        """All of the element."""
        return self.start, self.end

    @property
    def inner(self) -> Span:
        """What stands between its tags."""
        return self.opened, self.closed

    @property
    def prefix(self) -> str:
        """The prefix of its name as it is written."""
        return self.tag.rpartition(":")[0].lower()

    def get(self, name: str) -> str:
        """The value of an attribute, "" if there is none."""
        return self.attributes.get(name, ("", (0, 0)))[0]

    def child(self, *names: str) -> "Element | None":
        """The first child with one of these names; names with a prefix ask for the prefix as well."""
        return next(self.all(*names), None)

    def all(self, *names: str) -> Iterator["Element"]:
        """The children with one of these names."""
        return (child for child in self.children if child.name in names or child.tag in names)

    def path(self, *names: str) -> "Element | None":
        """The first descendant along a path of names."""
        found: Element | None = self
        for name in names:
            found = found.child(name) if found else None
        return found

    def walk(self) -> Iterator["Element"]:
        """All elements in it, in their order."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def decode_xml(data: bytes) -> Decoded:
    """The source in the encoding that it declares if that fits; else decoded as any other clip."""
    wide = _wide_encoding(data)
    if wide:
        try:
            text = data.decode(wide).removeprefix("\ufeff")
        except UnicodeError:
            return decode(data)
        return Decoded(text, wide) if "\x00" not in text else decode(data)
    declared = _DECLARED.match(data[:400])
    if declared and not data.startswith(BOM_UTF8):
        return decode_declared(data, declared[1]) or decode(data)
    return decode(data)


def _wide_encoding(data: bytes) -> str:
    return next((encoding for sign, encoding in _WIDE if data.startswith(sign)), "")


def root_of(data: bytes) -> tuple[str, str]:
    """The name of the first element, without its prefix, and its start tag as far as it is near; "" for no XML."""
    head = data[:HEAD_BYTES]
    wide = _wide_encoding(head)
    if not wide and head.removeprefix(BOM_UTF8).lstrip()[:1] != b"<":
        return "", ""  # most texts
    text = (head.decode(wide, "ignore") if wide else head.removeprefix(BOM_UTF8).decode("latin-1")).removeprefix(
        "\ufeff"
    )
    at = 0
    for _step in range(50):
        while at < len(text) and text[at].isspace():
            at += 1
        if text.startswith("<!--", at):
            stop = text.find("-->", at) + 3
        elif text.startswith("<?", at):
            stop = text.find("?>", at) + 2
        elif text.startswith("<!", at):
            stop = _after_declaration(text, at)
        else:
            break
        if stop <= at:
            return "", ""
        at = stop
    name = _NAME.match(text, at + 1) if text.startswith("<", at) else None
    if name is None:
        return "", ""
    stop = text.find(">", at)
    return name[0].rpartition(":")[2], text[at : stop + 1 if stop > 0 else len(text)]


def scan(text: str) -> Element:
    """The document: an element without a name that holds the others. Raises UnreadableClip (`nested`, `too_many`)."""
    document = Element("", "", 0, 0)
    stack = [document]
    at, number = 0, 0
    while match := _TOKEN.search(text, at):
        start, kind = match.start(), match[0]
        if kind == "<":
            tag = _NAME.match(text, match.end())
            stop = _TAG_END.match(text, match.end())
            if tag is None or stop is None:
                at = start + 1
                continue
            number += 1
            if number > MAX_ELEMENTS:
                raise UnreadableClip("too_many", f"The file has more than {MAX_ELEMENTS} elements.", "xml")
            if len(stack) > MAX_DEPTH:
                raise UnreadableClip("nested", f"Its elements lie more than {MAX_DEPTH} deep.", "xml")
            element = Element(tag[0].rpartition(":")[2], tag[0], start, stop.end())
            for found in _ATTRIBUTE.finditer(text, tag.end(), stop.end()):
                group = 2 if found[2] is not None else 3
                element.attributes.setdefault(found[1], (unescape(found[group]).strip(), found.span(group)))
            stack[-1].children.append(element)
            if text[stop.end() - 2] == "/":
                element.closed = element.end = stop.end()
            else:
                stack.append(element)
            at = stop.end()
        elif kind == "</":
            stop_at = text.find(">", start)
            stop_at = len(text) if stop_at < 0 else stop_at + 1
            _close(stack, text[start + 2 : stop_at - 1].strip(), start, stop_at)
            at = stop_at
        else:
            at = _after_special(text, start, kind)
    while stack:
        element = stack.pop()
        element.closed = element.end = len(text)
    return document


def unescaped(words: str) -> str:
    """A stretch of the source without its tags, with its entities decoded."""
    bare = re.sub(r"<!\[CDATA\[|\]\]>|<[^<>]*>", "", words)
    return _ENTITY.sub(lambda match: character(match[0]), bare)


def character(entity: str) -> str:
    """The character that an entity stands for; one that nobody knows stands for itself."""
    known = unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
    return known.replace("\x00", "\ufffd")


def entries(root: Element, *names: str) -> list[Element]:
    """The elements of these names, none in another: one that was never closed ends where the next begins."""
    found = [element for element in root.walk() if element.name in names]
    for entry, following in pairwise(found):
        if following.start < entry.end:
            _cut(entry, following.start)
    return found


def _cut(element: Element, end: int) -> None:
    """End an element, and those in it, at a place."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        one.end, one.closed = min(one.end, end), min(one.closed, end)
        one.children = [child for child in one.children if child.start < end]
        waiting.extend(child for child in one.children if child.end > end)


def words(text: str, element: Element | None, apart: bool = False) -> MappedText:
    """The characters in an element, without its tags and those in it; each with its place.

    Words between which an element begins or ends stay apart, with `apart` also where that is one of INLINE_TAGS.
    Raises UnreadableClip (`too_long`) for an element that is longer than any article.
    """
    if element is not None and element.closed - element.opened > limits.MAX_BODY_CHARS:
        raise limits.too_long()
    place = MappedText(text)
    last = 0  # where the last stretch ended
    if element is not None:
        for start, stop, is_literal in runs(text, element.inner):
            if last > 0 and start < stop and _is_parted(text, last, start, apart):
                place.insert(" ")
            last = stop
            write_characters(place, start, stop, is_literal)
    return place


def _is_parted(text: str, end: int, start: int, apart: bool) -> bool:
    """Whether a blank belongs between two stretches that have none, for the sake of the tags between them."""
    if text[start].isspace() or text[end - 1].isspace():
        return False
    names = {name.lower() for name in _TAG_NAME.findall(text, end, start)}
    if apart or names - INLINE_TAGS - NAMES:
        return True
    return bool(names & NAMES) and text[start].isalnum() and text[end - 1].isalnum()


def write_markup(page: MappedText, element: Element, tag_of: Callable[[Element], str | None]) -> None:
    """Write what is in an element as markup of a page. `tag_of` names the tag of each element in it: "" leaves only
    its content, None leaves it out with that."""
    at = element.opened
    for child in element.children:
        _write_text(page, at, child.start)
        at = child.end
        tag = tag_of(child)
        if tag is None:
            continue
        is_link = tag in ("a", "img") and child.tag == tag
        if is_link:
            page.take(child.start, child.opened)
        elif tag:
            page.insert(f"<{tag}>")
        write_markup(page, child, tag_of)
        if tag and tag not in ("br", "img", "hr"):
            page.insert(f"</{tag}>")
        elif child.end > child.closed and _touches(page.source, child):
            page.insert(" ")  # two names side by side
    _write_text(page, at, element.closed)


def _touches(source: str, element: Element) -> bool:
    """Whether a word ends with an element of NAMES and the next begins with another right behind it."""
    following = _TAG_NAME.match(source, element.end)
    return following is not None and source[element.closed - 1].isalnum() and source[element.end + 1] != "/"


def _write_text(page: MappedText, start: int, stop: int) -> None:
    if start >= stop:
        return
    last = 0
    for low, high, is_literal in runs(page.source, (start, stop)):
        if last > 0 and low < high and _is_parted(page.source, last, low, False):
            page.insert(" ")  # tags that are damaged, and so belong to no element
        last = high
        if not is_literal:
            page.take(low, high)
            continue
        at = low
        for match in _LITERAL.finditer(page.source, low, high):
            page.take(at, match.start())
            page.stand_for("&lt;" if match[0] == "<" else "&amp;", *match.span())
            at = match.end()
        page.take(at, high)


def attribute_words(text: str, element: Element, name: str) -> MappedText:
    """The characters of an attribute."""
    place = MappedText(text)
    if name in element.attributes:
        write_characters(place, *element.attributes[name][1])
    return place


def runs(text: str, span: Span) -> Iterator[tuple[int, int, bool]]:
    """The stretches of characters between the tags of a span; True for those that are literal (CDATA)."""
    at, stop = span
    while at < stop:
        match = _TOKEN.search(text, at, stop)
        if match is None:
            yield at, stop, False
            return
        if match.start() > at:
            yield at, match.start(), False
        if match[0] == "<![CDATA[":
            closed = text.find("]]>", match.end(), stop)
            yield match.end(), closed if closed >= 0 else stop, True
            at = closed + 3 if closed >= 0 else stop
        elif match[0] in ("<", "</"):
            end = _TAG_END.match(text, match.end(), stop)
            at = end.end() if end else match.start() + 1
            if end is None:
                yield match.start(), at, True
        else:
            at = min(stop, _after_special(text, match.start(), match[0]))


def write_characters(place: MappedText, start: int, stop: int, is_literal: bool = False) -> None:
    """Write a stretch of the source with its entities decoded."""
    at = start
    if not is_literal:
        for match in _ENTITY.finditer(place.source, start, stop):
            place.take(at, match.start())
            place.stand_for(character(match[0]), *match.span())
            at = match.end()
    if at < stop:
        place.take(at, stop)


def _close(stack: list[Element], tag: str, start: int, end: int) -> None:
    """Close the innermost element of that name with all in it; an end tag that closes nothing is passed over."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].tag == tag:
            while len(stack) > depth:
                element = stack.pop()
                element.closed, element.end = start, end if len(stack) == depth else start
            return


def _after_special(text: str, start: int, kind: str) -> int:
    if kind == "<!":
        stop = _after_declaration(text, start)
    else:
        closing = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}[kind]
        found = text.find(closing, start + len(kind))
        stop = found + len(closing) if found >= 0 else 0
    return stop if stop > start else len(text)


def _after_declaration(text: str, start: int) -> int:
    """Behind a document type, also with its own declarations."""
    closed = text.find(">", start)
    bracket = text.find("[", start, max(start, closed))
    if bracket >= 0:
        inner = text.find("]", bracket)
        closed = text.find(">", inner) if inner >= 0 else -1
    return closed + 1
