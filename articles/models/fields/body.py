"""The allowed HTML of a body, how it is cleaned, and the typed blocks that it consists of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import nh3
from django.db import models

from articles.models.fields.keys import parse_pk

INLINE = {"a", "strong", "em", "br"}
BLOCKS = {"p": "paragraph", "h2": "subheading", "h3": "subheading", "blockquote": "quote", "li": "list_item"}
TAGS = {*INLINE, *BLOCKS, "ul", "ol", "figure"}
PARTS = {  # blocks outside the grammar: their tags go, but what stands in them stays apart from what stands beside them
    *("address", "article", "aside", "center", "dialog", "div", "footer", "form", "header", "hgroup", "main"),
    *("nav", "pre", "marquee", "section", "search"),
    *("h1", "h4", "h5", "h6", "hr", "dir", "menu", "dl", "dt", "dd", "details", "summary", "fieldset", "legend"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "select", "optgroup", "option"),
    *("body", "template", "noscript", "noframes", "noembed", "xmp", "listing", "plaintext"),
    *("figcaption", "foreignobject", "desc"),
}
GAPS = {  # what shows something of its own in a line, or says who speaks: a blank stands for it where words would meet
    *("img", "image", "input", "button", "textarea", "label", "output", "meter", "progress", "cite", "rt", "rtc"),
    *("object", "embed", "video", "audio", "canvas", "iframe"),
    *("svg", "text", "tspan", "textpath", "math", "mtext", "mi", "mn", "mo", "ms"),
}
WITHOUT_WORDS = {"script", "style", "title"}  # what stands in them is no text
ATTRIBUTES = {"a": {"href"}, "figure": {"data-image"}}
SCHEMES = {"http", "https", "mailto"}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>|[^<]+|<')
_ANY_TAG = re.compile(r"""href\s*=\s*(?:"[^"]*"|'[^']*')|</?([a-z][^\t\n\f\r />]*)""", re.IGNORECASE)
_VALUE = re.compile(r'="([^"]*)"')
_BREAKS = re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_TEXT = dict.fromkeys([*range(0x20), 0xFFFE, 0xFFFF])  # what no XML may hold, so no feed could carry it
_AS_TEXT = str.maketrans({**_NO_TEXT, "\t": "\t", "\n": "\n", "\r": "\n", "\v": " ", "\f": " "})
_NO_BLANK_AFTER = frozenset("([{„‚«»‹›\"'¿¡")
_NO_BLANK_BEFORE = frozenset(")]}“”‘’«»‹›\"'.,;:!?…%")
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `kind` is paragraph, subheading, quote, list_item or image; `image` is the Image's id."""

    kind: str
    text: str = ""
    html: str = ""  # the inline HTML inside the block, clean
    level: int = 0  # 2 or 3 of a subheading
    ordered: bool = False  # of a list item
    image: int | None = None


