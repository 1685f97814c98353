"""Outlets and agencies, without the right to use and the agreement about it."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.plain import PlainSerializer
from articles.models import Source


class SourceSerializer(PlainSerializer):
    """An outlet or a news agency."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Source.Kind.choices)
    homepage = serializers.CharField(help_text="Its own website; empty where none is known.")
    url = serializers.URLField(help_text="The page here with everything published from it.")

    def write_url(self, source: Source) -> Any:
        """The page."""
        return self.absolute(source.get_absolute_url())
