"""What staff may write of pictures, topics, sources and persons, and how they are answered."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.strict import StrictSerializer, WebField
from articles.models import Image, Person, Right, Source, Topic

SLUG = r"^[-a-zA-Z0-9_]*[-a-zA-Z_][-a-zA-Z0-9_]*$"  # never digits alone: that would be an id


class TaxonomyInputSerializer(StrictSerializer):
    """Name and short address."""

    name = serializers.CharField(max_length=200)
    slug = serializers.RegexField(SLUG, required=False, max_length=80)


class TopicInputSerializer(TaxonomyInputSerializer):
    """A topic."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class SourceInputSerializer(TaxonomyInputSerializer):
    """An outlet or an agency, and the right to use its texts."""

    kind = serializers.ChoiceField(Source.Kind.choices, required=False)
    homepage = WebField(required=False, allow_blank=True, max_length=500)
    right = serializers.ChoiceField(Right.choices, required=False)
    right_note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    right_until = serializers.DateField(required=False, allow_null=True)


class PersonInputSerializer(TaxonomyInputSerializer):
    """Somebody whom bylines name."""


class ImageInputSerializer(StrictSerializer):
    """What is said of a picture."""

    kind = serializers.ChoiceField(Image.Kind.choices, required=False)
    caption = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    credit = serializers.CharField(required=False, allow_blank=True, max_length=500)
    photographer = serializers.CharField(required=False, allow_blank=True, max_length=200)
    agency = serializers.CharField(required=False, allow_blank=True, max_length=200)
    copyright = serializers.CharField(required=False, allow_blank=True, max_length=500)
    usage_terms = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    rights_until = serializers.DateField(required=False, allow_null=True)
    alt_text = serializers.CharField(required=False, allow_blank=True, max_length=500)
    focal_x = serializers.FloatField(required=False, min_value=0, max_value=1)
    focal_y = serializers.FloatField(required=False, min_value=0, max_value=1)


class ImageFileSerializer(ImageInputSerializer):
    """A picture's file, and what is said of it."""

    file = serializers.FileField(use_url=False)


class DeskTopicSerializer(serializers.Serializer[Any]):
    """A topic."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()


class DeskSourceSerializer(serializers.Serializer[Any]):
    """An outlet or an agency."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Source.Kind.choices)
    homepage = serializers.CharField()
    right = serializers.ChoiceField(Right.choices)
    right_note = serializers.CharField()
    right_until = serializers.DateField(allow_null=True)


class DeskPersonSerializer(serializers.Serializer[Any]):
    """Somebody whom bylines name."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()


STAFF_SERIALIZERS = {Topic: DeskTopicSerializer, Source: DeskSourceSerializer, Person: DeskPersonSerializer}


def as_dict(row: Topic | Source | Person) -> dict[str, Any]:
    """The row as staff read it."""
    return dict(STAFF_SERIALIZERS[type(row)](row).data)
