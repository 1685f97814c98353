"""OpenDocument texts (ODT, and FODT: the same as one XML file).

lxml over the ZIP file, and not odfpy: that has had no release since 2020 and is partly under the GPL.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from articles.parser import file_kinds
from articles.parser.document import UnreadableClip
from articles.parser.formats import document_text
from articles.parser.formats.document_text import DocumentText, Properties, damaged, read_time, too_large
from articles.parser.formats.packed_document import MAX_XML_BYTES, Package, child, local, member_names, parse_xml, value
from articles.parser.formats.source import Source

KIND = "open_document"
MAX_NOTES = 2_000
MAX_SPACES = 100  # that one element stands for
MAX_REPEATED = 200  # columns or rows that one element stands for
MAX_OPEN_CHANGES = 20  # insertions within each other
LAYOUT_CELL_CHARS = 600
LAYOUT_CELL_PARAGRAPHS = 3

_FLAT = re.compile(rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<office:document[\s>]")
_MIME = b"application/vnd.oasis.opendocument.text"
_HEADING = re.compile(r"heading[ _](?:20_)?([1-9])\b", re.IGNORECASE)
_FURTHER = frozenset(("section", "index-body", "numbered-paragraph"))
_BLOCKS = _FURTHER | {"p", "h", "list", "list-item", "list-header", "table", "table-row", "table-cell", "text-box"}
_SILENT = frozenset(
    (
        *("tracked-changes", "table-of-content", "illustration-index", "table-index", "alphabetical-index"),
        *("forms", "sequence-decls", "variable-decls", "user-field-decls", "bookmark", "script"),
    )
)


@dataclass(slots=True)
class _Style:
    name: str = ""
    parent: str = ""
    is_hidden: bool | None = None
    is_bold: bool | None = None


@dataclass(slots=True)
class _Words:
    parts: list[str] = field(default_factory=list)
    bold: int = 0
    total: int = 0
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are an OpenDocument text, packed or as one XML file."""
    if data[:2] == b"PK":
        return file_kinds.kind_by_bytes(data) == KIND or _says_so(data)
    return bool(_FLAT.match(data[:1_000])) and b'office:mimetype="' + _MIME in data[:20_000]


def read(data: bytes, name: str) -> Source:
    """The document. Raises UnreadableClip: `damaged`, `encrypted`, `too_large`, `empty`."""
    try:
        if data[:2] == b"PK":
            package = Package(data, KIND)
            manifest = package.read("META-INF/manifest.xml") or b""
            if b"encryption-data" in manifest:
                raise UnreadableClip("encrypted", "The document is encrypted.", KIND)
            roots = [package.tree(name) for name in ("content.xml", "styles.xml", "meta.xml")]
        else:
            if len(data) > MAX_XML_BYTES:
                raise too_large(KIND)
            roots = [parse_xml(data, KIND)]
        return _Document([root for root in roots if root is not None]).source()
    except RecursionError as error:
        raise damaged(KIND) from error


def _says_so(data: bytes) -> bool:
    """Whether a ZIP file has the kind of its document packed, although that should be stored as it is."""
    if not member_names(data) >= {"mimetype", "content.xml"}:
        return False
    try:
        return (Package(data, KIND).read("mimetype") or b"").startswith(_MIME)
    except UnreadableClip:
        return False


