"""Agencies' reports as they are transmitted: IPTC 7901, ANPA 1312, and the text that dpa, APA, AFP, Reuters, AP, sda,
KNA and epd send by mail. The lines around the report get their roles here; its text is read as any other.
"""

import re
from dataclasses import dataclass, replace

from articles.parser.decoding import decode
from articles.parser.document import PartialDate
from articles.parser.formats import agency_lines as forms
from articles.parser.formats.plain import PlainLines
from articles.parser.formats.source import Mark, Source
from articles.parser.ledger import Entry
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role
from articles.parser.said import Said, SaidValue
from articles.text.lines import Span, TextLine, nonempty_lines, split_lines

HEAD_BYTES = 1_500  # in which a report tells that it is one
MAX_HEAD_LINES = 25
MAX_HEADLINE_CHARS = 250
MAX_HEADLINE_LINE_CHARS = 120  # of a further line of a headline
MAX_STAFF_LINES = 8  # of a note who reported
MAX_PARAGRAPH_INDENT = 12  # of a first line; further in stand tables
MAX_DATELINE_CHARS = 120

_FIRST_LINE = re.compile(
    rb"[\x00-\x20\x7f\xbb\xbf\xef^]*(?:(?P<strong>[A-Za-z]{2,5}\d{3,5}[ \t]+\d[ \t]+[A-Za-z]{1,5}[ \t]+\d{1,5}(?=\s)"
    rb"|[A-Za-z]\d{4}[A-Z]{0,6}\x1f?[a-z]{0,8}[- \t]*\r?\n\s*[a-z] [a-z][\x00-\x1f]{0,3} \S[^\r\n]{1,80}?\d\d-\d\d"
    rb"|(?:KNA|EPD|SDA|ATS)[- ]?\d{8,16}\s)"
    rb"|(?P<slug>[A-Z][^\s=]{1,60}(?:[ -][^\s=]{1,40}){0,4})[ \t<]*\r?\n)"
)
_ENDED_HEAD = re.compile(r"\S ?=[ \t<]*\r?\n")
_TAKE = re.compile(r"\b(?:\d(?:st|nd|rd|th)|writethru|ld|lead|take|teil)\b", re.IGNORECASE)
_ANPA_DASH = re.compile(r"\)\s(_)\s")
_SENT = re.compile(r"\((?:dpa|APA|AFP|Reuters|AP|sda|SDA|Keystone-SDA|KNA|epd)(?:/[\w-]{2,12})?\)\s?[-–—_]{1,2}\s")


def matches(data: bytes, name: str) -> bool:
    """Whether a text begins with a transmission head; or with a slug line, and a head that ends as agencies' do."""
    match = _FIRST_LINE.match(data[:HEAD_BYTES])
    if match is None or match["strong"]:
        return match is not None
    slug = match["slug"].decode("utf-8", "replace")
    if not forms.is_slug(slug):
        return False
    opening = data[:HEAD_BYTES].decode("utf-8", "replace")
    return bool(_SENT.search(opening) and (_ENDED_HEAD.search(opening) or "/" not in slug or slug.isupper()))


def read(data: bytes, name: str) -> Source:
    """The report, with its head and what follows it set apart. Raises UnreadableClip if the bytes hold no text."""
    decoded = decode(data)
    return replace(read_text(decoded.text), encoding=decoded.encoding, notes=decoded.notes)


def read_text(text: str) -> Source:
    """The report in a decoded text, which may be that of a mail."""
    report = _Report(text)
    report.read()
    return Source(
        text,
        "utf-8",
        PlainLines(report.written.text),
        place=report.written,
        marks=report.marks,
        fixed=report.fixed,
        said=report.said(),
    )


@dataclass(slots=True)
class _Row:
    """A part of the head that is the article's, in one or more lines; without a role its words tell it."""

    spans: list[Span]
    role: Role | None
    rule: str


