"""What follows for the article when a stretch of its clip gets another role.

Only the fields that the stretch was part of, and those it is part of now, are derived anew, by the forms that the
reader goes by; all else stays as it was read. What follows from an editor's word has `editor` as its evidence.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from articles.parser.document import (
    Agency,
    BodyBlock,
    ClipWarning,
    Derivation,
    Document,
    Evidence,
    ParsedClip,
    Picture,
    ReaderComment,
    Segment,
)
from articles.parser.normalization import normalise
from articles.parser.patterns.byline import parse_byline
from articles.parser.patterns.credit import find_credit
from articles.parser.patterns.date import find_date, parse_date
from articles.parser.patterns.dateline import parse_dateline
from articles.parser.patterns.note import parse_note
from articles.parser.patterns.signoff import parse_signoff
from articles.parser.roles import Role
from articles.parser.rules.headline import provisional_headline
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span, any_overlap, overlap

RULE = "editor"
BLOCK_KINDS = {
    Role.PARAGRAPH: "paragraph",
    Role.SUBHEADING: "subheading",
    Role.LIST_ITEM: "list_item",
    Role.QUOTE: "quote",
}
FIELD_OF_ROLE = {
    Role.KICKER: "kicker",
    Role.HEADLINE: "headline",
    Role.SUBHEADLINE: "subheadline",
    Role.LEAD: "lead",
    Role.DATELINE: "dateline",
    Role.SIGNOFF: "signoff",
}
AGENCY_ROLES = {Role.BYLINE, Role.DATELINE, Role.SIGNOFF}  # a stretch that can name an agency
_MARK = re.compile(r"(?:[•·▪◦‣●○*–-]|>{1,2}|\d{1,3}[.)])\s+")
_PROVISIONAL = "The clip has no headline; a provisional one was made from its opening."


def update_document(
    read: ParsedClip, span: Span, role: Role, before: frozenset[Role], pieces: Sequence[Span], markup: bool
) -> ParsedClip:
    """The reading whose segments have changed, with the fields that follow; `before` are the roles of `span` so far."""
    work = _DocumentUpdate(read, span, role, before | {role}, pieces, markup)
    work.lines()
    work.byline()
    work.agencies()
    work.date()
    work.notes()
    work.body()
    work.pictures()
    work.comments()
    work.headline()
    return work.reading()


class _DocumentUpdate:
    """One change, and the document as it becomes by it."""

    def __init__(
        self, read: ParsedClip, span: Span, role: Role, touched: frozenset[Role], pieces: Sequence[Span], markup: bool
    ) -> None:
        self.read, self.span, self.role, self.touched, self.pieces, self.markup = (
            read,
            span,
            role,
            touched,
            pieces,
            markup,
        )
        self.document = read.document or Document()
        self.evidence = list(read.evidence)
        self.sheet = None if markup else unwrap(read.text)
        self.by_role: dict[Role, list[Segment]] = {}
        for one in read.segments:
            self.by_role.setdefault(one.role, []).append(one)

    def set(self, **fields: Any) -> None:
        self.document = replace(self.document, **fields)

    # what is said, and what is known of it

    def text_of(self, start: int, end: int) -> str:
        """The words of a stretch, as a reader of the page sees them: wrapped lines and parted words put together."""
        words = self.read.text[start:end]
        if self.markup:
            words = unescape(re.sub(r"<[^<>]*>", "", words))
        elif self.sheet and ("\n" in words or "\r" in words):
            low, high = self.sheet.from_source((start, end))
            words = self.sheet.text[low:high]
        return normalise(words).text

    def segments_of(self, *roles: Role) -> list[Segment]:
        return sorted((one for role in roles for one in self.by_role.get(role, ())), key=lambda one: one.start)

    def _segments_outside(self, *roles: Role) -> list[Segment]:
        """The segments of these roles that are none of the stretch."""
        return [one for one in self.segments_of(*roles) if not overlap((one.start, one.end), self.span)]

    def spans_of(self, path: str) -> tuple[Span, ...]:
        return next((one.spans for one in self.evidence if one.field == path), ())

    def set_evidence(self, path: str, *spans: Span) -> None:
        """The field is the editor's word now; without stretches it has nothing to prove."""
        self.evidence = [one for one in self.evidence if one.field != path]
        if spans:
            self.evidence.append(Evidence(path, Derivation.EDITOR, RULE, spans))

    def touches_field(self, path: str) -> bool:
        return any_overlap(self.spans_of(path), [self.span])

    # the head of the article

    def lines(self) -> None:
        for role, name in FIELD_OF_ROLE.items():
            if role not in self.touched:
                continue
            if role is self.role:
                segments = [
                    one
                    for one in self.segments_of(role)
                    if one.rule == RULE and overlap((one.start, one.end), self.span)
                ]
            elif self.touches_field(name):
                old = self.spans_of(name)
                segments = [one for one in self.segments_of(role) if any_overlap(old, [(one.start, one.end)])]
            else:
                continue
            words = " ".join(self.text_of(one.start, one.end) for one in segments)
            self.set(**{name: _SHAPES.get(role, str)(words)})
            self.set_evidence(name, *((one.start, one.end) for one in segments))
            if name == "headline":
                self.set(headline_is_provisional=False)

    def byline(self) -> None:
        if Role.BYLINE not in self.touched:
            return
        lines, names, spans = [], [], []
        for one in self.segments_of(Role.BYLINE):
            words = self.text_of(one.start, one.end)
            form = parse_byline(words)
            low, high = form.text_span if form else (0, len(words))
            lines.append(words[low:high])
            names += [person.name for person in form.persons] if form else [words]
            spans.append((one.start, one.end))
        form_of_signoff = parse_signoff(self.document.signoff) if self.document.signoff else None
        names += form_of_signoff.authors if form_of_signoff else ()
        self.set(byline=", ".join(dict.fromkeys(lines)), authors=tuple(dict.fromkeys(names)))
        self.set_evidence("byline", *spans)

    def agencies(self) -> None:
        """Agencies that the stretch named are gone, unless it names them still."""
        if not self.touched & AGENCY_ROLES:
            return
        kept: dict[str, tuple[Agency, Evidence | None]] = {}
        for index, agency in enumerate(self.document.agencies):
            proof = next((one for one in self.evidence if one.field == f"agencies.{index}"), None)
            if proof is None or not any_overlap(proof.spans, [self.span]):
                kept[agency.name] = (agency, proof)
        for one in self.segments_of(*AGENCY_ROLES):
            for agency in self._named(one):
                kept.setdefault(agency.name, (agency, Evidence("", Derivation.EDITOR, RULE, ((one.start, one.end),))))
        self.evidence = [one for one in self.evidence if not one.field.startswith("agencies.")]
        self.set(agencies=tuple(agency for agency, _proof in kept.values()))
        proofs = [proof for _agency, proof in kept.values()]
        self.evidence += [replace(p, field=f"agencies.{i}") for i, p in enumerate(proofs) if p is not None]

    def _named(self, one: Segment) -> list[Agency]:
        if not overlap((one.start, one.end), self.span):
            return []
        words = self.text_of(one.start, one.end)
        if one.role is Role.SIGNOFF:
            signoff = parse_signoff(words)
            return list(signoff.agencies) if signoff else []
        form = parse_byline(words) if one.role is Role.BYLINE else parse_dateline(f"{words} Wort")
        return [Agency(name) for name in form.agencies] if form else []

    def date(self) -> None:
        if Role.DATE not in self.touched or (self.role is not Role.DATE and not self.touches_field("date")):
            return
        found = [(one, parse_date(words) or find_date(words)) for one, words in self._words(Role.DATE)]
        dated = [(one, form.date) for one, form in found if form is not None]
        if dated:
            one, date = dated[0]
            self.set(date=date)
            self.set_evidence("date", (one.start, one.end))
        elif self.touches_field("date"):
            self.set(date=None)
            self.set_evidence("date")

    def notes(self) -> None:
        if Role.NOTE not in self.touched:
            return
        found = list(self._words(Role.NOTE))
        self.set(notes=tuple(words for _one, words in found))
        self.evidence = [one for one in self.evidence if not one.field.startswith("notes.")]
        for number, (one, _words) in enumerate(found):
            self.set_evidence(f"notes.{number}", (one.start, one.end))
        if self.role is not Role.NOTE and not self.touches_field("embargo_until"):
            return
        until = [
            (one, form.embargo_until) for one, words in found if (form := parse_note(words)) and form.embargo_until
        ]
        self.set(embargo_until=until[0][1] if until else None)
        self.set_evidence("embargo_until", *((one.start, one.end) for one, _until in until[:1]))

    def _words(self, role: Role) -> list[tuple[Segment, str]]:
        return [(one, self.text_of(one.start, one.end)) for one in self.segments_of(role)]

    def headline(self) -> None:
        """Without a headline there is one made of the opening, as the reader makes it."""
        if self.document.headline and not self.document.headline_is_provisional:
            return
        opening = self.document.lead or next((one.text for one in self.document.body if one.kind != "subheading"), "")
        self.set(headline=provisional_headline(opening) if opening else "", headline_is_provisional=bool(opening))
        self.set_evidence("headline")
        spans = self.spans_of("lead" if self.document.lead else "body")[:1]
        if opening:
            self.evidence.append(Evidence("headline", Derivation.ASSUMED, "provisional_headline", spans, 0.0))

    # the text

    def body(self) -> None:
        if not self.touched & BLOCK_KINDS.keys():
            return
        blocks: list[BodyBlock] = []
        for block in self.document.body:
            blocks += self._rest_of(block) if overlap(block.span, self.span) else [block]
        if self.role in BLOCK_KINDS:
            made = [(start, end, self.text_of(start, end)) for start, end in self.pieces]
            blocks += [
                BodyBlock(BLOCK_KINDS[self.role], self._unmarked(words), (a, b)) for a, b, words in made if words
            ]
        blocks.sort(key=lambda one: one.span)
        self._move_pictures(blocks)
        self.set(body=tuple(blocks))
        old = next((one for one in self.evidence if one.field == "body"), None)
        others = tuple(span for span in (old.spans if old else ()) if not overlap(span, self.span))
        self.set_evidence(
            "body",
            *(self.pieces if self.role in BLOCK_KINDS else ()),
            *(others if old and old.how is Derivation.EDITOR else ()),
        )
        if old is not None and old.how is not Derivation.EDITOR and blocks and self.role not in BLOCK_KINDS:
            self.evidence.append(replace(old, spans=tuple(one.span for one in blocks)[: len(old.spans) + 1]))

    def _rest_of(self, block: BodyBlock) -> list[BodyBlock]:
        """What stands before and behind the stretch in a block that it was part of."""
        parts = (block.span[0], min(block.span[1], self.span[0])), (max(block.span[0], self.span[1]), block.span[1])
        inner = [one for one in self.segments_of(*BLOCK_KINDS) if overlap((one.start, one.end), block.span)]
        rest = []
        for low, high in parts:
            own = sorted({(one.start, one.end) for one in inner if low <= one.start and one.end <= high})
            words = " ".join(filter(None, (self.text_of(start, end) for start, end in own)))
            if words:
                words = self._unmarked(words) if block.kind in ("list_item", "quote") else words
                rest.append(BodyBlock(block.kind, words, (own[0][0], own[-1][1])))
        return rest

    def _unmarked(self, words: str) -> str:
        mark = _MARK.match(words) if self.role in (Role.LIST_ITEM, Role.QUOTE) or self.role not in BLOCK_KINDS else None
        return words[mark.end() :] if mark else words

    def _move_pictures(self, blocks: Sequence[BodyBlock]) -> None:
        """Pictures stay before the block that they stood before, or before what stands in its place."""
        starts = [one.span[0] for one in blocks]

        def place(before: int) -> int:
            if before >= len(self.document.body):
                return len(blocks)
            return sum(start < self.document.body[before].span[0] for start in starts)

        self.set(images=tuple(replace(one, before=place(one.before)) for one in self.document.images))

    # pictures and comments: rows, each with its own evidence

    def _rows(self, name: str, rows: Iterable[object]) -> list[tuple[object, list[Evidence]]]:
        return [
            (row, [one for one in self.evidence if one.field.startswith(f"{name}.{index}.")])
            for index, row in enumerate(rows)
        ]

    def _number(self, name: str, proofs: Sequence[Sequence[Evidence]]) -> None:
        self.evidence = [one for one in self.evidence if not one.field.startswith(f"{name}.")]
        for index, some in enumerate(proofs):
            self.evidence += [replace(one, field=f"{name}.{index}.{one.field.rpartition('.')[2]}") for one in some]

    def pictures(self) -> None:
        if not self.touched & {Role.CAPTION, Role.CREDIT}:
            return
        kept: list[tuple[Picture, list[Evidence]]] = []
        for row, proofs in self._rows("images", self.document.images):
            assert isinstance(row, Picture)
            if not any_overlap(row.spans, [self.span]):
                kept.append((row, proofs))
            elif (rest := self._rest_of_picture(row, proofs)) is not None:
                kept.append(rest)
        if self.role in (Role.CAPTION, Role.CREDIT):
            self._place(kept)
        self.set(images=tuple(row for row, _proofs in kept))
        self._number("images", [proofs for _row, proofs in kept])

    def _rest_of_picture(self, row: Picture, proofs: list[Evidence]) -> tuple[Picture, list[Evidence]] | None:
        """The picture without the stretch; None where nothing of it is left."""
        segments = [
            one
            for one in self.segments_of(Role.CAPTION, Role.CREDIT)
            if any_overlap(row.spans, [(one.start, one.end)]) and not overlap((one.start, one.end), self.span)
        ]
        if not segments:
            return None
        captions = [one for one in segments if one.role is Role.CAPTION]
        credits = [one for one in segments if one.role is Role.CREDIT]
        row = replace(row, spans=tuple((one.start, one.end) for one in segments))
        if any(p.field.endswith(".caption") and self._touches(p) for p in proofs):
            row = replace(row, caption=" ".join(self.text_of(one.start, one.end) for one in captions))
            proofs = _with_evidence(proofs, "caption", captions)
        if any(p.field.endswith(".credit") and self._touches(p) for p in proofs):
            row = _with_credit(replace(row, credit="", photographers=(), agencies=()), self._all(credits))
            proofs = _with_evidence(proofs, "credit", credits)
        return row, proofs

    def _touches(self, proof: Evidence) -> bool:
        return any_overlap(proof.spans, [self.span])

    def _all(self, segments: Sequence[Segment]) -> str:
        return " | ".join(self.text_of(one.start, one.end) for one in segments)

    def _place(self, kept: list[tuple[Picture, list[Evidence]]]) -> None:
        """Caption or credit go to a picture beside them that has none yet; else they make a picture."""
        name = "caption" if self.role is Role.CAPTION else "credit"
        words, proof = self.text_of(*self.span), Evidence(name, Derivation.EDITOR, RULE, (self.span,))
        beside = [i for i, (row, _p) in enumerate(kept) if not getattr(row, name) and self._is_beside(row.spans)]
        if beside:
            row, proofs = kept[beside[0]]
            filled = replace(row, spans=tuple(sorted((*row.spans, self.span))))
        else:
            filled = Picture(
                "", "", sum(block.span[0] < self.span[0] for block in self.document.body), spans=(self.span,)
            )
            proofs = []
        filled = replace(filled, caption=words) if name == "caption" else _with_credit(filled, words)
        if beside:
            kept[beside[0]] = (filled, [*proofs, proof])
        else:
            place = sum((row.before, row.spans[:1]) < (filled.before, (self.span,)) for row, _proofs in kept)
            kept.insert(place, (filled, [proof]))

    def _is_beside(self, spans: Sequence[Span]) -> bool:
        """Nothing but blanks (and tags, in a page's source) stands between."""
        gaps = [(self.span[1], span[0]) if span[0] >= self.span[1] else (span[1], self.span[0]) for span in spans]
        return any(low <= high and not self.text_of(low, high) for low, high in gaps)

    def comments(self) -> None:
        if not self.touched & {Role.COMMENT, Role.COMMENT_AUTHOR}:
            return
        old = [(row, proofs) for row, proofs in self._rows("comments", self.document.comments)]
        rows: list[tuple[int | None, ReaderComment, list[Evidence]]] = []
        for index, (row, proofs) in enumerate(old):
            assert isinstance(row, ReaderComment)
            rest = self._rest_of_comment(row, proofs)
            if rest is not None:
                rows.append((index, *rest))
        if self.role is Role.COMMENT:
            made = ReaderComment(self._paragraphs(*self.span), spans=(self.span,))
            rows.append((None, made, [Evidence("text", Derivation.EDITOR, RULE, (self.span,))]))
        rows.sort(key=lambda one: one[1].spans[:1] or ((0, 0),))
        if self.role in (Role.COMMENT, Role.COMMENT_AUTHOR):
            self._name_author(rows)
        self._keep_comments(rows)

    def _keep_comments(self, rows: Sequence[tuple[int | None, ReaderComment, list[Evidence]]]) -> None:
        places = {old: new for new, (old, _row, _proofs) in enumerate(rows) if old is not None}
        found, all_proofs = [], []
        for new, (_old, row, proofs) in enumerate(rows):
            parent = places.get(row.parent) if row.parent is not None else None
            parent = parent if parent is not None and parent < new else None
            found.append(replace(row, parent=parent))
            all_proofs.append([p for p in proofs if parent is not None or not p.field.endswith("parent")])
        self.set(comments=tuple(found))
        self._number("comments", all_proofs)

    def _rest_of_comment(
        self, row: ReaderComment, proofs: list[Evidence]
    ) -> tuple[ReaderComment, list[Evidence]] | None:
        """The comment without the stretch; None where no word of it is left."""
        if any(p.field.endswith(".author") and self._touches(p) for p in proofs) and not row.author_is_inferred:
            row, proofs = replace(row, author=""), [p for p in proofs if not p.field.endswith(".author")]
        if not any_overlap(row.spans, [self.span]):
            return row, proofs
        left = [one for one in self._segments_outside(Role.COMMENT) if any_overlap(row.spans, [(one.start, one.end)])]
        if not left:
            return None
        words = "\n\n".join(self._paragraphs(one.start, one.end) for one in left)
        row = replace(row, text=words, spans=tuple((one.start, one.end) for one in left))
        return row, _with_evidence(proofs, "text", left)

    def _paragraphs(self, start: int, end: int) -> str:
        """A comment's words; empty lines in it are kept as its paragraphs."""
        if self.markup:
            return self.text_of(start, end)
        parts = re.split(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*", self.read.text[start:end])
        return "\n\n".join(filter(None, (normalise(part).text for part in parts)))

    def _name_author(self, rows: list[tuple[int | None, ReaderComment, list[Evidence]]]) -> None:
        """A name that stands right above a comment without one is its author's."""
        for place, (old, row, proofs) in enumerate(rows):
            above = [one for one in self.segments_of(Role.COMMENT_AUTHOR) if row.spans and one.end <= row.spans[0][0]]
            if row.author or not above:
                continue
            name = above[-1]
            between = [
                one
                for one in self.read.segments
                if name.end <= one.start < row.spans[0][0] and one.role not in (Role.BLANK, Role.COMMENT_META)
            ]
            if not between:
                proof = Evidence("author", Derivation.EDITOR, RULE, ((name.start, name.end),))
                rows[place] = (old, replace(row, author=self.text_of(name.start, name.end)), [*proofs, proof])

    # the end

    def reading(self) -> ParsedClip:
        document = self.document
        is_article = any(block.kind != "subheading" for block in document.body) or bool(document.lead)
        codes = {"headline_provisional"} | ({"no_article"} if is_article else set())
        warnings = [one for one in self.read.warnings if one.code not in codes]
        if document.headline_is_provisional:
            warnings.append(ClipWarning("headline_provisional", _PROVISIONAL))
        return replace(
            self.read,
            document=document if is_article or self.read.document is not None else None,
            evidence=tuple(self.evidence) if is_article or self.read.document is not None else self.read.evidence,
            warnings=tuple(warnings) if is_article or self.read.document is not None else self.read.warnings,
        )


def _dateline(words: str) -> str:
    form = parse_dateline(f"{words} Wort")
    return form.text if form and form.places else words.strip(" –—-:.,|()")


_SHAPES: dict[Role, Callable[[str], str]] = {
    Role.KICKER: lambda words: words.rstrip(" |–-"),
    Role.DATELINE: _dateline,
}


def _with_evidence(proofs: Sequence[Evidence], part: str, segments: Sequence[Segment]) -> list[Evidence]:
    rest = [one for one in proofs if one.field.rpartition(".")[2] != part]
    if segments:
        rest.append(Evidence(part, Derivation.EDITOR, RULE, tuple((one.start, one.end) for one in segments)))
    return rest


def _with_credit(row: Picture, words: str) -> Picture:
    """The picture with its credit, without the label, and who is in it."""
    found = find_credit(words)
    low, high = found.text_span if found else (0, len(words))
    return replace(
        row,
        credit=words[low:high],
        kind=found.kind if found and found.kind != "photo" else row.kind,
        photographers=tuple(dict.fromkeys((*row.photographers, *(found.photographers if found else ())))),
        agencies=tuple(dict.fromkeys((*row.agencies, *(found.agencies if found else ())))),
    )