class _Document:
    def __init__(self, roots: list[etree._Element]) -> None:
        bodies = (child(root, "body", "text") for root in roots)
        body = next((body for body in bodies if body is not None), None)
        if body is None:
            raise damaged(KIND)
        self._body, self._roots = body, roots
        self._styles: dict[str, _Style] = {}
        self._ordered: dict[tuple[str, int], bool] = {}
        for root in roots:
            for element in root.iter():
                if local(element) == "style" and value(element, "family") in ("paragraph", "text"):
                    self._styles.setdefault(value(element, "name"), _read_style(element))
                elif local(element) == "list-style":
                    self._read_list(element)
        self._text = DocumentText(KIND, self._properties())
        self._notes: dict[etree._Element, int] = {}
        self._regions, self._deleted = _read_changes(body)
        self._open: dict[str, list[str]] = {}  # insertions that have begun and not ended

    def source(self) -> Source:
        """All that is printed, the notes, and what is not printed."""
        self._blocks(self._body)
        for note, number in list(self._notes.items()):
            body = child(note, "note-body")
            lines = [self._words(part).text.strip() for part in _paragraphs(body)] if body is not None else []
            self._text.footnote(str(number), "\n".join(filter(None, lines)))
        for words in self._deleted:
            self._text.aside(document_text.DELETED, words)
        for parts in self._open.values():
            self._text.aside(document_text.INSERTED, "".join(parts))
        for root in self._roots:
            for element in root.iter():
                if local(element) in ("header", "footer") and local(_parent(element)) == "master-page":
                    for part in _paragraphs(element):
                        self._text.aside(document_text.RUNNING_HEAD, self._words(part).text)
        return self._text.source()

    # blocks

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                self._paragraph(element)
            elif name == "list":
                self._list(element, 0, value(element, "style-name"))
            elif name == "table":
                self._table(element)
            elif name == "section" and value(element, "display") == "none":
                self._text.aside(document_text.HIDDEN, _plain(element))
            elif name in _FURTHER:
                self._blocks(element)
            elif name == "frame":
                self._frame(element)
            elif name in ("change-start", "change-end"):
                self._change(element)

    def _paragraph(self, element: etree._Element, item: tuple[int, bool] | None = None) -> None:
        words = self._words(element)
        names = list(self._names(value(element, "style-name")))
        heading = next((match for name in names if (match := _HEADING.match(name))), None)
        lower = [name.lower() for name in names]
        text = words.text
        if not text.strip():
            pass
        elif "title" in lower:
            self._text.heading(text, 1)
        elif local(element) == "h" or heading:
            level = value(element, "outline-level") or (heading[1] if heading else "1")
            self._text.heading(text, int(level) if re.fullmatch(r"\d{1,2}", level, re.ASCII) else 1)
        elif item is not None:
            self._text.item(text, *item)
        elif "quotations" in lower:
            self._text.quotation(text)
        elif "caption" in lower or "illustration" in lower:
            self._text.paragraph(text, tag="figcaption")
        else:
            self._text.paragraph(text, words.total > 0 and words.bold == words.total)
        for box in words.boxes:
            self._frame(box)

    def _list(self, element: etree._Element, level: int, style: str) -> None:
        style = value(element, "style-name") or style
        for entry in element:
            for part in entry:
                if local(part) == "list":
                    self._list(part, level + 1, style)
                elif local(part) in ("p", "h"):
                    self._paragraph(part, (level, self._ordered.get((style, level + 1), False)))

    def _table(self, element: etree._Element) -> None:
        rows: list[list[str]] = []
        frames: list[etree._Element] = []
        heads = 0
        for row, is_head in _rows(element):
            cells: list[str] = []
            for cell in row:
                if local(cell) == "covered-table-cell":  # another reaches over it: its text stands once
                    cells += [""] * _repeated(cell)
                    continue
                if local(cell) != "table-cell":
                    continue
                read = [self._words(part) for part in _paragraphs(cell)]
                lines = [words.text.strip() for words in read]
                inner = any(local(part) == "table" for part in cell)
                if inner or len(lines) > LAYOUT_CELL_PARAGRAPHS or sum(map(len, lines)) > LAYOUT_CELL_CHARS:
                    for line_of_cells, _is_head in _rows(element):
                        for part in line_of_cells:
                            self._blocks(part)
                    return
                times = _repeated(cell)
                self._text.count_cells(times if lines else 1)
                cells += ["\n".join(filter(None, lines))] * times
                frames += [box for words in read for box in words.boxes]
            while cells and not cells[-1]:
                cells.pop()
            heads += is_head and heads == len(rows)
            rows.append(cells)
        self._text.table(rows, heads)
        for frame in frames:
            self._frame(frame)

    def _frame(self, element: etree._Element) -> None:
        for part in element:
            if local(part) == "text-box":
                self._blocks(part)
            elif local(part) == "image":
                told = [child(element, name) for name in ("desc", "title")]
                alt = next((words for found in told if found is not None and (words := _plain(found).strip())), "")
                self._text.picture(value(part, "href").rpartition("/")[2], alt)

    # words

    def _words(self, paragraph: etree._Element) -> _Words:
        words = _Words()
        self._gather(paragraph, words, [value(paragraph, "style-name")])
        return words

    def _gather(self, element: etree._Element, words: _Words, styles: list[str]) -> None:
        self._add(element.text, words, styles)
        for inner in element:
            name = local(inner)
            if name in ("span", "a", "meta", "meta-field", "ruby", "ruby-base"):
                self._gather(inner, words, [value(inner, "style-name"), *styles] if name == "span" else styles)
            elif name == "s":
                count = value(inner, "c")
                spaces = int(count) if re.fullmatch(r"\d{1,5}", count, re.ASCII) else 1
                self._add(" " * min(spaces, MAX_SPACES), words, styles)
            elif name == "tab":
                self._add("\t", words, styles)
            elif name == "line-break":
                self._add("\n", words, styles)
            elif name == "note":
                if inner in self._notes or len(self._notes) < MAX_NOTES:
                    number = self._notes.setdefault(inner, len(self._notes) + 1)
                    self._add(f"[{number}]", words, styles)
            elif name == "annotation":
                self._tell_comment(inner)
            elif name == "hidden-text":
                self._text.aside(document_text.HIDDEN, value(inner, "string-value") or _plain(inner))
            elif name == "hidden-paragraph":
                self._text.aside(document_text.HIDDEN, _plain(inner))
            elif name == "frame":
                words.boxes.append(inner)
            elif name in ("change-start", "change-end"):
                self._change(inner)
            elif name in _BLOCKS:  # as in a damaged file
                self._add("\n", words, styles)
                self._gather(inner, words, styles)
                self._add("\n", words, styles)
            elif name not in _SILENT and name != "ruby-text":
                self._gather(inner, words, styles)  # a field: its value
            self._add(inner.tail, words, styles)

    def _add(self, text: str | None, words: _Words, styles: list[str]) -> None:
        if not text:
            return
        text = re.sub(r"[ \r\n]+", " ", text) if text != "\n" else text
        if self._says(styles, "is_hidden"):
            self._text.aside(document_text.HIDDEN, text)
            return
        words.parts.append(text)
        words.total += len(text.strip())
        words.bold += len(text.strip()) if self._says(styles, "is_bold") else 0
        for parts in self._open.values():
            parts.append(text)

    def _change(self, element: etree._Element) -> None:
        region = value(element, "change-id")
        if (
            local(element) == "change-start"
            and self._regions.get(region) == "insertion"
            and len(self._open) < MAX_OPEN_CHANGES
        ):
            self._open.setdefault(region, [])
        elif local(element) == "change-end" and region in self._open:
            self._text.aside(document_text.INSERTED, "".join(self._open.pop(region)))

    def _tell_comment(self, annotation: etree._Element) -> None:
        author = child(annotation, "creator")
        words = "\n".join(filter(None, (_plain(part).strip() for part in _paragraphs(annotation))))
        name = _plain(author).strip() if author is not None else ""
        self._text.aside(document_text.ANNOTATION, f"{words} ({name})" if name and words else words)

    # styles

    def _names(self, start: str) -> Iterator[str]:
        """The names of a style and of those from which it is derived."""
        seen: set[str] = set()
        while start and start not in seen and len(seen) < 20:
            seen.add(start)
            yield start.replace("_20_", " ")
            style = self._styles.get(start)
            if style is None:
                return
            if style.name:
                yield style.name
            start = style.parent

    def _says(self, styles: list[str], name: str) -> bool:
        for start in styles:
            seen: set[str] = set()
            while start and start not in seen and start in self._styles and len(seen) < 20:
                seen.add(start)
                found = getattr(self._styles[start], name)
                if found is not None:
                    return bool(found)
                start = self._styles[start].parent
        return False

    def _read_list(self, element: etree._Element) -> None:
        for level in element:
            number = value(level, "level")
            if local(level) == "list-level-style-number" and number.isdecimal():
                self._ordered[value(element, "name"), int(number)] = bool(value(level, "num-format"))

    def _properties(self) -> Properties:
        said: dict[str, str] = {}
        keywords: list[str] = []
        for root in self._roots:
            meta = child(root, "meta") if local(root) != "meta" else root
            for element in meta if meta is not None else ():
                if local(element) == "keyword":
                    keywords.append((element.text or "").strip())
                else:
                    said.setdefault(local(element), (element.text or "").strip())
        return Properties(
            title=said.get("title", ""),
            subject=said.get("subject", ""),
            author=said.get("initial-creator", "") or said.get("creator", ""),
            keywords="; ".join(filter(None, keywords)),
            language=said.get("language", ""),
            written=read_time(said.get("date", "")) or read_time(said.get("creation-date", "")),
        )


