"""The page that asks before something is done, and the forms for its reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from articles.domain.comments import moderation
from articles.models import Decision, ReasonCode


class ReasonForm(forms.Form):
    """A reason as free text."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        error_messages={"required": _("Please give the reason.")},
    )


class RejectForm(forms.Form):
    """Why a comment is rejected: a reason code, the law it breaks, a note."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ReasonCode.choices, widget=forms.RadioSelect)
    legal_ground = forms.CharField(
        label=_("Legal ground"),
        max_length=200,
        required=False,
        help_text=_("Needed for illegal content. The author is told."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=400,
        required=False,
        help_text=_("Needed for other violations. The author is told, where there is an e-mail."),
    )

    def clean(self) -> dict[str, Any]:
        """Show at its field what the domain would refuse."""
        data = super().clean() or {}
        if "reason" in data:
            try:
                moderation.check(Decision.Verb.REJECT, self.decision_reason())
            except moderation.IncompleteDecision as error:
                self.add_error(error.field, str(error))
        return data

    def decision_reason(self) -> moderation.DecisionReason:
        """The reason as the domain takes it."""
        data = self.cleaned_data
        return moderation.DecisionReason(data["reason"], data.get("legal_ground", ""), data.get("note", ""))


def ask(
    page: ModelAdmin,
    request: HttpRequest,
    form: forms.Form,
    title: str,
    about: str,
    names: Sequence[str],
    button: str,
    back: str,
    hidden: Sequence[tuple[str, str]] = (),
    extra_context: Mapping[str, Any] | None = None,
) -> TemplateResponse:
    """The page with the question; `names` are the objects that it is about, `hidden` fields are posted along."""
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": title,
        "about": about,
        "things": names,
        "form": form,
        "button": button,
        "back": back,
        "hidden": hidden,
        **(extra_context or {}),
    }
    return TemplateResponse(request, "admin/confirm.html", context)
