"""Markdown: a text whose marks say what its lines are, also with a head of fields (front matter).

markdown-it-py (MIT) parses it as CommonMark, with tables and, by mdit-py-plugins (MIT), notes. It tells the lines of
each block; where each word of them stands is found by going through the source beside it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from articles.parser import file_kinds
from articles.parser.decoding import decode
from articles.parser.document import PartialDate
from articles.parser.formats.document_text import read_time
from articles.parser.formats.source import NOTHING_SAID, Mark, Source
from articles.parser.html.page import PageLines
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.patterns.notice import read_end
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

KIND = "markdown"
YES, NO = ("true", "yes", "on", "1", "ja"), ("false", "no", "off", "0", "nein")
EMBARGOES = ("embargo", "embargoed", "embargoed_until", "embargo_until", "sperrfrist")
PUBLIC_STATUSES = ("published", "publish", "public", "live", "final")
FILE_ENDINGS = (".md", ".markdown", ".mdown", ".mmd")
HEAD_BYTES = 8_000  # in which a text has to show that it is one
MAX_LINES = 8_000  # of a text; a longer one is read as a plain one
MAX_BYTES = 400_000  # as well

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]{0,9}\r?\n(.{0,20000}?)\r?\n\1[ \t]{0,9}(?:\r?\n|\Z)", re.DOTALL)
_NAMED_DAY = re.compile(r"(?:\A|[/_ ])((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})-[^/]{1,200}\Z")
_HEAD_LINE = r"[A-Za-z][\w -]{0,40}:(?:[ \t\r][^\n]{0,2000})?\n"
_HEAD = re.compile(  # as MultiMarkdown has it
    rf"\A((?:{_HEAD_LINE}(?:[ \t]{{2,20}}[^\n]{{1,2000}}\n){{0,40}}){{2,40}})[ \t\r]{{0,9}}(?:\n|\Z)"
)
_HEAD_NAMES = frozenset(
    ("title", "titel", "date", "datum", "author", "authors", "autor", "status", "slug", "tags", "summary")
)
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,40})[ \t]{0,9}[:=][ \t]{0,9}(.{0,500}?)[ \t\r]{0,9}$", re.MULTILINE)
_LISTED = re.compile(r"[ \t]{0,9}-[ \t]{1,9}(.{1,200}?)[ \t\r]{0,9}\n")
_FIRST = re.compile(
    r"\s{0,40}(?:#{1,2}[ \t]{1,3}(?!Notizblock)[^\s#][^\n]{2,200}\r?\n[ \t]{0,9}\r?\n"
    r"|\S[^\n]{2,120}\r?\n={3,200}[ \t]{0,9}\r?\n[ \t]{0,9}\r?\n)"
)
_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?://|mailto:|/|#)[^\s()]{0,300}\)")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^\s()]{1,300}[^()\n]{0,200}\)")
_BOLD = re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}\*\*(?![\w*])")
_HEADING = re.compile(r"^#{2,6}[ \t]{1,3}[^\s#]", re.MULTILINE)
_RULER = re.compile(r"^\|?[ \t]{0,9}:?-{3,}:?[ \t]{0,9}\|[ \t:|-]{0,200}$", re.MULTILINE)
_SIGNS = b"](*#+="  # every text in Markdown holds some of them, or three dashes
_OTHERS = bytes(code for code in range(256) if code not in _SIGNS)
_MARKS = (b"](", b"**", b"#", b"+++", b"===")
_INLINE = {"strong": "strong", "em": "em", "s": "s"}
_NAMES = {
    "title": "titles", "headline": "titles", "titel": "titles",
    "author": "authors", "authors": "authors", "autor": "authors",
    "description": "description", "summary": "description", "date": "date", "datum": "date",
    "tags": "keyword", "keywords": "keyword", "lang": "language", "language": "language",
}  # fmt: skip


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are text in Markdown: by what it begins with, by two kinds of its marks, else by its name."""
    opening = data[:HEAD_BYTES]
    signs = opening.translate(None, _OTHERS)
    if not (b"---" in opening or any(mark in signs for mark in _MARKS) or name.lower().endswith(FILE_ENDINGS)):
        return False  # most texts, told many times faster than by the patterns
    if len(data) > MAX_BYTES or data.count(b"\n") > MAX_LINES:
        return False
    if b"\x00" in opening or file_kinds.kind_by_bytes(data):
        return False
    head = opening.decode("utf-8", "replace").removeprefix("\ufeff")
    front = _FRONT.match(head)
    if front and _FIELD.search(front[2]):
        return True
    if name.lower().endswith(FILE_ENDINGS) or _FIRST.match(head):
        return True
    return sum(bool(pattern.search(head)) for pattern in (_LINK, _IMAGE, _BOLD, _HEADING, _RULER)) > 1


