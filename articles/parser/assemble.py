"""Judged lines → a Document, with the ledger's entries and the evidence for every field."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from articles.lexicon import load
from articles.parser.assembly_log import AssemblyLog
from articles.parser.comment_threads import parse_comments
from articles.parser.document import Agency, BodyBlock, Derivation, Document, PartialDate, Picture
from articles.parser.images import FIGURE_ROLES, figure_at, make_picture
from articles.parser.labels import LabelledLine
from articles.parser.page import ClipText
from articles.parser.patterns.agency_line import parse_agency_line
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.date import parse_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.note import embargo_warning, parse_note
from articles.parser.patterns.signoff import Signoff, find_signoff, parse_signoff
from articles.parser.roles import Role
from articles.parser.rules.headline import find_glued_headline, provisional_headline, skip_kicker, skip_repeated_kicker
from articles.parser.rules.trailing_byline import find_trailing_byline
from articles.text.lines import Span, tokens

BLOCK_KINDS = {
    Role.PARAGRAPH: "paragraph",
    Role.SUBHEADING: "subheading",
    Role.LIST_ITEM: "list_item",
    Role.QUOTE: "quote",
}
_MARK = re.compile(r"(?:[•·▪◦‣●○*–-]|>{1,2})\s+")
MIN_SIGNED_CHARS = 60  # characters of a text behind which signs can stand without brackets
MAX_SIGN_CHARS = 18
_STOPS = frozenset('.!?“"»')
MAX_HEADLINE_DATELINE_CHARS = 40  # characters of a headline in which an agency's dateline stands
MAX_DATE_LINES_ABOVE = 3  # lines above a headline in which the article's date may stand
MAX_SHORT_LINE_CHARS = 160  # characters of a line that can be a date or a sign-off by itself


@cache
def _note_words() -> frozenset[str]:
    """The words with which a note can begin."""
    labels = [label for labels in load.table("labels")["note"].values() for label in labels]
    return frozenset(
        re.findall(r"\w+", label.lower())[0] for label in (*labels, "Achtung", "Attention", "Wichtig", "Bitte")
    )


@cache
def _signing_words() -> frozenset[str]:
    """The words of which a sign-off without brackets has at least one: an agency's, or the beginning of a label."""
    labels = [
        label for kind in ("contributed", "origin", "reporting") for label in load.table("labels")["signoff"][kind]
    ]
    names = [form for name in load.agencies() for form in (name, name.lower())]
    return frozenset(word for text in (*names, *labels) for word in tokens(text))


def _may_sign(one: LabelledLine) -> bool:
    """Whether it is worth the time to look for a sign-off in a line."""
    words = one.words
    return words[0] == "/" or "(" in words or not _signing_words().isdisjoint(one.traits.distinct)


def _may_end_in_sign(words: str) -> bool:
    """Whether the last word is in small letters and stands behind a sentence's end: `… sagte er. les`"""
    if not words[-1].islower() or len(words) < MIN_SIGNED_CHARS:
        return False
    before, _, last = words.rpartition(" ")
    return len(last) <= MAX_SIGN_CHARS and before[-1:] in _STOPS and bool(before)


def _is_day(words: str) -> bool:
    """Whether a line is nothing but a date with its day."""
    form = parse_date(words) if len(words) <= MAX_SHORT_LINE_CHARS and any(map(str.isdigit, words)) else None
    return form is not None and form.date.precision == "day"


@dataclass(frozen=True, slots=True)
class AssemblyResult:
    """The article, or None, and what was written down on the way."""

    document: Document | None
    log: AssemblyLog


def assemble(page: ClipText, judged: list[LabelledLine]) -> AssemblyResult:
    """Make the document of a page whose lines have their roles."""
    work = _Assembler(page, judged)
    work.head()
    work.walk()
    return AssemblyResult(work.document(), work.book)


