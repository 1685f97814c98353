"""The values of an article's form, formatted for people; what a field refuses is given as it was typed."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.base import badges, form_data
from articles.admin.base import field_labels as told_fields
from articles.models import Image
from articles.models.fields.keys import parse_pk


def describe_fields(form: Any, names: tuple[str, ...], value: Any) -> str:
    """A field's value in words."""
    return " · ".join(filter(None, (_describe_field(form, n, list(v)) for n, v in zip(names, value, strict=True))))


def _describe_field(form: Any, name: str, values: list[str]) -> str:
    field = form.fields[name]
    if name == "body":
        return told_fields.format_value("body", {"body": "".join(values)})
    if name == "picture_uses":
        return _describe_image_uses(values)
    return describe_value(field, values)


def describe_value(field: forms.Field, values: list[str]) -> str:
    """The value of a form's field for people; what the field refuses is given as it was typed."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if values else _("no")
    try:
        value = field.to_python(values if isinstance(field, forms.ModelMultipleChoiceField) else "".join(values[:1]))
    except ValidationError:
        return ", ".join(values)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(row) for row in value or ()))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value) or "")
    if isinstance(field, forms.DateTimeField) and value:
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, forms.DateField) and value:
        return badges.partial_date(value, "day")
    return "" if value is None else str(value)


def describe_row(form: Any, row: form_data.Row) -> str:
    """The values of an inline form's row, without its primary key and position."""
    values = (
        describe_value(form.fields[n], [value])
        for n, value in row.items()
        if n in form.fields and n not in {"id", "position"}
    )
    return " · ".join(part for part in values if part)


def _describe_image_uses(values: Any) -> str:
    uses = parse_image_uses(values)
    captions = {str(i.pk): i for i in Image.objects.filter(pk__in=[n for n in uses if parse_pk(n) is not None])}
    lines = []
    for number, use_data in uses.items():
        use = _("decorative") if use_data.get("decorative") else use_data.get("alt") or "–"
        lines.append(f"{captions.get(number, number)}: {use}")
    return "\n".join(lines)


def parse_image_uses(values: Any) -> dict[str, Any]:
    """The uses of the images by their primary keys; see articles/image_uses.py."""
    try:
        uses = json.loads("".join(values) or "{}")
    except ValueError:
        uses = {}
    return uses if isinstance(uses, dict) else {}
