"""Pages through the comments of an article by thread: a page costs the same with ten or ten thousand comments.

The comments have one order: threads by age, oldest or newest first, each thread in its own order. A page is a range of
it, begins with the comment that its address names, and ends at the end of a thread if possible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse

from articles.models import Article, Comment
from articles.models.comments.comment import STEP, CommentQuerySet
from articles.models.fields.keys import parse_pk

PAGE_THREADS = 20
PAGE_COMMENTS = 100  # a longer thread goes on on the next page
OLDEST, NEWEST = "oldest", "newest"


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Some comments; `before` and `after` are the ids of the comments that the neighbouring pages begin with."""

    comments: list[Comment]
    order: str = OLDEST
    start: int | None = None
    before: int | None = None
    after: int | None = None

    def query(self, start: int | None, order: str | None = None) -> str:
        """The query string of the page that begins with `start`."""
        sort = [f"sort={NEWEST}"] if (order or self.order) == NEWEST else []
        return "&".join([*sort, *([f"from={start}"] if start else [])])

    @property
    def here(self) -> str:
        """The query string of this page."""
        return self.query(self.start)


def page(article: Article, start: int | None = None, order: str = OLDEST) -> ThreadPage:
    """The page that begins with the comment `start`; the first page where readers may not see that comment."""
    line = ThreadLine(article, order)
    place = line.place(start) if start else None
    comments, after = line.stretch(place)
    before = line.page_before(place) if place else None
    return ThreadPage(comments, order, start if place else None, before, after)


def read_query(query: Mapping[str, str]) -> tuple[int | None, str]:
    """Start and order of a query string; invalid values mean the first page."""
    return parse_pk(query.get("from", "")), NEWEST if query.get("sort") == NEWEST else OLDEST


def page_start(comment: Comment) -> int:
    """The id of the comment that this one's page begins with: its thread's first, or itself in a long thread."""
    above = comment.article.comments.in_threads().filter(path__gte=comment.path[:STEP], path__lte=comment.path)
    rows = list(above.order_by("path").values_list("pk", flat=True)[: PAGE_COMMENTS + 1])
    return rows[0] if 0 < len(rows) <= PAGE_COMMENTS else comment.pk


def address(comment: Comment) -> str:
    """The stable address of a comment: it redirects to the right page."""
    return reverse("comment", args=[comment.article.slug, comment.pk])


class ThreadLine:
    """The comments of an article in their order. A place is a path; its first digits name the thread."""

    def __init__(self, article: Article, order: str) -> None:
        self.is_newest_first = order == NEWEST
        self.rows: CommentQuerySet = article.comments.in_threads()

    def place(self, pk: int) -> str | None:
        """The path of a comment; None for one that readers may not see."""
        return self.rows.filter(pk=pk).values_list("path", flat=True).first()

    def stretch(self, place: str | None) -> tuple[list[Comment], int | None]:
        """The comments of the page that begins at `place`, and the id of the one that follows."""
        rows = list(self._from(place).for_readers()[: PAGE_COMMENTS + 1])
        begins = [n for n, row in enumerate(rows) if n and row.depth == 0]  # where a thread could begin the next page
        if len(begins) >= PAGE_THREADS:
            end = begins[PAGE_THREADS - 1]
        elif len(rows) > PAGE_COMMENTS:
            end = begins[-1] if begins else PAGE_COMMENTS
        else:
            return rows, None
        return rows[:end], rows[end].pk

    def page_before(self, place: str) -> int | None:
        """The id of the comment that the page before `place` begins with."""
        rows = list(self._back(place).values_list("pk", "path")[:PAGE_COMMENTS])
        starts = [pk for pk, path in rows if len(path) == STEP][:PAGE_THREADS]
        return starts[-1] if starts else rows[-1][0] if rows else None

    def _roots(self, place: str | None, forward: bool) -> list[tuple[int, str]]:
        """The roots of the threads from `place` on (including its own), or those before it, nearest first.

        One more than a page has.
        """
        rows = self.rows.filter(parent=None)
        rising = forward != self.is_newest_first
        if place:
            own = place[:STEP]
            rows = rows.filter(path__gte=own) if rising else rows.filter(path__lte=own)
        return list(rows.order_by("path" if rising else "-path").values_list("pk", "path")[: PAGE_THREADS + 1])

    def _from(self, place: str | None) -> CommentQuerySet:
        if not self.is_newest_first:
            return self.rows.filter(path__gte=place or "").order_by("path")
        roots = self._roots(place, forward=True)
        if not roots:
            return self.rows.none()
        first, last = roots[0][1], roots[-1][1]
        rows = self.rows.filter(path__gte=last, path__lt=first + "a")
        if place:
            rows = rows.exclude(path__gte=first, path__lt=place)
        return rows.alias(thread=Substr("path", 1, STEP)).order_by("-thread", "path")

    def _back(self, place: str) -> CommentQuerySet:
        if not self.is_newest_first:
            return self.rows.filter(path__lt=place).order_by("-path")
        own, last = place[:STEP], self._roots(place, forward=False)[-1][1]
        rows = self.rows.filter(path__gte=own, path__lt=last + "a").exclude(Q(path__gte=place) & Q(path__lt=own + "a"))
        return rows.alias(thread=Substr("path", 1, STEP)).order_by("thread", "-path")
