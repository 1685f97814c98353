"""A page of something that articles share: closed to who may not publish while readers see it, with a sentence."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.domain import live_use
from articles.domain.staff import staff


class LiveLockForm(forms.ModelForm):
    """Shows closed fields as read-only, and refuses changes of them that were typed before it was live."""

    by: Any = None  # who fills it in; see LiveLockMixin.get_form()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A closed field is posted as it is."""
        super().__init__(*args, **kwargs)
        for name in live_use.closed_fields(self.instance, self.by) & self.fields.keys():
            self._close(name)

    def _close(self, name: str) -> None:
        field: Any = self.fields[name]
        field.widget.attrs["readonly"] = True
        if isinstance(field, forms.ChoiceField):  # browsers let one choose in spite of `readonly`
            current, choices = self.initial.get(name), cast(Any, field.choices)
            field.widget.choices = [choice for choice in choices if choice[0] == current]

    def clean(self) -> dict[str, Any]:
        """What the domain would refuse, before anything is stored."""
        data = super().clean() or {}
        if self.instance.pk:
            changes = {name: data.get(name) for name in self.changed_data}
            if message := live_use.refusal(self.instance, self.by, changes):
                self.add_error(None, forms.ValidationError(message, code="live"))
        return data


class LiveLockMixin(admin.ModelAdmin):
    """The page of such an object; the domain checks again when it is saved."""

    form = LiveLockForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows who fills it in."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Explain it before anybody types, and offer no button where nothing can be saved."""
        row: Any = kwargs.get("obj")
        closed = live_use.closed_fields(row, staff(request)) if row is not None else frozenset()
        if closed and self.has_change_permission(request, row):
            article: Any = live_use.live_in(row)
            context |= {"closed": closed, "live_sentence": live_use.message(row, article), "live_in": article}
            if "rights_until" in live_use.PUBLIC_FIELDS[type(row)] - closed:
                context["live_sentence"] += " " + _("The end of its rights may be set earlier.")
            shown = set(flatten_fieldsets(self.get_fieldsets(request, row)))
            if not shown - closed - {"save_reason", "form_state"}:
                context |= dict.fromkeys(("show_save", "show_save_and_continue", "show_save_and_add_another"), False)
                page = context["adminform"]
                page.fieldsets = [fieldset for fieldset in page.fieldsets if fieldset[1]["fields"] != ("save_reason",)]
        return super().render_change_form(request, context, *args, **kwargs)
