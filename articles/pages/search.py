"""The search page: a form, hits with the passage that matches, filters by outlet, topic and date."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.domain.search import highlights
from articles.domain.search import query as searching
from articles.domain.taxonomy import redirects
from articles.formats.xml_text import allowed
from articles.models import Article, Source, Topic
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.fields.partial_date import any_period, overlapping
from articles.models.lists import for_lists
from articles.pages import rendering
from articles.pages.errors import read_only
from articles.pages.paging import EPOCH

PAGE_HITS = 10
PASSAGE_CHARS = 260
MAX_CHOICES = 300  # outlets, and topics, in the form; further ones come by the address
PLACE = re.compile(r"(\d)-(\d{1,17})-(\d{1,18})", re.ASCII)
FIELDS = ("q", "source", "topic", "from", "to")
MAX_FEED_QUERY_CHARS = 1_000  # longer ones are no address to keep

Entry = TypeVar("Entry", Source, Topic)


@dataclass(frozen=True, slots=True)
class PageHit:
    """An article with the passage that matches."""

    article: Article
    shown: highlights.HighlightedHit


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What an address asks for: the query, the filtered articles, and the errors by field."""

    given: dict[str, str]
    rows: ArticleQuerySet
    question: searching.SearchQuery
    faults: dict[str, str]

    @property
    def query(self) -> str:
        """The request as a query string."""
        return "?" + urlencode({name: value for name, value in self.given.items() if value})


def read_request(query: Mapping[str, str]) -> SearchRequest:
    """`source` and `topic` are slugs, present or former; `from` and `to` are days, months or years.

    Raises Http404 for an unknown slug.

    Characters that no XML may hold are left out: the same question is asked of feeds, which say it in their title.
    """
    values = {name: allowed(query.get(name, "")).strip() for name in FIELDS}
    rows = Article.objects.published()
    if values["source"]:
        source = _find_entry(Source.objects.public(), values["source"])
        values["source"], rows = source.slug, rows.filter(source=source)
    if values["topic"]:
        topic = _find_entry(Topic.objects.public(), values["topic"])
        values["topic"] = topic.slug
        rows = rows.filter(pk__in=Article.topics.through.objects.filter(topic=topic).values("article"))
    faults: dict[str, str] = {}
    first, last = _day(values, "from", _first_day, faults), _day(values, "to", _last_day, faults)
    if first and last and first > last:
        faults["to"] = _("The time ends before it begins.")
    rows = rows.none() if faults else _between(rows, first, last)
    return SearchRequest(values, rows, searching.read_question(values["q"]), faults)


def _find_entry(rows: QuerySet[Entry], slug: str) -> Entry:
    """The entry that has this slug or had it once; raises Http404 where there is none."""
    entry = rows.filter(slug=slug).first()
    return entry or get_object_or_404(rows, pk__in=redirects.former_owners(rows.model, [slug]))


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """What is published and answers `?q=`, the best first, with the passage it was found in."""
    wanted = read_request(request.GET)
    given, question = wanted.given, wanted.question
    result = searching.find(wanted.rows, question, PAGE_HITS, _place(request.GET))
    is_further = "after" in request.GET
    if is_further and not result.ids:
        raise Http404
    context = {
        "here": "search",
        "given": {**given, "q": given["q"][:2_000]},
        "question": question,
        "faults": wanted.faults,
        "found": result,
        "hits": _hits(result, question),
        "is_further": is_further,
        "is_asked": bool(request.GET),
        "is_filtered": any(given[name] for name in FIELDS[1:]),
        "unfiltered": "?" + urlencode({"q": given["q"]}),
        "best": wanted.query,
        "further": _further(given, result),
        "feed": _feed(wanted),
        "sources": Source.objects.public().outlets().order_by("name")[:MAX_CHOICES],
        "topics": Topic.objects.public().order_by("name")[:MAX_CHOICES],
    }
    return rendering.render(request, "search", context, 400 if wanted.faults else 200)


def _feed(wanted: SearchRequest) -> str:
    """The address of the feed of the same search; empty where the request is empty or invalid."""
    can_be_followed = wanted.question and not wanted.faults and len(wanted.query) <= MAX_FEED_QUERY_CHARS
    return reverse("search_feed", args=["atom"]) + wanted.query if can_be_followed else ""


def _hits(result: searching.SearchResult, question: searching.SearchQuery) -> list[PageHit]:
    articles = for_lists(Article.objects.published(), with_body=True).in_bulk(result.ids)
    rows = [articles[pk] for pk in result.ids if pk in articles]
    return list(map(PageHit, rows, highlights.highlight_all(rows, question, PASSAGE_CHARS)))


def _between(rows: ArticleQuerySet, start: date | None, end: date | None) -> ArticleQuerySet:
    """Articles that appeared in this time: the original, or here where the original has no date."""
    if not (start or end):
        return rows
    here = Q(issued_on=None)
    if start:
        here &= Q(publish_at__gte=_midnight(start))
    if end and end < date.max:
        here &= Q(publish_at__lt=_midnight(end + timedelta(days=1)))
    return rows.filter(overlapping(start, end) | here)


def _day(values: Mapping[str, str], name: str, read: Callable[[str], date], faults: dict[str, str]) -> date | None:
    """The day in a field, None where it is empty; an invalid date is added to `faults`."""
    try:
        return read(values[name]) if values[name] else None
    except ValueError:
        faults[name] = _("Please give a date such as 2024-06-19, 2024-06 or 2024.")
        return None


def _first_day(text: str) -> date:
    return any_period(text)[0]


def _last_day(text: str) -> date:
    first, precision = any_period(text)
    if precision == "day":
        return first
    days = calendar.monthrange(first.year, first.month)[1]
    return first.replace(month=12, day=31) if precision == "year" else first.replace(day=days)


def _midnight(day: date) -> datetime:
    moment = datetime.combine(day, time.min)
    if day.year in (date.min.year, date.max.year):  # no zone reaches beyond the calendar
        return moment.replace(tzinfo=UTC)
    return timezone.make_aware(moment)


def _place(query: Mapping[str, str]) -> searching.Place | None:
    """The place that the page begins after; raises Http404 for an invalid one."""
    if "after" not in query:
        return None
    match = PLACE.fullmatch(query["after"])
    if not match:
        raise Http404
    return int(match[1]), EPOCH + timedelta(microseconds=int(match[2])), int(match[3])


def _further(query: Mapping[str, str], result: searching.SearchResult) -> str:
    if result.last is None:
        return ""
    rank, when, pk = result.last
    after = f"{rank}-{(when - EPOCH) // timedelta(microseconds=1)}-{pk}"
    return "?" + urlencode({**{name: value for name, value in query.items() if value}, "after": after})
