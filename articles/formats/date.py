"""Formats dates for readers and programs, never more precisely than they are known."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import pgettext

from articles.models.fields.partial_date import Precision


def day(value: date) -> str:
    """A day in the reader's language: „19. Juni 2024“."""
    return written(value, pgettext("date", "j F Y"))


def today() -> str:
    """Today, with the weekday: „Samstag, 21. November 2026“."""
    return written(timezone.localdate(), pgettext("date", "l, j F Y"))


def moment(value: datetime) -> str:
    """A moment in the site's time zone: „19. Juni 2024, 14.05 Uhr“."""
    return written(timezone.localtime(value), pgettext("date", "j F Y, H:i"))


def known(value: date | None, precision: str) -> str:
    """A date with its precision: „19. Juni 2024“, „Juni 2024“, „2024“; empty where there is none."""
    if value is None:
        return ""
    if precision == Precision.DAY:
        return day(value)
    return written(value, pgettext("date", "F Y") if precision == Precision.MONTH else "Y")


def iso(value: date | None, precision: str) -> str:
    """The same for programs: 2024-06-19, 2024-06, 2024."""
    if value is None:
        return ""
    return value.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7}.get(Precision(precision), 4)]
