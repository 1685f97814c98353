"""Dates together with the precision that is known: a month is never shown or searched as a day."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class PartialDateMixin(models.Model):
    """When the original appeared: the first day of the period that the precision names."""

    issued_on = models.DateField(_("appeared on (original)"), null=True, blank=True)
    issued_precision = models.CharField(_("known to the"), max_length=5, choices=Precision.choices, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def constraints(prefix: str) -> list[models.CheckConstraint]:
        """A date has a precision, and its value is the first day of its period."""
        exact = (
            models.Q(issued_on=None, issued_precision="")
            | models.Q(issued_on__isnull=False, issued_precision=Precision.DAY)
            | models.Q(issued_on__day=1, issued_precision=Precision.MONTH)
            | models.Q(issued_on__day=1, issued_on__month=1, issued_precision=Precision.YEAR)
        )
        return [models.CheckConstraint(condition=exact, name=f"{prefix}_date_is_a_period")]


def read_period(given: str) -> tuple[date, str]:
    """`2024-06-19`, `2024-06` or `2024` as the first day of the period and its precision; else raises ValueError."""
    rest = {10: ("", Precision.DAY), 7: ("-01", Precision.MONTH), 4: ("-01-01", Precision.YEAR)}.get(len(given))
    if rest is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", given, re.ASCII):
        raise ValueError("no date")
    return date.fromisoformat(given + rest[0]), rest[1].value


def overlapping(first: date | None, last: date | None, field: str = "issued_on") -> models.Q:
    """Rows whose known period shares a day with `first`…`last` (both included); undated rows never match."""
    known = models.Q(**{f"{field}__isnull": False})
    if last is not None:
        known &= models.Q(**{f"{field}__lte": last})
    if first is not None:
        known &= (
            models.Q(**{f"{field}__gte": first})
            | models.Q(issued_precision=Precision.MONTH, **{f"{field}__gte": first.replace(day=1)})
            | models.Q(issued_precision=Precision.YEAR, **{f"{field}__gte": first.replace(day=1, month=1)})
        )
    return known
