"""Persons."""

from articles.api.serializers.plain import ReferenceSerializer


class PersonSerializer(ReferenceSerializer):
    """Somebody whom bylines name."""
