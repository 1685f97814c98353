"""The assignment of a role to a span, with the document and the evidence that are updated for it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any, TypeVar

from articles.parser.document import Derivation, Document, Evidence, ParsedClip, Segment
from articles.parser.formats import registry
from articles.parser.normalization import normalise
from articles.parser.patterns.screen_reader import without_unseen
from articles.parser.roles import Role
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span, any_overlap, overlap

RULE = "editor"  # the rule of what follows from an assignment
Row = TypeVar("Row")


class Change:
    """One assignment. `clip` has the new segments; `document` and `evidence` are replaced step by step.

    `touched` are the roles of the span before and after, `pieces` the spans of its segments, `is_html` says that
    the text is the source of a page.
    """

    def __init__(
        self, clip: ParsedClip, span: Span, role: Role, touched: frozenset[Role], pieces: Sequence[Span], is_html: bool
    ) -> None:
        self.clip, self.span, self.role = clip, span, role
        self.touched, self.pieces, self.is_html = touched, pieces, is_html
        self.document = clip.document or Document()
        self.evidence = list(clip.evidence)
        self._unwrapped = None if is_html else unwrap(clip.text)
        self._by_role: dict[Role, list[Segment]] = {}
        for segment in clip.segments:
            self._by_role.setdefault(segment.role, []).append(segment)

    def set(self, **fields: Any) -> None:
        """Replace fields of the document."""
        self.document = replace(self.document, **fields)

    # text and segments

    def text_of(self, span: Span) -> str:
        """The normalised text of a span, without tags, wrapped lines joined."""
        words = registry.decode(self.clip.format, self.clip.text[span[0] : span[1]])
        if self.is_html:
            words = unescape(re.sub(r"<[^<>]*>", "", words))
        elif self._unwrapped and ("\n" in words or "\r" in words):
            low, high = self._unwrapped.from_source(span)
            words = self._unwrapped.text[low:high]
        return normalise(without_unseen(words)).text

    def segments_of(self, *roles: Role) -> list[Segment]:
        """The segments of these roles, by position."""
        segments = (segment for role in roles for segment in self._by_role.get(role, ()))
        return sorted(segments, key=lambda segment: segment.start)

    def segments_outside(self, *roles: Role) -> list[Segment]:
        """The segments of these roles that share no character with the assigned span."""
        return [segment for segment in self.segments_of(*roles) if not overlap(segment.span, self.span)]

    # evidence

    def spans_of(self, path: str) -> tuple[Span, ...]:
        """The spans of the evidence for a field."""
        return next((entry.spans for entry in self.evidence if entry.field == path), ())

    def touches(self, entry: Evidence) -> bool:
        """Whether the evidence shares a character with the assigned span."""
        return any_overlap(entry.spans, [self.span])

    def touches_field(self, path: str) -> bool:
        """Whether the evidence for a field shares a character with the assigned span."""
        return any_overlap(self.spans_of(path), [self.span])

    def set_evidence(self, path: str, *spans: Span) -> None:
        """Make an editor the evidence for a field; without spans the field has no evidence."""
        self.evidence = [entry for entry in self.evidence if entry.field != path]
        if spans:
            self.evidence.append(Evidence(path, Derivation.EDITOR, RULE, spans))

    def evidence_by_row(self, name: str, rows: Sequence[Row]) -> list[tuple[Row, list[Evidence]]]:
        """Each row of a repeated field (`images`, `comments`) with its evidence."""
        return [
            (row, [entry for entry in self.evidence if entry.field.startswith(f"{name}.{index}.")])
            for index, row in enumerate(rows)
        ]

    def replace_row_evidence(self, name: str, by_row: Sequence[Sequence[Evidence]]) -> None:
        """Replace the evidence of all rows of a repeated field, numbered anew."""
        self.evidence = [entry for entry in self.evidence if not entry.field.startswith(f"{name}.")]
        for index, entries in enumerate(by_row):
            self.evidence += [replace(e, field=f"{name}.{index}.{e.field.rpartition('.')[2]}") for e in entries]


def with_editor(entries: Sequence[Evidence], part: str, segments: Sequence[Segment]) -> list[Evidence]:
    """The evidence of a row, with an editor as evidence for one part if it has segments."""
    remaining = [entry for entry in entries if entry.field.rpartition(".")[2] != part]
    if segments:
        remaining.append(Evidence(part, Derivation.EDITOR, RULE, tuple(segment.span for segment in segments)))
    return remaining
