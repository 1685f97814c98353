"""The filters of staff lists."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from articles.api.filters import values_filter
from articles.api.keys import ids_of_keys
from articles.models import AgencyTask, Article, Clip, Comment, Source

HELD = [("true", "true")]


class StaffArticleFilterSet(django_filters.FilterSet):
    """The filters of articles in every state."""

    state = django_filters.ChoiceFilter(choices=Article.State.choices)
    source = values_filter("Slug or id of the outlet", method="filter_source")
    clip = django_filters.NumberFilter(field_name="clip", min_value=1, max_value=2**63 - 1)
    held = django_filters.ChoiceFilter(choices=HELD, method="filter_held", label="Only those held back from publishing")

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_source(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        """By outlet."""
        return rows.filter(source__in=ids_of_keys(Source.objects.all(), keys))

    def filter_held(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What waits for somebody to look at it."""
        return rows.filter(pk__in=Article.objects.held().order_by().values("pk"))


class ClipFilterSet(django_filters.FilterSet):
    """The filters of clips."""

    state = django_filters.ChoiceFilter(choices=Clip.State.choices)
    held = django_filters.ChoiceFilter(choices=HELD, method="filter_held", label="Only those held back from publishing")

    class Meta:
        model = Clip
        fields: list[str] = []

    def filter_held(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """What waits for somebody to look at it."""
        return rows.filter(pk__in=Clip.objects.held().order_by().values("pk"))


class AgencyTaskFilterSet(django_filters.FilterSet):
    """The filters of tasks about agencies' texts."""

    state = django_filters.ChoiceFilter(choices=AgencyTask.State.choices)
    kind = django_filters.ChoiceFilter(choices=AgencyTask.Kind.choices)
    article = django_filters.NumberFilter(field_name="article", min_value=1, max_value=2**63 - 1)

    class Meta:
        model = AgencyTask
        fields: list[str] = []


class StaffCommentFilterSet(django_filters.FilterSet):
    """The filters of the moderators' queues."""

    status = django_filters.ChoiceFilter(choices=Comment.Status.choices)
    article = django_filters.NumberFilter(field_name="article", min_value=1, max_value=2**63 - 1)

    class Meta:
        model = Comment
        fields: list[str] = []
