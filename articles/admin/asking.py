"""Asks for the reason of something that is not done without one: withdrawing, rejecting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A reason in the editor's own words."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        error_messages={"required": _("Please give the reason.")},
    )


class RejectForm(forms.Form):
    """Why a reader's comment is not shown: one of the house's reasons, and a note where the reason needs one."""

    REASONS = (
        ("insult", _("insult")),
        ("hate", _("hate or discrimination")),
        ("threat", _("threat or violence")),
        ("illegal", _("illegal content")),
        ("claim", _("unproven claim of fact")),
        ("personal", _("personal data")),
        ("harassment", _("harassment")),
        ("advertising", _("advertising")),
        ("spam", _("spam")),
        ("off_topic", _("off topic")),
        ("repetition", _("repetition")),
        ("unclear", _("unintelligible")),
        ("other", _("other violation")),
    )
    NEED_A_NOTE = ("illegal", "other")

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=400, required=False, help_text=_("Needed for illegal content and other violations.")
    )

    def clean(self) -> dict[str, Any]:
        """Some reasons say too little by themselves."""
        data = super().clean() or {}
        if data.get("reason") in self.NEED_A_NOTE and not data.get("note"):
            self.add_error("note", _("Please write down what it is about."))
        return data

    def told(self) -> str:
        """The reason as it is kept."""
        word = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        note = self.cleaned_data["note"]
        return f"{word}: {note}" if note else word


def ask(
    page: ModelAdmin,
    request: HttpRequest,
    form: forms.Form,
    title: str,
    about: str,
    things: Sequence[str],
    button: str,
    back: str,
    hidden: Sequence[tuple[str, str]] = (),
) -> TemplateResponse:
    """The page with the question; `things` are what it is about, `hidden` is posted along."""
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": title,
        "about": about,
        "things": things,
        "form": form,
        "button": button,
        "back": back,
        "hidden": hidden,
    }
    return TemplateResponse(request, "admin/ask.html", context)
