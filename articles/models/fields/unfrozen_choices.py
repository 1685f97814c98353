"""A column whose choices are not part of migrations."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField  # Django's fields take no type arguments at run time


class UnfrozenChoicesField(TextColumn):
    """A `CharField` whose choices stay out of migrations: another choice needs none."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """The field as a migration stores it, without choices."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs
