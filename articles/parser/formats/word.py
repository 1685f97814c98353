"""Word documents (DOCX). What Word prints is read; comments, deleted and hidden text are told.

lxml over the ZIP file, and not python-docx: that has no words for tracked changes, hidden text, text boxes and notes,
for which one has to go through the same XML, and it unpacks all pictures before it gives the first paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from articles.parser import compound_file, file_kinds
from articles.parser.document import UnreadableClip
from articles.parser.formats import document_text
from articles.parser.formats.document_text import DocumentText, Properties, damaged, read_time
from articles.parser.formats.packed_document import Package, child, local, value
from articles.parser.formats.source import Source

KIND = "word"
MAIN_PART = "word/document.xml"  # where the list of relations names no other
OLD_STREAM, LOCKED_STREAM = "WordDocument", "EncryptedPackage"  # of compound files
LAYOUT_CELL_CHARS = 600  # a cell with more, or with more than so many paragraphs, lays out a page and holds no value
LAYOUT_CELL_PARAGRAPHS = 3
MAX_COLUMNS = 30  # of the grid that one cell can take
MAX_NOTES = 2_000

_OFF = ("0", "false", "off")
_HEADING = re.compile(r"(?:heading|überschrift) ([1-9])\Z")
_TABLE_CAPTION = re.compile(r"Tab(?:elle|le|\.)", re.IGNORECASE)
_WRAPPERS = frozenset(
    (
        "hyperlink",
        "smartTag",
        "sdtContent",
        "sdt",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
        "ins",
        "moveTo",
        "rt",
        "ruby",
    )
)
_REVISED = {"ins": document_text.INSERTED, "moveTo": document_text.INSERTED}
_GONE = frozenset(("del", "moveFrom"))


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    is_hidden: bool | None = None
    is_bold: bool | None = None
    outline: int | None = None
    list_id: str = ""
    list_level: int = 0


@dataclass(slots=True)
class _Words:
    """The words of a paragraph, and whether they are bold: counted in characters."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    total: int = 0
    boxes: list[etree._Element] = field(default_factory=list)  # text boxes that hang on it
    pictures: list[tuple[str, str]] = field(default_factory=list)  # their names and alternative texts

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def is_strong(self) -> bool:
        return self.total > 0 and self.bold == self.total


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are a ZIP file with a Word document, or the beginning of one; also an old or a locked one."""
    if data[:2] == b"PK":
        return file_kinds.kind_by_bytes(data) == KIND
    if compound_file.is_damaged(data):
        return True
    return not compound_file.top_names(data).isdisjoint((OLD_STREAM, LOCKED_STREAM))


def read(data: bytes, name: str) -> Source:
    """The document. Raises UnreadableClip: `damaged`, `encrypted`, `outdated`, `too_large`, `empty`."""
    if data[:2] != b"PK":
        raise _refusal(data, name)
    try:
        return _Document(Package(data, KIND)).source()
    except RecursionError as error:
        raise damaged(KIND) from error


def _refusal(data: bytes, name: str) -> UnreadableClip:
    """Why a compound file is not read: it needs a password, or is of before 2007.

    Word and other programs lock their documents in the same way, so that only the name tells which of them it is.
    """
    try:
        old = compound_file.read(data).streams.get(OLD_STREAM)
    except compound_file.DamagedCompoundFile:
        return damaged(file_kinds.kind_by_name(name) or "office")
    if old is None:
        named = file_kinds.kind_by_name(name)
        return UnreadableClip("encrypted", "The document is locked with a password.", named or "office")
    if old[11:12] and old[11] & 1:  # fEncrypted in [MS-DOC]
        return UnreadableClip("encrypted", "The document is locked with a password.", KIND)
    return UnreadableClip("outdated", "The document is one of Word before 2007, which is not read.", KIND)


class _Document:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = _main_part(package)
        root = package.tree(main)
        body = child(root, "body") if root is not None else None
        if body is None:
            raise damaged(KIND)
        self._body = body
        self._styles, self._default_style, language = _read_styles(package.tree("word/styles.xml"))
        self._files = _read_files(package, main)
        self._lists = _read_lists(package.tree("word/numbering.xml"))
        self._text = DocumentText(KIND, _read_properties(package, language))
        self._notes: dict[tuple[str, str], int] = {}  # notes by kind and id, with their numbers in the text
        self._joined = ""  # the words of a paragraph whose end is deleted
        self._caption = ""  # of the table that follows

    def source(self) -> Source:
        """All that is printed, the notes, and what is not printed."""
        self._blocks(self._body)
        self._flush()
        self._write_notes()
        for name in sorted(self._package.names):
            if re.match(r"word/(?:header|footer)\d*\.xml\Z", name):
                root = self._package.tree(name)
                for paragraph in root.iter() if root is not None else ():
                    if local(paragraph) == "p":
                        words = self._words(paragraph)
                        self._text.aside(document_text.RUNNING_HEAD, words.text)
                        self._show(words)
        self._write_comments()
        return self._text.source()

    # blocks

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in _GONE:
                self._tell_deleted(element)
            elif name in _WRAPPERS:
                self._blocks(element)
            elif name == "AlternateContent":
                chosen = child(element, "Choice")
                if chosen is not None:
                    self._blocks(chosen)

    def _paragraph(self, element: etree._Element) -> None:
        words = self._words(element)
        settings = child(element, "pPr")
        style = self._style(settings)
        text = self._joined + words.text
        self._joined = ""
        mark = child(settings, "rPr")
        if mark is not None and any(child(mark, gone) is not None for gone in _GONE):
            self._joined = text  # its end is deleted: it goes on in the next paragraph
        elif text.strip():
            self._print(text, words.is_strong, settings, style)
        self._show(words)
        for box in words.boxes:
            self._blocks(box)

    def _show(self, *all_words: _Words) -> None:
        for words in all_words:
            for picture in words.pictures:
                self._text.picture(*picture)

    def _print(self, text: str, is_strong: bool, settings: etree._Element | None, style: _Style) -> None:
        name = style.name
        heading = _HEADING.match(name)
        caption = self._take_caption()
        if caption:
            self._text.paragraph(caption)
        if name in ("title", "titel"):
            self._text.heading(text, 1)
        elif heading or style.outline is not None:
            self._text.heading(text, int(heading[1]) if heading else (style.outline or 0) + 1)
        elif name in ("caption", "beschriftung"):
            if _TABLE_CAPTION.match(text):
                self._caption = text
            else:
                self._text.paragraph(text, tag="figcaption")
        elif name in ("quote", "intense quote", "zitat", "intensives zitat"):
            self._text.quotation(text)
        else:
            item = self._item(settings, style)
            if item is None:
                self._text.paragraph(text, is_strong)
            else:
                self._text.item(text, *item)

    def _take_caption(self) -> str:
        caption, self._caption = self._caption, ""
        return caption

    def _flush(self) -> None:
        if self._joined.strip():
            self._text.paragraph(self._joined)
        if self._caption:
            self._text.paragraph(self._take_caption())
        self._joined = ""

    def _item(self, settings: etree._Element | None, style: _Style) -> tuple[int, bool] | None:
        """The level of a list's item and whether the list counts; None if the paragraph is none."""
        numbered = child(settings, "numPr")
        list_id, level = style.list_id, style.list_level
        if numbered is not None:
            named, depth = child(numbered, "numId"), child(numbered, "ilvl")
            list_id = value(named, "val") if named is not None else list_id
            level = _number(value(depth, "val")) if depth is not None else level
        if list_id in ("", "0"):
            return (0, "number" in style.name) if re.match(r"list (?:bullet|number)", style.name) else None
        form = self._lists.get((list_id, level), "bullet")
        return None if form == "none" else (level, form != "bullet")

    def _table(self, element: etree._Element) -> None:
        rows: list[list[str]] = []
        shown: list[_Words] = []
        heads = 0
        for row in _below(element, "tr"):
            settings = child(row, "trPr")
            if settings is not None and child(settings, "del") is not None:
                self._tell_deleted(row)
                continue
            columns = list(_below(row, "tc"))
            cells = [list(_below(cell, "p", "tbl")) for cell in columns]
            self._text.count_cells(len(cells))
            read = [[self._words(part) for part in cell if local(part) == "p"] for cell in cells]
            texts = [[words.text for words in cell] for cell in read]
            for cell, words in zip(cells, texts, strict=True):
                inner = any(local(part) == "tbl" for part in cell)
                count = sum(bool(word.strip()) for word in words)
                if inner or count > LAYOUT_CELL_PARAGRAPHS or sum(map(len, words)) > LAYOUT_CELL_CHARS:
                    self._lay_out(element)
                    return
            if settings is not None and _is_on(child(settings, "tblHeader")) and heads == len(rows):
                heads += 1
            made = [""] * _grid_number(settings, "gridBefore")
            for column, words in zip(columns, texts, strict=True):  # what reaches over several stands in the first
                covered = max(0, _grid_number(child(column, "tcPr"), "gridSpan") - 1)
                made += ["\n".join(filter(None, map(str.strip, words))), *[""] * covered]
            rows.append(made)
            shown += [words for cell in read for words in cell]
        look = child(element, "tblPr", "tblLook")
        first = look is not None and (value(look, "firstRow") == "1" or _hex(value(look, "val")) & 0x20)
        self._text.table(rows, heads or int(bool(first) and len(rows) > 1), self._take_caption())
        self._show(*shown)

    def _lay_out(self, element: etree._Element) -> None:
        """The cells of a table one after the other: it only places them on the page."""
        for row in _below(element, "tr"):
            for cell in _below(row, "tc"):
                self._blocks(cell)

    # words

    def _words(self, paragraph: etree._Element) -> _Words:
        words = _Words()
        style = self._style(child(paragraph, "pPr"))
        self._gather(paragraph, words, style, None)
        return words

    def _gather(self, parent: etree._Element, words: _Words, style: _Style, revision: list[str] | None) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, words, style, revision)
            elif name in _GONE:
                self._tell_deleted(element)
            elif name in _REVISED:
                inserted: list[str] = []
                self._gather(element, words, style, inserted)
                self._text.aside(document_text.INSERTED, _signed("".join(inserted), element))
            elif name in _WRAPPERS:
                self._gather(element, words, style, revision)

    def _run(self, run: etree._Element, words: _Words, style: _Style, revision: list[str] | None) -> None:
        settings = child(run, "rPr")
        own = self._style(settings, "rStyle")
        text = "".join(self._pieces(run, words))
        if not text:
            return
        if _setting(settings, "vanish", own.is_hidden, style.is_hidden):
            self._text.aside(document_text.HIDDEN, text)
            return
        letters = len(text.strip())
        words.parts.append(text)
        words.total += letters
        words.bold += letters if _setting(settings, "b", own.is_bold, style.is_bold) else 0
        if revision is not None:
            revision.append(text)

    def _pieces(self, run: etree._Element, words: _Words) -> Iterator[str]:
        for element in run:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield "" if value(element, "type") in ("page", "column") else "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield chr(_hex(value(element, "char")) & 0xFFFF) if _hex(value(element, "char")) < 0xE000 else "•"
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._refer(name.removesuffix("Reference"), value(element, "id"))
            elif name in ("drawing", "pict", "object"):
                words.boxes += _boxes(element)
                words.pictures += self._pictures(element)
            elif name == "AlternateContent":  # the same for newer and for older programs
                chosen = child(element, "Choice")
                words.boxes += _boxes(chosen) if chosen is not None else ()
                words.pictures += self._pictures(chosen) if chosen is not None else ()
            elif name == "ruby":
                yield "".join(part.text or "" for part in element.iter() if local(part) == "t")

    def _pictures(self, element: etree._Element) -> Iterator[tuple[str, str]]:
        """The name of its file and the alternative text of each picture in a drawing, without those in text boxes."""
        of_all = next((_alt(inner) for inner in element.iter() if local(inner) == "docPr" and _alt(inner)), "")
        for part in element.iter():
            if local(part) not in ("blip", "imagedata"):
                continue
            around = list(_up(part, element))
            if any(local(above) == "txbxContent" for above in around):
                continue
            near = next((above for above in around if local(above) in ("pic", "shape")), None)
            own = child(near, "nvPicPr", "cNvPr") if near is not None and local(near) == "pic" else near
            target = self._files.get(value(part, "embed") or value(part, "link") or value(part, "id"), "")
            yield target.rpartition("/")[2], (_alt(own) if own is not None else "") or of_all

    def _refer(self, kind: str, number: str) -> str:
        if (kind, number) not in self._notes and len(self._notes) >= MAX_NOTES:
            return ""
        return f"[{self._notes.setdefault((kind, number), len(self._notes) + 1)}]"

    def _tell_deleted(self, element: etree._Element) -> None:
        gone = "".join(part.text or "" for part in element.iter() if local(part) in ("delText", "t"))
        self._text.aside(document_text.DELETED, _signed(gone, element))

    def _write_notes(self) -> None:
        for kind in ("footnote", "endnote"):
            root = self._package.tree(f"word/{kind}s.xml")
            found = {value(note, "id"): note for note in root if local(note) == kind} if root is not None else {}
            for (referred, name), number in list(self._notes.items()):
                if referred == kind and name in found:
                    paragraphs = [self._words(part).text.strip() for part in _below(found[name], "p")]
                    self._text.footnote(str(number), "\n".join(filter(None, paragraphs)))

    def _write_comments(self) -> None:
        root = self._package.tree("word/comments.xml")
        for comment in root if root is not None else ():
            paragraphs = [self._words(part).text.strip() for part in _below(comment, "p")]
            self._text.aside(document_text.ANNOTATION, _signed("\n".join(filter(None, paragraphs)), comment))

    def _style(self, settings: etree._Element | None, kind: str = "pStyle") -> _Style:
        """What the style of a paragraph or a run says, with the styles on which it is based."""
        named = child(settings, kind)
        start = value(named, "val") if named is not None else self._default_style if kind == "pStyle" else ""
        found = _Style()
        seen: set[str] = set()
        while start and start not in seen and start in self._styles and len(seen) < 20:
            seen.add(start)
            style = self._styles[start]
            found.name = found.name or style.name
            for name in ("is_hidden", "is_bold", "outline"):
                if getattr(found, name) is None:
                    setattr(found, name, getattr(style, name))
            if not found.list_id and style.list_id:
                found.list_id, found.list_level = style.list_id, style.list_level
            if not _is_named(found.name) and _is_named(style.name):
                found.name = style.name
            start = style.based_on
        outline = child(settings, "outlineLvl")
        if outline is not None:
            found.outline = _number(value(outline, "val"))
        if found.outline is not None and found.outline > 8:  # body text
            found.outline = None
        return found


