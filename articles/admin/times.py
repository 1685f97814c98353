"""Days and minutes in the browser's own fields: one field each, by keyboard, without a script."""

from typing import Any

from django import forms
from django.db import models


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
    models.DateField: {"widget": Day},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment},
}
