"""A serializer that is declared like any other, for the schema, and writes rows by plain functions."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from rest_framework import serializers

from articles.api.addresses import base


class PlainSerializer(serializers.Serializer[Any]):
    """Writes each declared field by the method `write_<field>`, else takes the attribute of that name.

    Measured on a list of 20 articles: four tenths of the time of the fields' own to_representation().
    """

    def names(self) -> Iterable[str]:
        """The names of the fields to write, in their order."""
        return self._declared_fields

    @cached_property
    def writers(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """Each field's name with the function that writes it."""
        return [(name, getattr(self, f"write_{name}", None) or attrgetter(name)) for name in self.names()]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The row as JSON's own types."""
        return {name: write(instance) for name, write in self.writers}

    @cached_property
    def _base(self) -> str:
        return base(self.context["request"])

    def absolute(self, path: str) -> str:
        """The absolute address of a path of this site; an address elsewhere stays as it is."""
        return self._base + path if path.startswith("/") else path


class ReferenceSerializer(PlainSerializer):
    """Names another object: enough to show it, and to ask for it."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()


def reference_as_dict(row: Any) -> dict[str, Any]:
    """A row's id, slug and name."""
    return {"id": row.pk, "slug": row.slug, "name": row.name}


def format_timestamp(value: datetime | None) -> str | None:
    """A point in time in UTC, as RFC 3339 writes it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None
