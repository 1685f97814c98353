"""What a format makes of a file: a text whose characters are all accounted for, and the lines of the article in it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from typing import Protocol

from articles.lexicon import load
from articles.parser import span_mapping
from articles.parser.assemble import AssemblyResult
from articles.parser.clip_text import ClipText
from articles.parser.document import Child, ClipWarning, Derivation, Document, Evidence, Picture, ReaderComment
from articles.parser.images import FIGURE_ROLES, merge_pictures
from articles.parser.ledger import Entry
from articles.parser.line_labels import LabelledLine
from articles.parser.mapped_text import MappedText, fill
from articles.parser.roles import BLOCK_KINDS, Role
from articles.parser.said import Said
from articles.text.lines import Span, overlap

SUBJECT = "format:subject"  # rule of a mail's subject, which is better than half a sentence
COMMENT, PICTURE = "format:comment", "format:picture"  # what the format has fields for
MARKUP = "format:markup"  # what the format needs and nobody reads: tags, field names, separators
SET_ASIDE = frozenset(("embargo", "agency_line", "invisible"))  # rules of lines that are read by what they say
LABELLED_CREDITS = ("whole:", "tail:")  # traits of lines (traits.py)
WRITTEN_BULLET = "• "  # what the lines of a page have before an item
NOTHING_SAID = Said()


def _breaks_off(words: str) -> bool:
    """Whether a line that looks like a headline is the beginning of a sentence, or an address."""
    last = words.rsplit(None, 1)[-1].casefold()
    return words.endswith((",", ";", ":")) or last in load.words("joining_ends") or "://" in words


@dataclass(frozen=True, slots=True)
class Mark:
    """The role that the format gives the lines in a span of the text of the source.

    With Role.PARAGRAPH the lines are the text: those that look like subheadings, list items or quotations stay that,
    and so do captions with a credit that says so („Foto: …“).
    """

    span: Span
    role: Role
    rule: str
    is_numbered: bool = False  # of an item: its list counts


class _Marks:
    """Marks by their places."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(enumerate(marks), key=lambda pair: pair[1].span[0])
        self._starts = [mark.span[0] for _number, mark in self._marks]
        self._ends = list(accumulate((mark.span[1] for _number, mark in self._marks), max))  # of all up to each

    def find(self, span: Span) -> Mark | None:
        """The first of the marks that shares a character with a span."""
        found: tuple[int, Mark] | None = None
        place = bisect_left(self._starts, span[1]) - 1
        while place >= 0 and self._ends[place] > span[0]:
            number, mark = self._marks[place]
            if overlap(mark.span, span) and (found is None or number < found[0]):
                found = number, mark
            place -= 1
        return found[1] if found else None


@dataclass(slots=True)
class Traced:
    """An assembly with all its spans in the text from which its lines come; every character of that has an entry."""

    document: Document | None
    entries: list[Entry]
    evidence: list[Evidence]
    warnings: list[ClipWarning]
    language: str = ""  # that the text names, where its words tell none


