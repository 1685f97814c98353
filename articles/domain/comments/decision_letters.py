"""Sends authors the decisions about their comments: the statement of reasons of Article 17 of Regulation (EU) 2022/2065
(Digital Services Act), templates/letters/statement_of_reasons.txt. They are sent after a delay, so that a decision can
be undone before.

An address that nobody has confirmed may be a stranger's, and the comment an advertisement meant for that stranger:
such an e-mail (unconfirmed_comment_not_shown.txt) does not quote it; its author reads that on the private page.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from articles.domain import job_runner, mail
from articles.models import Comment, Decision, Notice

SEND_DELAY = timedelta(minutes=10)  # what is undone until then is not announced
RETRY_DELAY = timedelta(minutes=30)
MAX_TRIES = 10
BATCH_LETTERS = 100  # in one call


def prepare(decisions: Iterable[Decision]) -> None:
    """Create the notices of these decisions for authors with an e-mail address who have to be informed.

    Call it when the comments are stored as decided. A notice that was not tried yet is replaced by the new one.
    """
    addressed = {d.comment_id: d for d in decisions if _has_address(d.comment)}
    letters = Notice.objects.filter(decision__comment__in=list(addressed))
    letters.filter(sent_at=None, tries=0).delete()
    due = set(letters.values_list("decision__comment", flat=True))
    rejected = Comment.objects.filter(pk__in=list(addressed), status=Comment.Status.REJECTED)
    due.update(rejected.values_list("pk", flat=True))
    _create_notices([decision for pk, decision in addressed.items() if pk in due])


def _has_address(comment: Comment) -> bool:
    """Whether the author has left an address; one whose comment came in a clip never has."""
    return bool(comment.email) and comment.clip_id is None


def _create_notices(decisions: Sequence[Decision]) -> None:
    due_at = timezone.now() + SEND_DELAY
    Notice.objects.bulk_create(Notice(decision=decision, due_at=due_at) for decision in decisions)


def send_due() -> int:
    """Send the notices that are due; returns how many were sent. What fails is tried again later.

    One that fails does not stop the others. Raises job_runner.SomeFailed for errors other than the mail server's.
    """
    due = Notice.objects.due().filter(tries__lt=MAX_TRIES)[:BATCH_LETTERS]
    return job_runner.each(due, _send_once)


def _send_once(notice: Notice) -> bool:
    unsent = Notice.objects.filter(pk=notice.pk, due_at=notice.due_at, sent_at=None)
    if not unsent.update(due_at=timezone.now() + RETRY_DELAY, tries=F("tries") + 1):
        return False  # another process has it
    as_of, letter = _current_letter(notice)
    if letter is None:
        Notice.objects.filter(pk=notice.pk).delete()
        return False
    is_sent = _send(*letter)
    if is_sent:
        Notice.objects.filter(pk=notice.pk).update(sent_at=as_of)  # moderators may have decided anew while it was sent
    return is_sent


@transaction.atomic
def _current_letter(notice: Notice) -> tuple[datetime, tuple[Decision, bool] | None]:
    """The letter, and the time at which it holds: every decision about the comment is before it, and read, or
    after it."""
    comments = Comment.objects.select_for_update(of=("self",)).select_related("article")
    comment = comments.get(decisions=notice.pk)
    return timezone.now(), _letter(notice, comment)


def _letter(notice: Notice, comment: Comment) -> tuple[Decision, bool] | None:
    """What the author has to learn now: a rejection, or that an announced one was withdrawn (the decision, and
    whether it is the latter). None: nothing new, or no address."""
    if not comment.email:  # erased since, or forgotten in time
        return None
    announced, standing = _announced_rejection(comment.pk), None
    if comment.status == Comment.Status.REJECTED:
        standing = Decision.objects.standing_of([comment.pk]).get(comment.pk)
    if standing is not None:
        standing.comment = comment
        return None if announced is not None and announced.pk == standing.pk else (standing, False)
    if announced is None or comment.status not in {Comment.Status.APPROVED, Comment.Status.PENDING}:
        return None
    decision = Decision.objects.get(pk=notice.pk)
    decision.comment = comment
    return decision, True


def _announced_rejection(comment: int) -> Decision | None:
    """The rejection that the last letter announced; None where it announced none. A letter has announced
    the decision that held at its `sent_at`."""
    last = Notice.objects.filter(decision__comment=comment, sent_at__isnull=False).order_by("-sent_at").first()
    if last is None:
        return None
    decision = Decision.objects.filter(at__lte=last.sent_at).standing_of([comment]).get(comment)
    return decision if decision is not None and decision.verb == Decision.Verb.REJECT else None


def circumstances(decision: Decision) -> dict[str, bool]:
    """The circumstances of a decision (Article 17 (3)): whether it was reported, or held by the screening."""
    comment = decision.comment
    return {
        "reported": comment.reports.filter(created_at__lte=decision.at).exists(),
        "screened": bool(comment.doubts),  # that the policy lets every comment wait is no finding of the screening
    }


def _send(decision: Decision, is_taken_back: bool) -> bool:
    comment = decision.comment
    context = {
        "is_taken_back": is_taken_back,
        "decision": decision,
        "comment": comment,
        "quoted": "\n".join(f"> {line}" for line in decision.text_before.split("\n")),
        **circumstances(decision),
        "address": mail.address(reverse("comment_status", args=[comment.status_token])) if comment.status_token else "",
    }
    if not is_taken_back and comment.email_confirmed_at is None:
        subject = gettext_noop("A comment on %(site_name)s")
        return mail.send(comment.email, subject, "unconfirmed_comment_not_shown", context)
    return mail.send(comment.email, gettext_noop("Your comment on %(site_name)s"), "statement_of_reasons", context)
