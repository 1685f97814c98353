"""Makes an article of the fields of a file: the text as a page of its own, each field with its place and its role."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from articles.parser import limits, notices
from articles.parser.authors import read_byline
from articles.parser.decoding import Decoded
from articles.parser.document import Child, ClipWarning, PartialDate, Picture, ReaderComment, UnreadableClip
from articles.parser.formats import xml_scan
from articles.parser.formats.source import PICTURE, Mark, Source
from articles.parser.formats.xml_scan import Element
from articles.parser.html.page import PageLines
from articles.parser.html.tokenizer import INLINE_TAGS, KNOWN_TAGS, OWN_LINE
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText, trimmed
from articles.parser.normalization import clean
from articles.parser.patterns.date import HOME_ZONE, find_dates
from articles.parser.patterns.names import find_agency
from articles.parser.patterns.signoff import parse_signoff
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span

MAX_VALUE_CHARS = 500  # of a fact that is kept
MAX_ENTRIES = 5_000  # articles in one file
MIN_YEAR, MAX_YEAR = 1900, 2199  # of a day that is believed
MAX_NAME_CHARS = 80  # of a title in the name of a child's clip

_ROLES = {  # of fields
    "kicker": Role.KICKER,
    "subheadline": Role.SUBHEADLINE,
    "dateline": Role.DATELINE,
    "byline": Role.BYLINE,
    "author": Role.BYLINE,
    "signoff": Role.SIGNOFF,
}
_TAG = re.compile(r"<(/?)(figure|table|blockquote|h[2-6]|li|ul|ol)\b", re.IGNORECASE)
_ROLE_OF_TAG = {"figure": None, "table": None, "blockquote": Role.QUOTE}  # None: the markup says more
_PART = re.compile(r"<(header|footer|section|div|aside)\b([^<>]{0,300})>", re.IGNORECASE)
_NOT_PUBLIC = re.compile(r"(?<![\w-])(?:notepad|not-?public|non-?public|internal)(?![\w-])", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|br|ul|ol|h[1-6]|table|blockquote|figure|section|article)\b", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,2000})?/?>|<!--", re.IGNORECASE)
_HEADING = re.compile(r"<(h[1-6])\b[^<>]{0,300}>.{0,1000}?</\1>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]*>")
_FIRST_LINE = re.compile(
    r"(?:\s++|<!--.{0,300}?-->|</?(?:div|section|article|header|main|body|html|span|strong|b)\b[^<>]{0,300}>){0,20}"
    r"<(h[1-6]|p)\b[^<>]{0,300}>(.{1,1000}?)</\1>",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,500})?/?>"
    r"|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    re.IGNORECASE,
)
_SPECIAL = re.compile("[<&]")
_ADDRESS = re.compile(r"(?:mailto:)?[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,6}")
_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_UNFIT = re.compile(r"[^\w ()-]+")  # in a file's name


class ArticleFields:
    """The fields of one article, collected in any order; `source()` puts them together."""

    def __init__(self, decoded: Decoded) -> None:
        self.text = decoded.text
        self._decoded = decoded
        self._page = MappedText(decoded.text)
        self._marks: list[Mark] = []
        self._fixed: list[Entry] = []
        self._said = Said(is_firm=True)
        self._facts: list[tuple[str, SaidValue]] = []
        self._headline: MappedText | None = None
        self._lead: MappedText | None = None
        self._has_body = False
        self._notes: list[ClipWarning] = []
        self.comments: list[ReaderComment] = []
        self.pictures: list[Picture] = []

    # what is said

    def say(self, name: str, value: MappedText | None, role: Role = Role.BOILERPLATE, rule: str = "") -> None:
        """Keep a fact or a field: headline, kicker, subheadline, byline, author, outlet, url, agency, or any fact."""
        if value is None:
            return
        entry = said_value(value, f"format:{rule or name}")
        if not entry.value:
            return
        if name in ("author", "byline") and _ADDRESS.fullmatch(entry.value):
            name = "sender"  # an address is nothing to print
        if name == "headline":
            if self._headline is None:
                self._headline = value
            self._said = replace(self._said, titles=(*self._said.titles, entry))
        elif name == "description":
            self._said = replace(self._said, description=(*self._said.description, entry))
        elif name == "author":
            if entry.value not in [author.value for author in self._said.authors]:
                self._said = replace(self._said, authors=(*self._said.authors, entry))
        elif name == "agency":
            self._said = replace(self._said, agencies=(*self._said.agencies, entry))
        elif name in ("kicker", "subheadline", "dateline", "byline", "signoff", "outlet", "url"):
            if getattr(self._said, name) is None:
                values: dict[str, Any] = {name: entry}
                self._said = replace(self._said, **values)
        else:
            self.fact(name, entry.value, entry.span, rule)
        if name == "note":
            self._notice(entry)
        self._set_apart(entry.span, _ROLES.get(name, role), "editors_note" if name == "note" else "field")

    def _notice(self, entry: SaidValue) -> None:
        """What a note tells the desk: an embargo, not for publication."""
        found = notices.find_in_note(entry.value)
        if found is None:
            return
        self._notes.append(replace(found.warning, spans=(entry.span,)))
        if found.until and self._said.embargo is None:
            self._said = replace(self._said, embargo=(found.until, entry))

    def authors(self, value: MappedText | None) -> None:
        """The byline as it is to be printed, and the persons whom it names."""
        if value is None or not value.text.strip():
            return
        signoff = parse_signoff(" ".join(value.text.split()))
        if signoff and not signoff.authors and not read_byline(value.text):
            self.say("signoff", value)  # initials
            return
        self.say("byline", value)
        entry = said_value(value, "format:byline")
        found = read_byline(entry.value)
        for name in found.names if found else ():
            if name not in [author.value for author in self._said.authors]:
                self._said = replace(
                    self._said, authors=(*self._said.authors, SaidValue(name, entry.span, "format:byline"))
                )
        for name in found.agencies if found else ():
            self._agency(name, entry)

    def dateline(self, value: MappedText | None) -> None:
        """Place, day and agency as they open a report, without the dash behind them; a mere day is none."""
        if value is None:
            return
        days = "".join(value.text[slice(*form.span)] for form in find_dates(value.text))
        if not set(filter(str.isalpha, value.text)) - set(days):
            return  # a mere day
        value = piece(value, 0, len(value.text.rstrip(" \t\r\n-–—.")) + value.text.rstrip(" \t\r\n-–—").endswith("."))
        self.say("dateline", value)
        bracket = _BRACKET.search(value.text)
        if bracket:
            self.agency(piece(value, *bracket.span(1)), "dateline")

    def agency(self, value: MappedText | None, rule: str = "agency") -> None:
        """A provider or a credit: the agency that it names, else nothing."""
        entry = said_value(value, f"format:{rule}") if value is not None else None
        known = find_agency(entry.value) if entry and entry.value else None
        if known and entry:
            self._agency(known.name, entry)

    def _agency(self, name: str, entry: SaidValue) -> None:
        if name not in [agency.value for agency in self._said.agencies]:
            self._said = replace(self._said, agencies=(*self._said.agencies, SaidValue(name, entry.span, entry.rule)))

    def fact(self, name: str, value: str, span: Span = (0, 0), rule: str = "") -> None:
        """Keep a fact whose value is not written as such: a status by the format's word for it."""
        fact = (name, SaidValue(value[:MAX_VALUE_CHARS], span, f"format:{rule or name}"))
        if value and (name, fact[1].value) not in [(known, entry.value) for known, entry in self._facts]:
            self._facts.append(fact)

    def language(self, value: str) -> None:
        """The language that the format names: its first part, in lower case."""
        code = re.split(r"[-_]", value.strip().lower())[0]
        if not self._said.language and re.fullmatch(r"[a-z]{2,3}", code):
            self._said = replace(self._said, language=code)

    def date(self, value: MappedText | None, rule: str = "date", day_of: str = "") -> None:
        """The day of the article; the first that can be read holds. `day_of` is the same time as it is shown there."""
        if value is None or self._said.date is not None:
            return
        day, shown = read_date(value.text), read_date(day_of)
        if day:
            entry = said_value(value, f"format:{rule}")
            day = replace(day, value=shown.value) if shown else day
            self._said = replace(self._said, date=(day, entry))
            self._set_apart(entry.span, Role.DATE, "field")

    def embargo(self, value: MappedText | None, rule: str = "embargo") -> None:
        """The end of an embargo; what names no time that can be read is told as a status."""
        if value is None or not value.text.strip():
            return
        entry = said_value(value, f"format:{rule}")
        day = read_date(value.text)
        self._set_apart(entry.span, Role.NOTE, "embargo")
        if day and day.at:
            self._said = replace(self._said, embargo=(day.at, entry))
        else:
            self.fact("status", "embargoed", entry.span, rule)

    def picture(self, caption: MappedText | None, credit: MappedText | None) -> None:
        """A picture with a caption of its own beside the text, and whom it is credited to."""
        about = said_value(caption, PICTURE) if caption is not None else None
        who = said_value(credit, PICTURE) if credit is not None else None
        if about is None or not about.value:
            return
        self._set_apart(about.span, Role.CAPTION, "picture")
        if who:
            self._set_apart(who.span, Role.CREDIT, "picture")
        spans = tuple(value.span for value in (about, who) if value and value.span[1])
        self.pictures.append(Picture(about.value, who.value if who else "", 0, spans=spans))

    def entry(self, span: Span, role: Role, name: str) -> None:
        """Give a stretch outside the text a role."""
        self._set_apart(span, role, name)

    # the text

    def lead(self, value: MappedText | None) -> None:
        """What opens the text, where the format has a field for it."""
        if value is not None and value.text.strip() and self._lead is None:
            self._lead = value

    @property
    def has_body(self) -> bool:
        """Whether a text was given."""
        return self._has_body

    def body(self, value: MappedText | None, is_markup: bool | None = None) -> None:
        """The text: markup of a page, or plain text; None: as it looks. Raises UnreadableClip (`too_long`)."""
        if value is None or not value.text.strip():
            return
        if len(value) > limits.MAX_BODY_CHARS:
            raise limits.too_long()
        if is_markup is None:
            is_markup = bool(_MARKUP.search(value.text))
        self._open()
        start = len(self._page)
        if not is_markup:
            _write_paragraphs(self._page, value)
        else:
            breaks = not _BLOCK.search(value.text)
            at = 0
            for span, rule in _parts_apart(value.text):
                _write_markup(self._page, piece(value, at, span[0]), breaks)
                self._set_apart(value.to_source(span), Role.BOILERPLATE, rule)
                at = span[1]
            _write_markup(self._page, piece(value, at, len(value.text)) if at else value, breaks)
        self._page.insert("\n")
        self._mark_body(start)

    def markup(self, element: Element) -> None:
        """The text as elements of XHTML, without those that repeat fields or are not for publication."""

        def tag_of(one: Element) -> str | None:
            if one.name in ("script", "style", "head"):
                return None
            rule = _apart(one.name.lower(), one.get("class"))
            if rule:
                self._set_apart(one.span, Role.BOILERPLATE, rule)
                return None
            return page_tag(one)

        self._open()
        start = len(self._page)
        xml_scan.write_markup(self._page, element, tag_of)
        self.wrote_body(start)

    def line(self, value: MappedText | None, role: Role) -> None:
        """A line of its own above or below the text: place and agency, who signs."""
        if value is None or not value.text.strip():
            return
        self._open()
        self._page.insert("<p>")
        span = self._page.to_source(_write_escaped(self._page, value))
        self._page.insert("</p>\n")
        self._marks.append(Mark(span, role, f"format:{role}"))

    def wrote_body(self, start: int) -> None:
        """Mark what a format wrote itself, by `page()`."""
        self._page.insert("\n")
        self._mark_body(start)

    def page(self) -> MappedText:
        """The page, to write the text to it; `wrote_body` ends it."""
        self._open()
        return self._page

    def _open(self) -> None:
        """Write what stands above the text."""
        if self._has_body:
            return
        self._has_body = True
        self._page.insert("<!DOCTYPE html><html><body><main><article>")
        for value, tag, role in ((self._headline, "h1", Role.HEADLINE), (self._lead, "p", Role.LEAD)):
            if value is None or not value.text.strip():
                continue
            self._page.insert(f"<{tag}>")
            span = _write_escaped(self._page, value)
            self._page.insert(f"</{tag}>\n")
            if self._page.to_source(span)[1]:
                self._marks.append(Mark(self._page.to_source(span), role, f"format:{role}"))

    def _mark_body(self, start: int) -> None:
        page, stop = self._page.text, len(self._page)
        repeated = self._repeated_headline(start)
        if repeated:
            self._marks.append(Mark(self._page.to_source(repeated), Role.BOILERPLATE, "format:header"))
            start = repeated[1]
        taken: list[Span] = []
        for span, role, is_numbered in _structures(page, start, stop):
            taken.append(span)
            place = self._page.to_source(span)
            if role is not None and place[1]:
                self._marks.append(Mark(place, role, "format:body", is_numbered))
        at = start
        for low, high in [*taken, (stop, stop)]:
            span = self._page.to_source((at, low))
            if low > at and span[1]:
                self._marks.append(Mark(span, Role.PARAGRAPH, "format:body"))
            at = max(at, high)

    def _repeated_headline(self, start: int) -> Span | None:
        """The first line of a text that is nothing but the headline again, with more than headings below it."""
        opening = _FIRST_LINE.match(self._page.text, start)
        if opening is None or self._headline is None:
            return None
        if not _letters(_ANY_TAG.sub("", _HEADING.sub("", self._page.text[opening.end() :]))):
            return None
        own = _letters(self._headline.text)
        return opening.span(2) if own and _letters(unescape(_ANY_TAG.sub("", opening[2]))) == own else None

    # the whole

    def source(self) -> Source:
        """What the format reads."""
        if not self._has_body:
            self._open()
        self._page.insert("</article></main></body></html>")
        used = _spans(self._page)
        fixed: list[Entry] = []
        for entry in sorted(self._fixed, key=lambda entry: (entry[0], -entry[1])):
            if (not fixed or fixed[-1][1] <= entry[0]) and not _overlaps(used, entry[:2]):
                fixed.append(entry)
        return Source(
            self.text,
            self._decoded.encoding,
            PageLines(self._page.text),
            self._page,
            marks=self._marks,
            fixed=fixed,
            said=replace(self._said, facts=tuple(self._facts)),
            notes=(*self._decoded.notes, *self._notes),
            comments=tuple(self.comments),
            pictures=tuple(self.pictures),
        )

    def _set_apart(self, span: Span, role: Role, name: str) -> None:
        if span[1]:
            self._fixed.extend(trimmed(self.text, *span, role, f"format:{name}"))


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


