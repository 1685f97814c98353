"""Two versions of one article's form, field by field, against the version that both were made from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.base import form_data, form_values
from articles.admin.base.text_diff import side_by_side
from articles.domain.articles import three_way_merge
from articles.models.fields import body as article_body

LINES = ("kicker", "headline", "subheadline", "dateline", "byline", "signoff")
TEXTS = ("lead", "note")
JOINED_FIELDS = {"issued_on": ("issued_on", "issued_precision")}
NOT_COMPARED_FIELDS = (
    "form_version",
    "headline_is_checked",
    "save_reason",
    "override_reason",
)  # of this save alone


@dataclass(slots=True)
class ArticleForms:
    """The forms of one state of the article, unbound; each formset has a `label`."""

    form: Any
    formsets: list[Any]


@dataclass(slots=True)
class ConflictUnit:
    """Something that is decided about at once: a field, fields that go together, or the rows of one kind."""

    name: str
    label: str
    base: Any  # None: not known
    mine: Any
    theirs: Any
    describe: Callable[[Any], str]
    join: Callable[[], tuple[Any, bool]] | None = None  # both together, and whether somebody has to look at it
    side: str = ""
    columns: tuple[SafeString, SafeString] = field(default=(SafeString(""), SafeString("")))
    choice: str = ""
    error: str = ""

    def settle(self) -> None:
        """Find out who has changed it; what only one has changed is taken from there."""
        self.side = three_way_merge.changed_by(*map(_without_numbers, (self.base, self.mine, self.theirs)))
        self.choice = self.side if self.side in {"mine", "theirs"} else ""
        own, saved = self.describe(self.mine), self.describe(self.theirs)
        self.columns = side_by_side(own, saved, ("mark", "mark"))

    @property
    def is_list(self) -> bool:
        """Whether its value is a list, of which both versions can be joined."""
        return isinstance(self.mine, list) or self.name in {"topics", "picture_uses"}

    def chosen(self) -> tuple[Any, bool]:
        """The value that was decided on, and whether somebody has to look at it."""
        if self.choice == "both" and self.join is not None:
            return self.join()
        return (self.theirs if self.choice == "theirs" else self.mine), False


def _without_numbers(value: Any) -> Any:
    """Rows are the same if they say the same, even where they were stored anew."""
    return [{**row, "id": ""} for row in value] if isinstance(value, list) else value


def units(
    base: ArticleForms | None, base_parts: Mapping[str, Any] | None, theirs: ArticleForms, mine: form_data.Form
) -> list[ConflictUnit]:
    """Everything in which the two versions differ, in the form's order."""
    base_values = form_data.of_form(base.form) if base is not None else {}
    saved_values = form_data.of_form(theirs.form)
    if base_parts is None:
        base_values.pop("topics", None)
        base_values.pop("picture_uses", None)
    else:
        base_values["topics"] = [str(row["topic_id"]) for row in base_parts.get("topics", [])]
        base_values["picture_uses"] = [_recorded_uses(base_parts.get("placements", []))]
    mine = _completed(mine, theirs.form, {**saved_values, **base_values})
    partners = {n for names in JOINED_FIELDS.values() for n in names[1:]}
    differing = []
    for name in theirs.form.fields:
        if name not in NOT_COMPARED_FIELDS and name not in partners:
            differing.append(_unit(name, theirs.form, base_values, mine, saved_values))
    for formset in theirs.formsets:
        before = None if base_parts is None else base_parts.get(formset.prefix)
        differing.append(_rows_unit(formset, before, mine))
    for unit in differing:
        unit.settle()
    return [unit for unit in differing if unit.side != "nobody"]


def _completed(mine: form_data.Form, form: Any, untouched: form_data.Form) -> form_data.Form:
    """With the fields that it does not speak of as they were: a program or a cut line may have left some out.

    A browser is silent only about a box without a tick and a list without a choice, and never about the version.
    """
    quiet = (forms.CheckboxInput, forms.SelectMultiple)
    spoken = "form_version" in mine
    left_out = {n for n in form.fields if n not in mine and not (spoken and isinstance(_widget(form.fields[n]), quiet))}
    return {**mine, **{name: untouched[name] for name in left_out}}


def _widget(field: forms.Field) -> forms.Widget:
    """The field's own widget, without the wrapper that the admin puts around it."""
    wrapper: Any = field.widget
    widget: forms.Widget = getattr(wrapper, "widget", wrapper)
    return widget


