"""Updates the comments of an article when a passage of its clip was given another role."""

from typing import Any

from articles.domain.comments import thread
from articles.models import Article, Comment
from articles.models.fields.lengths import fit
from articles.parser import document as clip_document
from articles.text.lines import any_overlap


def update_comments(
    article: Article, old: clip_document.Document | None, new: clip_document.Document | None
) -> tuple[bool, bool]:
    """Add new comments as pending, and delete those that are none any more and undecided.

    Returns whether comments were added or deleted, and whether some differ that moderators have dealt with.
    """
    former, current = old.comments if old else (), new.comments if new else ()
    if former == current:
        return False, False
    rows = {c.clip_position: c for c in article.comments.filter(clip=article.clip)}
    unmatched = dict(enumerate(former))
    matches: list[tuple[clip_document.ReaderComment, int | None]] = []
    for comment in current:
        match = next((i for i, candidate in unmatched.items() if _is_same_comment(candidate, comment)), None)
        if match is not None:
            del unmatched[match]
        matches.append((comment, match))
    differs = [index for index in unmatched if index in rows and not _remove(rows[index])]
    has_changed = bool(unmatched)
    for position, (comment, match) in enumerate(matches):
        if match is None:
            _add(article, comment, position)
            has_changed = True
        elif match in rows and not _update_comment(rows[match], former[match], comment, position):
            differs.append(match)
    return has_changed, bool(differs)


def _is_same_comment(old: clip_document.ReaderComment, new: clip_document.ReaderComment) -> bool:
    if not old.spans or not new.spans:
        return (old.text, old.author) == (new.text, new.author)
    return any_overlap(old.spans, new.spans)


def _is_untouched(row: Comment) -> bool:
    return row.status == Comment.Status.PENDING and not row.decisions.exists()


def _remove(row: Comment) -> bool:
    """Delete a comment; False where a moderator has decided about it, or it has replies or reports."""
    if not _is_untouched(row) or row.replies.exists() or row.reports.exists():
        Comment.objects.filter(pk=row.pk).update(clip_position=None)
        return False
    row.delete()
    return True


def _update_comment(
    row: Comment, old: clip_document.ReaderComment, new: clip_document.ReaderComment, position: int
) -> bool:
    """Update a comment's words; False where they were changed, or a moderator has decided about them."""
    values: dict[str, Any] = {"clip_position": position}
    stored, former = (row.text, row.author), (old.text, fit(Comment, "author", old.author))
    current = (new.text, fit(Comment, "author", new.author))
    follows = former == current or stored == current
    if not follows and _is_untouched(row) and stored == former:
        values |= {"text": new.text, "author": fit(Comment, "author", new.author)}
        follows = True
    Comment.objects.filter(pk=row.pk).update(**values)
    return follows


def _add(article: Article, comment: clip_document.ReaderComment, position: int) -> None:
    author = fit(Comment, "author", comment.author)
    thread.add(article, comment.text, author=author, clip=article.clip, clip_position=position)
