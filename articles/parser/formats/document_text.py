"""The text of a document (Word, OpenDocument, RTF, PDF): its paragraphs one below the other, and what each of them is.

The ledger's unit is the paragraph: the file is no text, so the text that is accounted for is made of its paragraphs.
The lines are those of a page (`html/page.py`), since headings, lists and tables of a document are what they are there.
Below the text stand what the document has and does not print (comments, deleted and hidden text), and its properties.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from articles.parser.document import PartialDate, Picture, UnreadableClip
from articles.parser.formats.source import PICTURE, Mark, Source
from articles.parser.html.page import PageLines
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.roles import Role
from articles.parser.said import SENT, Said, SaidValue
from articles.text.lines import Span

MAX_CHARS = 400_000  # of the text of one document; two hundred pages have fewer
MAX_PARAGRAPHS = 8_000  # of one document, rows of tables and items of lists among them
MAX_CELLS = 10_000  # of all its tables
MAX_PROPERTY_CHARS = 500
MAX_PICTURES = 500  # of one document that are told
MAX_LEVEL = 6  # of headings and lists

HIDDEN, DELETED, INSERTED, ANNOTATION, RUNNING_HEAD = "hidden", "deleted", "inserted", "annotation", "running_head"
FOOTNOTE, CHANGED = "footnote", "changed"
FACT_NAMES = {HIDDEN: "hidden_text", DELETED: "deleted_text", INSERTED: "inserted_text", ANNOTATION: "annotation"}

_NO_ALT = re.compile(  # what programs write there by themselves
    r"(?:.*\.(?:png|jpe?g|gif|tiff?|bmp|emf|wmf|svg|webp|heic)"
    r"|(?:bild|grafik|picture|image|graphic|shape|objekt|img)[ _-]?\d*|\d+)\Z",
    re.IGNORECASE,
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED = re.compile("[&<>]")
# What XML, HTML and the ledger have no place for: controls, halves of pairs, characters that are none.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\r\n\x85\u2028\u2029]+")
_NO_TITLE = re.compile(
    r"(?:microsoft word\b.*|.*\.(?:docx?|odt|rtf|pdf|pages|indd|txt|html?)|unbenannt.*|untitled.*|"
    r"(?:dokument|document|präsentation|vorlage|template|layout|folie|seite|page)\s?\d*|"
    r"(?:presse|medien)(?:mitteilung|information|meldung)|press release|.{0,7})\Z",
    re.IGNORECASE | re.DOTALL,
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


@dataclass(slots=True)
class Properties:
    """What a document says of itself in its properties: whoever made its file, and so all of it is weak."""

    title: str = ""
    subject: str = ""
    author: str = ""
    keywords: str = ""
    language: str = ""
    written: datetime | None = None  # when it was last changed, else when it was made


@dataclass(slots=True)
class _Shown:
    """A picture in a document: what it is called, and where that and its caption stand in the text."""

    name: str
    alt: str
    span: Span
    caption: Span | None = None


@dataclass(slots=True)
class DocumentText:
    """A document that is written from top to bottom. `kind` is its format's name, for refusals."""

    kind: str
    properties: Properties = field(default_factory=Properties)
    _written: list[str] = field(default_factory=list)
    _length: int = 0
    _pieces: list[tuple[str, Span | None]] = field(default_factory=list)  # markup, and spans of the text between
    _lists: list[str] = field(default_factory=list)  # the tags of the lists that are open
    _marks: list[Mark] = field(default_factory=list)
    _asides: list[tuple[str, str]] = field(default_factory=list)
    _paragraphs: int = 0
    _cells: int = 0
    _titled: bool = False
    _pictures: list[_Shown] = field(default_factory=list)
    _captions: list[Span] = field(default_factory=list)  # that no picture above has

    def paragraph(self, words: str, is_strong: bool = False, tag: str = "p") -> None:
        """A paragraph; `is_strong` if all of it is set in bold."""
        self._close_lists()
        inner = ("<strong>", "</strong>") if is_strong else ("", "")
        start = self._length
        self._block(words, f"<{tag}>{inner[0]}", f"{inner[1]}</{tag}>")
        if tag == "figcaption" and self._length > start:
            self._caption_of((start, self._length))

    def picture(self, name: str, alt: str = "") -> None:
        """A picture that stands here; its caption is the one right below or above it. Nothing of it is printed."""
        words, other = (" ".join(_tidy(part).split())[:MAX_PROPERTY_CHARS] for part in (name, alt))
        if len(self._pictures) >= MAX_PICTURES:
            return
        self._close_lists()
        start, end = self._write(f"[{words or 'picture'}{': ' if other else ''}{other}]")
        self._write("\n")
        shown = _Shown(words or "picture", written_alt(other), (start, end))
        if self._captions and self._captions[-1][1] == start:
            shown.caption = self._captions.pop()
        self._pictures.append(shown)

    def _caption_of(self, span: Span) -> None:
        above = self._pictures[-1] if self._pictures else None
        if above is not None and above.caption is None and above.span[1] + 1 == span[0]:
            above.caption = span
        else:
            self._captions.append(span)

    def heading(self, words: str, level: int) -> None:
        """A heading; the document's title has level 1.

        A page's lines above its first heading are no part of its article; the day and the kicker above a document's
        title are, so that one is only marked.
        """
        start = self._length
        if level > 1 or self._titled or not start:
            self._titled = self._titled or level == 1
            self.paragraph(words, tag=f"h{min(max(level, 1), MAX_LEVEL)}")
            return
        self._titled = True
        self.paragraph(words, is_strong=True)
        self._marks.append(Mark((start, self._length), Role.HEADLINE, "format:title"))

    def quotation(self, words: str) -> None:
        """A paragraph that the document sets as a quotation."""
        start = self._length
        self.paragraph(words, tag="blockquote")
        self._marks.append(Mark((start, self._length), Role.QUOTE, "format:quotation"))

    def item(self, words: str, level: int = 0, is_ordered: bool = False) -> None:
        """An item of a list; the outermost has level 0."""
        tag = "ol" if is_ordered else "ul"
        self._close_lists(min(level, MAX_LEVEL) + 1)
        if self._lists and self._lists[-1] != tag and len(self._lists) == level + 1:
            self._close_lists(level)
        while len(self._lists) < min(level, MAX_LEVEL) + 1:
            self._lists.append(tag)
            self._markup(f"<{tag}>")
        self._block(words, "<li>", "</li>")

    def table(self, rows: Sequence[Sequence[str]], heads: int = 0, caption: str = "") -> None:
        """A table; the first `heads` rows are its head. One with a single column is no table but paragraphs."""
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        if max(map(len, rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    for line in cell.split("\n"):
                        self.paragraph(line)
            return
        self._close_lists()
        self._markup("<table>")
        if caption:
            self._block(caption, "<caption>", "</caption>")
        for number, row in enumerate(rows):
            self._count()
            tag = "th" if number < heads else "td"
            self._markup("<tr>")
            for column, cell in enumerate(row):
                if column:
                    self._write("\t")
                self._markup(f"<{tag}>")
                self._piece(_tidy(cell.replace("\n", " / ")))
                self._markup(f"</{tag}>")
            self._markup("</tr>")
            self._write("\n")
        self._markup("</table>")

    def count_cells(self, number: int) -> None:
        """Count the cells of a row before it is made. Raises UnreadableClip (`too_large`) beyond the limit."""
        self._cells += number
        if self._cells > MAX_CELLS:
            raise too_large(self.kind)

    def footnote(self, mark: str, words: str) -> None:
        """A note of the text; `mark` stands in the text, in brackets. Notes are written below all of it."""
        start = self._length
        self.paragraph(f"[{mark}] {words}")
        self._marks.append(Mark((start, self._length), Role.PARAGRAPH, f"format:{FOOTNOTE}"))

    def aside(self, kind: str, words: str) -> None:
        """What the document has and does not print: HIDDEN, DELETED, ANNOTATION, RUNNING_HEAD; INSERTED is printed."""
        tidy = _tidy(words)
        if tidy and (kind, tidy) not in self._asides[-200:]:
            self._count()
            self._asides.append((kind, tidy))

    def source(self) -> Source:
        """The text with the roles of what is not printed. Raises UnreadableClip (`empty`) if there is no text."""
        self._close_lists()
        if not any(span for _tag, span in self._pieces):
            raise UnreadableClip("empty", "There is no text in the document.", self.kind)
        fixed: list[tuple[Span, str]] = []
        facts: list[tuple[str, SaidValue]] = []
        if self._asides or self.properties != Properties():
            self._write("\n")
        for kind, words in self._asides:
            span = self._write(words)
            self._write("\n")
            fixed.append((span, f"format:{kind}"))
            if kind in FACT_NAMES:
                value = SaidValue(words[:MAX_PROPERTY_CHARS], span, f"format:{kind}")
                facts.append((FACT_NAMES[kind], value))
        for shown in self._pictures:
            fixed.append((shown.span, PICTURE))
            words = f"{shown.name}: {shown.alt}" if shown.alt else shown.name
            facts.append(("picture", SaidValue(words, shown.span, PICTURE)))
        pictures = tuple(
            Picture("", "", 0, spans=(shown.span, *((shown.caption,) if shown.caption else ())), alt=shown.alt)
            for shown in self._pictures
            if shown.alt or shown.caption
        )
        said = self._say(fixed, facts)
        text = "".join(self._written)
        place = MappedText(text)
        place.insert("<!DOCTYPE html><html><body><article>")
        for tag, piece in self._pieces:
            if piece is None:
                place.insert(tag)
            else:
                _take_escaped(place, piece)
        place.insert("</article></body></html>")
        entries: list[Entry] = [entry for span, rule in fixed for entry in trimmed(text, *span, Role.BOILERPLATE, rule)]
        return Source(text, "utf-8", PageLines(place.text), place, self._marks, entries, said=said, pictures=pictures)

    # writing

    def _write(self, text: str) -> Span:
        start = self._length
        self._written.append(text)
        self._length += len(text)
        if self._length > MAX_CHARS:
            raise too_large(self.kind)
        return start, self._length

    def _markup(self, tag: str) -> None:
        self._pieces.append((tag, None))

    def _piece(self, words: str) -> None:
        if words:
            self._pieces.append(("", self._write(words)))

    def _block(self, words: str, before: str, after: str) -> None:
        tidy = _tidy(words)
        if not tidy:
            return
        self._count()
        self._markup(before)
        for number, line in enumerate(tidy.split("\n")):
            if number:
                self._write("\n")
                self._markup("<br>")
            self._piece(line)
        self._markup(after)
        self._write("\n")

    def _close_lists(self, keep: int = 0) -> None:
        while len(self._lists) > keep:
            self._markup(f"</{self._lists.pop()}>")

    def _count(self) -> None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise too_large(self.kind)

    def _say(self, fixed: list[tuple[Span, str]], facts: list[tuple[str, SaidValue]]) -> Said:
        """Write the properties below the text, and say them."""
        known = self.properties
        titles: tuple[SaidValue, ...] = ()
        date = None
        written = known.written.isoformat() if known.written else ""
        rows = (
            *(("title", known.title), ("subject", known.subject), ("author", known.author)),
            *(("keywords", known.keywords), ("language", known.language), ("date", written)),
        )
        for name, value in rows:
            tidy = " ".join(_tidy(value).split())[:MAX_PROPERTY_CHARS]
            if not tidy:
                continue
            start, _end = self._write(f"{name}: ")
            span = self._write(tidy)
            self._write("\n")
            fixed.append(((start, span[1]), "format:properties"))
            entry = SaidValue(tidy, span, f"format:{name}")
            if name == "title" and not _NO_TITLE.match(tidy):
                titles = (entry,)
            elif name == "date" and known.written:
                at = known.written if known.written.tzinfo else None
                day = PartialDate(known.written.date(), "day", at)
                date = (day, SaidValue(tidy, span, SENT))
            elif name == "keywords":
                facts += [("keyword", SaidValue(word, span, "format:keywords")) for word in _words(tidy)]
            elif name != "language":
                facts.append((name, entry))
        code = re.match(r"[a-z]{2}(?![a-z])", known.language.lower())
        return Said(titles=titles, date=date, language=code[0] if code else "", facts=tuple(facts))


def written_alt(alt: str) -> str:
    """An alternative text that somebody has written; "" for the name of a file and what programs put there."""
    return "" if _NO_ALT.match(alt) else alt


def too_large(kind: str) -> UnreadableClip:
    """The refusal of a document that holds more than is read."""
    return UnreadableClip("too_large", "The document holds more than is read.", kind)


def damaged(kind: str) -> UnreadableClip:
    """The refusal of a document that cannot be taken apart."""
    return UnreadableClip("damaged", "The document is damaged and cannot be read.", kind)


def read_time(value: str) -> datetime | None:
    """A time as ISO 8601 writes it; without zone it stays naive. None if it is none, or before 1980, as zeros are."""
    match = _ISO.match(value.strip())
    if not match:
        return None
    zone = match[7]
    text = f"{match[1]}-{match[2]}-{match[3]}T{match[4] or '00'}:{match[5] or '00'}:{match[6] or '00'}"
    try:
        at = datetime.fromisoformat(text + ("" if zone is None else "+00:00" if zone == "Z" else zone))
        if at.tzinfo:
            at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if 1980 < at.year < 2200 else None


def _tidy(words: str) -> str:
    """Words without what a text cannot hold; breaks within a paragraph are single line feeds."""
    words = _BREAKS.sub("\n", _UNFIT.sub("", words)).replace("\t", " ")
    return "\n".join(filter(None, (line.strip() for line in words.split("\n"))))


def _words(keywords: str) -> Iterable[str]:
    parts = re.split(r"\s{0,9}[;,]\s{0,9}", keywords)
    return filter(None, (part.strip() for part in parts[:50]))


def _take_escaped(place: MappedText, span: Span) -> None:
    position, end = span
    for match in _ESCAPED.finditer(place.source, position, end):
        place.take(position, match.start())
        place.stand_for(_ESCAPES[match[0]], match.start(), match.end())
        position = match.end()
    place.take(position, end)
