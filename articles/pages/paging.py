"""Pages through articles by an anchor, so that what arrives meanwhile neither shifts nor repeats anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.http import Http404

from ..models import Article
from ..models.article import ArticleQuerySet

SIZE = 13  # one lead story, three beside it, a grid of nine
ANCHOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)  # 17 digits: up to the year 5138
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles of a list, newest first; `newer` and `older` are query strings, empty where the list ends."""

    articles: list[Article]
    newer: str
    older: str
    is_first: bool


def page(articles: ArticleQuerySet, query: Mapping[str, str]) -> Page:
    """The page that the query asks for: `before` or `after` an article's anchor. Nonsense raises Http404.

    Whoever pages back up to the top gets the first page: it holds at least what the page asked for would.
    """
    if "before" in query:
        return _older(articles, query["before"])
    if "after" in query:
        return _newer(articles, query["after"]) or _first(articles)
    return _first(articles)


def anchor(article: Article) -> str:
    """An article's place in time: microseconds since 1970 and its id. Says nothing that the page does not."""
    assert article.publish_at is not None
    return f"{(article.publish_at - EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def _first(articles: ArticleQuerySet) -> Page:
    rows = list(articles.newest_first()[: SIZE + 1])
    return Page(rows[:SIZE], "", _before(rows), is_first=True)


def _older(articles: ArticleQuerySet, given: str) -> Page:
    when, pk = _place(given)
    older = articles.filter(Q(publish_at__lt=when) | Q(publish_at=when, pk__lt=pk))
    rows = list(older.newest_first()[: SIZE + 1])
    if not rows:
        raise Http404
    return Page(rows[:SIZE], f"?after={anchor(rows[0])}", _before(rows), is_first=False)


def _newer(articles: ArticleQuerySet, given: str) -> Page | None:
    when, pk = _place(given)
    newer = articles.filter(Q(publish_at__gt=when) | Q(publish_at=when, pk__gt=pk))
    rows = list(newer.order_by("publish_at", "id")[: SIZE + 1])
    if len(rows) <= SIZE:
        return None
    rows = rows[:SIZE][::-1]
    return Page(rows, f"?after={anchor(rows[0])}", f"?before={anchor(rows[-1])}", is_first=False)


def _before(rows: list[Article]) -> str:
    return f"?before={anchor(rows[SIZE - 1])}" if len(rows) > SIZE else ""


def _place(given: str) -> tuple[datetime, int]:
    match = ANCHOR.fullmatch(given)
    if not match:
        raise Http404
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
