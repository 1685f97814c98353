"""Days and minutes in the browser's own fields: one field each, by keyboard, without a script."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest

from articles.models.fields import partial_date


class DateColumnField(forms.DateField):
    """A date within the bounds of the column of this name; see models/fields/partial_date.py."""

    column = ""

    def run_validators(self, value: Any) -> None:
        """Django's own checks, and that the date can be right in this column."""
        super().run_validators(value)
        _check_bounds(self.column, value, self.label)


class DateTimeColumnField(forms.DateTimeField):
    """A time within the bounds of the column of this name."""

    column = partial_date.MOMENTS[0]

    def run_validators(self, value: Any) -> None:
        """Django's own checks, and that the date can be right in this column."""
        super().run_validators(value)
        _check_bounds(self.column, value, self.label)


def _check_bounds(column: str, value: date | None, label: Any) -> None:
    if value is not None and (message := partial_date.fault_message(column, value, label or "", is_entered=True)):
        raise forms.ValidationError(message, code="out_of_bounds")


class NativeDateInput(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Format values as browsers require."""
        super().__init__(attrs, format="%Y-%m-%d")


class NativeDateTimeInput(forms.DateTimeInput):
    """A day and a minute, in the site's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Format values as browsers require."""
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


NATIVE_FIELDS: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": DateColumnField, "widget": NativeDateInput},
    models.DateTimeField: {"form_class": DateTimeColumnField, "widget": NativeDateTimeInput},
}


class DateWidgetsMixin(BaseModelAdmin):
    """Uses these fields and widgets in a page's forms."""

    formfield_overrides = NATIVE_FIELDS

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's own field, with the name of its column."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, DateColumnField | DateTimeColumnField):
            field.column = db_field.name
        return field
