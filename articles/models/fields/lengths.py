"""Texts cut at the width of their column."""

from django.db import models


def fit(model: type[models.Model], field: str, value: str) -> str:
    """The value, cut at the column's `max_length` (characters); whole where the column has none.

    Raises FieldDoesNotExist.
    """
    return value[: getattr(model._meta.get_field(field), "max_length", None)]
