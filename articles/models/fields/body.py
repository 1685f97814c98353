"""The allowed HTML of a body, how it is cleaned, and the typed blocks that it consists of."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

import nh3
from django.db import models

from articles.models.fields.body_parser import FLAT, MARKERS, TAGS, Block, escaped, parse, table_block
from articles.models.fields.body_tables import SPANS, Cell, table_of_text
from articles.models.fields.keys import parse_pk

__all__ = [
    "TAGS",
    "Block",
    "BodyField",
    "clean",
    "compose",
    "image_ids",
    "links",
    "parse",
    "plain_text",
    "table_block",
]

PARTS = {  # blocks outside the grammar: their tags go, but what stands in them stays apart from what stands beside them
    *("address", "article", "aside", "center", "dialog", "div", "footer", "form", "header", "hgroup", "main"),
    *("nav", "pre", "marquee", "section", "search"),
    *("h1", "h4", "h5", "h6", "hr", "dir", "menu", "details", "summary", "fieldset", "legend"),
    *("select", "optgroup", "option"),
    *("body", "template", "noscript", "noframes", "noembed", "xmp", "listing", "plaintext"),
    *("figcaption", "foreignobject", "desc"),
}
GAPS = {  # what shows something of its own in a line, or says who speaks: a blank stands for it where words would meet
    *("img", "image", "input", "button", "textarea", "label", "output", "meter", "progress", "cite", "rt", "rtc"),
    *("object", "embed", "video", "audio", "canvas", "iframe"),
    *("svg", "text", "tspan", "textpath", "math", "mtext", "mi", "mn", "mo", "ms"),
}
WITHOUT_WORDS = {"script", "style", "title"}  # what stands in them is no text
ATTRIBUTES = {
    "a": {"href"},
    "figure": {"data-image"},
    "hr": {*SPANS, *(f"{end}{name}" for name in MARKERS for end in ("", "end-"))},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_ANY_TAG = re.compile(r"""href\s*=\s*(?:"[^"]*"|'[^']*')|</?([a-z][^\t\n\f\r />]*)""", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Paragraphs, crossheads and pictures as they are composed, without links or emphasis: most bodies of imported texts.
_WORDS = r"(?!\s|<br>)(?:[^<>&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]++|&(?:amp|lt|gt);|<br>)++(?<!\s)(?<!<br>)"
_BLOCK = rf'(?:<p>{_WORDS}</p>|<h2>{_WORDS}</h2>|<h3>{_WORDS}</h3>|<figure data-image="[1-9][0-9]{{0,8}}"></figure>)'
_CLEAN = re.compile(rf"{_BLOCK}(?:\n{_BLOCK})*+")


@lru_cache(maxsize=64)  # one save asks four times: the form, the article, its revision, the database
def clean(markup: str) -> str:
    """The body with everything outside the grammar removed; figures without an image's id go, too."""
    if not markup or _CLEAN.fullmatch(markup):  # to recognise what is clean takes a fiftieth of the time of cleaning
        return markup
    kept = nh3.clean(
        _ANY_TAG.sub(_as_boundary, _SURROGATE.sub("\ufffd", markup).replace("\x00", "")),
        tags={*FLAT, "hr", "img"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags=WITHOUT_WORDS,
        attribute_filter=_keep_attribute,
    )
    return "\n".join(_blocks_as_html(parse(kept)))


def _as_boundary(tag: re.Match[str]) -> str:
    """A tag outside the grammar as one that has no inside, so that no rule about what stands in what loses its words:
    a block as a line (which tells where the parts of a table are), what stands in the line as a picture, and what
    marks words only as nothing."""
    name = (tag[1] or "a").lower()
    if name in FLAT or name in WITHOUT_WORDS:
        return tag[0]
    if name in MARKERS:
        return f"<hr {'end-' * (tag[0][1] == '/')}{name}"
    return "<hr" if name in PARTS else "<img" if name in GAPS else "<wbr"


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("figure", "data-image"):
        return value if parse_pk(value) is not None else None
    return value


def compose(blocks: Iterable[Block]) -> str:
    """The body's HTML of blocks that have plain text only (their `html` is made from it)."""
    with_html = (b if b.html or b.kind == "image" else _with_html(b) for b in blocks)
    return "\n".join(_blocks_as_html(with_html))


def _with_html(block: Block) -> Block:
    if block.kind == "table":
        caption, rows = table_of_text(block.text, block.level, block.sides)
        return table_block(Cell(caption, escaped(caption)), rows)
    html = escaped(block.text).replace("\n", "<br>")
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
    if block.kind == "table":
        return f"<table>{block.html}</table>"
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
