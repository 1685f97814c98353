"""Judged lines → a Document, with the ledger's entries and the evidence for every field."""

import re
from datetime import date as Day

from .document import (
    Agency,
    Block,
    Document,
    Evidence,
    How,
    PartialDate,
    Picture,
    ReaderComment,
    Span,
    Warning,
)
from .ledger import Entry
from .lines import Line
from .normalising import clean
from .page import Page
from .roles import Role
from .rules import caption, comments, date, dateline, signoff
from .verdict import Judged

_GLUE = re.compile(r"(?<=[a-zäöüß0-9?!“\"])(?=[A-ZÄÖÜ„][a-zäöüß])")
BODY = {
    Role.PARAGRAPH: "paragraph",
    Role.SUBHEADING: "subheading",
    Role.QUOTE: "quote",
    Role.LIST_ITEM: "list_item",
}
HEADLINE_LENGTH = 90  # characters of a headline that is made from the text


class Assembly:
    """Walks over the judged lines once and keeps what it finds: entries, evidence, warnings, parts of the article."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.entries: list[Entry] = []
        self.evidence: list[Evidence] = []
        self.warnings: list[Warning] = []
        self.date: PartialDate | None = None
        self.kicker = self.headline = self.lead = self.dateline = self.byline = self.signoff = ""
        self.source: str | None = None
        self.agencies: list[Agency] = []
        self.signs: list[str] = []
        self.body: list[Block] = []
        self.images: list[Picture] = []
        self.comments: list[ReaderComment] = []

    def note(self, field: str, rule: str, *spans: Span, how: How = How.VERBATIM, confidence: float = 1.0) -> None:
        self.evidence.append(Evidence(field, how, rule, spans, round(confidence, 3)))

    def enter(self, span: Span, role: Role, rule: str) -> None:
        if span[1] > span[0]:
            self.entries.append((span[0], span[1], role, rule))

    # the parts, from top to bottom

    def head_date(self) -> None:
        match = date.prefix(self.page)
        if not match:
            return
        line = self.page.lines[0]
        span = (line.begin, line.begin + match.end())
        year, month, day = match[1], match[2], match[3]
        precision = "day" if day else "month" if month else "year"
        try:
            value = Day(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return
        self.date = PartialDate(value, precision)
        self.enter(span, Role.DATE, "date_prefix")
        self.note("date", "date_prefix", span, how=How.NORMALISED)
        line.cut(match.end())
        if not line.words:
            self.page.lines.pop(0)

    def walk(self, judged: list[Judged]) -> None:
        thread: list[Judged] = []
        for index, one in enumerate(judged):
            role, line = one.verdict.role, one.line
            if role in (Role.COMMENT, Role.COMMENT_META):
                thread.append(one)
            elif role in BODY:
                self._block(one, BODY[role])
            elif role is Role.LEAD:
                self._lead(one)
            elif role is Role.HEADLINE:
                self._headline(one)
            elif role in (Role.CAPTION, Role.CREDIT):
                self._picture(one, judged, index)
            else:
                self.enter(line.span, role, one.verdict.rule)
        self._comments(thread)

    def _text(self, line: Line, one: Judged) -> Span:
        """Lift dateline and sign-off out of a line of text; what is left is the text's."""
        begin, stop = line.span
        if not self.dateline and not self.body:
            place = dateline.dateline(line.words)
            if place:
                begin = line.begin + place.length
                self.dateline = place.place
                self.enter(
                    (line.begin, line.begin + len(line.words[: place.length].rstrip())), Role.DATELINE, "dateline"
                )
                self.note("dateline", "dateline", (line.begin, line.begin + len(place.place)))
                if place.outlet:
                    self.source = place.outlet
                    self.note("source", "dateline", (line.begin, begin))
        at = signoff.signoff_at(line.words)
        if at is not None:
            stop = line.begin + len(line.words[:at].rstrip())
            self._signoff((line.begin + at, line.stop))
        role = one.verdict.role
        self.enter((begin, stop), role, one.verdict.rule)
        return begin, stop

    def _signoff(self, span: Span) -> None:
        self.signoff = self.page.text[slice(*span)]
        self.enter(span, Role.SIGNOFF, "signoff")
        self.note("signoff", "signoff", span)
        for word in re.split(r"[/,; ]+", self.signoff.strip("()")):
            if word.lower() in ("dpa", "apa", "afp", "reuters", "ap", "epd", "kna", "sda", "dts"):
                self.agencies.append(Agency(word, "contributed"))
                self.note(f"agencies.{len(self.agencies) - 1}", "signoff", span)
            else:
                day = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", word)
                if day:
                    self.date = PartialDate(Day(int(day[3]), int(day[2]), int(day[1])), "day")
                    self.note("date", "signoff", span, how=How.NORMALISED)
                elif word:
                    self.signs.append(word)

    def _block(self, one: Judged, kind: str) -> None:
        span = self._text(one.line, one)
        if span[1] > span[0]:
            self.body.append(Block(kind, clean(self.page.text[slice(*span)]), span))

    def _lead(self, one: Judged) -> None:
        span = self._text(one.line, one)
        self.lead = clean(self.page.text[slice(*span)])
        self.note("lead", one.verdict.rule, span, confidence=one.verdict.confidence)

    def _headline(self, one: Judged) -> None:
        line = one.line
        glue = _GLUE.search(line.words)
        middle = line.begin + (glue.start() if glue else 0)
        if glue:
            self.kicker = clean(line.words[: glue.start()])
            self.enter((line.begin, middle), Role.KICKER, "glued_headline")
            self.note("kicker", "glued_headline", (line.begin, middle), how=How.RULE, confidence=0.8)
        self.enter((middle, line.stop), Role.HEADLINE, one.verdict.rule)
        self.headline = clean(self.page.text[middle : line.stop])
        self.note("headline", one.verdict.rule, (middle, line.stop), confidence=one.verdict.confidence)

    def _picture(self, one: Judged, judged: list[Judged], index: int) -> None:
        line = one.line
        at = caption.credit_at(line.words)
        before = judged[index - 1] if index else None
        alone = one.verdict.role is Role.CREDIT
        if at is None:
            self.enter(line.span, Role.CAPTION, one.verdict.rule)
            following = judged[index + 1] if index + 1 < len(judged) else None
            if following and (
                following.verdict.role is Role.CREDIT
                or (following.verdict.role is Role.CAPTION and following.line.words.startswith(line.words))
            ):
                return
            self.images.append(Picture(clean(line.words), "", len(self.body), spans=(line.span,)))
            return
        start, text_at = at
        text, spans = line.words[:start].strip(), [line.span]
        if alone and before and before.verdict.role is Role.CAPTION:
            text, spans = before.line.words, [before.line.span, line.span]
        kind = "video" if alone and text and not text.endswith(".") else "photo"
        self.enter((line.begin, line.begin + len(line.words[:start].rstrip())), Role.CAPTION, one.verdict.rule)
        self.enter((line.begin + start, line.stop), Role.CREDIT, one.verdict.rule)
        number = len(self.images)
        self.images.append(Picture(clean(text), clean(line.words[text_at:]), len(self.body), kind, spans=tuple(spans)))
        self.note(f"images.{number}.credit", one.verdict.rule, (line.begin + text_at, line.stop))
        if text:
            self.note(f"images.{number}.caption", one.verdict.rule, spans[0])

    def _comments(self, thread: list[Judged]) -> None:
        parts: list[dict] = []
        for number, one in enumerate(thread):
            line = one.line
            if number == 0 or not any(char.isalnum() for char in line.words):
                self.enter(line.span, Role.COMMENT_META, one.verdict.rule)
                continue
            length = comments.item(line.words)
            if length:
                parts.append({"indent": line.indent, "texts": [], "spans": [], "to": None})
                self.enter((line.begin, line.begin + len(line.words[:length].rstrip())), Role.COMMENT_META, "bullet")
            if not parts:
                self.enter(line.span, Role.BOILERPLATE, "before_comments")
                continue
            rest = line.words[length:]
            name = comments.addressed(rest)
            if name and length and len(rest) == len(rest.split(":")[0]) + 1:
                parts[-1]["to"] = name
                self.enter((line.begin + length, line.stop), Role.COMMENT_META, "reply_address")
                continue
            self.enter((line.begin + length, line.stop), Role.COMMENT, one.verdict.rule)
            parts[-1]["texts"].append(clean(rest))
            parts[-1]["spans"].append((line.begin + length, line.stop))
        self._thread(parts)

    def _thread(self, parts: list[dict]) -> None:
        authors: dict[int, str] = {}
        parents: list[int | None] = []
        stack: list[tuple[int, int]] = []
        for number, part in enumerate(parts):
            while stack and stack[-1][0] >= part["indent"]:
                stack.pop()
            parent = stack[-1][1] if stack else None
            parents.append(parent)
            if part["to"] and parent is not None:
                authors[parent] = part["to"]
            stack.append((part["indent"], number))
        for number, part in enumerate(parts):
            author = authors.get(number, "")
            self.comments.append(
                ReaderComment(
                    "\n\n".join(part["texts"]), author, bool(author), parents[number], spans=tuple(part["spans"])
                )
            )

    # the whole

    def document(self) -> Document | None:
        paragraphs = [block for block in self.body if block.kind == "paragraph"]
        if not paragraphs and not self.lead:
            self.warnings.append(Warning("no_article", "No article was found in the clip; it is kept as it is."))
            return None
        provisional = not self.headline
        if provisional:
            self._provisional_headline()
        return Document(
            kicker=self.kicker,
            headline=self.headline,
            headline_is_provisional=provisional,
            lead=self.lead,
            dateline=self.dateline,
            byline=self.byline,
            signoff=self.signoff,
            signs=tuple(self.signs),
            source=self.source,
            agencies=tuple(self.agencies),
            date=self.date,
            body=tuple(self.body),
            images=tuple(self.images),
            comments=tuple(self.comments),
        )

    def _provisional_headline(self) -> None:
        opening = self.lead or next(block.text for block in self.body if block.kind == "paragraph")
        self.headline = opening if len(opening) <= HEADLINE_LENGTH else opening[: HEADLINE_LENGTH + 1].rsplit(" ", 1)[0]
        self.headline = self.headline[:HEADLINE_LENGTH].rstrip(" ,;:–-")
        message = "The clip has no headline; a provisional one was made from its opening."
        self.warnings.append(Warning("headline_provisional", message))
        self.note("headline", "provisional_headline", how=How.ASSUMED, confidence=0.0)
