"""Topics."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from articles.api.serializers import TopicSerializer
from articles.api.views.public import PublicDetailView, PublicListView
from articles.models import Topic
from articles.models.taxonomy.topic import TopicQuerySet


@extend_schema_view(get=extend_schema(operation_id="listTopics", summary="Topics of published articles"))
class TopicListView(PublicListView):
    """Topics, by name."""

    serializer_class = TopicSerializer

    def get_queryset(self) -> TopicQuerySet:
        """Those of something public."""
        return Topic.objects.public()


@extend_schema_view(get=extend_schema(operation_id="getTopic", summary="One topic, by slug or id"))
class TopicDetailView(PublicDetailView):
    """One topic."""

    serializer_class = TopicSerializer

    def get_queryset(self) -> TopicQuerySet:
        """Those of something public."""
        return Topic.objects.public()
