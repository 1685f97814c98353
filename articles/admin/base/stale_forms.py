"""A form that somebody else has overtaken is not saved: what they saved is shown, what was typed stays in the form.

The form carries the values that it was made from. (The article has versions and a page of its own: two_versions.py.)
"""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.admin.base import form_data
from articles.admin.base.form_values import in_words

ABOUT_SAVING = {"form_state", "save_reason"}  # said of this save alone


class FormStateField(forms.CharField):
    """Nothing that somebody types: it is never what was changed."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """No."""
        return False


class OptimisticLockForm(forms.ModelForm):
    """Saved only over what its editor has seen."""

    form_state = FormStateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put down what it is made from."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["form_state"] = json.dumps(values(self))

    def clean(self) -> dict[str, Any]:
        """Last of all."""
        data = super().clean() or {}
        if self.instance.pk:
            self._keep_up()
        return data

    def _keep_up(self) -> None:
        """Refuse to save over what was stored since; saved again, the form goes by what it shows then."""
        rows = type(self.instance)._default_manager
        stands = values(type(self)(instance=rows.select_for_update().get(pk=self.instance.pk)))
        base, mine = _stored(self.data.get("form_state", "")), values(self)
        theirs = {name: said for name, said in stands.items() if said != base.get(name) and said != mine[name]}
        if not theirs:
            return
        data = cast(QueryDict, self.data).copy()
        for name, said in theirs.items():
            if mine[name] == base.get(name):
                data.setlist(name, said)
                self.add_error(name, _("Somebody else has changed this in the meantime; their version stands here."))
            else:
                told = in_words(self.fields[name], said) or "–"
                self.add_error(name, _("Saved by somebody else in the meantime: “%(text)s”") % {"text": told})
        data["form_state"] = json.dumps(stands)
        self.data = data
        raise ValidationError(
            _("Somebody else has saved this in the meantime. What you typed is below; saved again, it stands."),
            code="conflict",
        )


def values(form: forms.ModelForm) -> form_data.Form:
    """What the form says, as a browser posts it."""
    names = [n for n, one in form.fields.items() if n not in ABOUT_SAVING and not one.disabled]
    return {n: [value.replace("\r\n", "\n") for value in form_data.of_field(form[n])] for n in names}


def _stored(said: str) -> form_data.Form:
    try:
        found = json.loads(said or "{}")
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


class OptimisticLockMixin(admin.ModelAdmin):
    """A page whose form is such a one."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The noun's own form, and what it was made from."""
        if self._may_be_stale(request, obj):
            kwargs.setdefault("form", type("UpToDateForm", (OptimisticLockForm, self.form), {}))
        return super().get_form(request, obj, change=change, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the field that nobody sees."""
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
