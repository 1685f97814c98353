"""A form that somebody else has overtaken is not saved: what they saved is shown, what was typed stays in the form.

The form carries the values that it was made from. Articles have versions instead: see articles/conflict_view.py.
"""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.admin.base import form_data
from articles.admin.base.form_values import describe_value

NOT_COMPARED_FIELDS = {"form_state", "save_reason"}  # said of this save alone


class FormStateField(forms.CharField):
    """A hidden field that never counts as changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: it is not typed by anybody."""
        return False


class OptimisticLockForm(forms.ModelForm):
    """A form that saves only over the values that its editor has seen."""

    form_state = FormStateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Carry the values that the form is made from."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["form_state"] = json.dumps(posted_values(self))

    def clean(self) -> dict[str, Any]:
        """Compare with the saved row after all other checks."""
        data = super().clean() or {}
        if self.instance.pk:
            self._refuse_if_overtaken()
        return data

    def _refuse_if_overtaken(self) -> None:
        """Refuse to save over what was stored since; saved again, the form goes by what it shows then."""
        rows = type(self.instance)._default_manager
        current = posted_values(type(self)(instance=rows.select_for_update().get(pk=self.instance.pk)))
        base, submitted = _parse_state(self.data.get("form_state", "")), posted_values(self)
        changed = {
            name: values for name, values in current.items() if values != base.get(name) and values != submitted[name]
        }
        if not changed:
            return
        data = cast(QueryDict, self.data).copy()
        for name, values in changed.items():
            if submitted[name] == base.get(name):
                data.setlist(name, values)
                self.add_error(name, _("Somebody else has changed this in the meantime; their version stands here."))
            else:
                text = describe_value(self.fields[name], values) or "–"
                self.add_error(name, _("Saved by somebody else in the meantime: “%(text)s”") % {"text": text})
        data["form_state"] = json.dumps(current)
        self.data = data
        raise ValidationError(
            _("Somebody else has saved this in the meantime. What you typed is below; saved again, it stands."),
            code="conflict",
        )


def posted_values(form: forms.ModelForm) -> form_data.Form:
    """The values of the form, as a browser posts them."""
    names = [n for n, field in form.fields.items() if n not in NOT_COMPARED_FIELDS and not field.disabled]
    return {n: [value.replace("\r\n", "\n") for value in form_data.of_field(form[n])] for n in names}


def _parse_state(text: str) -> form_data.Form:
    try:
        state = json.loads(text or "{}")
    except ValueError:
        state = {}
    return state if isinstance(state, dict) else {}


class OptimisticLockMixin(admin.ModelAdmin):
    """A page whose form carries the values that it was made from."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The model's own form, with the values that it was made from."""
        if self._may_be_stale(request, obj):
            kwargs.setdefault("form", type("UpToDateForm", (OptimisticLockForm, self.form), {}))
        return super().get_form(request, obj, change=change, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the hidden field `form_state`."""
        shown = context["adminform"]
        if "form_state" in shown.form.fields and shown.fieldsets:
            title, options = shown.fieldsets[0]
            shown.fieldsets = [
                (title, {**options, "fields": [*options["fields"], "form_state"]}),
                *shown.fieldsets[1:],
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_be_stale(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and self.has_change_permission(request, obj)
