"""The body's small grammar of HTML: what is allowed, how it is cleaned, and the typed blocks it consists of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

import nh3
from django.db import models
from lxml import etree
from lxml import html as lxml_html

INLINE = {"a", "strong", "em", "br"}
BLOCKS = {"p": "paragraph", "h2": "subheading", "h3": "subheading", "blockquote": "quote", "li": "list_item"}
TAGS = {*INLINE, *BLOCKS, "ul", "ol", "figure"}
ATTRIBUTES = {"a": {"href"}, "figure": {"data-image"}}
DEPTH = 50  # levels of nesting
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
SCHEMES = {"http", "https", "mailto"}


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
        markup.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "template", "title"},
        attribute_filter=_keep_attribute,
    )
    return "\n".join(_blocks_as_html(parse(_shallow(kept))))


def _shallow(markup: str) -> str:
    """Clean markup without the tags that stand deeper than DEPTH: parsers cut off what is nested too deep."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2] == "br":
            return tag[0]
        depth += 0 if tag[1] else 1
        kept = tag[0] if depth <= DEPTH else " "
        depth -= 1 if tag[1] else 0
        return kept

    return _TAG.sub(keep, markup)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("figure", "data-image"):
        return value if value.isascii() and value.isdigit() and len(value) < 19 else None
    return value


def parse(markup: str) -> Iterator[Block]:
    """The blocks of a body in their order. Text that stands loose becomes a paragraph; nothing is dropped."""
    if not markup.strip():
        return
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    loose: list[str] = [_escaped(root.text)]
    for child in root:
        if not isinstance(child.tag, str) or child.tag in INLINE:
            loose.append(etree.tostring(child, encoding="unicode", method="html"))
            continue
        yield from _paragraph(loose)
        loose = [_escaped(child.tail)]
        yield from _element(child)
    yield from _paragraph(loose)


def _element(element: lxml_html.HtmlElement) -> Iterator[Block]:
    tag = element.tag
    if tag == "figure":
        image = element.get("data-image")
        if image:
            yield Block("image", image=int(image))
        yield from parse(_inner(element))  # words inside a figure are kept as paragraphs
    elif tag in {"ul", "ol"}:
        for item in element:
            yield from _filled("list_item", item, ordered=tag == "ol")
    elif tag == "blockquote":
        inner = [b for b in parse(_inner(element)) if b.kind != "image"]
        if inner:
            html = "<br><br>".join(b.html for b in inner)
            yield Block("quote", "\n\n".join(b.text for b in inner), html)
    else:
        kind = BLOCKS.get(tag, "paragraph")
        level = int(tag[1]) if kind == "subheading" else 0
        yield from _filled(kind, element, level=level)


def _filled(kind: str, element: lxml_html.HtmlElement, **more: object) -> Iterator[Block]:
    nested = [e for e in element.iter(*BLOCKS, "ul", "ol", "figure") if e is not element]
    if nested:  # <li><p>…</p></li> is how editors and pasted pages write list items
        for inner in parse(_inner(element)):
            yield inner if inner.kind == "image" else Block(kind, inner.text, inner.html, **more)  # type: ignore[arg-type]
        return
    html = _inner(element).strip()
    text = _text(element)
    if text:
        yield Block(kind, text, html, **more)  # type: ignore[arg-type]


def _paragraph(loose: list[str]) -> Iterator[Block]:
    html = "".join(loose).strip()
    if html:
        yield from _filled("paragraph", lxml_html.fragment_fromstring(html, create_parent="p"))


def _text(element: lxml_html.HtmlElement) -> str:
    for br in element.iter("br"):
        br.tail = "\n" + (br.tail or "")
    text = "\n".join(" ".join(line.split()) for line in element.text_content().split("\n")).strip()
    for br in element.iter("br"):
        br.tail = (br.tail or "")[1:] or None
    return text


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def _inner(element: lxml_html.HtmlElement) -> str:
    parts = [_escaped(element.text)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def compose(blocks: Iterable[Block]) -> str:
    """The body's HTML of blocks that have plain text only (their `html` is made from it)."""
    made = (b if b.html or b.kind == "image" else _with_html(b) for b in blocks)
    return "\n".join(_blocks_as_html(made))


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
    return [unescape(found) for b in parse(markup) for found in re.findall(r'<a href="([^"]*)"', b.html)]


def plain_text(markup: str) -> str:
    """The body's words, one block a paragraph, without pictures."""
    return "\n\n".join(b.text for b in parse(markup) if b.kind != "image")


class BodyField(models.TextField):
    """HTML of the body's grammar, cleaned whenever it is written, whichever door it came through."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Clean the value on its way to the database, and leave the clean one on the instance."""
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> object:
        """`QuerySet.update()` and `bulk_create()` come through here and are cleaned as well."""
        prepared = super().get_prep_value(value)
        return clean(prepared) if isinstance(prepared, str) else prepared