def read(data: bytes, name: str) -> Source:
    """The text. Raises UnreadableClip if the bytes hold none."""
    decoded = decode(data)
    end, inner = _head_of(decoded.text)
    writer = _Writer(decoded.text, end)
    fixed: list[Entry] = []
    if end:
        fixed += trimmed(decoded.text, 0, end, Role.BOILERPLATE, "format:header")
    said = _read_front(decoded.text, inner) if end else NOTHING_SAID
    if end and said.date is None and (day := _day_of_name(name)):
        said = replace(said, date=day)
    return Source(
        decoded.text, decoded.encoding, PageLines(writer.place.text), writer.place, writer.marks, fixed, said=said,
        notes=decoded.notes,
    )  # fmt: skip


def _day_of_name(name: str) -> tuple[PartialDate, SaidValue] | None:
    """The day that Jekyll's posts have in the names of their files."""
    match = _NAMED_DAY.search(name)
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return PartialDate(day, "day"), SaidValue(day.isoformat(), (0, 0), "format:name")


def _head_of(text: str) -> tuple[int, Span]:
    """Where the head of fields ends, and where those stand: between rulers, or as lines above an empty one."""
    front = _FRONT.match(text)
    if front:
        return front.end(), front.span(2)
    plain = _HEAD.match(text)
    if plain:
        names = [match[1].strip().lower() for match in _FIELD.finditer(plain[1])]
        if len(_HEAD_NAMES.intersection(names)) > 1 and names[0] in _HEAD_NAMES:
            return plain.end(), plain.span(1)
    return 0, (0, 0)


