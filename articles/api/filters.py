"""The filters of lists. An invalid key, date or language is refused, not ignored."""

import calendar
import re
from datetime import UTC, date, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from articles.api import exceptions
from articles.api.keys import KEY, ids_of_keys, keys_q, rows_of_keys
from articles.domain.search import query
from articles.models import Article, ArticleAgency, Contribution, Image, Person, Placement, Source, Topic
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.fields.partial_date import overlapping

NUMBER = re.compile(r"[0-9]{1,18}")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}")
PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MAX_VALUES = 100  # as many as a page has rows


class ValuesField(forms.Field):
    """Values separated by commas, each of which has to match `form`."""

    def __init__(self, *, form: re.Pattern[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form

    def to_python(self, value: Any) -> list[str]:
        """The values; none for an empty text."""
        words = value.split(",") if value else []
        if len(words) > MAX_VALUES:
            message = _("These are %(n)d values; at most %(most)d are taken at once.")
            raise forms.ValidationError(message % {"n": len(words), "most": MAX_VALUES}, code="invalid_value")
        if not all(self.form.fullmatch(word) for word in words):
            raise forms.ValidationError(_("Give one value, or several separated by commas."), code="invalid_value")
        return words


class PartialDateField(forms.Field):
    """A day, a month or a year, as its first and last day."""

    def to_python(self, value: Any) -> tuple[date, date] | None:
        """First and last day; None for an empty text."""
        if not value:
            return None
        match = PARTIAL_DATE.fullmatch(value)
        try:
            if not match:
                raise ValueError("no date")
            year, month, day = match.groups()
            first = date(int(year), int(month or 1), int(day or 1))
            last_month = first.month if month else 12
            last_day = first.day if day else calendar.monthrange(first.year, last_month)[1]
            return first, date(first.year, last_month, last_day)
        except ValueError:
            message = _("Give a date such as 2024-06-19, 2024-06 or 2024.")
            raise forms.ValidationError(message, code="invalid_date") from None


class TimestampField(forms.Field):
    """A point in time in the format of RFC 3339."""

    def to_python(self, value: Any) -> datetime | None:
        """The time in UTC; None for an empty text. Without a zone it is read as UTC."""
        if not value:
            return None
        try:
            timestamp = datetime.fromisoformat(value.replace(" ", "+"))  # a plus that nobody has escaped
            timestamp = timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)
            return timestamp.astimezone(UTC)
        except (ValueError, OverflowError):
            message = _("Give a point in time such as 2024-06-19T08:00:00Z.")
            raise forms.ValidationError(message, code="invalid_date") from None


class TimestampFilter(django_filters.Filter):
    """A filter by a point in time."""

    field_class = TimestampField


class ValuesFilter(django_filters.Filter):
    """A filter by several values at once."""

    field_class = ValuesField


class PartialDateFilter(django_filters.Filter):
    """A filter by a day, a month or a year."""

    field_class = PartialDateField


def values_filter(what: str, form: re.Pattern[str] = KEY, **kwargs: Any) -> ValuesFilter:
    words = f"{what}; several, at most {MAX_VALUES}, are separated by commas and mean: any of them."
    return extend_schema_field({"type": "string", "description": words})(ValuesFilter(form=form, **kwargs))


def _timestamp_filter(what: str, lookup: str = "", **kwargs: Any) -> TimestampFilter:
    name, expression = lookup.split("__") if lookup else ("", "")
    words = f"{what}; such as `2024-06-19T08:00:00Z`."
    arguments = {"field_name": name, "lookup_expr": expression} if lookup else {}
    return extend_schema_field({"type": "string", "format": "date-time", "description": words})(
        TimestampFilter(**arguments, **kwargs)
    )


def _partial_date_filter(what: str) -> PartialDateFilter:
    words = f"{what}: `2024-06-19`, `2024-06` or `2024`. What is known by its month only counts as the whole month; "
    schema = {"type": "string", "pattern": f"^{PARTIAL_DATE.pattern}$", "description": words + "undated never match."}
    # Both dates are read together, in ArticleFilters.filter_queryset().
    return extend_schema_field(schema)(PartialDateFilter(method=lambda rows, name, value: rows))


QUERY_DESCRIPTION = (
    "Words that all have to occur in headline, lead or text: in any form, or as a part of a compound. A phrase stands "
    "in quotes; a minus before a word or phrase leaves out what has it. Of an excerpt only headline and lead count. "
    "The order of the list stays by time."
)


class ArticleFilterSet(django_filters.FilterSet):
    """The filters of the list of articles; together they narrow it down."""

    id = values_filter("Id of an article", NUMBER, method="filter_id")
    q = extend_schema_field({"type": "string", "description": QUERY_DESCRIPTION})(
        django_filters.CharFilter(method="filter_question", strip=False)
    )
    source = values_filter("Slug or id of the outlet", method="filter_source")
    agency = values_filter("Slug or id of the agency, whatever its part", method="filter_agency")
    topic = values_filter("Slug or id of a topic", method="filter_topic")
    person = values_filter("Slug or id of a person with a part in the article", method="filter_person")
    genre = extend_schema_field({"type": "string", "enum": Article.Genre.values, "description": "The genre."})(
        django_filters.ChoiceFilter(choices=Article.Genre.choices)
    )
    place = extend_schema_field({"type": "string", "maxLength": 100, "description": "Words of the dateline."})(
        django_filters.CharFilter(method="filter_place", max_length=100)
    )
    published_from = _timestamp_filter("Published here then or later", "publish_at__gte")
    published_to = _timestamp_filter("Published here before then", "publish_at__lt")
    changed_since = _timestamp_filter(
        "Changed then or later, or published. It cannot tell what has gone: who keeps a copy asks `changes/`",
        method="filter_change",
    )
    language = values_filter("Language tag; `de` finds `de-AT`, too", LANGUAGE, method="filter_language")
    date_from = _partial_date_filter("First day of issue of the original")
    date_to = _partial_date_filter("Last day of issue of the original")

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply all filters, the two dates as one range."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        first, last = (self.form.cleaned_data[name] for name in ("date_from", "date_to"))
        if first is None and last is None:
            return rows
        if first and last and first[0] > last[1]:
            raise exceptions.bad_parameter("date_from", str(_("The range ends before it begins.")), "invalid_range")
        return rows.filter(overlapping(first and first[0], last and last[1]))

    def filter_question(self, rows: QuerySet[Any], name: str, text: str) -> QuerySet[Any]:
        """By the site's search. A question without a word finds nothing."""
        return query.matching(rows, query.read_question(text))

    def filter_id(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        return rows.filter(keys_q(keys))

    def filter_place(self, rows: ArticleQuerySet, name: str, words: str) -> ArticleQuerySet:
        """By the dateline; an excerpt does not show one."""
        return rows.in_full().filter(dateline__icontains=words)

    def filter_change(self, rows: QuerySet[Any], name: str, moment: datetime) -> QuerySet[Any]:
        """By the last change or publication, whichever is later."""
        return rows.filter(Q(updated_at__gte=moment) | Q(publish_at__gte=moment) | Q(embargo_until__gte=moment))

    def filter_source(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        """By outlet. A single id is compared with `=`, so that its own index serves the page."""
        ids = ids_of_keys(Source.objects.all(), keys)
        return rows.filter(source=ids[0]) if len(ids) == 1 else rows.filter(source__in=ids)

    def filter_agency(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        links = ArticleAgency.objects.filter(source__in=ids_of_keys(Source.objects.all(), keys))
        return rows.filter(pk__in=links.values("article"))

    def filter_topic(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        links = Article.topics.through._default_manager.filter(topic__in=ids_of_keys(Topic.objects.all(), keys))
        return rows.filter(pk__in=links.values("article"))

    def filter_person(self, rows: ArticleQuerySet, name: str, keys: list[str]) -> QuerySet[Any]:
        """By contribution; an excerpt names no persons and is never found."""
        return rows.in_full().filter(
            pk__in=Contribution.objects.filter(person__in=ids_of_keys(Person.objects.all(), keys)).values("article")
        )

    def filter_language(self, rows: QuerySet[Any], name: str, tags: list[str]) -> QuerySet[Any]:
        """By language, including its regional variants."""
        condition = Q()
        for tag in tags:
            condition |= Q(language__iexact=tag) | Q(language__istartswith=f"{tag}-")
        return rows.filter(condition)


class ImageFilterSet(django_filters.FilterSet):
    """The filters of the list of pictures."""

    article = values_filter("Slug or id of an article that shows the picture", method="filter_article")

    class Meta:
        model = Image
        fields: list[str] = []

    def filter_article(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        """By article; one that is not public has no pictures."""
        articles = rows_of_keys(Article.objects.published().in_full(), keys)
        return rows.filter(pk__in=Placement.objects.filter(article__in=articles).values("image"))
