"""Parses the HTML of a body into typed blocks. Text that is in no block becomes a paragraph; nothing is dropped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from articles.models.fields.body_tables import NO_CELL, TABLE_TAGS, Cell, Rows, TableReader, table_html, table_text
from articles.models.fields.keys import parse_pk

INLINE = {"a", "strong", "em", "sub", "sup", "br"}
BLOCKS = {"p": "paragraph", "h2": "subheading", "h3": "subheading", "blockquote": "quote", "li": "list_item"}
FLAT = {*INLINE, *BLOCKS, "ul", "ol", "figure"}  # what any markup parser leaves where it stands
TERMS = frozenset(("dl", "dt", "dd"))  # read as a list: a term and what is said of it are one item
MARKERS = TABLE_TAGS | TERMS  # what other markup parsers move or drop; `clean` hands them over as attributes of an hr
TAGS = {*FLAT, *TABLE_TAGS}
_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>|[^<]+|<')
_VALUE = re.compile(r'="([^"]*)"')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BREAKS = re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$")
_NO_TEXT = dict.fromkeys([*range(0x20), 0xFFFE, 0xFFFF])  # what no XML may hold, so no feed could carry it
_AS_TEXT = str.maketrans({**_NO_TEXT, "\t": "\t", "\n": "\n", "\r": "\n", "\v": " ", "\f": " "})
_NO_BLANK_AFTER = frozenset("([{„‚«»‹›\"'¿¡")
_NO_BLANK_BEFORE = frozenset(")]}“”‘’«»‹›\"'.,;:!?…%")
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `kind` is paragraph, subheading, quote, list_item, table or image; `image` is the Image's id.

    The text of a table has a line for each row and a tab between its cells, below its caption and an empty line.
    """

    kind: str
    text: str = ""
    html: str = ""  # the inline HTML inside the block, clean
    level: int = 0  # 2 or 3 of a subheading
    ordered: bool = False  # of a list item
    image: int | None = None
    sides: int = 0  # of a table that is made of its text: columns of headers
    caption: Cell = NO_CELL  # of a table
    rows: Rows = ()  # of a table; all of the same length, but for one that is too wide to be saved


def table_block(caption: Cell, rows: Rows) -> Block:
    """The block of a table."""
    return Block("table", table_text(caption.text, rows), table_html(caption.html, rows), caption=caption, rows=rows)


def parse(markup: str) -> Iterator[Block]:
    """The blocks of a body in their order. Text that stands loose becomes a paragraph; nothing is dropped."""
    reader = _BlockReader()
    for token in _TOKEN.finditer(markup):
        is_end, tag, attributes = token.groups()
        if tag == "hr" or tag in MARKERS:
            yield from reader.marker(*_marker(tag, is_end, attributes))
        elif tag == "img":
            reader.gap()
        elif tag is None or tag not in TAGS:
            reader.text(unescape(token[0]).replace("\r\n", "\n").translate(_AS_TEXT))
        elif tag in INLINE:
            yield from reader.inline(tag, bool(is_end), attributes)
        elif is_end:
            yield from reader.end(tag)
        else:
            yield from reader.start(tag, attributes)
    yield from reader.finish()


def _marker(tag: str, is_end: str, attributes: str) -> tuple[str, bool, dict[str, str]]:
    """The tag for which a rule stands, with its spans; no name of the removed ones."""
    given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    if tag != "hr":
        return tag, bool(is_end), given
    name = next((name for name in given if name.removeprefix("end-") in MARKERS), "")
    return name.removeprefix("end-"), name.startswith("end-"), given


class _BlockReader:
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
        self.table: TableReader | None = None
        self.term = ""  # "" outside of a list of terms, else the part of it that is read: dl, dt or dd

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
        self.html.append(escaped(text))
        self.words.append(text)

    def gap(self) -> None:
        """A removed inline element, or what is said of a term, begins or ends."""
        self.has_gap = True

    def marker(self, tag: str, is_end: bool, attributes: dict[str, str]) -> Iterator[Block]:
        """A part of a table or of a list of terms begins or ends, or (without a name) a removed block."""
        if tag in TERMS:
            yield from self._term(tag, is_end)
            return
        yield from self._stretch()
        if self.table is not None and tag:
            del self.blocks[self.table.open_blocks :]
            self.term = ""
            if self.table.tag(tag, is_end, attributes):
                yield from self._table()
        elif tag == "table" and not is_end:
            yield from self._quote()
            self.term, self.table = "", TableReader(len(self.blocks))

    def _term(self, tag: str, is_end: bool) -> Iterator[Block]:
        """A list of terms: each with what is said of it is one item, the term strong."""
        if self.term == "dt":
            self._close("strong")
        if tag == "dl" or not self.term or (tag == "dt" and not is_end):
            yield from self._stretch()
        if tag == "dl":
            self.term = "" if is_end else tag
        elif self.term and is_end:
            self.term = "dl"
            self.gap()
        elif self.term:
            self.term = tag
            if tag == "dd" and any(map(str.strip, self.words)):
                self.html.append("<br>")
                self.words.append("\n")
            elif tag == "dt" and all(mark != "strong" for mark, _written in self.marks):
                self._open("strong", "<strong>")

    def _table(self) -> Iterator[Block]:
        """The table as a block, or as paragraphs where it has one cell only; then the pictures that stood in it."""
        table, self.table = self.table, None
        if table is None:
            return
        rows, is_table = table.grid(), table.is_table()
        lines = table.before if is_table else [*table.before, *table.lines()]
        for html, text in lines:
            yield Block("paragraph", text, html)
        if is_table:
            yield table_block(table.caption(), rows)
        for image in table.images:
            yield Block("image", image=image)

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
            if pk is not None and self.table is not None:
                self.table.images.append(pk)
            elif pk is not None:
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
        yield from self._table()

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
        if self.table is not None:
            self.table.line(_BREAKS.sub("", html), text)
        elif kind == "blockquote":
            self.quoted.append((_BREAKS.sub("", html), text))
        elif kind in {"ul", "ol", "li"} or (self.term and kind == "p"):
            yield Block("list_item", text, _BREAKS.sub("", html) if self.term else html, ordered=kind == "ol")
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
    return f'<a href="{escaped(address)}">'


def escaped(text: str | None) -> str:
    """The text as HTML, quotes unescaped; empty for None."""
    return escape(text or "", quote=False)