class _Writer:
    """Writes the blocks as a page, with the place of each word in the source."""

    def __init__(self, source: str, start: int) -> None:
        from markdown_it import MarkdownIt  # heavy, and hardly ever needed
        from mdit_py_plugins.footnote import footnote_plugin

        self.place = MappedText(source)
        self._source = source
        self._at = start
        self._offset = source.count("\n", 0, start)
        self._starts = [0, *(match.end() for match in re.finditer("\n", source)), len(source)]
        self.marks: list[Mark] = []
        self._labels: dict[str, int] = {}  # of the notes, with their numbers in the text
        self._inline_notes: dict[int, int] = {}  # where those begin that stand in the text, by their numbers
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
        parser.use(footnote_plugin, move_to_end=False)
        known: dict[str, Any] = {}
        tokens, notes = _part(parser.parse(source[start:].replace("\x00", "\ufffd"), known))
        self._listed = known.get("footnotes", {}).get("list", {})
        self.place.insert("<!DOCTYPE html><html><body><article>")
        for token in tokens:
            self._block(token)
        self._write_notes(notes)
        self.place.insert("</article></body></html>")

    def _block(self, token: "Token") -> None:
        first, last = self._lines(token)
        if token.type == "inline":
            self._at = max(self._at, first)
            for child in token.children or ():
                self._inline(child, last)
        elif token.type in ("fence", "code_block"):
            self._at = max(self._at, first)
            self.place.insert("<pre>")
            for line in token.content.split("\n"):
                self._find(line, last)
                self.place.insert("\n")
            self.place.insert("</pre>")
        elif token.type == "html_block":
            self._at = max(self._at, last)
            self.place.take(first, last)
        elif token.type == "hr":
            self.place.insert("<hr>")
        elif token.tag and not token.hidden:
            self.place.insert(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")

    def _lines(self, token: "Token") -> Span:
        """From where to where the lines of a block go."""
        if token.map is None:
            return self._at, len(self._source)
        first, last = (min(number + self._offset, len(self._starts) - 1) for number in token.map)
        return self._starts[first], self._starts[last]

    def _inline(self, token: "Token", end: int) -> None:
        name = token.type.rpartition("_")[0]
        if token.type == "text":
            self._find(token.content, end)
        elif token.type == "text_special":
            at = self._source.find(token.markup, self._at, end)
            if at >= 0:
                self._at = at + len(token.markup)
                self.place.stand_for(escape(token.content), at, self._at)
        elif token.type == "code_inline":
            self._find(token.content, end)
        elif token.type == "html_inline":
            at = self._source.find(token.content, self._at, end)
            if at >= 0:
                self._at = at + len(token.content)
                self.place.take(at, self._at)
        elif token.type == "softbreak":
            self.place.insert("\n")
        elif token.type == "hardbreak":
            self.place.insert("<br>")
        elif name in _INLINE:
            self.place.insert(f"<{'/' if token.nesting < 0 else ''}{_INLINE[name]}>")
        elif name == "link" and token.markup == "autolink":
            self.place.insert(" </a>" if token.nesting < 0 else ' <a href="#">')
        elif name == "link":
            self.place.insert("</a>" if token.nesting < 0 else '<a href="#">')
            if token.nesting < 0:
                self._skip_address(str(token.attrGet("href") or ""), end)
        elif token.type == "image":
            self._skip_address(str(token.attrGet("src") or ""), end)
        elif token.type == "footnote_ref":
            self._refer(token.meta.get("label"), int(token.meta["id"]) + 1, end)

    # notes

    def _refer(self, label: str | None, number: int, end: int) -> None:
        """The number of a note where the text refers to it."""
        written = "^[" if label is None else f"[^{label}]"
        at = self._source.find(written, self._at, end)
        if at < 0:
            return
        self._at = at + len(written)
        self.place.stand_for(f"[{number}]", at, self._at)
        if label is not None:
            self._labels[label] = number
            return
        self._inline_notes[number] = self._at
        behind = self._source.find("]", self._at + len(self._listed.get(number - 1, {}).get("content", "")), end)
        self._at = behind + 1 if behind >= 0 else self._at

    def _write_notes(self, notes: list[tuple[str, list["Token"]]]) -> None:
        """The notes below the text, in the order of their numbers; last those to which nothing refers."""
        numbered: dict[int, list[Token]] = {}
        others: list[tuple[str, list[Token]]] = []
        for label, tokens in notes:
            if label in self._labels:
                numbered[self._labels.pop(label)] = tokens
            else:
                others.append((label, tokens))
        for number in sorted({*numbered, *self._inline_notes}):
            if number in numbered:
                self._write_note(f"[{number}] ", numbered[number])
            else:
                self._write_inline_note(number)
        for label, tokens in others:
            self._write_note(f"[{label}] ", tokens)

    def _write_inline_note(self, number: int) -> None:
        start = self._at = self._inline_notes[number]
        self.place.insert(f"<p>[{number}] ")
        for token in self._listed.get(number - 1, {}).get("tokens") or ():
            self._inline(token, len(self._source))
        self.place.insert("</p>")
        self.marks.append(Mark((start, self._at), Role.PARAGRAPH, "format:body"))

    def _write_note(self, mark: str, tokens: list["Token"]) -> None:
        if not tokens:
            return
        start, end = self._lines(tokens[0])
        written = re.compile(r"\[\^[^\]\n]{1,200}\]:").search(self._source, start, end)
        opens_words = len(tokens) > 1 and tokens[1].type == "paragraph_open"
        self.place.insert("<p>")
        if written:
            self._at = written.end()
            self.place.stand_for(mark, *written.span())
        if not opens_words:
            self.place.insert("</p>")
        for token in tokens[2 if opens_words else 1 : -1]:
            self._block(token)
        self.marks.append(Mark((start, end), Role.PARAGRAPH, "format:footnote"))

    def _skip_address(self, address: str, end: int) -> None:
        """Go on behind an address, whose words are no text: those behind it may be the same."""
        closed = self._source.find("](", self._at, end)
        at = self._source.find(address, self._at, end) if address else -1
        if closed >= 0 and (at < 0 or closed < at):
            stop = self._source.find(")", max(closed, at), end)
            self._at = stop + 1 if stop >= 0 else self._at

    def _find(self, words: str, end: int) -> None:
        """Write words that stand in the source from here on; what is written otherwise there is gone through."""
        if not words:
            return
        at = self._source.find(words, self._at, end)
        if at >= 0:
            self._at = at + len(words)
            self._take(at, self._at)
            return
        for char in words:
            found = self._source.find(char, self._at, min(end, self._at + 40))
            if found >= 0:
                self._take(found, found + 1)
                self._at = found + 1

    def _take(self, start: int, end: int) -> None:
        position = start
        for match in re.finditer("[&<>]", self._source[start:end]):
            at = start + match.start()
            self.place.take(position, at)
            self.place.stand_for(escape(match[0]), at, at + 1)
            position = at + 1
        self.place.take(position, end)


def _part(tokens: list["Token"]) -> tuple[list["Token"], list[tuple[str, list["Token"]]]]:
    """The blocks of the text, and those of its notes with their labels."""
    text: list[Token] = []
    notes: list[tuple[str, list[Token]]] = []
    depth = 0
    found: list[Token] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            depth += 1
            if depth == 1:
                found = []
                notes.append((str(token.meta["label"]), found))
        (found if depth else text).append(token)
        depth -= token.type == "footnote_reference_close"
    return text, notes


def _read_front(source: str, span: Span) -> Said:
    """What the head says, in fields of one line, or of a list below."""
    titles: tuple[SaidValue, ...] = ()
    authors: tuple[SaidValue, ...] = ()
    description: tuple[SaidValue, ...] = ()
    date: tuple[PartialDate, SaidValue] | None = None
    embargo: tuple[datetime, SaidValue] | None = None
    language = ""
    facts: list[tuple[str, SaidValue]] = []
    for name, values in _fields(source, span):
        key = _NAMES.get(name.lower(), "")
        entries = tuple(SaidValue(value, place, f"format:{name.lower()}") for value, place in values)
        if not entries:
            continue
        if key == "titles":
            titles = titles or entries[:1]
        elif key == "authors":
            authors = authors or entries
        elif key == "description":
            description = entries[:1]
        elif key == "date" and date is None:
            at = read_time(entries[0].value)
            day = PartialDate(at.date(), "day", at if at.tzinfo else None) if at else None
            date = (day, entries[0]) if day else None
        elif key == "keyword":
            facts += [("keyword", entry) for entry in entries]
        elif key == "language":
            match = re.match(r"[a-z]{2}(?![a-z])", entries[0].value.lower())
            language = match[0] if match else ""
        elif name.lower() == "status" and entries[0].value.lower() not in PUBLIC_STATUSES:
            facts.append(("status", SaidValue("private", entries[0].span, "format:status")))
        elif (name.lower() == "draft" and entries[0].value.lower() in YES) or (
            name.lower() in ("published", "publish") and entries[0].value.lower() in NO
        ):
            facts.append(("status", SaidValue("private", entries[0].span, f"format:{name.lower()}")))
        elif name.lower().replace("-", "_") in EMBARGOES and entries[0].value.lower() not in NO:
            end = read_end(entries[0].value)
            embargo = embargo or ((end[0], entries[0]) if end else None)
            facts.append(("status", SaidValue("embargoed", entries[0].span, f"format:{name.lower()}")))
    return Said(
        titles=titles, authors=authors, description=description, date=date, language=language, embargo=embargo,
        facts=tuple(facts), is_firm=True,
    )  # fmt: skip


def _fields(source: str, span: Span) -> Iterator[tuple[str, list[tuple[str, Span]]]]:
    for match in _FIELD.finditer(source, *span):
        value, start = match[2], match.start(2)
        values: Iterable[tuple[str, int]] = [(value, start)]
        if value.startswith("[") and value.endswith("]"):
            values = [(part[0], start + part.start()) for part in re.finditer(r"[^\[\],]{1,200}", value)]
        elif not value:
            listed: list[tuple[str, int]] = []
            at = match.end() + 1
            while entry := _LISTED.match(source, at, span[1] + 2):
                listed.append((entry[1], entry.start(1)))
                at = entry.end()
            values = listed
        yield match[1], [found for part in values if (found := _bare(*part))[0]]


def _bare(value: str, start: int) -> tuple[str, Span]:
    """A value without blanks and quotation marks around it."""
    bare = value.strip()
    start += len(value) - len(value.lstrip())
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        bare, start = bare[1:-1], start + 1
    return bare, (start, start + len(bare))
