"""The workflow of articles and clips: which moves there are, who may make them, and which need a reason.

The two tables are all of it. What a move does beside changing the state is in publishing.py, review.py and
imports/triage.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain import errors
from articles.models import Article, Clip

A, C = Article.State, Clip.State


@dataclass(frozen=True, slots=True)
class Move:
    """A transition: from some states to another, for who has the permission, with a reason where it asks for one."""

    verb: str
    word: str | Promise
    origins: tuple[str, ...]
    goal: str
    permission: str
    asks_why: bool = False


ARTICLE_MOVES = (
    Move("submit", gettext_lazy("Give for review"), (A.DRAFT, A.RETURNED), A.IN_REVIEW, "articles.submit_article"),
    Move(
        "send_back",
        gettext_lazy("Send back …"),
        (A.IN_REVIEW, A.APPROVED),
        A.RETURNED,
        "articles.approve_article",
        True,
    ),
    Move("approve", gettext_lazy("Approve the article"), (A.IN_REVIEW,), A.APPROVED, "articles.approve_article"),
    Move(
        "publish",
        gettext_lazy("Publish now"),
        (*Article.UNFINISHED, A.WITHDRAWN),
        A.PUBLISHED,
        "articles.publish_article",
    ),
    Move("withdraw", gettext_lazy("Withdraw …"), (A.PUBLISHED,), A.WITHDRAWN, "articles.withdraw_article", True),
    Move(
        "lock",
        gettext_lazy("Lock for legal reasons …"),
        (*Article.UNFINISHED, A.PUBLISHED, A.WITHDRAWN),
        A.LOCKED,
        "articles.lock_article",
        True,
    ),
    Move("unlock", gettext_lazy("Unlock …"), (A.LOCKED,), A.DRAFT, "articles.unlock_article", True),
    Move(
        "discard",
        gettext_lazy("Discard …"),
        (A.DRAFT, A.RETURNED, A.IN_REVIEW),
        A.DISCARDED,
        "articles.discard_article",
        True,
    ),
    Move("restore", gettext_lazy("Take back from the discarded"), (A.DISCARDED,), A.DRAFT, "articles.discard_article"),
)

OPEN_CLIP = (C.NEW, C.IN_PROGRESS)
CLOSED_CLIP = (C.ADOPTED, C.DUPLICATE, C.ARCHIVE_ONLY, C.DISCARDED, C.UNREADABLE)
CLIP_MOVES = (
    Move("start", gettext_lazy("Take up"), (C.NEW,), C.IN_PROGRESS, "articles.triage_clip"),
    Move("adopt", gettext_lazy("Take the clip over"), OPEN_CLIP, C.ADOPTED, "articles.triage_clip"),
    Move("mark_duplicate", gettext_lazy("Duplicate …"), OPEN_CLIP, C.DUPLICATE, "articles.triage_clip", True),
    Move("archive", gettext_lazy("Archive only"), OPEN_CLIP, C.ARCHIVE_ONLY, "articles.triage_clip"),
    Move("discard", gettext_lazy("Discard …"), OPEN_CLIP, C.DISCARDED, "articles.triage_clip", True),
    Move("mark_unreadable", gettext_lazy("Unreadable"), OPEN_CLIP, C.UNREADABLE, "articles.triage_clip"),
    Move("restore", gettext_lazy("Undo"), (C.IN_PROGRESS, *CLOSED_CLIP), C.NEW, "articles.triage_clip"),
)


def moves_of(item: Article | Clip) -> tuple[Move, ...]:
    """The moves of its kind."""
    return ARTICLE_MOVES if isinstance(item, Article) else CLIP_MOVES


def get_move(item: Article | Clip, verb: str) -> Move:
    """The move of that verb; KeyError where there is none."""
    return {move.verb: move for move in moves_of(item)}[verb]


def possible_moves(item: Article | Clip, user: User) -> list[Move]:
    """The moves that this user may make in its present state."""
    return [
        move
        for move in moves_of(item)
        if item.state in _origins(move) and user.has_perm(move.permission) and not is_own_text(item, move, user)
    ]


def check_move(item: Article | Clip, verb: str, by: User | None, reason: str = "") -> Move:
    """The move, if it may be made now; `by` None is the machine itself, which may do anything.

    Raises PermissionDenied for who may not make it at all, Refused with a sentence for what does not go now.
    """
    move = get_move(item, verb)
    if by is not None and not by.has_perm(move.permission):
        raise PermissionDenied(move.permission)
    if item.state not in _origins(move):
        raise errors.Refused(_impossible(item, move))
    if by is not None and is_own_text(item, move, by):
        raise errors.Refused(_("You have written this text or given it for review: somebody else has to approve it."))
    if move.asks_why and not reason.strip():
        raise errors.Refused(_("Please give the reason."))
    return move


def is_own_text(item: Article | Clip, move: Move, user: User) -> bool:
    """Whether this is the approval of a text by who wrote or submitted it, and APPROVE_OWN_TEXTS forbids that."""
    if move.verb != "approve" or settings.APPROVE_OWN_TEXTS or not isinstance(item, Article):
        return False
    if item.submitted_by_id == user.pk:
        return True
    first = item.history.order_by("history_date", "history_id").values_list("history_user", flat=True).first()
    return item.clip_id is None and first == user.pk  # what came from a clip was written by nobody here


def _origins(move: Move) -> Iterable[str]:
    if move.verb == "publish" and settings.PUBLISH_NEEDS_APPROVAL:
        return (A.APPROVED, A.WITHDRAWN)
    return move.origins


def _impossible(item: Article | Clip, move: Move) -> str:
    names = {"state": item.get_state_display()}
    if move.verb == "publish" and item.state in move.origins:
        return _("An article that is “%(state)s” has to be approved before it is published.") % names
    if move.verb == "publish":
        return _("An article that is “%(state)s” cannot be published.") % names
    if move.verb == "withdraw":
        return _("Only a published article can be withdrawn.")
    names["move"] = str(move.word).removesuffix(" …")
    return _("“%(move)s” does not go with the state “%(state)s”.") % names
