"""RTF documents.

Read by own code, and not by striprtf (BSD): that prints hidden and deleted text, and has neither footnotes nor
comments, headings, lists or the properties of the document.
"""

import re
from dataclasses import dataclass, field, replace

from articles.parser.formats import document_text
from articles.parser.formats.document_text import DocumentText, Properties, damaged, read_time, too_large
from articles.parser.formats.source import Source

KIND = "rtf"
MAX_TOKENS = 1_500_000
MAX_DEPTH = 400  # of groups in groups
MAX_NOTES = 2_000

BODY, SKIPPED, NOTE, COMMENT, COMMENT_AUTHOR, HEAD, FONTS, STYLES, MARK = (
    *("body", "skipped", "note", "comment", "comment_author", "head", "fonts", "styles", "mark"),
)
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_SKIPPED_WORDS = (
    *("colortbl", "object", "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator"),
    *("themedata", "datafield", "nonshppict", "xmlnstbl", "bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "aftnsep"),
    *("info", "filetbl", "upr", "private", "mmathPr", "atrfstart", "atrfend", "atnid", "atntime", "atndate", "atnref"),
)
_HEADS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
_DESTINATIONS = {
    **dict.fromkeys(_SKIPPED_WORDS, SKIPPED),
    **dict.fromkeys(_HEADS, HEAD),
    "fonttbl": FONTS,
    "stylesheet": STYLES,
    "listtext": MARK,
    "pntext": MARK,
    "footnote": NOTE,
    "annotation": COMMENT,
    "atnauthor": COMMENT_AUTHOR,
    "shptxt": "",  # text of the place where it stands
    "fldrslt": "",
}
_FIELDS = ("title", "subject", "author", "keywords")
_TIMES = ("creatim", "revtim")
_BREAKS = ("par", "page", "sect", "cell", "nestcell", "row", "nestrow")
_SIGN_WORDS = "tab line lbr emdash endash lquote rquote ldblquote rdblquote bullet emspace enspace qmspace"
_SIGNS = dict(zip(_SIGN_WORDS.split(), "\t\n\n—–‘’“”•   ", strict=True))
_CODED = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_LANGUAGES = {7: "de", 9: "en", 10: "es", 12: "fr", 16: "it", 19: "nl", 6: "da", 21: "pl", 29: "sv", 22: "pt"}
_HEADING = re.compile(r"(?:heading|überschrift) ([1-9])\Z", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What holds for the text of a group."""

    sink: str = BODY
    is_hidden: bool = False
    is_bold: bool = False
    is_deleted: bool = False
    is_inserted: bool = False
    skip: int = 1  # characters behind a Unicode one that stand for it in old programs
    encoding: str = ""
    is_optional: bool = False  # "\*" came before
    field: str = ""  # a property of the document, or of a shape
    is_fallback: bool = False  # a picture for old programs, of which there is a newer form


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    bold: int = 0
    total: int = 0
    mark: str = ""  # of a list's item


@dataclass(slots=True)
class _Layout:
    """What holds for the paragraphs until it is set anew."""

    style: int = 0
    outline: int | None = None
    list_id: int = 0
    level: int = 0
    in_table: bool = False


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes begin an RTF document."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf"


def read(data: bytes, name: str) -> Source:
    """The document. Raises UnreadableClip: `damaged`, `too_large`, `empty`."""
    return _Reader().read(data.decode("latin-1"))


class _Reader:
    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._layout = _Layout()
        self._text = DocumentText(KIND)
        self._paragraph = _Paragraph()
        self._buffer = bytearray()  # coded characters that are not decoded yet: some have two bytes
        self._to_skip = 0
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._styles: dict[int, str] = {}
        self._style = 0
        self._gathered: dict[str, list[str]] = {}  # words of sinks that are no text
        self._said: dict[str, str] = {}
        self._time: dict[str, int] = {}
        self._notes: list[str] = []
        self._author = ""
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._rows: list[list[str]] = []
        self._heads = 0
        self._row_is_head = False
        self._shown: list[str] = []  # alternative texts of the pictures that wait for the end of their paragraph
        self._pictures = 0
        self._shape_field = self._alt = ""

    def read(self, source: str) -> Source:
        at = 0
        number = 0
        while at < len(source):
            match = _TOKEN.match(source, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            number += 1
            if number > MAX_TOKENS:
                raise too_large(KIND)
            word, digits, coded, sign, brace, plain = match.groups()
            if plain is not None:
                self._take_plain(plain)
            elif coded is not None:
                self._take_byte(int(coded, 16))
            elif word is not None:
                value = int(digits) if digits else None
                if word == "bin":
                    at += max(value or 0, 0)
                else:
                    self._control(word, value)
            elif brace == "{":
                self._open()
            elif brace == "}":
                self._close()
            elif sign == "*":
                self._state.is_optional = True
            elif sign is not None:
                self._write(_CODED.get(sign, ""))
        while self._stack:
            self._close()
        self._end_paragraph()
        self._end_table()
        for place, note in enumerate(self._notes, 1):
            self._text.footnote(str(place), note)
        self._text.properties = self._properties()
        return self._text.source()

    # groups

    def _open(self) -> None:
        self._decode()
        if len(self._stack) >= MAX_DEPTH:
            raise damaged(KIND)
        self._stack.append(self._state)
        self._state = replace(self._state, is_optional=False)

    def _close(self) -> None:
        self._decode()
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if ended.field and ended.field != self._state.field:
            self._say(ended.field)
        if ended.sink == STYLES:
            name = "".join(self._gathered.pop(STYLES, [])).strip().rstrip(";").strip()
            if name:
                self._styles[self._style] = name
            self._style = 0
        if ended.sink != self._state.sink:
            self._end_sink(ended.sink)

    def _end_sink(self, sink: str) -> None:
        words = "".join(self._gathered.pop(sink, [])).strip()
        if sink == NOTE and len(self._notes) < MAX_NOTES and words:
            self._notes.append(words)
            self._write(f"[{len(self._notes)}]")
        elif sink == HEAD:
            for line in words.split("\n"):
                self._text.aside(document_text.RUNNING_HEAD, line)
        elif sink == COMMENT_AUTHOR:
            self._author = words
        elif sink == COMMENT and words:
            self._text.aside(document_text.ANNOTATION, f"{words} ({self._author})" if self._author else words)
        elif sink == MARK:
            self._paragraph.mark = words or "•"

    # words

    def _take_plain(self, plain: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(plain))
            self._to_skip -= skipped
            plain = plain[skipped:]
        if self._state.sink != SKIPPED or self._state.field:
            self._buffer += plain.encode("latin-1")

    def _take_byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._buffer.append(byte)

    def _decode(self) -> None:
        """Decode what has been gathered; a character may be coded in two bytes, which come one by one."""
        if self._buffer:
            coded, self._buffer = bytes(self._buffer), bytearray()
            self._put(coded.decode(self._state.encoding or self._default, "replace"))

    def _write(self, words: str) -> None:
        self._decode()
        self._to_skip = 0
        self._put(words)

    def _put(self, words: str) -> None:
        state = self._state
        if state.field:
            self._gathered.setdefault(state.field, []).append(words)
        elif state.sink == SKIPPED or not words:
            return
        elif state.sink == BODY:
            self._put_text(words)
        else:
            self._gathered.setdefault(state.sink, []).append("" if state.is_hidden or state.is_deleted else words)

    def _put_text(self, words: str) -> None:
        state, paragraph = self._state, self._paragraph
        if state.is_deleted:
            paragraph.deleted.append(words)
            return
        if state.is_hidden:
            paragraph.hidden.append(words)
            return
        if state.is_inserted:
            paragraph.inserted.append(words)
        paragraph.parts.append(words)
        paragraph.total += len(words.strip())
        paragraph.bold += len(words.strip()) if state.is_bold else 0

    # control words

    def _control(self, word: str, value: int | None) -> None:
        if word == "u" and value is not None:
            self._decode()
            self._to_skip = 0
            self._put(chr(value % 65_536))
            self._to_skip = self._state.skip
            return
        if word in _SIGNS:
            self._write(_SIGNS[word])
            return
        self._decode()
        self._to_skip = 0
        state = self._state
        if word == "pict":
            self._open_picture(state)
        elif word in ("sn", "sv"):
            state.field = word
        elif word in _DESTINATIONS:
            state.is_fallback = state.is_fallback or word == "nonshppict"
            state.sink = _DESTINATIONS[word] or (BODY if state.sink == SKIPPED and word == "shptxt" else state.sink)
        elif word in _FIELDS and self._stack:  # also where the file is damaged, and the group of the properties lost
            state.sink, state.field = SKIPPED, word
        elif state.field and word in _BREAKS:  # … or not closed: what follows is not glued together
            self._put(" ")
        elif word in _TIMES and state.sink == SKIPPED:
            self._time, state.field = {}, word
        elif word == "shpinst" or (state.is_optional and word not in ("cs", "ds", "ts")):
            state.sink = SKIPPED
        elif word in ("yr", "mo", "dy", "hr", "min") and state.field in _TIMES:
            self._time[word] = value or 0
        else:
            self._set(word, value, state)
        state.is_optional = False

    def _open_picture(self, state: _State) -> None:
        """Note a picture, whose bytes are skipped; its alternative text may come before, within or behind it."""
        state.sink, state.field = SKIPPED, ""
        if not state.is_fallback:
            self._shown.append(self._alt)
            self._alt = ""

    def _describe(self, alt: str) -> None:
        if self._shown and not self._shown[-1]:
            self._shown[-1] = alt
        else:
            self._alt = alt

    def _show(self) -> None:
        """Tell the pictures of the paragraph or table that has ended."""
        shown, self._shown, self._alt = self._shown, [], ""
        for alt in shown:
            self._pictures += 1
            self._text.picture(f"picture {self._pictures}", alt)

    def _set(self, word: str, value: int | None, state: _State) -> None:
        is_on = value != 0
        if word == "plain":
            state.is_bold = state.is_hidden = state.is_deleted = state.is_inserted = False
        elif word == "v":
            state.is_hidden = is_on
        elif word == "b":
            state.is_bold = is_on
        elif word == "deleted":
            state.is_deleted = is_on
        elif word == "revised":
            state.is_inserted = is_on
        elif word == "uc":
            state.skip = min(max(value or 0, 0), 8)
        elif word == "f":
            self._font = value or 0
            state.encoding = "" if state.sink == FONTS else self._fonts.get(self._font, "")
        elif word == "fcharset" and state.sink == FONTS:
            self._fonts[self._font] = _CHARSETS.get(value or 0, "") if value else ""
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._set_encoding(word, value)
        elif word in ("deflang", "lang") and "language" not in self._said:
            code = _LANGUAGES.get((value or 0) & 0x3FF, "")
            if code:
                self._said["language"] = code
        elif word in ("par", "page", "sect"):
            self._break()
        else:
            self._set_layout(word, value, state)

    def _set_encoding(self, word: str, value: int | None) -> None:
        name = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(
            word, "utf-8" if value == 65_001 else f"cp{value}"
        )
        try:
            b"".decode(name)
            "".encode(name)
            self._default = name if word != "ansicpg" or value else "cp1252"
        except LookupError:
            self._default = "cp1252"

    def _set_layout(self, word: str, value: int | None, state: _State) -> None:
        layout = self._layout
        if word == "s" and state.sink == STYLES:
            self._style = value or 0
        elif state.sink != BODY:
            return
        elif word == "pard":
            self._layout = _Layout()
        elif word == "s":
            layout.style = value or 0
        elif word == "outlinelevel":
            layout.outline = value
        elif word == "ls":
            layout.list_id = value or 0
        elif word == "ilvl":
            layout.level = min(max(value or 0, 0), 8)
        elif word == "intbl":
            layout.in_table = True
        elif word == "trowd":
            self._row_is_head = False
        elif word == "trhdr":
            self._row_is_head = True
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self._end_row()

    # paragraphs

    def _break(self) -> None:
        if self._state.sink == BODY:
            self._end_paragraph()
        elif self._state.sink not in (SKIPPED, STYLES, FONTS):
            self._gathered.setdefault(self._state.sink, []).append("\n")

    def _end_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, _Paragraph()
        layout = self._layout
        text = _whole("".join(paragraph.parts))
        for kind, words in (
            (document_text.HIDDEN, paragraph.hidden),
            (document_text.DELETED, paragraph.deleted),
            (document_text.INSERTED, paragraph.inserted),
        ):
            self._text.aside(kind, _whole("".join(words)))
        if layout.in_table:
            self._cell.append(text.strip())
            return
        if not text.strip():
            self._show()
            return
        shown, self._shown = self._shown, []
        self._end_table()
        self._shown = shown
        style = self._styles.get(layout.style, "").casefold()
        heading = _HEADING.match(style)
        if style in ("title", "titel"):
            self._text.heading(text, 1)
        elif heading or layout.outline is not None:
            self._text.heading(text, int(heading[1]) if heading else (layout.outline or 0) + 1)
        elif style in ("quote", "intense quote", "zitat"):
            self._text.quotation(text)
        elif style in ("caption", "beschriftung"):
            self._text.paragraph(text, tag="figcaption")
        elif paragraph.mark or layout.list_id:
            self._text.item(text, layout.level, any(map(str.isalnum, paragraph.mark)))
        else:
            self._text.paragraph(text, paragraph.total > 0 and paragraph.bold == paragraph.total)
        self._show()

    def _end_cell(self) -> None:
        was, self._layout.in_table = self._layout.in_table, True
        self._end_paragraph()
        self._layout.in_table = was
        self._text.count_cells(1)
        self._cells.append("\n".join(filter(None, self._cell)))
        self._cell = []

    def _end_row(self) -> None:
        self._heads += self._row_is_head and self._heads == len(self._rows)
        self._rows.append(self._cells)
        self._cells = []

    def _end_table(self) -> None:
        """Write the table that has ended; a torn row stays a row."""
        if self._cells or self._cell:
            self._cells.append("\n".join(filter(None, self._cell)))
            self._cell = []
            self._end_row()
        if self._rows:
            self._text.table(self._rows, self._heads)
            self._show()
        self._rows, self._heads = [], 0

    # properties

    def _say(self, name: str) -> None:
        words = "".join(self._gathered.pop(name, [])).strip()
        if name == "sn":
            self._shape_field = words
        elif name == "sv":
            if self._shape_field == "wzDescription" and words:
                self._describe(_whole(words))
        elif name in _TIMES:
            time = self._time
            day = f"{time.get('yr', 0):04}-{time.get('mo', 0):02}-{time.get('dy', 0):02}"
            self._said[name] = f"{day}T{time.get('hr', 0):02}:{time.get('min', 0):02}"
        elif words:
            self._said[name] = _whole(words)

    def _properties(self) -> Properties:
        said = self._said
        return Properties(
            **{name: said.get(name, "") for name in (*_FIELDS, "language")},
            written=read_time(said.get("revtim", "")) or read_time(said.get("creatim", "")),
        )


def _whole(words: str) -> str:
    """Words whose characters beyond the first plane came in two halves."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