def page_tag(element: Element) -> str:
    """The tag of an element on a page: its name, or that of a box where pages know none; "" for one of NAMES."""
    name = element.name.lower()
    if name in xml_scan.NAMES:
        return ""
    if name in INLINE_TAGS:
        return "div" if OWN_LINE.search(element.get("class")) else name
    return name if name in KNOWN_TAGS else "div"


def _apart(tag: str, names: str) -> str:
    """The rule of an element that is none of the text: the head that repeats fields, notes that are not public."""
    if _NOT_PUBLIC.search(names):
        return "not_public"
    return "header" if tag in ("header", "footer") else ""


def _parts_apart(page: str) -> Iterator[tuple[Span, str]]:
    """The parts of markup that are none of the text, with their rules."""
    at = 0
    for match in _PART.finditer(page):
        rule = _apart(match[1].lower(), match[2])
        if match.start() < at or not rule:
            continue
        depth = 0
        for tag in re.compile(rf"<(/?){match[1]}\b", re.IGNORECASE).finditer(page, match.start()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                at = page.find(">", tag.start()) + 1 or len(page)
                yield (match.start(), at), rule
                break
        else:
            return


def _structures(page: str, start: int, stop: int) -> Iterator[tuple[Span, Role | None, bool]]:
    """The figures, tables, quotations, headings and items of lists in a text, one after the other, with their roles.

    Of an item, whether its list is numbered. What was never closed is none.
    """
    lists: list[bool] = []
    opened: tuple[str, int] | None = None  # that is to be closed by its own end tag
    item = -1
    for match in _TAG.finditer(page, start, stop):
        is_end, tag = bool(match[1]), match[2].lower()
        if opened:
            if is_end and tag == opened[0]:
                role = _ROLE_OF_TAG.get(tag, Role.SUBHEADING)
                yield (opened[1], match.end()), role, False
                opened = None
            continue
        if item >= 0:
            yield (item, match.start()), Role.LIST_ITEM, bool(lists and lists[-1])
            item = -1
        if tag in ("ul", "ol"):
            if not is_end:
                lists.append(tag == "ol")
            elif lists:
                lists.pop()
        elif tag == "li":
            item = -1 if is_end else match.start()
        elif not is_end:
            opened = tag, match.start()


def said_value(value: MappedText, rule: str) -> SaidValue:
    """A value without blanks at its ends, with its place."""
    low = len(value.text) - len(value.text.lstrip())
    high = len(value.text.rstrip())
    span = value.to_source((low, high)) if low < high else (0, 0)
    return SaidValue(" ".join(clean(value.text).split())[:MAX_VALUE_CHARS], span, rule)


def unescaped(value: MappedText) -> MappedText:
    """A line that was escaped as markup: its entities decoded, the tags of words left out."""
    plain = MappedText(value.text)
    at = 0
    for match in _INLINE.finditer(value.text):
        plain.take(at, match.start())
        if match[0][0] == "&":
            plain.stand_for(xml_scan.character(match[0]), *match.span())
        elif match[0][1:3].lower() == "br":
            plain.stand_for(" ", *match.span())
        at = match.end()
    plain.take(at, len(value.text))
    return value.compose(plain)


def piece(value: MappedText, start: int, stop: int) -> MappedText:
    """A part of a value, as one of its own."""
    part = MappedText(value.text)
    part.take(start, stop)
    return value.compose(part)


def read_date(words: str) -> PartialDate | None:
    """A day and time as formats write it: ISO 8601, RFC 822, or milliseconds since 1970."""
    bare = " ".join(words.split())
    try:
        if re.fullmatch(r"\d{12,13}", bare):
            at = datetime.fromtimestamp(int(bare) / 1000, UTC)
            return PartialDate(at.date(), "day", at) if MIN_YEAR <= at.year <= MAX_YEAR else None
        if re.fullmatch(r"\d{4}", bare):
            return PartialDate(datetime(int(bare), 1, 1).date(), "year")
        if match := re.fullmatch(r"(\d{4})-(\d\d)", bare):
            return PartialDate(datetime(int(match[1]), int(match[2]), 1).date(), "month")
        at = datetime.fromisoformat(bare)
    except ValueError:
        try:
            at = parsedate_to_datetime(bare)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
    if not MIN_YEAR <= at.year <= MAX_YEAR:
        return None
    has_time = bool(re.search(r"\d{2}:\d{2}|T\d{4}", bare))
    if not has_time:
        return PartialDate(at.date(), "day")
    if at.tzinfo is None:
        return PartialDate(at.date(), "day", at.replace(tzinfo=HOME_ZONE), zone_is_assumed=True)
    return PartialDate(at.date(), "day", at)


def child_name(number: int, title: str, ending: str) -> str:
    """The name of the clip of an article in a file of several."""
    words = " ".join(_UNFIT.sub(" ", title).split())[:MAX_NAME_CHARS].strip()
    return f"{number:04} {words}".rstrip() + ending


def of_several(
    decoded: Decoded, entries: Sequence[tuple[Span, str, str]], ending: str, unit: str = "format:child"
) -> Source:
    """A file of several articles; each entry is its span, its title and the text of its clip.

    Raises UnreadableClip (`too_many`) for more than an import takes from one file.
    """
    if len(entries) > MAX_ENTRIES:
        raise UnreadableClip("too_many", f"There are more than {MAX_ENTRIES} articles in the file.")
    children = [
        Child(child_name(number, title, ending), text.encode("utf-8", "replace"), span)
        for number, (span, title, text) in enumerate(entries, start=1)
    ]
    fixed = [entry for span, _title, _text in entries for entry in trimmed(decoded.text, *span, Role.BOILERPLATE, unit)]
    return Source(decoded.text, decoded.encoding, fixed=fixed, children=children, notes=decoded.notes)


def _write_escaped(page: MappedText, value: MappedText) -> Span:
    """Write plain characters to a page."""
    start, at = len(page), 0
    for match in _SPECIAL.finditer(value.text):
        _add(page, value, at, match.start())
        page.stand_for("&lt;" if match[0] == "<" else "&amp;", value.starts[match.start()], value.ends[match.start()])
        at = match.end()
    _add(page, value, at, len(value.text))
    return start, len(page)


def _write_paragraphs(page: MappedText, value: MappedText) -> None:
    """Write plain text: paragraphs end at empty lines, or at each line where there are none."""
    pattern = _EMPTY_LINE if _EMPTY_LINE.search(value.text.strip()) else re.compile(r"\n\s*")
    at = 0
    for match in [*pattern.finditer(value.text), None]:
        stop = match.start() if match else len(value.text)
        if value.text[at:stop].strip():
            page.insert("<p>")
            _write_escaped(page, piece(value, at, stop))
            page.insert("</p>\n")
        at = match.end() if match else stop


def _write_markup(page: MappedText, value: MappedText, breaks: bool) -> None:
    at = 0
    if breaks:
        page.insert("<p>")
        for match in _EMPTY_LINE.finditer(value.text):
            _add(page, value, at, match.start())
            page.insert("</p>\n<p>")
            at = match.end()
    _add(page, value, at, len(value.text))


def _add(page: MappedText, value: MappedText, start: int, stop: int) -> None:
    if start < stop:
        page.add(value.text[start:stop], value.starts[start:stop], value.ends[start:stop])


def _spans(page: MappedText) -> list[Span]:
    """The stretches of the source that a page has taken, in their order."""
    spans: list[Span] = []
    for start, end in zip(page.starts, page.ends, strict=True):
        if start < 0:
            continue
        if spans and spans[-1][0] <= start <= spans[-1][1]:
            if end > spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return sorted(spans)


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_left(spans, (span[1], 0))
    return at > 0 and spans[at - 1][1] > span[0]
