"""Corrects what the parser has only inferred: which comment another one answers. The whole branch moves with it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from articles.domain import audit
from articles.domain.comments import permissions, thread
from articles.domain.comments.reply_holds import update_waiting
from articles.models import Article, Comment
from articles.models.comments.comment import MAX_LEVELS, STEP


class ReparentingImpossible(ValueError):
    """The comment cannot be moved there; `str()` is a sentence for the moderator."""


def confirm_parent(pk: int, by: User | None) -> bool:
    """What was concluded is right; returns whether there was anything to confirm. Raises PermissionDenied."""
    permissions.require_moderator(by)
    with transaction.atomic():
        row = _locked(pk)
        if not row.parent_is_inferred:
            return False
        Comment.objects.filter(pk=pk).update(parent_is_inferred=False)
        audit.record("moderate", row, by, "", decision="confirm_parent")
        return True


def confirm_name(pk: int, by: User | None) -> bool:
    """The name that was concluded is right; returns whether there was anything to confirm. Raises PermissionDenied."""
    permissions.require_moderator(by)
    with transaction.atomic():
        row = _locked(pk)
        if not row.author_is_inferred:
            return False
        Comment.objects.filter(pk=pk).update(author_is_inferred=False)
        audit.record("moderate", row, by, "", decision="confirm_name")
        return True


def move(pk: int, parent_pk: int | None, by: User | None) -> bool:
    """Move a comment with all its replies below another one of its article, or to the top level (None).

    Returns whether anything moved. Raises PermissionDenied, and ReparentingImpossible for another article's comment and
    for one's own branch.
    """
    permissions.require_moderator(by)
    with transaction.atomic():
        row = _locked(pk)
        parent = row.article.comments.filter(pk=parent_pk).first() if parent_pk is not None else None
        if parent_pk is not None and parent is None:
            raise ReparentingImpossible(_("That comment does not stand under this article."))
        if parent is not None and (parent.pk == row.pk or parent.path.startswith(row.path)):
            raise ReparentingImpossible(_("A comment cannot answer itself, or what stands below it."))
        if row.parent_id == parent_pk:
            return confirm_parent(pk, by)
        _rewrite(row, parent)
        audit.record("moderate", row, by, "", decision="move", before=row.parent_id, after=parent_pk)
        return True


def _locked(pk: int) -> Comment:
    row = Comment.objects.only("article").get(pk=pk)
    Article.objects.select_for_update().only("pk").get(pk=row.article_id)  # no other comment gets the path meanwhile
    return Comment.objects.select_for_update().get(pk=pk)


def _rewrite(row: Comment, parent: Comment | None) -> None:
    branch = Comment.objects.filter(article=row.article_id, path__gte=row.path, path__lt=row.path + "a")
    deepest = branch.aggregate(deepest=Max(Length("path")))["deepest"] or len(row.path)
    above = len(parent.path) if parent else 0
    # At the deepest level replies stand beside what they answer: a branch that reaches it would fall apart.
    if above + STEP + deepest - len(row.path) > STEP * MAX_LEVELS or deepest >= STEP * MAX_LEVELS:
        raise ReparentingImpossible(_("The thread would become too deep."))
    awaits = parent is not None and parent.holds_replies
    path = thread.next_path(row.article, parent)
    moved = Comment.objects.filter(pk=row.pk)
    # In one statement: a check in the database holds that the path fits the parent.
    moved.update(parent=parent, path=path, parent_is_inferred=False, awaits_ancestor=awaits)
    branch.update(path=Concat(Value(path), Substr(F("path"), len(row.path) + 1)))
    row.path = path
    update_waiting([row])