def _main_part(package: Package) -> str:
    """The name of the member that holds the text: some programs number it."""
    relations = package.tree("_rels/.rels")
    for relation in relations if relations is not None else ():
        if value(relation, "Type").endswith("/officeDocument"):
            return value(relation, "Target").removeprefix("/")
    return MAIN_PART


def _read_files(package: Package, main: str) -> dict[str, str]:
    """The files that the text refers to, by their ids."""
    folder, _slash, name = main.rpartition("/")
    relations = package.tree(f"{folder}/_rels/{name}.rels")
    if relations is None:
        return {}
    return {value(relation, "Id"): value(relation, "Target") for relation in relations}


def _alt(element: etree._Element) -> str:
    return value(element, "descr") or value(element, "alt") or value(element, "title")


def _up(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _is_named(name: str) -> bool:
    return bool(_HEADING.match(name)) or name in ("title", "quote", "caption", "titel", "zitat", "beschriftung")


def _read_styles(root: etree._Element | None) -> tuple[dict[str, _Style], str, str]:
    """The styles by their ids, the id of that of paragraphs without one, and the language of the document."""
    styles: dict[str, _Style] = {}
    default = ""
    if root is None:
        return styles, default, ""
    for element in root:
        if local(element) != "style":
            continue
        named, based = child(element, "name"), child(element, "basedOn")
        outline, listed = child(element, "pPr", "outlineLvl"), child(element, "pPr", "numPr", "numId")
        level = child(element, "pPr", "numPr", "ilvl")
        settings = child(element, "rPr")
        identity = value(element, "styleId")
        styles[identity] = _Style(
            value(named, "val").lower() if named is not None else "",
            value(based, "val") if based is not None else "",
            _setting(settings, "vanish", None, None),
            _setting(settings, "b", None, None),
            _number(value(outline, "val")) if outline is not None else None,
            value(listed, "val") if listed is not None else "",
            _number(value(level, "val")) if level is not None else 0,
        )
        if value(element, "type") == "paragraph" and value(element, "default") == "1":
            default = identity
    language = child(root, "docDefaults", "rPrDefault", "rPr", "lang")
    return styles, default, value(language, "val") if language is not None else ""


def _read_lists(root: etree._Element | None) -> dict[tuple[str, int], str]:
    """The form of the numbers of each list and level."""
    if root is None:
        return {}
    forms: dict[str, dict[int, str]] = {}
    lists: dict[tuple[str, int], str] = {}
    for element in root:
        if local(element) == "abstractNum":
            levels = forms.setdefault(value(element, "abstractNumId"), {})
            for level in _below(element, "lvl"):
                form = child(level, "numFmt")
                levels[_number(value(level, "ilvl"))] = value(form, "val") if form is not None else "decimal"
    for element in root:
        if local(element) == "num":
            named = child(element, "abstractNumId")
            for number, form_of_level in forms.get(value(named, "val") if named is not None else "", {}).items():
                lists[value(element, "numId"), number] = form_of_level
    return lists


def _read_properties(package: Package, language: str) -> Properties:
    root = package.tree("docProps/core.xml")
    said = {local(element): (element.text or "").strip() for element in root} if root is not None else {}
    return Properties(
        title=said.get("title", ""),
        subject=said.get("subject", ""),
        author=said.get("creator", ""),
        keywords=said.get("keywords", ""),
        language=said.get("language", "") or language,
        written=read_time(said.get("modified", "")) or read_time(said.get("created", "")),
    )


def _below(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements of these names, also those within the wrappers of revisions and of fields to fill in."""
    for inner in element:
        name = local(inner)
        if name in names:
            yield inner
        elif name in _WRAPPERS:
            yield from _below(inner, *names)


def _boxes(element: etree._Element) -> Sequence[etree._Element]:
    found = [inner for inner in element.iter() if local(inner) == "txbxContent"]
    return [box for box in found if not any(parent in found for parent in box.iterancestors())]


def _setting(settings: etree._Element | None, name: str, *inherited: bool | None) -> bool | None:
    """A switch of a run: its own, else that of the first style that has one."""
    own = child(settings, name)
    if own is not None:
        return _is_on(own)
    return next((found for found in inherited if found is not None), None)


def _grid_number(settings: etree._Element | None, name: str) -> int:
    """How many columns of the grid a cell or the blank before a row takes; 0 where that is not said."""
    element = child(settings, name) if settings is not None else None
    number = value(element, "val") if element is not None else ""
    return min(int(number), MAX_COLUMNS) if re.fullmatch(r"\d{1,4}", number, re.ASCII) else 0


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and value(switch, "val").lower() not in _OFF


def _signed(words: str, element: etree._Element) -> str:
    """Words with who wrote or struck them; nothing if there are none."""
    author = value(element, "author")
    return f"{words.strip()} ({author})" if words.strip() and author else words.strip()


def _number(digits: str) -> int:
    return int(digits) if re.fullmatch(r"\d{1,4}", digits, re.ASCII) else 0


def _hex(digits: str) -> int:
    return int(digits, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", digits) else 0
