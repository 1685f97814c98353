"""Builds a Document from labelled lines, with the ledger's entries and the evidence for every field."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise

from articles.lexicon import load
from articles.parser import notices, uncertainty
from articles.parser.assembly_log import AssemblyLog
from articles.parser.authors import part_seams, parted, read_byline
from articles.parser.clip_text import ClipText
from articles.parser.comment_threads import parse_comments
from articles.parser.document import Agency, BodyBlock, Derivation, Document, PartialDate, Picture
from articles.parser.headline_marks import inner_span, is_kicker, is_same
from articles.parser.images import FIGURE_ROLES, figure_at, is_once_more, make_picture, merge_pictures
from articles.parser.line_labels import LabelledLine
from articles.parser.patterns.agency_line import parse_agency_line
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.date import parse_date, parse_placed_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.note import parse_note
from articles.parser.patterns.notice import begins_notice
from articles.parser.patterns.person import separate_names
from articles.parser.patterns.signoff import Signoff, find_signoff, parse_signoff
from articles.parser.roles import BLOCK_KINDS, Role
from articles.parser.rules.headline import find_glued_headline, is_misprint, skip_kicker, skip_repeated_kicker
from articles.parser.rules.provisional_headline import PROVISIONAL_MESSAGE, choose_headline
from articles.parser.rules.trailing_byline import find_trailing_byline
from articles.parser.tables import table_at
from articles.text.lines import Span, any_overlap, tokens

_MARK = re.compile(r"(?:[•·▪◦‣●○*–-]|>{1,2})\s+")
MIN_SIGNED_CHARS = 60  # of a text after which initials need no brackets
MAX_SIGN_CHARS = 18
MAX_INITIALS_CHARS = 30  # of a line „ab/cd/ef“
SEPARATORS = " |:–-"  # between kicker and headline
_JOINED = re.compile(r"(?:und|and|&|sowie)\s+")  # at the head of the second line of a byline
_STOPS = frozenset('.!?“"»')
MAX_HEADLINE_DATELINE_CHARS = 40  # of a headline that may contain the dateline of an agency
MAX_DATE_LINES_ABOVE = 3  # lines above a headline that may contain the date
MAX_DAY_CHARS = 60  # at the head of a text, in which a dateline names its day
MAX_SHORT_LINE_CHARS = 160  # of a line that can be a date or a sign-off by itself


@cache
def _note_words() -> frozenset[str]:
    """The first words of all note labels, in lower case."""
    labels = [label for labels in load.table("labels")["note"].values() for label in labels]
    return frozenset(
        re.findall(r"\w+", label.lower())[0] for label in (*labels, "Achtung", "Attention", "Wichtig", "Bitte")
    )


@cache
def _signing_words() -> frozenset[str]:
    """Words of agency names and sign-off labels; a sign-off without brackets contains at least one of them."""
    labels = [
        label for kind in ("contributed", "origin", "reporting") for label in load.table("labels")["signoff"][kind]
    ]
    names = [form for name in load.agencies() for form in (name, name.lower())]
    return frozenset(word for text in (*names, *labels) for word in tokens(text))


def _may_sign(line: LabelledLine) -> bool:
    """Whether a line can hold a sign-off; a cheap test before parsing."""
    words = line.words
    initials = "/" in words and len(words) <= MAX_INITIALS_CHARS and words.islower() and " " not in words
    return initials or words[0] == "/" or "(" in words or not _signing_words().isdisjoint(line.traits.distinct)


def _may_end_in_sign(words: str) -> bool:
    """Whether a lower-case word follows the end of the last sentence: `… sagte er. les`"""
    if not words[-1].islower() or len(words) < MIN_SIGNED_CHARS:
        return False
    before, _, last = words.rpartition(" ")
    return len(last) <= MAX_SIGN_CHARS and before[-1:] in _STOPS and bool(before)


def _is_day(words: str) -> bool:
    """Whether a line is nothing but a date with its day."""
    form = parse_date(words) if len(words) <= MAX_SHORT_LINE_CHARS else None
    return form is not None and form.date.precision == "day"


@dataclass(frozen=True, slots=True)
class AssemblyResult:
    """The article, or None, and the log of its assembly."""

    document: Document | None
    log: AssemblyLog


def assemble(clip: ClipText, lines: list[LabelledLine]) -> AssemblyResult:
    """Build the document of a clip whose lines have their roles; those that are uncertain are marked."""
    uncertainty.mark_uncertain(lines)
    assembler = _Assembler(clip, lines)
    assembler.head()
    assembler.walk()
    assembler.notices()
    return AssemblyResult(assembler.document(), assembler.log)


@dataclass(slots=True)
class _Draft:
    """Document fields that are set one at a time; copying a frozen Document for each would be slow."""

    kicker: str = ""
    headline: str = ""
    headline_is_provisional: bool = False
    subheadline: str = ""
    lead: str = ""
    dateline: str = ""
    signoff: str = ""
    source: str | None = None
    date: PartialDate | None = None
    embargo_until: datetime | None = None


class _Assembler:
    """Goes through the lines once, from top to bottom, and collects the parts of the article."""

    def __init__(self, clip: ClipText, lines: list[LabelledLine]) -> None:
        self.clip, self.lines, self.log = clip, lines, AssemblyLog(clip.text)
        self.draft = _Draft()
        self.dates: list[PartialDate] = []
        self.body: list[BodyBlock] = []
        self.images: list[Picture] = []
        self.agencies: dict[str, Agency] = {}
        self.authors: list[str] = []
        self.bylines: list[str] = []
        self.signs: list[str] = []
        self.notes: list[str] = []
        self._dates_above: frozenset[int] = frozenset()
        self.trust: list[float] = []
        self._tables: set[int] = set()  # those that are taken, by number
        self._number = 0  # of the line that is handled
        self._goes_on = -1  # of the line that may go on with the last block
        self._uncertain: list[tuple[int, Span]] = []  # lines of the text, by number

    def head(self) -> None:
        """Take the date prefix of the clip."""
        self._dates_above = self._lines_above()
        if self.clip.date:
            self.log.enter(*self.clip.date_span, Role.DATE, "date_prefix")
            self._dated(self.clip.date, "date_prefix", self.clip.date_span)

    def _lines_above(self) -> frozenset[int]:
        """Start offsets of the lines right above the headline, unless the head itself has a date."""
        texts = (Role.LEAD, Role.PARAGRAPH)
        first = next((n for n, line in enumerate(self.lines) if line.role in texts), 0)
        head = next((n for n, line in enumerate(self.lines[:first]) if line.role is Role.HEADLINE), first)
        if any(_is_day(line.words) for line in self.lines[head:first]):
            return frozenset()
        return frozenset(line.text_line.start for line in self.lines[max(0, head - MAX_DATE_LINES_ABOVE) : head])

    def walk(self) -> None:
        """Handle each line once; a picture takes all of its lines."""
        index = 0
        while index < len(self.lines):
            line, self._number = self.lines[index], index
            if line.role in FIGURE_ROLES:
                group = figure_at(self.lines, index)
                self._picture(group)
                index += len(group)
                continue
            if line.role is Role.TABLE:
                self._table(line)
            else:
                _STEPS.get(line.role, _Assembler._other)(self, line)
            index += 1

    def _table(self, line: LabelledLine) -> None:
        """Take a line of a table; the first of them takes the whole table as one block."""
        self.log.enter(*line.text_line.span, Role.TABLE, line.label.rule)
        number = table_at(self.clip.tables, line.text_line.span)
        if number is None or number in self._tables:
            return
        self._tables.add(number)
        table = self.clip.tables[number]
        lines = [one.text_line.span for one in self.lines if one.role is Role.TABLE]
        kept = [any(any_overlap([span], lines) for span in row) for row in table.rows]  # without rows that are no text
        rows = ["\t".join(map(self._cell, row)).rstrip() for row, is_in in zip(table.rows, kept, strict=True) if is_in]
        beside = [self._cell(span) for span in (table.caption, table.source) if span]
        caption = (
            beside[0] + "".join(f"{'' if beside[0][-1] in '.!?:' else '.'} {more}" for more in beside[1:])
            if beside
            else ""
        )
        text = "\n".join(row for row in rows if row.strip())
        words = f"{caption}\n\n{text}" if caption else text
        self.body.append(BodyBlock("table", words, table.span, table.heads, sides=table.sides))
        self.trust.append(line.label.confidence)

    def _cell(self, span: Span) -> str:
        return " ".join(self.log.clean(*span)[0].split()) if span[0] < span[1] else ""

    def _picture(self, group: list[LabelledLine]) -> None:
        """Take a picture; one whose caption stands above already is that picture once more."""
        number = len(self.images)
        picture = make_picture(group, len(self.body), number, self.log)
        for index, other in enumerate(self.images):
            if is_once_more(picture, other):
                self.images[index] = merge_pictures(other, picture)
                self.log.move_evidence(number, index, takes_credit=not other.credit)
                return
        self.images.append(picture)

    # the article's head

    def _kicker(self, line: LabelledLine) -> None:
        self.log.enter(*line.text_line.span, Role.KICKER, line.label.rule)
        self._set_kicker(line.label.rule, *line.text_line.span, line.label.confidence)

    def _set_kicker(self, rule: str, begin: int, end: int, confidence: float) -> None:
        """Take a kicker without the marks at its ends, unless it is a date, an author or a credit."""
        low, high = inner_span(self.clip.text[begin:end])
        words = self.clip.text[begin + low : begin + high]
        if is_kicker(words):
            self.draft.kicker = self.log.take("kicker", rule, begin + low, begin + high, confidence)

    def _headline(self, line: LabelledLine) -> None:
        begin, stop = line.text_line.span
        words = line.words
        if "(" in words[:MAX_HEADLINE_DATELINE_CHARS] and (
            dateline_end := self._dateline(line)
        ):  # „FRANKFURT (dpa) - …“ is no kicker
            words, begin = words[dateline_end:], begin + dateline_end
        kicker_end, rule = find_glued_headline(words, self.clip.text), "glued_headline"
        if after_repetition := skip_repeated_kicker(words, self._above(line)):
            kicker_end, rule = after_repetition, "kicker_once_more"
        elif not kicker_end:
            kicker_end = skip_kicker(words)
            rule = (
                "kicker_and_dash" if words[: kicker_end or 0].rstrip()[-1:] in (*"|:–-",) else "kicker_before_headline"
            )
        if kicker_end and not self.draft.kicker:
            kicker = words[:kicker_end].strip(SEPARATORS)  # empty below a line of bars that is repeated
            self.log.enter(begin, begin + kicker_end, Role.KICKER if kicker else Role.BOILERPLATE, rule)
            self._set_kicker(rule, begin, begin + kicker_end, 0.85)
            begin += kicker_end
        self.log.enter(begin, stop, Role.HEADLINE, line.label.rule)
        low, high = inner_span(self.clip.text[begin:stop])
        self.draft.headline = self._take("headline", line, begin + low, begin + high)
        if self.draft.kicker and is_same(self.draft.kicker, self.draft.headline):
            self.log.drop_evidence("kicker")
            self.draft.kicker = ""

    def _above(self, line: LabelledLine) -> str:
        """The words of the line above a line, where there is one."""
        number = next((n for n, other in enumerate(self.lines) if other is line), 0)
        return self.lines[number - 1].words if number else ""

    def _subheadline(self, line: LabelledLine) -> None:
        self.log.enter(*line.text_line.span, Role.SUBHEADLINE, line.label.rule)
        if not self.draft.subheadline:
            self.draft.subheadline = self._take("subheadline", line, *line.text_line.span)

    def _lead(self, line: LabelledLine) -> None:
        if is_misprint(line.words):  # an author, a date or a credit that stands where the lead does
            line.relabel(Role.BOILERPLATE, "no_headline", 0.7)
            step = _Assembler._byline if read_byline(line.words) else _Assembler._other
            step(self, line)
            return
        begin, stop = self._lifted(line)
        self.log.enter(begin, stop, Role.LEAD, line.label.rule)
        self.draft.lead = self._take("lead", line, begin, stop)

    def _byline(self, line: LabelledLine) -> None:
        text_line = line.text_line
        self.log.enter(*text_line.span, Role.BYLINE, line.label.rule)
        places = (*self.clip.seams, *self.clip.breaks) if self.clip.seams or self.clip.breaks else ()
        inside = [at - text_line.begin for at in places if text_line.begin < at < text_line.stop]
        seams = part_seams(text_line.words, inside) if inside else []
        byline = read_byline(text_line.words, seams)
        if byline is None:
            self.log.warn("byline_unread", "A line at the place of the author names nobody.", text_line.span)
            return
        low, high = byline.text_span
        if self.bylines and (joined := _JOINED.match(text_line.words, low)):
            low = joined.end()
        text = self.log.take(
            "byline", line.label.rule, text_line.begin + low, text_line.begin + high, line.label.confidence
        )
        if any(name not in self.authors for name in byline.names) or not self.bylines:
            parts = parted(text_line.words, seams, (low, high))
            if len(parts) > 1:
                words = (self.log.clean(text_line.begin + begin, text_line.begin + end)[0] for begin, end in parts)
                text = ", ".join(part.strip(" ,;|·•") for part in words)
            self.bylines.append(separate_names(text, byline.names))
            self.authors += [name for name in byline.names if name not in self.authors]
        for name in byline.agencies:
            self._agency(Agency(name), "byline", text_line.span)
        if byline.date:
            self._dated(byline.date, "byline", text_line.span)
        self._outlet(byline.outlets[0] if byline.outlets else "", "byline", text_line.span)
        self.signs += byline.signs

    # the text

    def _block(self, line: LabelledLine) -> None:
        text_line = line.text_line
        if not line.goes_on:
            if len(text_line.words) <= MAX_SHORT_LINE_CHARS and self._signed(line):
                return
            if self._noted(line):
                return
        if line.role is Role.SUBHEADING and self._near_headline(line) and parse_placed_date(text_line.words):
            self._date_line(line)
            return
        begin, stop = self._lifted(line)
        self.log.enter(begin, stop, line.role, line.label.rule)
        if line.is_uncertain:
            self._uncertain.append((self._number, (begin, stop)))
        mark = _MARK.match(text_line.words) if begin == text_line.begin and line.role is Role.PARAGRAPH else None
        kind = BLOCK_KINDS[line.role]
        start = begin + (line.mark if begin == text_line.begin else 0)
        if mark and not (line.mark or line.keeps_mark):
            kind = "quote" if mark[0][0] == ">" else "list_item"
            start = begin + mark.end()
        text = self._with_breaks(start, stop)
        last = self.body[-1] if line.goes_on and self.body else None
        if text and last and last.kind == kind and self._goes_on == self._number:
            self.body[-1] = replace(last, text=f"{last.text}\n{text}", span=(last.span[0], stop))
        elif text:
            self.body.append(BodyBlock(kind, text, (begin, stop), ordered=line.is_numbered))
            self.trust.append(line.label.confidence)
        self._goes_on = self._number + 1

    def _with_breaks(self, start: int, stop: int) -> str:
        """The text of a span; what stands on lines of its own in a line of a page stays on them."""
        breaks = self.clip.breaks
        inside = breaks[bisect_right(breaks, start) : bisect_left(breaks, stop)] if breaks else []
        if not inside:
            return self.log.clean(start, stop)[0]
        bounds = [start, *inside, stop]
        return "\n".join(filter(None, (self.log.clean(low, high)[0].strip() for low, high in pairwise(bounds))))

    def _lifted(self, line: LabelledLine) -> Span:
        """The span of a line's text without the dateline before it and the sign-off behind it."""
        text_line = line.text_line
        begin, stop = text_line.span
        if not self.draft.dateline and len(self.body) < 2 and line.role in (Role.LEAD, Role.PARAGRAPH):
            begin += self._dateline(line)
        if text_line.words.endswith((")", ").")) or _may_end_in_sign(text_line.words):
            form = find_signoff(self.clip.text[begin:stop])
            if form and form.span[0] > 0:
                stop = begin + form.span[0]
                self._sign(form, begin, "signoff")
        at = find_trailing_byline(self.clip.text[begin:stop]) if line.role is Role.LEAD else None
        if at is not None:
            stop = self._by_behind(begin + at, stop)
        return begin, stop

    def _by_behind(self, at: int, stop: int) -> int:
        """Cut off a byline after the lead (`… wieder lebendig. Von Anna Meier`); return where the lead ends."""
        form = parse_byline(self.clip.text[at:stop])
        if form is None or not form.persons:
            return stop
        known = all(person.name in self.authors for person in form.persons)
        if self.bylines and not known:
            return stop
        self.log.enter(at, stop, Role.BYLINE, "byline_behind_lead")
        if known:
            return at
        self.bylines.append(self.log.take("byline", "byline_behind_lead", at, stop))
        self.authors += [person.name for person in form.persons]
        return at

    def _dateline(self, line: LabelledLine) -> int:
        text_line = line.text_line
        may_be = line.traits.place or any(map(str.isdigit, text_line.words[:MAX_DAY_CHARS]))
        form = parse_dateline(text_line.words, is_dated=not line.traits.place) if may_be else None
        if form is None:
            return 0
        span = (text_line.begin, text_line.begin + form.span[1])
        self.log.enter(*span, Role.DATELINE, "dateline")
        low, high = form.text_span
        if form.places:
            self.draft.dateline = self.log.take(
                "dateline", "dateline", text_line.begin + low, text_line.begin + high, form.sure
            )
        for name in form.agencies:
            self._agency(Agency(name), "dateline", span)
        self._outlet(form.outlet, "dateline", span)
        if form.date:
            self._dated(form.date, "dateline", span)
        self.signs += form.signs
        return form.span[1]

    def _signed(self, line: LabelledLine) -> bool:
        """Take a line that is nothing but a sign-off; return whether it was one."""
        words = line.words
        if line.label.rule == "agency_line":
            span = (0, len(words))
            self._sign(Signoff(span, words, parse_agency_line(words)), line.text_line.begin, "agency_line")
            return True
        sentence = line.traits.end[0] in ".!?" and words[0] not in "([" and not words.lower().startswith("mit")
        form = parse_signoff(words) if self.body and not sentence and _may_sign(line) else None
        if form is None:
            return False
        self._sign(form, line.text_line.begin, "signoff_line")
        return True

    def _sign(self, form: Signoff, offset: int, rule: str) -> None:
        span = (offset + form.span[0], offset + form.span[1])
        self.log.enter(*span, Role.SIGNOFF, rule)
        self.draft.signoff = self.log.take("signoff", rule, *span)
        for agency in form.agencies:
            self._agency(agency, rule, span)
        self._outlet(form.outlets[0] if form.outlets else "", rule, span)
        if form.date:
            self._dated(form.date, rule, span)
        if form.signs:
            self.signs += form.signs
            self.log.add_evidence("signs", rule, span)
        if form.authors and not self.bylines:
            self.bylines.append(", ".join(form.authors))
            self.log.add_evidence("byline", rule, span, how=Derivation.NORMALISED)
        self.authors += [name for name in form.authors if name not in self.authors]

    def _noted(self, line: LabelledLine) -> bool:
        """Take a line that is an embargo, a correction or an editors' note; return whether it was one."""
        first = line.traits.tokens[:1]
        is_plain = first and first[0] not in _note_words() and line.words[0].isalnum()
        if is_plain and not begins_notice(line.words):
            return False
        form = parse_note(line.words)
        if form is None or (form.kind == "editors_note" and line.role is not Role.BOILERPLATE):
            return False
        number = len(self.notes)
        self.log.enter(*line.text_line.span, Role.NOTE, f"note_{form.kind}")
        self.notes.append(self.log.take(f"notes.{number}", f"note_{form.kind}", *line.text_line.span))
        if form.embargo_until and not self.draft.embargo_until:
            self.draft.embargo_until = form.embargo_until
            how = Derivation.ASSUMED if form.zone_is_assumed or form.time_is_assumed else Derivation.NORMALISED
            self.log.add_evidence("embargo_until", f"note_{form.kind}", line.text_line.span, how=how)
        return True

    def notices(self) -> None:
        """Warn of what the clip tells the desk at its head and its end; take the embargo that no note has given."""
        for found in notices.find(self.lines):
            if found.until and not self.draft.embargo_until:
                self.draft.embargo_until = found.until
                how = Derivation.ASSUMED if found.is_assumed else Derivation.NORMALISED
                self.log.add_evidence("embargo_until", "note_embargo", *found.warning.spans, how=how)
            if notices.is_new(found, self.log.warnings):
                self.log.warnings.append(found.warning)

    def _other(self, line: LabelledLine) -> None:
        """Enter a line as boilerplate unless it is a date, a sign-off or a note of this article."""
        text_line = line.text_line
        if len(text_line.words) <= MAX_SHORT_LINE_CHARS:
            if self._signed(line):
                return
            if self._near_headline(line) and self._date_line(line):
                return
        if not self._noted(line):
            self.log.enter(*text_line.span, line.role, line.label.rule)

    def _near_headline(self, line: LabelledLine) -> bool:
        if self.body:
            return False
        return bool(self.draft.headline or self.draft.lead) or line.text_line.start in self._dates_above

    def _date_line(self, line: LabelledLine) -> bool:
        form = parse_date(line.words) or parse_placed_date(line.words)
        if form is None:
            return False
        self.log.enter(*line.text_line.span, Role.DATE, "date_line")
        if form.kind != "updated":
            self._dated(form.date, "date_line", line.text_line.span)
        return True

    # fields that several parts give

    def _take(self, field: str, line: LabelledLine, begin: int, stop: int) -> str:
        alternatives = tuple(role.value for role in line.label.alternatives)
        return self.log.take(field, line.label.rule, begin, stop, line.label.confidence, alternatives)

    def _agency(self, agency: Agency, rule: str, span: Span) -> None:
        if agency.name not in self.agencies:
            self.log.add_evidence(f"agencies.{len(self.agencies)}", rule, span, how=Derivation.NORMALISED)
            self.agencies[agency.name] = agency

    def _outlet(self, name: str, rule: str, span: Span) -> None:
        if name and not self.draft.source:
            self.draft.source = name
            self.log.add_evidence("source", rule, span, how=Derivation.NORMALISED)

    def _dated(self, date: PartialDate, rule: str, span: Span) -> None:
        """Keep the most precise date; the first of equally precise ones."""
        current = self.draft.date
        order = {"year": 0, "month": 1, "day": 2}
        if current is None or order[date.precision] > order[current.precision]:
            self.draft.date = date
            self.log.evidence = [entry for entry in self.log.evidence if entry.field != "date"]
            how = Derivation.ASSUMED if date.zone_is_assumed else Derivation.NORMALISED
            self.log.add_evidence("date", rule, span, how=how)

    def document(self) -> Document | None:
        """The article with its comments; None if no lead and no paragraph was found."""
        base_time = self.draft.date.at if self.draft.date else None
        comments = parse_comments(self.clip, self.log, base_time)
        if not any(block.kind != "subheading" for block in self.body) and not self.draft.lead:
            self.log.warn("no_article", "No article was found in the clip; it is kept as it is.")
            return None
        if self.body:
            trust = sum(self.trust) / len(self.trust)
            self.log.add_evidence("body", "weighed", *(block.span for block in self.body), confidence=trust)
        if not self.draft.headline:
            self._provisional_headline()
        if places := uncertainty.places(self._uncertain):
            self.log.warnings.append(uncertainty.warning(places))
        return Document(
            kicker=self.draft.kicker,
            headline=self.draft.headline,
            headline_is_provisional=self.draft.headline_is_provisional,
            subheadline=self.draft.subheadline,
            lead=self.draft.lead,
            dateline=self.draft.dateline,
            signoff=self.draft.signoff,
            source=self.draft.source,
            date=self.draft.date,
            embargo_until=self.draft.embargo_until,
            byline=", ".join(self.bylines),
            authors=tuple(self.authors),
            signs=tuple(dict.fromkeys(self.signs)),
            notes=tuple(self.notes),
            agencies=tuple(self.agencies.values()),
            body=tuple(self.body),
            images=tuple(self.images),
            comments=comments,
        )

    def _provisional_headline(self) -> None:
        lead_span = next((entry.spans[0] for entry in self.log.evidence if entry.field == "lead" and entry.spans), None)
        headline = choose_headline(self.draft.lead, lead_span, self.body, self.images)
        self.draft.headline, self.draft.headline_is_provisional = headline.text, True
        self.log.warn("headline_provisional", PROVISIONAL_MESSAGE)
        spans = (headline.span,) if headline.span else ()
        self.log.add_evidence("headline", "provisional_headline", *spans, how=Derivation.ASSUMED, confidence=0.0)


_STEPS = {
    Role.KICKER: _Assembler._kicker,
    Role.HEADLINE: _Assembler._headline,
    Role.SUBHEADLINE: _Assembler._subheadline,
    Role.LEAD: _Assembler._lead,
    Role.BYLINE: _Assembler._byline,
    **dict.fromkeys(BLOCK_KINDS.keys() - {Role.TABLE}, _Assembler._block),
}
