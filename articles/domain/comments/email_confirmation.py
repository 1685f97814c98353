"""Confirms that an e-mail address belongs to the author of a comment, and recognises authors approved before by it.

A name is no identity: anybody can type any. A typed e-mail address is none either. Only opening
a link that was sent to the address counts, for each comment anew: the site has no accounts, and sets no cookie that
recognises a reader.
"""

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from articles.domain import mail, rate_limit
from articles.domain.comments import reply_holds, screening
from articles.models import Article, Comment, CommentPolicy, ModerationMode

SALT = "articles.domain.comments.email_confirmation"
MAX_AGE_SECONDS = 7 * 24 * 60 * 60  # seconds
MAX_LETTERS = 3  # to one address in ten minutes, because a stranger may have typed it


def send_link(comment: Comment) -> None:
    """Send a link to the address of the comment, once this transaction is through."""
    try:
        rate_limit.take(rate_limit.key("letters to", comment.email.casefold()), MAX_LETTERS)
    except rate_limit.RateLimited:
        return
    words = {"article": comment.article, "address": mail.address(link(comment))}
    subject = gettext_noop("Please confirm your comment on %(site_name)s")
    transaction.on_commit(lambda: mail.send(comment.email, subject, "confirm", words), robust=True)


def link(comment: Comment) -> str:
    """The path whose opening confirms the address."""
    return reverse("comment_confirm", args=[signing.dumps([comment.pk, comment.email], salt=SALT)])


def find(token: str) -> Comment | None:
    """The comment that such a link confirms; None where the link is forged, too old, or the address was erased."""
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=MAX_AGE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Comment.objects.filter(pk=pk, email=email).exclude(email="").select_related("article").first()


def confirm(comment: Comment) -> Comment:
    """Record the confirmation; show the comment at once where the policy trusts authors approved before."""
    with transaction.atomic():
        articles = Article.objects.select_for_update(of=("self",)).select_related("source", "clip")
        article = articles.get(pk=comment.article_id)
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if comment.email_confirmed_at is None:
            comment.email_confirmed_at = timezone.now()
            if _is_shown_now(comment, article):
                comment.status = Comment.Status.APPROVED
            comment.save(update_fields=["email_confirmed_at", "status"])
            reply_holds.update_waiting([comment])
    return comment


def _is_shown_now(comment: Comment, article: Article) -> bool:
    policy = CommentPolicy.current()
    return (
        comment.status == Comment.Status.PENDING
        and not comment.decisions.exists()  # a moderator who has put it back into the queue had a reason
        and comment.reports_count == 0
        and policy.moderation_of(article) == ModerationMode.TRUSTED
        and not screening.is_held([verdict for verdict in comment.screened if verdict["rule"] != "moderation"])
        and is_known(comment.email, policy)
    )


def is_known(email: str, policy: CommentPolicy) -> bool:
    """Whether a moderator has approved enough comments confirmed from this address, and rejected none since."""
    decided = Comment.objects.filter(email__iexact=email, email_confirmed_at__isnull=False, decided_at__isnull=False)
    statuses = list(decided.order_by("-decided_at").values_list("status", flat=True)[: policy.trusted_after])
    return len(statuses) == policy.trusted_after and set(statuses) == {Comment.Status.APPROVED}
