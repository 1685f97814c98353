"""Conditions whose value is a literal in the SQL. Django passes values as parameters, and SQLite, which
plans before it has them, then uses no partial index that has a value in its condition. PostgreSQL does."""

from typing import Any

from django.db import models


class LiteralCondition(models.Func):
    """A comparison of a column, such as `LiteralCondition("reports_count", "> 0")`: with constants only.

    A partial index with the condition `Q(reports_count__gt=0)` answers it on every database.
    """

    template = "(%(expressions)s %(comparison)s)"
    output_field = models.BooleanField()

    def __init__(self, column: str, comparison: str, **extra: Any) -> None:
        """`comparison` is SQL: an operator and a constant."""
        super().__init__(models.F(column), comparison=comparison, **extra)
