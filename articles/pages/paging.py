"""Pages through articles by an anchor, so that new articles neither shift nor repeat rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404

from articles.models import Article
from articles.models.articles.querysets import ArticleQuerySet

PAGE_ARTICLES = 12  # fills the rows of a grid of two, three or four columns
FRONT_PAGE_ARTICLES = 13  # one lead story, three beside it, a grid of nine
ANCHOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)  # 17 digits: up to the year 5138
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ArticleOrder:
    """What a list is ordered by, newest first; rows of the same value by their id."""

    field: str
    write: Callable[[Any], int]
    read: Callable[[int], Any]  # raises ValueError or OverflowError


BY_TIME = ArticleOrder(
    "publish_at", lambda when: (when - EPOCH) // timedelta(microseconds=1), lambda n: EPOCH + timedelta(microseconds=n)
)
BY_DAY = ArticleOrder("archived_on", date.toordinal, date.fromordinal)


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Some articles of a list, newest first; `newer` and `older` are query strings, empty where the list ends."""

    articles: list[Article]
    newer: str
    older: str
    is_first: bool


def page(
    articles: ArticleQuerySet, query: Mapping[str, str], order: ArticleOrder = BY_TIME, first: int = PAGE_ARTICLES
) -> ArticlePage:
    """The page of the query: `before` or `after` an article's anchor; else the `first` articles.

    An invalid anchor raises Http404. Paging back to the top gives the first page, which has at least as many articles.
    """
    if "before" in query:
        return _older(articles, query["before"], order)
    if "after" in query:
        return _newer(articles, query["after"], order, first) or _first(articles, order, first)
    return _first(articles, order, first)


def anchor(article: Article, order: ArticleOrder = BY_TIME) -> str:
    """An article's place in the order: a number (microseconds since 1970, or a day's ordinal) and its id."""
    return f"{order.write(getattr(article, order.field))}-{article.pk}"


def _first(articles: ArticleQuerySet, order: ArticleOrder, size: int) -> ArticlePage:
    rows = list(_newest_first(articles, order)[: size + 1])
    return ArticlePage(rows[:size], "", _before(rows, order, size), is_first=True)


def _older(articles: ArticleQuerySet, text: str, order: ArticleOrder) -> ArticlePage:
    value, pk = _place(text, order)
    older = articles.filter(Q(**{f"{order.field}__lt": value}) | Q(**{order.field: value}, pk__lt=pk))
    rows = list(_newest_first(older, order)[: PAGE_ARTICLES + 1])
    if not rows:
        raise Http404
    newer, still_older = f"?after={anchor(rows[0], order)}", _before(rows, order, PAGE_ARTICLES)
    return ArticlePage(rows[:PAGE_ARTICLES], newer, still_older, is_first=False)


def _newer(articles: ArticleQuerySet, text: str, order: ArticleOrder, first: int) -> ArticlePage | None:
    value, pk = _place(text, order)
    newer = articles.filter(Q(**{f"{order.field}__gt": value}) | Q(**{order.field: value}, pk__gt=pk))
    rows = list(newer.order_by(order.field, "id")[: first + 1])
    if len(rows) <= first:
        return None
    rows = rows[:PAGE_ARTICLES][::-1]
    newer_still, older = anchor(rows[0], order), anchor(rows[-1], order)
    return ArticlePage(rows, f"?after={newer_still}", f"?before={older}", is_first=False)


def _newest_first(articles: ArticleQuerySet, order: ArticleOrder) -> ArticleQuerySet:
    return articles.order_by(f"-{order.field}", "-id")


def _before(rows: list[Article], order: ArticleOrder, size: int) -> str:
    return f"?before={anchor(rows[size - 1], order)}" if len(rows) > size else ""


def _place(text: str, order: ArticleOrder) -> tuple[Any, int]:
    match = ANCHOR.fullmatch(text)
    if not match:
        raise Http404
    try:
        return order.read(int(match[1])), int(match[2])
    except (ValueError, OverflowError):
        raise Http404 from None