@dataclass(slots=True)
class _Draft:
    """Fields of the document that are filled one by one; to copy a frozen Document for each would be slow."""

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
    """Walks over the lines once, from top to bottom, and keeps the parts of the article."""

    def __init__(self, page: ClipText, judged: list[LabelledLine]) -> None:
        self.page, self.judged, self.book = page, judged, AssemblyLog(page.text)
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

    def head(self) -> None:
        """The date that stands before the text."""
        self._dates_above = self._lines_above()
        if self.page.date:
            self.book.enter(*self.page.date_span, Role.DATE, "date_prefix")
            self._dated(self.page.date, "date_prefix", self.page.date_span)

    def _lines_above(self) -> frozenset[int]:
        """Where the lines right above the article's head begin, if no date stands in the head itself."""
        texts = (Role.LEAD, Role.PARAGRAPH)
        first = next((n for n, one in enumerate(self.judged) if one.role in texts), 0)
        head = next((n for n, one in enumerate(self.judged[:first]) if one.role is Role.HEADLINE), first)
        if any(_is_day(one.words) for one in self.judged[head:first]):
            return frozenset()
        return frozenset(one.text_line.start for one in self.judged[max(0, head - MAX_DATE_LINES_ABOVE) : head])

    def walk(self) -> None:
        """Every line once; a picture takes all of its lines."""
        index = 0
        while index < len(self.judged):
            one = self.judged[index]
            if one.role in FIGURE_ROLES:
                group = figure_at(self.judged, index)
                self.images.append(make_picture(group, len(self.body), len(self.images), self.book))
                index += len(group)
                continue
            _STEPS.get(one.role, _Assembler._other)(self, one)
            index += 1

    # the article's head

    def _kicker(self, one: LabelledLine) -> None:
        self.book.enter(*one.text_line.span, Role.KICKER, one.label.rule)
        self.draft.kicker = self._take("kicker", one, *one.text_line.span)

    def _headline(self, one: LabelledLine) -> None:
        begin, stop = one.text_line.span
        words = one.words
        if "(" in words[:MAX_HEADLINE_DATELINE_CHARS] and (
            wired := self._dateline(one)
        ):  # „FRANKFURT (dpa) - …“ is no kicker
            words, begin = words[wired:], begin + wired
        middle, rule = find_glued_headline(words, self.page.text), "glued_headline"
        if again := skip_repeated_kicker(words, self._above(one)):
            middle, rule = again, "kicker_once_more"
        elif not middle:
            middle = skip_kicker(words)
            rule = "kicker_and_dash" if words[: middle or 0].rstrip()[-1:] in (*"|:–-",) else "kicker_before_headline"
        if middle and not self.draft.kicker:
            self.book.enter(begin, begin + middle, Role.KICKER, rule)
            end = begin + len(words[:middle].rstrip(" |:–-"))
            self.draft.kicker = self.book.take("kicker", rule, begin, end, 0.85)
            begin += middle
        self.book.enter(begin, stop, Role.HEADLINE, one.label.rule)
        self.draft.headline = self._take("headline", one, begin, stop)

    def _above(self, one: LabelledLine) -> str:
        """The words of the line above a line, where there is one."""
        number = next((n for n, other in enumerate(self.judged) if other is one), 0)
        return self.judged[number - 1].words if number else ""

    def _subheadline(self, one: LabelledLine) -> None:
        self.book.enter(*one.text_line.span, Role.SUBHEADLINE, one.label.rule)
        if not self.draft.subheadline:
            self.draft.subheadline = self._take("subheadline", one, *one.text_line.span)

    def _lead(self, one: LabelledLine) -> None:
        begin, stop = self._lifted(one)
        self.book.enter(begin, stop, Role.LEAD, one.label.rule)
        self.draft.lead = self._take("lead", one, begin, stop)

    def _byline(self, one: LabelledLine) -> None:
        line = one.text_line
        form = parse_byline(line.words)
        low, high = form.text_span if form else (0, len(line.words))
        self.book.enter(*line.span, Role.BYLINE, one.label.rule)
        text = self.book.take("byline", one.label.rule, line.begin + low, line.begin + high, one.label.confidence)
        names = [person.name for person in form.persons] if form else [text]
        if any(name not in self.authors for name in names) or not self.bylines:
            self.bylines.append(text)
            self.authors += [name for name in names if name not in self.authors]
        if form:
            for name in form.agencies:
                self._agency(Agency(name), "byline", line.span)
            if form.date:
                self._dated(form.date, "byline", line.span)
            self._outlet(form.outlets[0] if form.outlets else "", "byline", line.span)
            self.signs += form.signs

    # the text

    def _block(self, one: LabelledLine) -> None:
        line = one.text_line
        if len(line.words) <= MAX_SHORT_LINE_CHARS and self._signed(one):
            return
        if self._noted(one):
            return
        begin, stop = self._lifted(one)
        self.book.enter(begin, stop, one.role, one.label.rule)
        mark = _MARK.match(line.words) if begin == line.begin and one.role is Role.PARAGRAPH else None
        kind = BLOCK_KINDS[one.role]
        start = begin
        if mark:
            kind = "quote" if mark[0][0] == ">" else "list_item"
            start = begin + mark.end()
        text, _ = self.book.clean(start, stop)
        if one.continues_above and self.body:
            above = self.body[-1]
            self.body[-1] = BodyBlock(above.kind, f"{above.text} {text}", (above.span[0], stop))
        elif text:
            self.body.append(BodyBlock(kind, text, (begin, stop)))
            self.trust.append(one.label.confidence)

    def _lifted(self, one: LabelledLine) -> Span:
        """The span of a line's text without the dateline before it and the sign-off behind it."""
        line = one.text_line
        begin, stop = line.span
        if not self.draft.dateline and len(self.body) < 2 and one.role in (Role.LEAD, Role.PARAGRAPH):
            begin += self._dateline(one)
        if line.words.endswith((")", ").")) or _may_end_in_sign(line.words):
            form = find_signoff(self.page.text[begin:stop])
            if form and form.span[0] > 0:
                stop = begin + form.span[0]
                self._sign(form, begin, "signoff")
        at = find_trailing_byline(self.page.text[begin:stop]) if one.role is Role.LEAD else None
        if at is not None:
            stop = self._by_behind(begin + at, stop)
        return begin, stop

    def _by_behind(self, at: int, stop: int) -> int:
        """A byline behind the lead: `… wieder lebendig. Von Anna Meier`. Returns where the lead ends."""
        form = parse_byline(self.page.text[at:stop])
        if form is None or not form.persons or self.bylines:
            return stop
        self.book.enter(at, stop, Role.BYLINE, "byline_behind_lead")
        self.bylines.append(self.book.take("byline", "byline_behind_lead", at, stop))
        self.authors += [person.name for person in form.persons]
        return at

    def _dateline(self, one: LabelledLine) -> int:
        line = one.text_line
        form = parse_dateline(line.words) if one.traits.place else None
        if form is None:
            return 0
        span = (line.begin, line.begin + form.span[1])
        self.book.enter(*span, Role.DATELINE, "dateline")
        low, high = form.text_span
        if form.places:
            self.draft.dateline = self.book.take("dateline", "dateline", line.begin + low, line.begin + high, form.sure)
        for name in form.agencies:
            self._agency(Agency(name), "dateline", span)
        self._outlet(form.outlet, "dateline", span)
        if form.date:
            self._dated(form.date, "dateline", span)
        self.signs += form.signs
        return form.span[1]

    def _signed(self, one: LabelledLine) -> bool:
        """A line that is nothing but a sign-off, behind the text."""
        words = one.words
        if one.label.rule == "agency_line":
            span = (0, len(words))
            self._sign(Signoff(span, words, parse_agency_line(words)), one.text_line.begin, "agency_line")
            return True
        sentence = one.traits.end[0] in ".!?" and words[0] not in "([" and not words.lower().startswith("mit")
        form = parse_signoff(words) if self.body and not sentence and _may_sign(one) else None
        if form is None:
            return False
        self._sign(form, one.text_line.begin, "signoff_line")
        return True

    def _sign(self, form: Signoff, offset: int, rule: str) -> None:
        span = (offset + form.span[0], offset + form.span[1])
        self.book.enter(*span, Role.SIGNOFF, rule)
        self.draft.signoff = self.book.take("signoff", rule, *span)
        for agency in form.agencies:
            self._agency(agency, rule, span)
        self._outlet(form.outlets[0] if form.outlets else "", rule, span)
        if form.date:
            self._dated(form.date, rule, span)
        if form.signs:
            self.signs += form.signs
            self.book.add_evidence("signs", rule, span)
        if form.authors and not self.bylines:
            self.bylines.append(", ".join(form.authors))
            self.book.add_evidence("byline", rule, span, how=Derivation.NORMALISED)
        self.authors += [name for name in form.authors if name not in self.authors]

    def _noted(self, one: LabelledLine) -> bool:
        """An embargo, a correction, a remark of the editors."""
        if one.traits.tokens[:1] and one.traits.tokens[0] not in _note_words() and one.words[0].isalnum():
            return False
        form = parse_note(one.words)
        if form is None or (form.kind == "editors_note" and one.role is not Role.BOILERPLATE):
            return False
        number = len(self.notes)
        self.book.enter(*one.text_line.span, Role.NOTE, f"note_{form.kind}")
        self.notes.append(self.book.take(f"notes.{number}", f"note_{form.kind}", *one.text_line.span))
        if form.embargo_until and not self.draft.embargo_until:
            self.draft.embargo_until = form.embargo_until
            how = Derivation.ASSUMED if form.zone_is_assumed or form.time_is_assumed else Derivation.NORMALISED
            self.book.add_evidence("embargo_until", f"note_{form.kind}", one.text_line.span, how=how)
        doubt = embargo_warning(form)
        if doubt:
            self.book.warn(*doubt, one.text_line.span)
        return True

    def _other(self, one: LabelledLine) -> None:
        """Boilerplate, unless its form tells that it is a date, a sign-off or a note of this article."""
        line = one.text_line
        if len(line.words) <= MAX_SHORT_LINE_CHARS:
            if self._signed(one):
                return
            if self._near_headline(one) and self._date_line(one):
                return
        if not self._noted(one):
            self.book.enter(*line.span, one.role, one.label.rule)

    def _near_headline(self, one: LabelledLine) -> bool:
        if self.body:
            return False
        return bool(self.draft.headline or self.draft.lead) or one.text_line.start in self._dates_above

    def _date_line(self, one: LabelledLine) -> bool:
        form = parse_date(one.words) if any(map(str.isdigit, one.words)) else None
        if form is None:
            return False
        self.book.enter(*one.text_line.span, Role.DATE, "date_line")
        if form.kind != "updated":
            self._dated(form.date, "date_line", one.text_line.span)
        return True

    # what several parts tell

    def _take(self, field: str, one: LabelledLine, begin: int, stop: int) -> str:
        others = tuple(role.value for role in one.label.alternatives)
        return self.book.take(field, one.label.rule, begin, stop, one.label.confidence, others)

    def _agency(self, agency: Agency, rule: str, span: Span) -> None:
        if agency.name not in self.agencies:
            self.book.add_evidence(f"agencies.{len(self.agencies)}", rule, span, how=Derivation.NORMALISED)
            self.agencies[agency.name] = agency

    def _outlet(self, name: str, rule: str, span: Span) -> None:
        if name and not self.draft.source:
            self.draft.source = name
            self.book.add_evidence("source", rule, span, how=Derivation.NORMALISED)

    def _dated(self, date: PartialDate, rule: str, span: Span) -> None:
        """Keep the date that says most; of two that say as much, the first."""
        known = self.draft.date
        order = {"year": 0, "month": 1, "day": 2}
        if known is None or order[date.precision] > order[known.precision]:
            self.draft.date = date
            self.book.evidence = [one for one in self.book.evidence if one.field != "date"]
            how = Derivation.ASSUMED if date.zone_is_assumed else Derivation.NORMALISED
            self.book.add_evidence("date", rule, span, how=how)

    def document(self) -> Document | None:
        """The article, with its comments. None where no text was found that could be one."""
        known = self.draft.date.at if self.draft.date else None
        posts = parse_comments(self.page, self.book, known)
        if not any(block.kind != "subheading" for block in self.body) and not self.draft.lead:
            self.book.warn("no_article", "No article was found in the clip; it is kept as it is.")
            return None
        if self.body:
            trust = sum(self.trust) / len(self.trust)
            self.book.add_evidence("body", "weighed", *(block.span for block in self.body), confidence=trust)
        if not self.draft.headline:
            self._provisional_headline()
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
            comments=posts,
        )

    def _provisional_headline(self) -> None:
        opening = self.draft.lead or next(block.text for block in self.body if block.kind != "subheading")
        self.draft.headline, self.draft.headline_is_provisional = provisional_headline(opening), True
        message = "The clip has no headline; a provisional one was made from its opening."
        self.book.warn("headline_provisional", message)
        source = next((e.spans for e in self.book.evidence if e.field == ("lead" if self.draft.lead else "body")), ())
        self.book.add_evidence("headline", "provisional_headline", *source[:1], how=Derivation.ASSUMED, confidence=0.0)


_STEPS = {
    Role.KICKER: _Assembler._kicker,
    Role.HEADLINE: _Assembler._headline,
    Role.SUBHEADLINE: _Assembler._subheadline,
    Role.LEAD: _Assembler._lead,
    Role.BYLINE: _Assembler._byline,
    **dict.fromkeys(BLOCK_KINDS, _Assembler._block),
}