@lru_cache(maxsize=64)  # one save asks four times: the form, the article, its revision, the database
def clean(markup: str) -> str:
    """The body with everything outside the grammar removed; figures without an image's id go, too."""
    if not markup:
        return ""
    kept = nh3.clean(
        _ANY_TAG.sub(_as_boundary, _SURROGATE.sub("\ufffd", markup).replace("\x00", "")),
        tags={*TAGS, "hr", "img"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags=WITHOUT_WORDS,
        attribute_filter=_keep_attribute,
    )
    return "\n".join(_blocks_as_html(parse(kept)))


def _as_boundary(tag: re.Match[str]) -> str:
    """A tag outside the grammar as one that has no inside, so that no rule about what stands in what loses its words:
    a block as a line, what stands in the line as a picture, and what marks words only as nothing."""
    name = (tag[1] or "a").lower()
    if name in TAGS or name in WITHOUT_WORDS:
        return tag[0]
    return "<hr" if name in PARTS else "<img" if name in GAPS else "<wbr"


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("figure", "data-image"):
        return value if parse_pk(value) is not None else None
    return value


def parse(markup: str) -> Iterator[Block]:
    """The blocks of a body in their order. Text that stands loose becomes a paragraph; nothing is dropped."""
    walk = _Walk()
    for token in _TOKEN.finditer(markup):
        is_end, tag, attributes = token.groups()
        if tag == "hr":
            yield from walk.part()
        elif tag == "img":
            walk.gap()
        elif tag is None or tag not in TAGS:
            walk.text(unescape(token[0]).replace("\r\n", "\n").translate(_AS_TEXT))
        elif tag in INLINE:
            yield from walk.inline(tag, bool(is_end), attributes)
        elif is_end:
            yield from walk.end(tag)
        else:
            yield from walk.start(tag, attributes)
    yield from walk.finish()


class _Walk:
    """Reads clean markup tag by tag. Nested blocks are flattened: the outermost quote, list or
    subheading determines the kind of its text, and links and emphasis across blocks begin anew in each.

    No recursion: markup may be nested deeply.
    """

    def __init__(self) -> None:
        self.blocks: list[str] = []  # open tags
        self.marks: list[tuple[str, str]] = []  # open links and emphasis, with their tags as they are written
        self.html: list[str] = []  # of the current block
        self.words: list[str] = []
        self.has_gap = False  # whether a removed element precedes the next words
        self.quoted: list[tuple[str, str]] = []  # paragraphs of the current quote: html and text

    @property
    def kind(self) -> str:
        """The tag that determines the kind of the text here."""
        return next((tag for tag in self.blocks if tag not in {"p", "figure"}), "p")

    def text(self, text: str) -> None:
        """Words."""
        if not text:
            return
        if self.has_gap and self.words and _would_meet(self.words[-1][-1], text[0]):
            text = f" {text}"
        self.has_gap = False
        self.html.append(_escaped(text))
        self.words.append(text)

    def gap(self) -> None:
        """A removed inline element begins or ends."""
        self.has_gap = True

    def part(self) -> Iterator[Block]:
        """A removed block begins or ends."""
        yield from self._stretch()

    def inline(self, tag: str, is_end: bool, attributes: str) -> Iterator[Block]:
        """A line break, a link or an emphasis."""
        if tag == "br":
            if self.html and self.html[-1] == "<br>" and self.kind == "blockquote":
                self.html.pop()
                yield from self._stretch()  # an empty line in a quote separates its paragraphs
            else:
                self.html.append("<br>")
                self.words.append("\n")
        elif is_end:
            self._close(tag)
        else:
            if tag == "a":
                self._close(tag)  # no link stands in another
            if all(tag != open_tag for open_tag, _written in self.marks):
                self._open(tag, _written(tag, attributes))

    def _open(self, tag: str, written: str) -> None:
        self.marks.append((tag, written))
        self.html.append(written)

    def _close(self, tag: str) -> None:
        """Close it, and reopen what was opened inside of it; nothing where it is not open."""
        place = next((n for n, (open_tag, _written) in enumerate(self.marks) if open_tag == tag), None)
        if place is None:
            return
        inside = self.marks[place + 1 :]
        for open_tag, written in reversed(self.marks[place:]):
            self._end_mark(open_tag, written)
        del self.marks[place:]
        for mark in inside:
            self._open(*mark)

    def _end_mark(self, tag: str, written: str) -> None:
        if self.html and self.html[-1] is written:
            self.html.pop()  # nothing is marked
        else:
            self.html.append(f"</{tag}>")

    def start(self, tag: str, attributes: str) -> Iterator[Block]:
        """A block begins."""
        yield from self._stretch()
        self.blocks.append(tag)
        if tag == "figure" and (value := _VALUE.search(attributes)):
            pk = parse_pk(value[1])
            if pk is not None:
                yield from self._quote()
                yield Block("image", image=pk)

    def end(self, tag: str) -> Iterator[Block]:
        """A block ends, with all that was left open in it."""
        if tag not in self.blocks:
            return
        yield from self._stretch()
        while self.blocks.pop() != tag:
            pass
        if "blockquote" not in self.blocks:
            yield from self._quote()

    def finish(self) -> Iterator[Block]:
        """The text ends."""
        yield from self._stretch()
        yield from self._quote()

    def _stretch(self) -> Iterator[Block]:
        """The text so far as a block, or as a paragraph of the quote; none where it has no words."""
        for tag, written in reversed(self.marks):
            self._end_mark(tag, written)
        html, words = "".join(self.html).strip(), "".join(self.words)
        text = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        self.html, self.words, self.has_gap = [written for _tag, written in self.marks], [], False
        kind = self.kind
        if not text:
            return
        if kind == "blockquote":
            self.quoted.append((_BREAKS.sub("", html), text))
        elif kind in {"ul", "ol", "li"}:
            yield Block("list_item", text, html, ordered=kind == "ol")
        elif kind in {"h2", "h3"}:
            yield Block("subheading", text, html, level=int(kind[1]))
        else:
            yield Block("paragraph", text, html)

    def _quote(self) -> Iterator[Block]:
        if self.quoted:
            html, text = zip(*self.quoted, strict=True)
            yield Block("quote", "\n\n".join(text), "<br><br>".join(html))
            self.quoted = []


def _would_meet(before: str, after: str) -> bool:
    """Whether two characters need a blank between them to stay two words."""
    return not (before.isspace() or after.isspace() or before in _NO_BLANK_AFTER or after in _NO_BLANK_BEFORE)


def _written(tag: str, attributes: str) -> str:
    href = _VALUE.search(attributes)
    if tag != "a" or not href:
        return f"<{tag}>"
    address = quote(unescape(href[1]).strip(), safe=_IN_ADDRESSES)
    return f'<a href="{_escaped(address)}">'


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def compose(blocks: Iterable[Block]) -> str:
    """The body's HTML of blocks that have plain text only (their `html` is made from it)."""
    with_html = (b if b.html or b.kind == "image" else _with_html(b) for b in blocks)
    return "\n".join(_blocks_as_html(with_html))


def _with_html(block: Block) -> Block:
    html = _escaped(block.text).replace("\n", "<br>")
    return Block(block.kind, block.text, html, block.level, block.ordered, block.image)


def _blocks_as_html(blocks: Iterable[Block]) -> Iterator[str]:
    items: list[str] = []
    ordered = False
    for block in blocks:
        if block.kind == "list_item" and (not items or block.ordered == ordered):
            items.append(f"<li>{block.html}</li>")
            ordered = block.ordered
            continue
        yield from _list(items, ordered)
        items = []
        if block.kind == "list_item":
            items, ordered = [f"<li>{block.html}</li>"], block.ordered
        else:
            yield _tag(block)
    yield from _list(items, ordered)


def _list(items: list[str], ordered: bool) -> Iterator[str]:
    if items:
        tag = "ol" if ordered else "ul"
        yield f"<{tag}>{''.join(items)}</{tag}>"


def _tag(block: Block) -> str:
    if block.kind == "image":
        return f'<figure data-image="{block.image}"></figure>'
    if block.kind == "quote":
        return "<blockquote>" + "".join(f"<p>{part}</p>" for part in block.html.split("<br><br>")) + "</blockquote>"
    tag = f"h{block.level or 2}" if block.kind == "subheading" else "p"
    return f"<{tag}>{block.html}</{tag}>"


def image_ids(markup: str) -> list[int]:
    """The ids of the images that the body refers to, in their order, each once."""
    return list(dict.fromkeys(b.image for b in parse(markup) if b.image is not None))


def links(markup: str) -> list[str]:
    """The addresses that the body links to, in their order."""
    if "<a " not in markup:
        return []
    return [unescape(address) for b in parse(markup) for address in re.findall(r'<a href="([^"]*)"', b.html)]


def plain_text(markup: str) -> str:
    """The body's words, one block a paragraph, without pictures."""
    return "\n\n".join(b.text for b in parse(markup) if b.kind != "image")


if TYPE_CHECKING:
    TextColumn = models.TextField[str, str]
else:
    TextColumn = models.TextField  # Django's fields take no type arguments at run time


class BodyField(TextColumn):
    """HTML of the body's grammar, cleaned whenever it is written, by whatever path."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Clean the value on its way to the database, and leave the clean one on the instance."""
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> object:
        """`QuerySet.update()` and `bulk_create()` come through here and are cleaned as well."""
        prepared = super().get_prep_value(value)
        return clean(prepared) if isinstance(prepared, str) else prepared
