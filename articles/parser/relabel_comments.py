"""Updates the readers' comments of a document when a span gets or loses the role of a comment or its author."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.parser.document import Derivation, Evidence, ReaderComment
from articles.parser.normalization import normalise
from articles.parser.relabel_change import RULE, Change, with_editor
from articles.parser.roles import Role
from articles.text.lines import Span, any_overlap

_EMPTY_LINES = re.compile(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*")


@dataclass(slots=True)
class _UpdatedComment:
    """A comment with its evidence; `old_index` is its index in the old document, None for a new one."""

    old_index: int | None
    comment: ReaderComment
    evidence: list[Evidence]


def update_comments(change: Change) -> None:
    """Take the span out of the comments that it was part of, and add it as a comment or an author."""
    if change.touched.isdisjoint((Role.COMMENT, Role.COMMENT_AUTHOR)):
        return
    updated: list[_UpdatedComment] = []
    for index, (comment, evidence) in enumerate(change.evidence_by_row("comments", change.document.comments)):
        rest = _without_span(change, comment, evidence)
        if rest is not None:
            updated.append(_UpdatedComment(index, *rest))
    if change.role is Role.COMMENT:
        comment = ReaderComment(_paragraphs(change, change.span), spans=(change.span,))
        updated.append(_UpdatedComment(None, comment, [Evidence("text", Derivation.EDITOR, RULE, (change.span,))]))
    updated.sort(key=lambda row: row.comment.spans[:1] or ((0, 0),))
    if change.role in (Role.COMMENT, Role.COMMENT_AUTHOR):
        for row in updated:
            _find_author(change, row)
    _store(change, updated)


def _store(change: Change, updated: Sequence[_UpdatedComment]) -> None:
    """Write the comments into the document; parents that are gone or follow later are dropped."""
    new_indexes = {row.old_index: index for index, row in enumerate(updated) if row.old_index is not None}
    comments, all_evidence = [], []
    for index, row in enumerate(updated):
        parent = new_indexes.get(row.comment.parent) if row.comment.parent is not None else None
        parent = parent if parent is not None and parent < index else None
        comments.append(replace(row.comment, parent=parent))
        all_evidence.append([e for e in row.evidence if parent is not None or not e.field.endswith("parent")])
    change.set(comments=tuple(comments))
    change.replace_row_evidence("comments", all_evidence)


def _without_span(
    change: Change, comment: ReaderComment, evidence: list[Evidence]
) -> tuple[ReaderComment, list[Evidence]] | None:
    """The comment without the span; None if no word of it is left."""
    is_author = any(entry.field.endswith(".author") and change.touches(entry) for entry in evidence)
    if is_author and not comment.author_is_inferred:
        comment = replace(comment, author="")
        evidence = [entry for entry in evidence if not entry.field.endswith(".author")]
    if not any_overlap(comment.spans, [change.span]):
        return comment, evidence
    outside = change.segments_outside(Role.COMMENT)
    segments = [segment for segment in outside if any_overlap(comment.spans, [segment.span])]
    if not segments:
        return None
    text = "\n\n".join(_paragraphs(change, segment.span) for segment in segments)
    comment = replace(comment, text=text, spans=tuple(segment.span for segment in segments))
    return comment, with_editor(evidence, "text", segments)


def _paragraphs(change: Change, span: Span) -> str:
    """The text of a comment; empty lines in it separate paragraphs."""
    if change.is_html:
        return change.text_of(span)
    parts = _EMPTY_LINES.split(change.clip.text[span[0] : span[1]])
    return "\n\n".join(filter(None, (normalise(part).text for part in parts)))


def _find_author(change: Change, row: _UpdatedComment) -> None:
    """Give a comment without an author the name right above it, if only blanks and metadata are between."""
    if row.comment.author or not row.comment.spans:
        return
    start = row.comment.spans[0][0]
    above = [segment for segment in change.segments_of(Role.COMMENT_AUTHOR) if segment.end <= start]
    if not above:
        return
    name = above[-1]
    between = (segment.role for segment in change.clip.segments if name.end <= segment.start < start)
    if all(role in (Role.BLANK, Role.COMMENT_META) for role in between):
        row.comment = replace(row.comment, author=change.text_of(name.span))
        row.evidence = [*row.evidence, Evidence("author", Derivation.EDITOR, RULE, (name.span,))]