def _unit(
    name: str, form: Any, base_values: form_data.Form, mine: form_data.Form, saved_values: form_data.Form
) -> ConflictUnit:
    names = JOINED_FIELDS.get(name, (name,))

    def take(data: form_data.Form) -> tuple[tuple[str, ...], ...] | None:
        return tuple(_normalise(n, data.get(n, [])) for n in names) if name in data or data is not base_values else None

    base_value, own_value, other_value = take(base_values), take(mine), take(saved_values)
    describe = lambda value: form_values.describe_fields(form, names, value)  # noqa: E731 - one line that keeps the form
    label = _("Alternative texts here") if name == "picture_uses" else capfirst(str(form.fields[name].label))
    return ConflictUnit(
        name, label, base_value, own_value, other_value, describe, _join(name, form, base_value, own_value, other_value)
    )


def _normalise(name: str, values: list[str]) -> tuple[str, ...]:
    """The values in a spelling in which equal ones are equal."""
    if name == "body":
        return (article_body.clean("".join(values)),)
    if name == "topics":
        return tuple(sorted(values))
    if name in LINES:
        return (" ".join("".join(values).split()),)
    if name == "picture_uses":
        return (json.dumps(form_values.parse_image_uses(values), sort_keys=True),)
    kept = tuple(value.replace("\r\n", "\n") for value in values)
    return () if kept == ("",) else kept


def _recorded_uses(rows: list[dict[str, Any]]) -> str:
    return json.dumps({str(r["image_id"]): {"alt": r["alt_text"], "decorative": r["is_decorative"]} for r in rows})


def _join(name: str, form: Any, base: Any, mine: Any, theirs: Any) -> Callable[[], tuple[Any, bool]] | None:
    """How both are taken, where that makes sense."""
    own, saved = ("".join(v[0]) for v in (mine, theirs))
    if name == "body":

        def join() -> tuple[Any, bool]:
            merged, overlap = three_way_merge.merge_bodies("".join(base[0]) if base else None, own, saved)
            return ((merged,),), overlap

        return join
    if name == "topics":
        return lambda: ((tuple(dict.fromkeys((*mine[0], *theirs[0]))),), False)
    if name == "picture_uses":
        return lambda: (
            ((json.dumps(form_values.parse_image_uses(theirs[0]) | form_values.parse_image_uses(mine[0])),),),
            False,
        )
    if name in LINES:
        return lambda: (((three_way_merge.join_texts(own, saved, " / "),),), True)
    if name in TEXTS:
        return lambda: (((three_way_merge.join_texts(own, saved, "\n"),),), True)
    return None


def _rows_unit(formset: Any, before: list[dict[str, Any]] | None, mine: form_data.Form) -> ConflictUnit:
    base_rows = None if before is None else [_stored_row(formset, row) for row in before]
    own_rows, saved_rows = form_data.posted_rows(formset, mine), form_data.rows_of(formset)

    def describe(rows: Any) -> str:
        return "\n".join(form_values.describe_row(formset.empty_form, dict(row)) for row in rows)

    def join() -> tuple[Any, bool]:
        joined = three_way_merge.merge_rows(
            base_rows, own_rows, saved_rows, lambda row: row["id"] or tuple(sorted(row.items()))
        )
        return joined, _has_duplicates(formset, joined)

    label = capfirst(str(formset.label))
    return ConflictUnit(formset.prefix, label, base_rows, own_rows, saved_rows, describe, join)


def _stored_row(formset: Any, row: dict[str, Any]) -> form_data.Row:
    """A row as it was put down when it was current, as a browser would have posted it."""
    columns = {f.attname: f for f in formset.model._meta.concrete_fields}
    values = {name: columns[name].to_python(value) for name, value in row.items() if name in columns}
    form = formset.form(instance=formset.model(**values))
    formset.add_fields(form, None)
    return form_data.row_of(form, str(row["id"]))


def _has_duplicates(formset: Any, rows: list[form_data.Row]) -> bool:
    """Whether two of the joined rows say the same, so that the form would refuse them."""
    columns = getattr(formset, "once", ())
    values = [tuple(row.get(name) for name in columns) for row in rows]
    return bool(columns) and len(set(values)) < len(values)


def compose(
    units: list[ConflictUnit], theirs: ArticleForms, mine: form_data.Form, key: str
) -> tuple[form_data.Form, bool]:
    """The form that was decided on, made from the newest version; and whether somebody has to look at it first."""
    data = form_data.of_form(theirs.form)
    data |= {name: mine[name] for name in NOT_COMPARED_FIELDS if name in mine and name != "form_version"}
    choices = {unit.name: unit.chosen() for unit in units}
    for name in theirs.form.fields:
        for field_name, value in zip(JOINED_FIELDS.get(name, (name,)), choices.get(name, ((),))[0], strict=False):
            data[field_name] = list(value)
    for formset in theirs.formsets:
        rows = choices[formset.prefix][0] if formset.prefix in choices else form_data.rows_of(formset)
        data |= form_data.as_posted(formset, [dict(row) for row in rows])
    data = {name: values for name, values in data.items() if values}
    return data | {"form_draft": [key]}, any(look for _value, look in choices.values())
