"""The same text once more: from the same sender it is refused, from others it waits.

Where comments are shown at once, waiting reveals something: sending a text and a variant of it would show whether the
text is stored here, hidden. There it waits only if everybody can read the first one, or could read it below this
article before it was removed; for one that was never shown, only the moderators see the note.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.comments.screening import text_normalization
from articles.domain.comments.screening.verdict import FINE, HOLD, PUBLISH, REFUSE, Submission, Verdict
from articles.models import Article, Comment, ModerationMode
from articles.models.comments.comment import CommentQuerySet

LOOK_BACK = timedelta(days=2)
MAX_COMMON_CHARS = 25  # folded characters; „Danke!“ and „So ist es.“ may be said by many


def text_hash(text: str) -> str:
    """A keyed hash of the folded words: the same for the same words however they are disguised."""
    return salted_hmac("articles.text", text_normalization.plain(text) or text, algorithm="sha256").hexdigest()


def judge(submission: Submission) -> Verdict:
    """Compare with what came in lately."""
    same = Comment.objects.filter(text_hash=text_hash(submission.text), created_at__gte=timezone.now() - LOOK_BACK)
    senders = list(same.order_by("-id").values_list("sender_hash", flat=True)[:50])
    if any(sender == submission.sender_hash and sender for sender in senders):
        return Verdict(REFUSE, _("You have sent this text already."))
    if len(text_normalization.plain(submission.text)) <= MAX_COMMON_CHARS:
        return FINE
    if _was_taken_away(submission):
        return Verdict(HOLD, gettext_lazy("The same text stood below this article before, and was taken away."))
    if senders:
        may_wait = submission.policy.moderation_of(submission.article) == ModerationMode.PRE or _can_be_read(same)
        return Verdict(HOLD if may_wait else PUBLISH, gettext_lazy("The same text has come in before."))
    return FINE


def _can_be_read(comments: CommentQuerySet) -> bool:
    return comments.visible().filter(article__in=Article.objects.published().in_full()).exists()


def _was_taken_away(submission: Submission) -> bool:
    """Whether it was removed below this article after it could be read: anybody may know that. However long
    ago, as long as the text can be recognised (see domain/privacy/retention.py)."""
    repeated = Comment.objects.filter(article=submission.article, text_hash=text_hash(submission.text))
    removed = repeated.exclude(status__in=[Comment.Status.APPROVED, Comment.Status.ERASED])
    return removed.filter(decisions__status_before=Comment.Status.APPROVED).exists()
