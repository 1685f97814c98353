"""The filters of the desk's lists."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from articles.api.filters import _ids, _words
from articles.models import Article, Clip, Comment, Source


class DeskArticleFilters(django_filters.FilterSet):
    """Which articles of the desk."""

    state = django_filters.ChoiceFilter(choices=Article.State.choices)
    source = _words("Slug or id of the outlet", method="of_source")
    clip = django_filters.NumberFilter(field_name="clip", min_value=1, max_value=2**63 - 1)

    class Meta:
        model = Article
        fields: list[str] = []

    def of_source(self, rows: QuerySet[Any], name: str, keys: list[str]) -> QuerySet[Any]:
        """By outlet."""
        return rows.filter(source__in=_ids(Source, keys))


class ClipFilters(django_filters.FilterSet):
    """Which clips."""

    state = django_filters.ChoiceFilter(choices=Clip.State.choices)

    class Meta:
        model = Clip
        fields: list[str] = []


class DeskCommentFilters(django_filters.FilterSet):
    """Which comments of the moderators' queues."""

    status = django_filters.ChoiceFilter(choices=Comment.Status.choices)
    article = django_filters.NumberFilter(field_name="article", min_value=1, max_value=2**63 - 1)

    class Meta:
        model = Comment
        fields: list[str] = []
