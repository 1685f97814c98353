"""The archive by year and month: by the day of the original, or of publication here where there is none."""

import calendar
from datetime import date, datetime

from django.db.models import Exists, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.fields.partial_date import Precision
from articles.models.lists import for_lists
from articles.pages import paging, rendering
from articles.pages.errors import read_only

FIRST_YEAR, LAST_YEAR = 1600, 2199  # beyond them it is a typing error, and each year costs a query
MAX_QUERY_DECADES = 10  # whose years are asked for in one query


@read_only
def years(request: HttpRequest) -> HttpResponse:
    """All years with at least one article."""
    days, moments = _bounds()
    numbers = [day.year for day in (*days, *map(timezone.localdate, moments))]
    span = range(max(min(numbers), FIRST_YEAR), min(max(numbers), LAST_YEAR) + 1) if numbers else range(0)
    decades = list(range(span.start // 10 * 10, span.stop, 10))
    if len(decades) > MAX_QUERY_DECADES:  # most of them empty: first, which are not
        decades = [int(name) for name in _non_empty({str(n): _articles_of_years(n, n + 9) for n in decades})]
    candidates = (year for decade in decades for year in range(decade, decade + 10))
    names = _non_empty({str(year): _articles_of_years(year, year) for year in candidates})
    return rendering.render(request, "archive", {"years": sorted(map(int, names), reverse=True), "here": "archive"})


@read_only
def year(request: HttpRequest, number: int) -> HttpResponse:
    """The months of a year with articles, and the articles of which only the year is known."""
    first, last = _month_span(number, 1)[0], _month_span(number, 12)[1]
    months = {str(m): Article.objects.published().archived_in(*_month_span(number, m)) for m in range(1, 13)}
    non_empty = [date(number, int(m), 1) for m in _non_empty(months)]
    undated = Article.objects.published().filter(
        issued_on__gte=first, issued_on__lte=last, issued_precision=Precision.YEAR
    )
    page = paging.page(for_lists(undated), request.GET)
    if not non_empty and not page.articles:
        raise Http404
    return rendering.render(
        request, "archive_year", {"year": first, "months": non_empty, "page": page, "here": "archive"}
    )


@read_only
def month(request: HttpRequest, number: int, month: int) -> HttpResponse:
    """Everything of a month, the newest first."""
    first, last = _month_span(number, month)
    articles = Article.objects.published().archived_in(first, last)
    page = paging.page(for_lists(articles), request.GET, paging.BY_DAY)
    if not page.articles:
        raise Http404
    return rendering.render(request, "archive_month", {"month": first, "page": page, "here": "archive"})


def _bounds() -> tuple[list[date], list[datetime]]:
    """The first and last day of issue, and the first and last moment of publication, in one query.

    Each is read from the end of an index: MIN and MAX would read all rows.
    """
    rows, subqueries = Article.objects.published(), {}
    for field in ("issued_on", "publish_at"):
        for name, order in (("first", field), ("last", f"-{field}")):
            values = rows.filter(**{f"{field}__isnull": False}).order_by(order).values(field)[:1]
            subqueries[f"{name}_{field}"] = Subquery(values)
    bounds = Article.objects.order_by("pk").annotate(**subqueries).values_list(*subqueries).first() or [None] * 4
    return [day for day in bounds[:2] if day], [moment for moment in bounds[2:] if moment]


def _month_span(number: int, month: int) -> tuple[date, date]:
    if not date.min.year < number < date.max.year:  # what is before and after must be days in any time zone
        raise Http404
    return date(number, month, 1), date(number, month, calendar.monthrange(number, month)[1])


def _articles_of_years(first: int, last: int) -> ArticleQuerySet:
    """All of these years, the month known or not."""
    return Article.objects.published().archived_in(date(first, 1, 1), date(last, 12, 31), with_years=True)


def _non_empty(periods: dict[str, ArticleQuerySet]) -> list[str]:
    """The names of the periods that are not empty, in their order, asked in one query."""
    if not periods:
        return []
    conditions = {f"in_{name}": Exists(articles) for name, articles in periods.items()}
    row = Article.objects.order_by("pk").annotate(**conditions).values(*conditions).first() or {}
    return [name for name in periods if row.get(f"in_{name}")]
