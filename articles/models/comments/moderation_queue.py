"""The moderators' queues: which comments are in each, how many, and since when the oldest waits there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.comments.comment import Comment, CommentQuerySet

MAX_COUNTED = 10_000  # comments; a longer queue is not counted to its end


class Queue(TextChoices):
    """A list that moderators work through, or look something up in."""

    PENDING = "pending", _("waits")
    UNREAD = "unread", pgettext_lazy("queue", "published unread")
    REPORTED = "reported", pgettext_lazy("queue", "reported")
    APPROVED = "approved", pgettext_lazy("comment", "approved")
    REJECTED = "rejected", pgettext_lazy("comment", "rejected")
    SPAM = "spam", _("spam")


WORK_QUEUES = (Queue.PENDING, Queue.UNREAD, Queue.REPORTED)  # those that shall become empty


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """How a queue stands: `count` is MANY where there are more, `oldest` is when the first of them came in."""

    queue: Queue
    count: int
    oldest: datetime | None

    @property
    def is_long(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= MAX_COUNTED

    @property
    def is_work(self) -> bool:
        """Whether it shall become empty."""
        return self.queue in WORK_QUEUES


class _Counted(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def rows(queue: str, candidates: CommentQuerySet | None = None) -> CommentQuerySet:
    """The comments in a queue; raises ValueError where there is no such queue."""
    comments: CommentQuerySet = Comment.objects.all() if candidates is None else candidates
    match Queue(queue):
        case Queue.UNREAD:
            return comments.filter(status=Comment.Status.APPROVED, seen_at=None)
        case Queue.REPORTED:
            return comments.reported().exclude(status=Comment.Status.ERASED)
        case by_status:
            return comments.filter(status=by_status.value)


def queue_statuses(user: Any) -> list[QueueStatus]:
    """How all queues stand, in one query; the user's row only carries the answer."""
    annotations: dict[str, Subquery] = {}
    for queue in Queue:
        comments = rows(queue).order_by()
        annotations[f"{queue}_count"] = _Counted(comments.values("pk")[:MAX_COUNTED])
        annotations[f"{queue}_oldest"] = Subquery(comments.order_by("pk").values("created_at")[:1])
    answers: Any = User.objects.filter(pk=user.pk).values(**annotations).get()
    return [QueueStatus(q, answers[f"{q}_count"], answers[f"{q}_oldest"]) for q in Queue]
