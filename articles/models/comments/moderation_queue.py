"""The moderators' queues: their comments, how many, and since when the oldest waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.comments.comment import Comment, CommentQuerySet

MAX_COUNTED = 10_000  # a longer queue is not counted to its end


class Queue(TextChoices):
    """A list of comments by status, for work or for reference."""

    PENDING = "pending", _("waits")
    UNREAD = "unread", pgettext_lazy("queue", "published unread")
    REPORTED = "reported", pgettext_lazy("queue", "reported")
    APPROVED = "approved", pgettext_lazy("comment", "approved")
    REJECTED = "rejected", pgettext_lazy("comment", "rejected")
    SPAM = "spam", _("spam")


WORK_QUEUES = (Queue.PENDING, Queue.UNREAD, Queue.REPORTED)  # those to be worked off


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The size of a queue: at most MAX_COUNTED; `oldest` is when the first of its comments was received."""

    queue: Queue
    count: int
    oldest: datetime | None

    @property
    def is_long(self) -> bool:
        """Whether there are more than MAX_COUNTED."""
        return self.count >= MAX_COUNTED

    @property
    def is_work(self) -> bool:
        """Whether it is to be worked off."""
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


def queue_statuses(user: User) -> list[QueueStatus]:
    """The sizes of all queues, in one query; the user's row only carries the annotations."""
    annotations: dict[str, Subquery] = {}
    for queue in Queue:
        comments = rows(queue).order_by()
        annotations[f"{queue}_count"] = _Counted(comments.values("pk")[:MAX_COUNTED])
        annotations[f"{queue}_oldest"] = Subquery(comments.order_by("pk").values("created_at")[:1])
    answers: Any = User.objects.filter(pk=user.pk).values(**annotations).get()
    return [QueueStatus(q, answers[f"{q}_count"], answers[f"{q}_oldest"]) for q in Queue]
