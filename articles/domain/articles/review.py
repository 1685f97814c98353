"""Brings articles through the house: given for review, sent back, approved, locked, discarded, and back again."""

from django.contrib.auth.models import User
from django.db import transaction

from articles.domain.articles import revisions, workflow
from articles.models import Article
from articles.models.fields.lengths import fit


def submit(article: Article, by: User | None, reason: str = "") -> Article:
    """Give it for review."""
    return apply_move(article, "submit", by, reason)


def send_back(article: Article, by: User | None, reason: str) -> Article:
    """Give it back to who works on it, and say what is missing."""
    return apply_move(article, "send_back", by, reason)


def approve(article: Article, by: User | None, reason: str = "") -> Article:
    """The text is in order; whether it is one's own may matter (APPROVE_OWN_TEXTS)."""
    return apply_move(article, "approve", by, reason)


def lock(article: Article, by: User | None, reason: str) -> Article:
    """Take it out of everywhere for legal reasons, without a word to the public; nobody edits it meanwhile."""
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
    """Make one move of the table with the article as it stands in the archive: one revision, one audit entry.

    Raises errors.Refused and PermissionDenied as workflow.check() does, and ValueError for the moves that have verbs of
    their own in publishing.py.
    """
    if verb in {"publish", "withdraw"}:
        raise ValueError(verb)
    stands = get_locked(article)
    one = workflow.check_move(stands, verb, by, reason)
    stands.state = one.goal
    if verb == "unlock" and stands.withdrawn_reason:
        stands.state = Article.State.WITHDRAWN
    stands.state_reason = fit(Article, "state_reason", reason.strip()) if one.asks_why and verb != "unlock" else ""
    stands.went_with_clip = False
    if verb == "submit":
        stands.submitted_by = by
    revisions.save(stands, by, reason, verb=verb)
    article.refresh_from_db()
    return article


def get_locked(article: Article) -> Article:
    """The article as it stands in the archive, locked until the transaction ends: the one given may be old."""
    return Article.objects.select_for_update().get(pk=article.pk)