class _Report:
    """The lines of a report, sorted: the head, the text, what follows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.written = MappedText(text)  # what is read as the article: headline, subheadline, authors, text
        self.marks: list[Mark] = []
        self.fixed: list[Entry] = []
        self._headline: list[Span] = []
        self._rows: list[_Row] = []  # the others of the head that are the article's
        self._facts: list[tuple[str, SaidValue]] = []
        self._date: tuple[PartialDate, SaidValue] | None = None
        self._agency: SaidValue | None = None
        self._status: SaidValue | None = None
        self._slug = ""  # of the transmission
        self._is_anpa = False  # each line of its head begins with `^`
        self._lines: list[tuple[TextLine, Span]] = []  # with the span of their words without control characters
        for line in nonempty_lines(split_lines(text)):
            start, stop = forms.core(line.words)
            if start < stop:
                self._lines.append((line, (line.begin + start, line.begin + stop)))

    def read(self) -> None:
        """Sort the lines, and write those of the article."""
        first = self._head(self._transmission())
        last = self._end(first)
        stop = next((n for n in range(first, last) if forms.opens_block(self._words(n))), last)
        self._following(stop, last)
        self._write(first, stop)

    def said(self) -> Said:
        """What the head and the end say."""
        title = " ".join(" ".join(self.text[start:stop].split()) for start, stop in self._headline)
        if self._status is None and forms.is_withdrawal(title):
            self._status = SaidValue("canceled", self._headline_span(), "format:status")
        facts = (*self._facts, *((("status", self._status),) if self._status else ()))
        return Said(
            titles=(SaidValue(title, self._headline_span(), "format:headline"),) if title else (),
            date=self._date,
            agencies=(self._agency,) if self._agency else (),
            facts=facts,
            is_firm=True,
        )

    def _words(self, number: int) -> str:
        start, stop = self._lines[number][1]
        return self.text[start:stop]

    def _headline_span(self) -> Span:
        return (self._headline[0][0], self._headline[-1][1]) if self._headline else (0, 0)

    # what is said

    def _fact(self, name: str, value: str, span: Span) -> None:
        if value:
            self._facts.append((name, SaidValue(value, span, f"format:{name}")))

    def _dated(self, words: str, span: Span) -> None:
        """The time of sending: the first line that tells the hour, else the first that tells the day."""
        day = forms.read_stamp(words)
        if day and (self._date is None or (self._date[0].at is None and day.at is not None)):
            self._date = (day, SaidValue(words, span, "format:sent"))

    def _event(self, words: str, span: Span) -> None:
        self._fact("event", words.strip("()+* "), span)
        status = forms.status_of(words)
        if status and self._status is None:
            self._status = SaidValue(status, span, "format:status")

    # the head

    def _transmission(self) -> int:
        """Read the lines that the transmission needs; returns the index of the line below them."""
        number = 0
        while number < len(self._lines):
            span, words = self._lines[number][1], self._words(number)
            patterns = (forms.ANPA_HEAD,) if number else (forms.IPTC_HEAD, forms.ANPA_NUMBER, forms.NUMBER_HEAD)
            match = next((match for pattern in patterns if (match := pattern.match(words))), None)
            if match is None:
                break
            found = match.groupdict(default="")
            self._set_apart(span, "header")
            self._is_anpa = self._is_anpa or "day" in found
            self._fact("number", found.get("service", "") + found.get("number", ""), span)
            self._fact("service", found.get("category", ""), span)
            urgency = found.get("urgency", "")
            self._fact("urgency", forms.ANPA_URGENCIES.get(urgency, urgency), span)
            self._fact("slug", found.get("slug", ""), span)
            self._slug = self._slug or found.get("slug", "")
            agency = forms.SERVICES.get(found.get("service", "").lower())
            if agency:
                self._agency = SaidValue(agency, span, "format:header")
            self._dated(found.get("rest", "").strip(), span)
            number += 1
        return number

    def _head(self, number: int) -> int:
        """Sort the lines of the head; returns the index of the first line of the text."""
        limit = min(len(self._lines), number + MAX_HEAD_LINES)
        self._is_anpa = self._is_anpa and number < limit and self._is_marked(number)
        if self._is_anpa:
            limit = next((n for n in range(number, limit) if not self._is_marked(n)), limit)
        ended = max((n for n in range(number, limit) if self._words(n).endswith("=")), default=-1)
        below_byline = has_byline = False
        while number < limit:
            line, span = self._lines[number]
            is_inside = number <= ended
            if not is_inside and self._opens_text(number, ended >= 0):
                break
            words = self._words(number).removesuffix("=").removesuffix("+" if self._slug else "").rstrip()
            bare = (span[0], span[0] + len(words))
            is_keyword = not self._headline and self._is_keyword(number, ended)
            if self._special(words, bare, is_keyword):
                below_byline = forms.is_byline(words)
                has_byline = has_byline or below_byline
            elif below_byline and line.gap == 0 and len(words.split()) <= forms.MAX_AGENCY_WORDS:
                self._set_apart(span, "agency")
            elif self._is_anpa and has_byline:
                break
            elif not self._headline or self._goes_on(line, number, is_inside):
                self._headline.append(bare)
            elif is_inside and line.gap == 0 and self._rows and self._is_row_above(number):
                self._rows[-1].spans.append(bare)
            elif is_inside:
                self._row(bare, Role.SUBHEADLINE, "format:subheadline")
            else:
                break
            number += 1
        return number

    def _is_marked(self, number: int) -> bool:
        """Whether a line begins as those of the head in ANPA do."""
        return self._lines[number][0].words.lstrip(forms.CONTROLS).startswith("^")

    def _opens_text(self, number: int, has_ended: bool) -> bool:
        """Whether a line that no mark counts to the head is the first of the text."""
        words = self._words(number)
        if forms.is_dateline(words):
            return True
        known = forms.is_byline(words) or forms.subheadline_start(words) or forms.is_embargo(words)
        return has_ended and bool(self._headline) and not known

    def _goes_on(self, line: TextLine, number: int, is_inside: bool) -> bool:
        """Whether a line is a further one of a wrapped headline."""
        above = self._lines[number - 1][1]
        follows = line.gap == 0 and self._headline[-1] == above  # it did not end there
        if self._is_anpa and self._is_marked(number):
            return False
        length = self._headline_span()[1] - self._headline_span()[0]
        below = self._lines[number + 1][0].gap if number + 1 < len(self._lines) else 1
        is_short = length < MAX_HEADLINE_CHARS and len(self._words(number)) < MAX_HEADLINE_LINE_CHARS
        return follows and is_short and (is_inside or below > 0)

    def _is_row_above(self, number: int) -> bool:
        """Whether the line above belongs to a part of the head that may go on."""
        return self._rows[-1].spans[-1][1] == self._lines[number - 1][1][1] and self._rows[-1].role is Role.SUBHEADLINE

    def _is_keyword(self, number: int, ended: int) -> bool:
        """Whether a line above the headline repeats the transmission's slug, or is a short one that stands apart."""
        words = self._words(number)
        if self._slug and forms.begins_alike(words, self._slug.split()[0]):
            return True
        is_apart = number < ended and self._lines[number + 1][0].gap > 0
        return is_apart and len(words.split()) <= forms.MAX_KEYWORDS and words[-1].isalnum()

    def _special(self, words: str, span: Span, is_keyword: bool) -> bool:
        """Take a line that its words tell: keywords, kind of report, embargo, subheadline, authors, notes."""
        if not self._headline and not forms.is_event(words) and words[0] != "(" and forms.is_withdrawal(words):
            return False  # „ACHTUNG: dpa zieht Meldung … zurück“ is the headline of such a report
        if is_keyword or (not self._headline and forms.is_slug(words)):
            self._set_apart(span, "slug")
            self._fact("slug", words, span)
            for part in re.split(r"/|,\s?", words):
                name = "take" if _TAKE.search(part) else "keyword"
                self._fact(name, "" if part.isdigit() else part.strip(), span)
        elif forms.is_event(words) or (forms.is_note(words) and forms.status_of(words)):
            self._set_apart(span, "event")
            self._event(words, span)
        elif forms.is_embargo(words):
            self._row(span, None)
        elif start := forms.subheadline_start(words):
            self._set_apart((span[0], span[0] + start), "subheadline_label")
            self._row((span[0] + start, span[1]), Role.SUBHEADLINE, "format:subheadline")
        elif forms.is_byline(words):
            self._row(span, Role.BYLINE, "format:byline")
        elif forms.is_note(words):
            self.fixed.append((*span, Role.NOTE, "format:editors_note"))
        else:
            return False
        return True

    def _set_apart(self, span: Span, name: str) -> None:
        start, stop = span
        stop = start + len(self.text[start:stop].rstrip())
        if start < stop:
            self.fixed.append((start, stop, Role.BOILERPLATE, f"format:{name}"))

    def _row(self, span: Span, role: Role | None, rule: str = "") -> None:
        """A line of the head that is the article's; without a role its words tell it."""
        if span[0] < span[1]:
            self._rows.append(_Row([span], role, rule))

    # what follows the text

    def _end(self, first: int) -> int:
        """Sort the lines that end the report, from the last; returns the index behind the text and its blocks."""
        number = len(self._lines)
        while number > first:
            span, words = self._lines[number - 1][1], self._words(number - 1)
            if forms.is_end(words):
                role = Role.SIGNOFF if forms.is_sign(words) else Role.BOILERPLATE
                self.fixed.append((*span, role, "format:end"))
                self._dated(words, span)
                number -= 1
                continue
            opened = self._staff_note(first, number)
            if opened == number:
                return number
            start = self._lines[opened][1][0]
            self.fixed.append((start, span[1], Role.BOILERPLATE, "format:not_public"))
            number = opened
        return number

    def _staff_note(self, first: int, stop: int) -> int:
        """The index of the first line of a note of the agency's staff that ends above `stop`; `stop` if it is none."""
        if not self._words(stop - 1).endswith((")", ").")):
            return stop
        for number in range(stop - 1, max(first, stop - MAX_STAFF_LINES) - 1, -1):
            words = self.text[self._lines[number][1][0] : self._lines[stop - 1][1][1]]
            if words.startswith("("):
                return number if forms.is_staff_note(words) else stop
        return stop

    def _following(self, first: int, last: int) -> None:
        """The note block, contacts and the like below the text."""
        rule, role, is_private = "format:note_block", Role.BOILERPLATE, False
        for number in range(first, last):
            span, words = self._lines[number][1], self._words(number)
            if forms.opens_block(words) or words.startswith("#"):
                is_private = is_private or (forms.is_private(words) and not words.startswith("#"))
                is_hint = not is_private and forms.is_hint(words) and not forms.is_private(words)
                role = Role.NOTE if is_hint else Role.BOILERPLATE
                private = is_private or forms.is_private(words)
                rule = "format:not_public" if private else "format:editors_note" if is_hint else "format:note_block"
            self.fixed.append((*span, role, rule))

    # the article

    def _write(self, first: int, stop: int) -> None:
        """Write headline, subheadline, authors and text, each paragraph apart, and mark them."""
        if self._headline:
            self._write_row(_Row(self._headline, Role.HEADLINE, "format:headline"))
        for row in self._rows:
            self._break()
            self._write_row(row)
        self._write_text(first, stop)

    def _write_row(self, row: _Row) -> None:
        for number, span in enumerate(row.spans):
            if number:
                self.written.insert(" ")
            self.written.take(*span)
        if row.role:
            self.marks.append(Mark((row.spans[0][0], row.spans[-1][1]), row.role, row.rule))

    def _write_text(self, first: int, stop: int) -> None:
        rows = self._lines[first:stop]
        all_indented = all(line.indent for line, _span in rows)
        above: TextLine | None = None
        for line, span in rows:
            is_first = all_indented or (above is not None and not above.indent)  # of a paragraph, if it is indented
            is_new = is_first and 0 < line.indent <= MAX_PARAGRAPH_INDENT
            if above is None or line.gap or is_new:
                self._break()
            else:
                self.written.insert("\n")
            dash = _ANPA_DASH.search(self.text[slice(*span)][:MAX_DATELINE_CHARS]) if above is None else None
            if dash:
                at = span[0] + dash.start(1)
                self.written.take(span[0], at)
                self.written.stand_for("–", at, at + 1)
                span = (at + 1, span[1])
            self.written.take(*span)
            above = line
        if rows:
            self.marks.append(Mark((rows[0][1][0], rows[-1][1][1]), Role.PARAGRAPH, "format:body"))

    def _break(self) -> None:
        if len(self.written):
            self.written.insert("\n\n")
