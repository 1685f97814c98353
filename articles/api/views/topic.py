"""Topics."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from ...models import Topic
from ..serializers import TopicSerializer
from .public import DetailView, ListView


@extend_schema_view(get=extend_schema(operation_id="listTopics", summary="Topics of published articles"))
class TopicList(ListView):
    """Topics, by name."""

    serializer_class = TopicSerializer

    def get_queryset(self):
        """Those of something public."""
        return Topic.objects.public()


@extend_schema_view(get=extend_schema(operation_id="getTopic", summary="One topic, by slug or id"))
class TopicDetail(DetailView):
    """One topic."""

    serializer_class = TopicSerializer

    def get_queryset(self):
        """Those of something public."""
        return Topic.objects.public()
