"""Moves of the workflow beside publishing: submit, send back, approve, lock, unlock, discard, restore."""

from django.contrib.auth.models import User
from django.db import transaction

from articles.domain.articles import revisions, workflow
from articles.models import Article
from articles.models.fields.lengths import fit


def submit(article: Article, by: User | None, reason: str = "") -> Article:
    """Give it for review."""
    return apply_move(article, "submit", by, reason)


def send_back(article: Article, by: User | None, reason: str) -> Article:
    """Return it to its author; the reason says what is missing."""
    return apply_move(article, "send_back", by, reason)


def approve(article: Article, by: User | None, reason: str = "") -> Article:
    """Approve it; one's own text only where APPROVE_OWN_TEXTS allows it."""
    return apply_move(article, "approve", by, reason)


def lock(article: Article, by: User | None, reason: str) -> Article:
    """Hide it everywhere for legal reasons, without a notice; nobody edits it until it is unlocked."""
    return apply_move(article, "lock", by, reason)


def unlock(article: Article, by: User | None, reason: str) -> Article:
    """Open it again, as a draft; what was withdrawn before stays withdrawn."""
    return apply_move(article, "unlock", by, reason)


def discard(article: Article, by: User | None, reason: str) -> Article:
    """Put it aside; it can be taken back."""
    return apply_move(article, "discard", by, reason)


def restore(article: Article, by: User | None, reason: str = "") -> Article:
    """Take it back from the discarded, as a draft."""
    return apply_move(article, "restore", by, reason)


@transaction.atomic
def apply_move(article: Article, verb: str, by: User | None, reason: str = "") -> Article:
    """Make one move of the table with the article as it is stored: one revision, one audit entry.

    Raises errors.Refused and PermissionDenied as workflow.check() does, and ValueError for the moves that have verbs of
    their own in publishing.py.
    """
    if verb in {"publish", "withdraw"}:
        raise ValueError(verb)
    current = get_locked(article)
    move = workflow.check_move(current, verb, by, reason)
    current.state = move.goal
    if verb == "unlock" and current.withdrawn_reason:
        current.state = Article.State.WITHDRAWN
    current.state_reason = fit(Article, "state_reason", reason.strip()) if move.asks_why and verb != "unlock" else ""
    current.went_with_clip = False
    if verb == "submit":
        current.submitted_by = by
    revisions.save(current, by, reason, verb=verb)
    article.refresh_from_db()
    return article


def get_locked(article: Article) -> Article:
    """The article as it is stored, locked until the transaction ends; the instance given may be outdated."""
    return Article.objects.select_for_update().get(pk=article.pk)
