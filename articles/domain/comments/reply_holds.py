"""Keeps replies hidden exactly as long as a comment above them waits for its first decision.

A comment that returns to the queue later leaves a placeholder, and its replies stay visible: they are not what is
examined. The cost is that of the rows below.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from articles.models import Comment, Decision
from articles.models.comments.comment import MAX_LEVELS, STEP

RANGES_PER_QUERY = 50  # of the index, in one query
IDS_PER_QUERY = 900  # ids in one query; some SQLite builds take no more than 999 values


def update_waiting(comments: Iterable[Comment]) -> None:
    """Update `awaits_ancestor` of everything below these comments from their status.

    Each needs article_id and path. Call it in the transaction that has changed them, with their articles locked.
    """
    pks = [c.pk for c in comments]
    answered: set[int | None] = set()
    for batch in in_batches(pks, IDS_PER_QUERY):
        replies = Comment.objects.filter(parent__in=batch).order_by()  # in an order, SQLite would read all comments
        answered.update(replies.values_list("parent", flat=True))
    roots = _uppermost(c for c in comments if c.pk in answered)
    for batch in in_batches(roots, RANGES_PER_QUERY):
        _update_below(batch)


def in_batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """A sequence in slices of at most `size`. (itertools.batched() needs Python 3.12.)"""
    return (values[start : start + size] for start in range(0, len(values), size))


def _uppermost(comments: Iterable[Comment]) -> list[tuple[int, str]]:
    """Article and path of each, without those that stand below another one."""
    by_article: dict[int, set[str]] = defaultdict(set)
    for comment in comments:
        by_article[comment.article_id].add(_branch_path(comment.path))
    roots: list[tuple[int, str]] = []
    for article, paths in by_article.items():
        last = "a"  # no path begins with a letter
        for path in sorted(paths):
            if not path.startswith(last):
                roots.append((article, path))
                last = path
    return roots


def _branch_path(path: str) -> str:
    """The path below which the replies are: at the deepest level, a reply is placed beside its parent."""
    return path if len(path) < STEP * MAX_LEVELS else path[:-STEP]


def _update_below(roots: Sequence[tuple[int, str]]) -> None:
    ranges = Q()
    for article, path in roots:
        ranges |= Q(article_id=article, path__gte=path, path__lt=path + "a")
    rows = Comment.objects.filter(ranges).order_by("article_id", "path")
    blocked: dict[int, bool] = {}  # whether the direct replies of a comment have to wait
    start_waiting: list[int] = []
    stop_waiting: list[int] = []
    below = list(rows.values_list("pk", "parent_id", "status", "awaits_ancestor"))
    undecided = _never_decided([pk for pk, _parent, status, _waits in below if status == Comment.Status.PENDING])
    for pk, parent, _status, awaits in below:
        must_wait = blocked.get(parent, awaits)  # the uppermost ones keep what they have
        if must_wait != awaits:
            (start_waiting if must_wait else stop_waiting).append(pk)
        blocked[pk] = must_wait or pk in undecided
    for awaits, pks in ((True, start_waiting), (False, stop_waiting)):
        for batch in in_batches(pks, IDS_PER_QUERY):
            Comment.objects.filter(pk__in=batch).update(awaits_ancestor=awaits)


def _never_decided(pending: Sequence[int]) -> set[int]:
    """Those of these pending comments about which nothing was ever decided."""
    decided: set[int] = set()
    for batch in in_batches(pending, IDS_PER_QUERY):
        decided.update(Decision.objects.left_the_queue().filter(comment__in=batch).values_list("comment", flat=True))
    return set(pending) - decided
