"""Days and minutes in the browser's own fields: one field each, by keyboard, without a script."""

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

YEARS = range(1900, 2201)  # beyond them it is a slip of the finger, and not every database gives it back


def within_reason(value: date) -> None:
    """Raises ValidationError for a day or a moment of another age."""
    if value.year not in YEARS:
        raise forms.ValidationError(
            _("Please enter a date between the years %(first)s and %(last)s."),
            code="out_of_bounds",
            params={"first": str(YEARS[0]), "last": str(YEARS[-1])},
        )


class DayField(forms.DateField):
    """A day of our age."""

    default_validators = [within_reason]


class MomentField(forms.DateTimeField):
    """A minute of our age."""

    default_validators = [within_reason]


class Day(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """In the only format that browsers take."""
        super().__init__(attrs, format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """A day and a minute, in the site's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """In the only format that browsers take."""
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


NATIVE: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": DayField, "widget": Day},
    models.DateTimeField: {"form_class": MomentField, "widget": Moment},
}
