"""A form as a browser would post it: field → values. In these words drafts are kept and versions are compared."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import QueryDict

from articles.models.fields.keys import parse_pk

Form = dict[str, list[str]]
Row = dict[str, str]  # a row of a formset; `id` is empty for one that is not stored yet

NOT_TYPED = ("csrfmiddlewaretoken",)
MAX_FORMSET_ROWS = 1000


def posted(query: QueryDict) -> Form:
    """What was typed: without the token and without the button that was pressed."""
    return {n: values for n, values in query.lists() if n not in NOT_TYPED and not n.startswith("_")}


def as_query(data: Mapping[str, Iterable[str]]) -> QueryDict:
    """The data as Django gives those of a request."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, list(values))
    return query


def of_form(form: forms.BaseForm) -> Form:
    """What a browser would post of a form in which nothing was typed."""
    return {name: of_field(form[name]) for name in form.fields}


def of_field(bound: forms.BoundField) -> list[str]:
    """What a browser would post of one field."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if value is None:
        return [] if isinstance(widget, forms.SelectMultiple) else [""]
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    formatted = widget.format_value(value)
    return (
        [str(item) for item in formatted]
        if isinstance(formatted, list)
        else ["" if formatted is None else str(formatted)]
    )


def own_fields(form: Any) -> list[str]:
    """The fields of a formset's row that an editor sees."""
    hidden = {"DELETE", form._meta.model._meta.pk.attname}
    return [
        n for n, f in form.fields.items() if n not in hidden and not isinstance(f, forms.models.InlineForeignKeyField)
    ]


def rows_of(formset: Any) -> list[Row]:
    """The rows that are stored, as a browser would post them."""
    return [row_of(form, str(form.instance.pk)) for form in formset.initial_forms]


def row_of(form: forms.BaseForm, pk: str = "") -> Row:
    """One row of a formset."""
    return {"id": pk, **{name: "".join(of_field(form[name])[:1]) for name in own_fields(form)}}


def posted_rows(formset: Any, data: Form) -> list[Row]:
    """The rows that were posted for this formset, without those that were taken out or left empty."""
    empty, prefix = row_of(formset.empty_form), formset.prefix
    if f"{prefix}-TOTAL_FORMS" not in data:
        return rows_of(formset)  # nothing was said about them
    rows = []
    for number in range(_total(data.get(f"{prefix}-TOTAL_FORMS", ["0"])[0])):
        name = f"{prefix}-{number}-"
        row = {field: "".join(data.get(name + field, [""])[:1]).replace("\r\n", "\n") for field in empty}
        if f"{name}DELETE" not in data and (row["id"] or {**row, "id": ""} != empty):
            rows.append(row)
    return rows


def _total(text: str) -> int:
    return min(parse_number(text) or 0, MAX_FORMSET_ROWS)


def parse_number(text: str | None) -> int | None:
    """A version or a count out of a form, for a column of 32 bits; None for anything else."""
    value = parse_pk(text or "")
    return value if value is not None and value < 2**31 else None


def as_posted(formset: Any, rows: list[Row]) -> Form:
    """The rows as the formset would post them: those that are stored first, what is not among `rows` taken out."""
    prefix, stored = formset.prefix, rows_of(formset)
    submitted = {row["id"]: row for row in rows if row["id"]}
    everything = [submitted.get(row["id"], row) for row in stored]
    known = {row["id"] for row in stored}
    everything += [{**row, "id": ""} for row in rows if row["id"] not in known]
    data: Form = {
        f"{prefix}-{number}-{name}": [value] for number, row in enumerate(everything) for name, value in row.items()
    }
    for number, row in enumerate(stored):
        if row["id"] not in submitted:
            data[f"{prefix}-{number}-DELETE"] = ["on"]
    counts = {"TOTAL": len(everything), "INITIAL": len(stored), "MIN_NUM": 0, "MAX_NUM": MAX_FORMSET_ROWS}
    return data | {f"{prefix}-{name}_FORMS": [str(n)] for name, n in counts.items()}


def changed_columns(form: Any) -> dict[str, Any]:
    """What was typed into a ModelForm's fields, by column, where it was changed and is a column of the row's own."""
    columns = {field.name for field in form.instance._meta.concrete_fields}
    return {name: form.cleaned_data[name] for name in form.changed_data if name in columns}
