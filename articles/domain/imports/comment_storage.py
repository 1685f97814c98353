"""Stores the comments of a clip, many at a time, parents before their replies."""

from collections.abc import Sequence
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import (
    Article,
    Clip,
    Comment,
    Decision,
)
from articles.models.comments.comment import MAX_LEVELS, STEP
from articles.models.fields.lengths import fit
from articles.parser.document import ReaderComment


def _levels(comments: Sequence[ReaderComment]) -> list[int]:
    """How deep each comment stands: 0 for one on the article. Parents come before their replies."""
    levels: list[int] = []
    for comment in comments:
        levels.append(0 if comment.parent is None else levels[comment.parent] + 1)
    return levels


def _paths(comments: Sequence[ReaderComment]) -> list[str]:
    """The materialised path of each comment; siblings are numbered in the clip's order."""
    paths: list[str] = []
    siblings: dict[str, int] = {}
    for comment in comments:
        above = "" if comment.parent is None else paths[comment.parent]
        if len(above) >= STEP * MAX_LEVELS:
            above = above[:-STEP]  # deeper than a path can be: it is placed beside its parent, to which it still refers
        siblings[above] = siblings.get(above, 0) + 1
        paths.append(f"{above}{siblings[above]:0{STEP}d}")
    return paths


def store_comments(
    article: Article, clip: Clip, comments: Sequence[ReaderComment], approved: bool, by: User | None
) -> list[Comment]:
    """All comments of a clip, parents before replies; a reply waits as long as what stands above it is pending."""
    more = {"decided_at": timezone.now(), "decided_by": by} if approved else {}
    rows = [
        Comment(
            article=article,
            path=path,
            status=Comment.Status.APPROVED if approved else Comment.Status.PENDING,
            awaits_ancestor=comment.parent is not None and not approved,
            text=comment.text,
            author=fit(Comment, "author", comment.author),
            author_is_inferred=comment.author_is_inferred,
            parent_is_inferred=comment.parent_is_inferred,
            written_at=comment.written_at,
            written_text=fit(Comment, "written_text", comment.written_text),
            clip=clip,
            clip_position=position,
            **more,
        )
        for position, (comment, path) in enumerate(zip(comments, _paths(comments), strict=True))
    ]
    by_level: dict[int, list[int]] = {}
    for index, level in enumerate(_levels(comments)):
        by_level.setdefault(level, []).append(index)
    for level in sorted(by_level):  # a parent needs its id before its replies can name it
        for index in by_level[level]:
            parent = comments[index].parent
            rows[index].parent = rows[parent] if parent is not None else None
        Comment.objects.bulk_create([rows[i] for i in by_level[level]])
    return rows


def record_approvals(approved: Sequence[Comment], by: User | None, reason: str) -> None:
    """Record the decision about each comment that was imported as approved: who, when, why and which text."""
    batch = uuid4()
    Decision.objects.bulk_create(
        (
            Decision(
                comment=comment,
                at=comment.decided_at or timezone.now(),
                by=by,
                verb=Decision.Verb.APPROVE,
                status_before=Comment.Status.PENDING,
                note=fit(Decision, "note", reason),
                text_before=comment.text,
                batch=batch,
            )
            for comment in approved
        ),
        batch_size=500,
    )
