"""What the fields of an article's form say, in words; and what makes no sense to them, as it was typed."""

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


def told(form: Any, names: tuple[str, ...], value: Any) -> str:
    """A field's value in words."""
    return " · ".join(filter(None, (_told_one(form, n, list(v)) for n, v in zip(names, value, strict=True))))


def _told_one(form: Any, name: str, values: list[str]) -> str:
    one = form.fields[name]
    if name == "body":
        return told_fields.told("body", {"body": "".join(values)})
    if name == "picture_uses":
        return _uses_in_words(values)
    return in_words(one, values)


def in_words(one: forms.Field, values: list[str]) -> str:
    """What a form's field says; what makes no sense to it stands as it was typed."""
    if isinstance(one, forms.BooleanField):
        return _("yes") if values else _("no")
    try:
        value = one.to_python(values if isinstance(one, forms.ModelMultipleChoiceField) else "".join(values[:1]))
    except ValidationError:
        return ", ".join(values)
    if isinstance(one, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(row) for row in value or ()))
    if isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
        choices: Any = one.choices
        return str(dict(choices).get(value, value) or "")
    if isinstance(one, forms.DateTimeField) and value:
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(one, forms.DateField) and value:
        return badges.partial_date(value, "day")
    return "" if value is None else str(value)


def row_in_words(form: Any, row: form_data.Row) -> str:
    """What a row of an inline form says, but for its number and its place."""
    told = (
        in_words(form.fields[n], [value])
        for n, value in row.items()
        if n in form.fields and n not in {"id", "position"}
    )
    return " · ".join(part for part in told if part)


def _uses_in_words(values: Any) -> str:
    said = uses(values)
    captions = {str(i.pk): i for i in Image.objects.filter(pk__in=[n for n in said if parse_pk(n) is not None])}
    lines = []
    for number, one in said.items():
        use = _("decorative") if one.get("decorative") else one.get("alt") or "–"
        lines.append(f"{captions.get(number, number)}: {use}")
    return "\n".join(lines)


def uses(values: Any) -> dict[str, Any]:
    """What is said of the pictures here, by their numbers; see picture_uses.py."""
    try:
        said = json.loads("".join(values) or "{}")
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}