class Lines(Protocol):
    """The lines of an article in a text: plain ones (plain.py), or those of a page's markup (html/page.py)."""

    text: str  # from which they come

    def clip_text(self) -> ClipText:
        """The lines to be labelled; they may be joined and rearranged."""

    def hint(self, clip: ClipText, lines: list[LabelledLine]) -> None:
        """Correct the labels by what is known beside the words."""

    def to_source(self, span: Span) -> Span:
        """The span of `text` for a span of the labelled lines."""

    def trace(self, assembly: AssemblyResult) -> Traced:
        """The assembly in `text`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as its format reads it.

    `text` is what the ledger accounts for: the decoded file, or a text made of it where the file is no text (the
    registry names the format's unit). `lines` are the article's; None if it holds none itself, only `children`.
    `place` says where the text of `lines` lies in `text`; None: it is `text`. `fixed` are spans outside the lines that
    have a role of their own, `rest` is the rule of what nothing else accounts for. `comments` and `pictures` are those
    that the format has fields for, with their spans in `text`; such comments replace those of the lines.
    """

    text: str
    encoding: str
    lines: Lines | None = None
    place: MappedText | None = None
    marks: Sequence[Mark] = ()
    fixed: Sequence[Entry] = ()
    rest: str = MARKUP
    said: Said = NOTHING_SAID
    comments: tuple[ReaderComment, ...] = ()
    pictures: tuple[Picture, ...] = ()
    children: Sequence[Child] = ()
    notes: tuple[ClipWarning, ...] = ()

    def within(self, place: MappedText) -> "Source":
        """This source as one in another's text: `place` says where the characters of its text stand there."""
        return replace(
            self,
            text=place.source,
            place=place.compose(self.place) if self.place else place,
            marks=[replace(mark, span=place.to_source(mark.span)) for mark in self.marks],
            fixed=place.entries(self.fixed),
            said=self.said.located(place.to_source),
            comments=tuple(replace(c, spans=span_mapping.map_spans(c.spans, place)) for c in self.comments),
            pictures=tuple(replace(p, spans=span_mapping.map_spans(p.spans, place)) for p in self.pictures),
            children=[
                replace(child, span=place.to_source(child.span)) if child.span else child for child in self.children
            ],
            notes=tuple(span_mapping.map_warnings(self.notes, place)),
        )

    def to_text(self, span: Span) -> Span:
        """The span of `text` for a span of the text of `lines`."""
        return self.place.to_source(span) if self.place else span

    def apply_marks(self, lines: Iterable[LabelledLine]) -> None:
        """Give the lines the roles that the format says."""
        lines = list(lines)
        if any(title.rule == SUBJECT for title in self.said.titles):
            doubted = [line for line in lines if line.role is Role.HEADLINE and _breaks_off(line.words)]
            leads = [line for line in lines if doubted and line.role is Role.LEAD]  # nothing of the text is above one
            for line in (*doubted, *leads):
                line.relabel(Role.PARAGRAPH, SUBJECT)
        if not self.marks or self.lines is None:
            return
        find = _Marks(self.marks).find
        listed = list(lines)
        for line, below in zip_longest(listed, listed[1:]):
            is_above_credit = below is not None and below.role is Role.CREDIT and _is_credited(below)
            mark = find(self.to_text(self.lines.to_source(line.text_line.span)))
            if mark is None or line.label.rule in SET_ASIDE:
                continue
            if mark.role is Role.PARAGRAPH and (_is_credited(line) or (line.role is Role.CAPTION and is_above_credit)):
                continue
            if line.role is mark.role or (mark.role is Role.PARAGRAPH and line.role in BLOCK_KINDS):
                line.label.rule = mark.rule
            else:
                line.relabel(mark.role, mark.rule, 1.0)
            if mark.role is Role.LIST_ITEM and not line.mark and line.words.startswith(WRITTEN_BULLET):
                line.mark, line.is_numbered = len(WRITTEN_BULLET), mark.is_numbered

    def is_text(self, span: Span) -> bool:
        """Whether the format says that a span of `text` belongs to the article."""
        return any(mark.role is Role.PARAGRAPH and overlap(mark.span, span) for mark in self.marks)

    def locate(self, traced: Traced) -> Traced:
        """What was traced to the text of `lines`, in `text`, with the roles of all the rest."""
        entries, evidence, warnings = traced.entries, traced.evidence, traced.warnings
        document = traced.document
        if self.place:
            document = span_mapping.map_document(document, self.place) if document else None
            entries = self.place.entries(entries)
            evidence = span_mapping.map_evidence(evidence, self.place)
            warnings = span_mapping.map_warnings(warnings, self.place)
        if document is not None and (self.comments or self.pictures):
            images = self._with_pictures(document)
            evidence = [*self._keep(evidence), *self._proofs(images[len(document.images) :], len(document.images))]
            document = replace(document, comments=self.comments or document.comments, images=images)
        if self.place or self.fixed or self.lines is None:
            entries = list(fill(self.text, [*entries, *self.fixed], self.rest))
        return Traced(document, entries, evidence, warnings, traced.language)

    def _keep(self, evidence: Iterable[Evidence]) -> list[Evidence]:
        """Evidence without that of comments which the format's own replace."""
        return [entry for entry in evidence if not (self.comments and entry.field.startswith("comments."))]

    def _with_pictures(self, document: Document) -> tuple[Picture, ...]:
        """The pictures of the lines, and those of the format; one whose caption a line is adds what it knows to it."""
        images = list(document.images)
        for picture in self.pictures:
            place = next((n for n, image in enumerate(document.images) if _shares_caption(picture, image)), None)
            if place is not None:
                images[place] = merge_pictures(images[place], picture)
            elif picture.caption or picture.credit or picture.alt:
                images.append(picture if picture.before or not picture.spans else _placed(picture, document))
        return tuple(images)

    def _proofs(self, pictures: Sequence[Picture], first: int) -> Iterator[Evidence]:
        """Evidence for what the format has fields for; `first` is the index of its first picture."""
        for index, comment in enumerate(self.comments):
            for part, value in (("text", comment.text), ("author", comment.author), ("parent", comment.parent)):
                if value not in ("", None):
                    yield Evidence(f"comments.{index}.{part}", Derivation.NORMALISED, COMMENT, comment.spans)
        for index, picture in enumerate(pictures, start=first):
            for part in ("caption", "credit"):
                if getattr(picture, part):
                    yield Evidence(f"images.{index}.{part}", Derivation.NORMALISED, PICTURE, picture.spans)


def _is_credited(line: LabelledLine) -> bool:
    """Whether a line of a picture has a credit that says that it is one."""
    return line.role in FIGURE_ROLES and line.traits.credit in LABELLED_CREDITS


def _shares_caption(picture: Picture, image: Picture) -> bool:
    """Whether a picture that the format tells without words is the one whose caption is a line."""
    if picture.caption or picture.credit:
        return False
    return any(overlap(a, b) for a in picture.spans for b in image.spans)


def _placed(picture: Picture, document: Document) -> Picture:
    """A picture that stands in the text: before the block that follows."""
    start = picture.spans[0][0]
    return replace(picture, before=sum(block.span[0] < start for block in document.body))
