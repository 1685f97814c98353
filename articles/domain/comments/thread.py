"""Adds comments to the threads, and decides about them."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from articles.domain.comments import moderation
from articles.models import Article, Clip, Comment, Decision
from articles.models.comments.comment import MAX_LEVELS, STEP


def add(
    article: Article,
    text: str,
    *,
    author: str = "",
    email: str = "",
    parent: Comment | None = None,
    clip: Clip | None = None,
    **columns: object,
) -> Comment:
    """Store a comment below its parent, at the end of its siblings."""
    with transaction.atomic():
        Article.objects.select_for_update().only("pk").get(pk=article.pk)  # one at a time: each gets the next path
        return Comment.objects.create(
            article=article,
            parent=parent,
            path=next_path(article, parent),
            awaits_ancestor=parent is not None and parent.holds_replies,
            text=text,
            author=author,
            email=email,
            clip=clip,
            **columns,
        )


def next_path(article: Article, parent: Comment | None) -> str:
    above = parent.path if parent else ""
    if len(above) >= STEP * MAX_LEVELS:
        above = above[:-STEP]  # deeper than a path can be: it is placed beside its parent, to which it still refers
    last = article.comments.filter(path__gt=above, path__lt=above + "a").order_by("-path").values_list("path").first()
    number = int(last[0][len(above) : len(above) + STEP]) + 1 if last else 1
    return f"{above}{number:0{STEP}d}"


def approve(comments: Iterable[Comment], by: User | None) -> int:
    """Approve these comments; returns how many changed (see moderation.py)."""
    return len(moderation.decide([c.pk for c in comments], Decision.Verb.APPROVE, by).changed)


def reject(comments: Iterable[Comment], by: User | None, reason: str, note: str = "", legal_ground: str = "") -> int:
    """Reject these comments; returns how many changed. `reason` is a ReasonCode.

    Raises moderation.IncompleteDecision where a note or a legal ground is missing.
    """
    decision_reason = moderation.DecisionReason(reason, legal_ground, note)
    return len(moderation.decide([c.pk for c in comments], Decision.Verb.REJECT, by, decision_reason).changed)


def hold(comments: Iterable[Comment], by: User | None = None) -> int:
    """Put these comments back into the queue; visible replies stay visible. Returns how many changed."""
    return len(moderation.decide([c.pk for c in comments], Decision.Verb.HOLD, by).changed)