def _read_style(element: etree._Element) -> _Style:
    settings = next((inner for inner in element if local(inner) == "text-properties"), None)
    weight = value(settings, "font-weight") if settings is not None else ""
    hidden = value(settings, "display") if settings is not None else ""
    return _Style(
        value(element, "display-name"),
        value(element, "parent-style-name"),
        hidden == "none" if hidden else None,
        weight in ("bold", "700", "800", "900") if weight else None,
    )


def _read_changes(body: etree._Element) -> tuple[dict[str, str], list[str]]:
    """The kind of each tracked change by its id, and the words that are deleted."""
    kinds: dict[str, str] = {}
    deleted: list[str] = []
    tracked = child(body, "tracked-changes")
    for region in tracked if tracked is not None else ():
        for change in region:
            for name in ("id", "xml:id"):
                if value(region, name):
                    kinds[value(region, name)] = local(change)
            if local(change) == "deletion":
                author = child(change, "change-info", "creator")
                words = "\n".join(filter(None, (_plain(part).strip() for part in _paragraphs(change))))
                name = _plain(author).strip() if author is not None else ""
                deleted.append(f"{words} ({name})" if name and words else words)
    return kinds, deleted


def _repeated(cell: etree._Element) -> int:
    """How many cells an element stands for."""
    repeated = value(cell, "number-columns-repeated")
    return min(int(repeated), MAX_REPEATED) if re.fullmatch(r"\d{1,5}", repeated, re.ASCII) else 1


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    for element in table:
        if local(element) == "table-row":
            yield element, False
        elif local(element) == "table-header-rows":
            yield from ((row, True) for row in element if local(row) == "table-row")
        elif local(element) in ("table-rows", "table-row-group"):
            yield from _rows(element)


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs in an element, also those of lists in it."""
    for inner in element:
        if local(inner) in ("p", "h"):
            yield inner
        elif local(inner) in ("list", "list-item", "list-header", "section"):
            yield from _paragraphs(inner)


def _plain(element: etree._Element) -> str:
    return "".join(element.itertext())  # type: ignore[arg-type]


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent
