"""Days and minutes in the browser's own fields: one field each, by keyboard, without a script."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest

from articles.models.fields import partial_date


class DateColumnField(forms.DateField):
    """A day that can be right in the column of this name: models/fields/partial_date.py knows."""

    column = ""

    def run_validators(self, value: Any) -> None:
        """As ever, and by its year."""
        super().run_validators(value)
        _within_reason(self.column, value, self.label)


class DateTimeColumnField(forms.DateTimeField):
    """A minute that can be right in the column of this name."""

    column = partial_date.MOMENTS[0]

    def run_validators(self, value: Any) -> None:
        """As ever, and by its year."""
        super().run_validators(value)
        _within_reason(self.column, value, self.label)


def _within_reason(column: str, value: date | None, label: Any) -> None:
    if value is not None and (told := partial_date.fault_message(column, value, label or "", is_entered=True)):
        raise forms.ValidationError(told, code="out_of_bounds")


class NativeDateInput(forms.DateInput):
    """A day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """In the only format that browsers take."""
        super().__init__(attrs, format="%Y-%m-%d")


class NativeDateTimeInput(forms.DateTimeInput):
    """A day and a minute, in the site's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """In the only format that browsers take."""
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


NATIVE: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": DateColumnField, "widget": NativeDateInput},
    models.DateTimeField: {"form_class": DateTimeColumnField, "widget": NativeDateTimeInput},
}


class DateWidgetsMixin(BaseModelAdmin):
    """Lays these fields into a page's form, each with the name of its column."""

    formfield_overrides = NATIVE

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """As ever; the field knows for which column it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, DateColumnField | DateTimeColumnField):
            field.column = db_field.name
        return field
