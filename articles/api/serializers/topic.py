"""Topics."""

from rest_framework import serializers

from articles.api.serializers.plain import PlainSerializer
from articles.models import Topic


class TopicSerializer(PlainSerializer):
    """A topic that editors give to articles."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(help_text="May be empty.")
    url = serializers.URLField(help_text="The page here with everything published on it.")

    def write_url(self, topic: Topic) -> str:
        """The page."""
        return self.absolute(topic.get_absolute_url())
