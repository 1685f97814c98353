"""Tells people of decisions about their comments: the statement of reasons that Article 17 of Regulation (EU) 2022/2065
(Digital Services Act) asks for. Letters wait a while, so that a decision can be undone before anybody is told.

An address that nobody has confirmed may be a stranger's, and the comment an advertisement meant for that stranger:
such a letter has no word of who sent the comment. They read it on their private page.
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

SEND_DELAY = timedelta(minutes=10)  # what is undone until then was never told
RETRY_DELAY = timedelta(minutes=30)
MAX_TRIES = 10
BATCH_LETTERS = 100  # letters in one call


def prepare(decisions: Iterable[Decision]) -> None:
    """Have the authors told of what these decisions leave standing, where they left an e-mail and have to be told.

    Call it when the comments are stored as decided. A letter that nobody has begun to send gives way to the new one.
    """
    addressed = {d.comment_id: d for d in decisions if _has_address(d.comment)}
    letters = Notice.objects.filter(decision__comment__in=list(addressed))
    letters.filter(sent_at=None, tries=0).delete()
    due = set(letters.values_list("decision__comment", flat=True))
    rejected = Comment.objects.filter(pk__in=list(addressed), status=Comment.Status.REJECTED)
    due.update(rejected.values_list("pk", flat=True))
    _create_notices([decision for pk, decision in addressed.items() if pk in due])


def _has_address(comment: Comment) -> bool:
    """Nobody whose comment came in a clip has ever given us an address."""
    return bool(comment.email) and comment.clip_id is None


def _create_notices(decisions: Sequence[Decision]) -> None:
    due_at = timezone.now() + SEND_DELAY
    Notice.objects.bulk_create(Notice(decision=decision, due_at=due_at) for decision in decisions)


def send_due() -> int:
    """Send the letters whose time has come; returns how many went. What fails is tried again later.

    One that fails keeps no other back. Raises job_runner.SomeFailed where that was no matter of the mail's.
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
        Notice.objects.filter(pk=notice.pk).update(sent_at=as_of)  # moderators went on while the mail was going out
    return is_sent


@transaction.atomic
def _current_letter(notice: Notice) -> tuple[datetime, tuple[Decision, bool] | None]:
    """The letter, and the moment of which it tells: whatever is decided about the comment is before it, and read, or
    after it."""
    comments = Comment.objects.select_for_update(of=("self",)).select_related("article")
    comment = comments.get(decisions=notice.pk)
    return timezone.now(), _letter(notice, comment)


def _letter(notice: Notice, comment: Comment) -> tuple[Decision, bool] | None:
    """What is to be told by what holds now: a rejection, or that one which was told was taken back (the decision, and
    whether it is the latter). None: nothing, or nothing that the author does not know, or nobody to tell."""
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
    """The rejection that the author knows of by the last letter; None where it told of none. A letter has told of
    what held at its `sent_at`."""
    last = Notice.objects.filter(decision__comment=comment, sent_at__isnull=False).order_by("-sent_at").first()
    if last is None:
        return None
    decision = Decision.objects.filter(at__lte=last.sent_at).standing_of([comment]).get(comment)
    return decision if decision is not None and decision.verb == Decision.Verb.REJECT else None


def circumstances(decision: Decision) -> dict[str, bool]:
    """How it came to a decision, as Article 17 (3) asks: whether somebody had reported it, a program had marked it."""
    comment = decision.comment
    return {
        "reported": comment.reports.filter(created_at__lte=decision.at).exists(),
        "screened": bool(comment.doubts),  # that the site lets every comment wait is no program's judgement
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
        return mail.send(comment.email, gettext_noop("A comment on %(site_name)s"), "comment_not_shown", context)
    return mail.send(comment.email, gettext_noop("Your comment on %(site_name)s"), "statement_of_reasons", context)
