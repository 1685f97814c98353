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
from articles.domain.articles import merge
from articles.models.fields import body as article_body

LINES = ("kicker", "headline", "subheadline", "dateline", "byline", "signoff")
TEXTS = ("lead", "note")
TOGETHER = {"issued_on": ("issued_on", "issued_precision")}
ABOUT_SAVING = ("form_version", "headline_is_checked", "save_reason", "override_reason")  # said of this save alone


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
    told: Callable[[Any], str]
    join: Callable[[], tuple[Any, bool]] | None = None  # both together, and whether somebody has to look at it
    side: str = ""
    columns: tuple[SafeString, SafeString] = field(default=(SafeString(""), SafeString("")))
    choice: str = ""
    error: str = ""

    def settle(self) -> None:
        """Find out who has changed it; what only one has changed is taken from there."""
        self.side = merge.changed_by(*map(_without_numbers, (self.base, self.mine, self.theirs)))
        self.choice = self.side if self.side in {"mine", "theirs"} else ""
        one, other = self.told(self.mine), self.told(self.theirs)
        self.columns = side_by_side(one, other, ("mark", "mark"))

    @property
    def is_list(self) -> bool:
        """Whether it is several things that can stand together."""
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
    stood = form_data.of_form(base.form) if base is not None else {}
    stands = form_data.of_form(theirs.form)
    if base_parts is None:
        stood.pop("topics", None)
        stood.pop("picture_uses", None)
    else:
        stood["topics"] = [str(row["topic_id"]) for row in base_parts.get("topics", [])]
        stood["picture_uses"] = [_uses_then(base_parts.get("placements", []))]
    mine = _completed(mine, theirs.form, {**stands, **stood})
    partners = {n for names in TOGETHER.values() for n in names[1:]}
    found = []
    for name in theirs.form.fields:
        if name not in ABOUT_SAVING and name not in partners:
            found.append(_unit(name, theirs.form, stood, mine, stands))
    for formset in theirs.formsets:
        before = None if base_parts is None else base_parts.get(formset.prefix)
        found.append(_rows_unit(formset, before, mine))
    for unit in found:
        unit.settle()
    return [unit for unit in found if unit.side != "nobody"]


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


def _unit(name: str, form: Any, stood: form_data.Form, mine: form_data.Form, stands: form_data.Form) -> ConflictUnit:
    names = TOGETHER.get(name, (name,))

    def take(data: form_data.Form) -> tuple[tuple[str, ...], ...] | None:
        return tuple(_same_words(n, data.get(n, [])) for n in names) if name in data or data is not stood else None

    base, own, other = take(stood), take(mine), take(stands)
    told = lambda value: form_values.told(form, names, value)  # noqa: E731 - one line that keeps the form
    label = _("Alternative texts here") if name == "picture_uses" else capfirst(str(form.fields[name].label))
    return ConflictUnit(name, label, base, own, other, told, _join(name, form, base, own, other))


def _same_words(name: str, values: list[str]) -> tuple[str, ...]:
    """The values in a spelling in which equal ones are equal."""
    if name == "body":
        return (article_body.clean("".join(values)),)
    if name == "topics":
        return tuple(sorted(values))
    if name in LINES:
        return (" ".join("".join(values).split()),)
    if name == "picture_uses":
        return (json.dumps(form_values.uses(values), sort_keys=True),)
    kept = tuple(value.replace("\r\n", "\n") for value in values)
    return () if kept == ("",) else kept


def _uses_then(rows: list[dict[str, Any]]) -> str:
    return json.dumps({str(r["image_id"]): {"alt": r["alt_text"], "decorative": r["is_decorative"]} for r in rows})


def _join(name: str, form: Any, base: Any, mine: Any, theirs: Any) -> Callable[[], tuple[Any, bool]] | None:
    """How both are taken, where that makes sense."""
    one, other = ("".join(v[0]) for v in (mine, theirs))
    if name == "body":

        def join() -> tuple[Any, bool]:
            merged, overlap = merge.merge_bodies("".join(base[0]) if base else None, one, other)
            return ((merged,),), overlap

        return join
    if name == "topics":
        return lambda: ((tuple(dict.fromkeys((*mine[0], *theirs[0]))),), False)
    if name == "picture_uses":
        return lambda: (((json.dumps(form_values.uses(theirs[0]) | form_values.uses(mine[0])),),), False)
    if name in LINES:
        return lambda: (((merge.join_texts(one, other, " / "),),), True)
    if name in TEXTS:
        return lambda: (((merge.join_texts(one, other, "\n"),),), True)
    return None


def _rows_unit(formset: Any, before: list[dict[str, Any]] | None, mine: form_data.Form) -> ConflictUnit:
    base = None if before is None else [_stored_row(formset, row) for row in before]
    own, other = form_data.posted_rows(formset, mine), form_data.rows_of(formset)

    def told(rows: Any) -> str:
        return "\n".join(form_values.row_in_words(formset.empty_form, dict(row)) for row in rows)

    def join() -> tuple[Any, bool]:
        joined = merge.merge_rows(base, own, other, lambda row: row["id"] or tuple(sorted(row.items())))
        return joined, _says_twice(formset, joined)

    label = capfirst(str(formset.label))
    return ConflictUnit(formset.prefix, label, base, own, other, told, join)


def _stored_row(formset: Any, row: dict[str, Any]) -> form_data.Row:
    """A row as it was put down when it was current, as a browser would have posted it."""
    columns = {f.attname: f for f in formset.model._meta.concrete_fields}
    values = {name: columns[name].to_python(value) for name, value in row.items() if name in columns}
    form = formset.form(instance=formset.model(**values))
    formset.add_fields(form, None)
    return form_data.row_of(form, str(row["id"]))


def _says_twice(formset: Any, rows: list[form_data.Row]) -> bool:
    """Whether the joined rows would be refused, because two say the same: somebody has to look."""
    once = getattr(formset, "once", ())
    said = [tuple(row.get(name) for name in once) for row in rows]
    return bool(once) and len(set(said)) < len(said)


def compose(
    found: list[ConflictUnit], theirs: ArticleForms, mine: form_data.Form, key: str
) -> tuple[form_data.Form, bool]:
    """The form that was decided on, made from the newest version; and whether somebody has to look at it first."""
    data = form_data.of_form(theirs.form)
    data |= {name: mine[name] for name in ABOUT_SAVING if name in mine and name != "form_version"}
    chosen = {unit.name: unit.chosen() for unit in found}
    for name in theirs.form.fields:
        for one, value in zip(TOGETHER.get(name, (name,)), chosen.get(name, ((),))[0], strict=False):
            data[one] = list(value)
    for formset in theirs.formsets:
        rows = chosen[formset.prefix][0] if formset.prefix in chosen else form_data.rows_of(formset)
        data |= form_data.as_posted(formset, [dict(row) for row in rows])
    data = {name: values for name, values in data.items() if values}
    return data | {"form_draft": [key]}, any(look for _value, look in chosen.values())
