"""A column whose choices are no part of the database."""

from typing import Any

from django.db import models


class UnfrozenChoicesField(models.CharField):
    """A `CharField` whose choices stay out of migrations: another choice needs none."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """The field as a migration writes it down."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs
