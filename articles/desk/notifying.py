"""Tells people of decisions about their comments: the statement of reasons that Article 17 of Regulation (EU) 2022/2065
(Digital Services Act) asks for. Letters wait a while, so that a decision can be undone before anybody is told.

An address that nobody has confirmed may be a stranger's, and the comment an advertisement meant for that stranger:
such a letter has no word of who sent the comment. They read it on their private page.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from ..models import Comment, Decision, Notice
from . import enduring, mailing

AFTER = timedelta(minutes=10)  # what is undone until then was never told
AGAIN_AFTER = timedelta(minutes=30)
TRIES = 10
AT_ONCE = 100  # letters in one call


def prepare(decisions: Iterable[Decision]) -> None:
    """Have the authors told of these rejections, where they left an e-mail. Spam is not answered (Article 17 (2))."""
    told = [d for d in decisions if d.verb == Decision.Verb.REJECT and _can_be_told(d.comment)]
    _put_out(told)


def take_back(undone: Sequence[Decision], undoings: Sequence[Decision]) -> None:
    """Letters that have not gone stay here; whose author was told already is told of the undoing too."""
    sent = set(
        Notice.objects.filter(decision__in=undone, sent_at__isnull=False).values_list("decision__comment", flat=True)
    )
    Notice.objects.filter(decision__in=undone, sent_at=None).delete()
    _put_out([d for d in undoings if d.comment_id in sent and _can_be_told(d.comment)])


def _can_be_told(comment: Comment) -> bool:
    """Nobody whose comment came in a clip has ever given us an address."""
    return bool(comment.email) and comment.clip_id is None


def _put_out(decisions: Sequence[Decision]) -> None:
    due = timezone.now() + AFTER
    Notice.objects.bulk_create(Notice(decision=one, due_at=due) for one in decisions)


def send_due() -> int:
    """Send the letters whose time has come; returns how many went. What fails is tried again later.

    One that fails keeps no other back. Raises enduring.SomeFailed where that was no matter of the mail's.
    """
    due = Notice.objects.due().filter(tries__lt=TRIES).select_related("decision__comment__article")[:AT_ONCE]
    return enduring.each(due, _send_once)


def _send_once(notice: Notice) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, due_at=notice.due_at, sent_at=None)
    if not mine.update(due_at=timezone.now() + AGAIN_AFTER, tries=F("tries") + 1):
        return False  # another process has it
    if not notice.decision.comment.email:  # erased since, or forgotten in time
        Notice.objects.filter(pk=notice.pk).delete()
        return False
    is_sent = _send(notice.decision)
    if is_sent:
        Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now())
    return is_sent


def circumstances(decision: Decision) -> dict[str, bool]:
    """How it came to a decision, as Article 17 (3) asks: whether somebody had reported it, a program had marked it."""
    comment = decision.comment
    return {
        "reported": comment.reports.filter(created_at__lte=decision.at).exists(),
        "screened": bool(comment.doubts),  # that the site lets every comment wait is no program's judgement
    }


def _send(decision: Decision) -> bool:
    comment = decision.comment
    words = {
        "decision": decision,
        "comment": comment,
        "quoted": "\n".join(f"> {line}" for line in decision.text_before.split("\n")),
        **circumstances(decision),
        "address": mailing.address(reverse("comment_status", args=[comment.status_token]))
        if comment.status_token
        else "",
    }
    if decision.verb == Decision.Verb.REJECT and comment.email_confirmed_at is None:
        return mailing.send(comment.email, gettext_noop("A comment on %(site_name)s"), "comment_not_shown", words)
    return mailing.send(comment.email, gettext_noop("Your comment on %(site_name)s"), "statement_of_reasons", words)
