"""Dates together with the precision that is known: a month is never shown or searched as a day."""

import re
from collections.abc import Collection
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST_PRINTED, LAST_READ = 1600, 2199  # years: before there was no newspaper; the parser accepts no others
FIRST_DAY, LAST_DAY = 1900, 2200  # years of all other days: rights last long
MAX_YEARS_AHEAD = 50  # years: a later date is a typing error
MOMENTS = ("publish_at", "expires_at", "embargo_until", "due_at", "goes_live_at")


class Precision(models.TextChoices):
    """The precision of a date."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class PartialDateMixin(models.Model):
    """When the original appeared: the first day of a period, and its precision."""

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


class DateOutOfRange(ValueError):
    """A date that cannot be right; `str()` is a sentence for people."""


def years(name: str, is_entered: bool = False) -> range:
    """The years in which the column of this name may lie; `is_entered`: by a person, not found in a clip."""
    this = timezone.localdate().year
    if name == "issued_on":
        return range(FIRST_PRINTED, this + 2 if is_entered else LAST_READ + 1)
    return range(FIRST_DAY, (this + MAX_YEARS_AHEAD if name in MOMENTS else LAST_DAY) + 1)


def fault_message(name: str, value: date, label: Any, is_entered: bool = False, as_entered: str = "") -> str:
    """The sentence for a day or a moment that cannot be right, with its value `as_entered`; empty for any other."""
    allowed = years(name, is_entered)
    if value.year in allowed:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) and MINYEAR < value.year < MAXYEAR else value
    return gettext("%(field)s: %(value)s cannot be right. Possible are the years %(first)s to %(last)s.") % {
        "field": label,
        "value": as_entered or local.isoformat()[:10],
        "first": str(allowed[0]),
        "last": str(allowed[-1]),
    }


def check(row: models.Model, names: Collection[str]) -> None:
    """Raises ValidationError for each of these columns whose day or moment cannot be right. Every write path calls it.

    Columns without a date are valid.
    """
    faults = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname) if field.attname in names else None
        if isinstance(value, date) and (message := fault_message(field.attname, value, field.verbose_name)):
            faults[field.attname] = ValidationError(message, "out_of_bounds")
    if faults:
        raise ValidationError(faults)


def any_period(text: str) -> tuple[date, str]:
    """`2024-06-19`, `2024-06` or `2024` as the first day of the period and its precision, for queries.

    Raises ValueError for what is no date.
    """
    rest = {10: ("", Precision.DAY), 7: ("-01", Precision.MONTH), 4: ("-01-01", Precision.YEAR)}.get(len(text))
    if rest is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        raise ValueError("no date")
    return date.fromisoformat(text + rest[0]), rest[1].value


def parse_period(text: str) -> tuple[date, str]:
    """The same for the date of an original. Raises DateOutOfRange for what cannot be right."""
    first, precision = any_period(text)
    label = PartialDateMixin._meta.get_field("issued_on").verbose_name
    if message := fault_message("issued_on", first, label, is_entered=True, as_entered=text):
        raise DateOutOfRange(message)
    return first, precision


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
