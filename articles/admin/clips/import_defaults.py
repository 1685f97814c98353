"""The form for what the operator knows of all clips of an upload."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.imports import storage
from articles.models import Right
from articles.models.fields.partial_date import DateOutOfRange, parse_period


class PeriodFormField(forms.CharField):
    """A day, a month or a year, as exact as it is known."""

    def clean(self, value: Any) -> Any:
        """The first day of the period and its precision; (None, "") where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None, ""
        german = re.fullmatch(r"(?:(\d\d?)\.\s*)?(?:(\d\d?)[./]\s*)?(\d{4})", text, re.ASCII)
        if german and (german[1] is None or german[2] is not None):
            text = "-".join(part.zfill(2) for part in (german[3], german[2], german[1]) if part)
        elif german:  # 6.2024
            text = f"{german[3]}-{int(german[1]):02d}"
        try:
            return parse_period(text)
        except DateOutOfRange as error:
            raise forms.ValidationError(str(error), "out_of_bounds") from None
        except ValueError:
            raise forms.ValidationError(_("Give a date such as 19.6.2024, 6/2024 or 2024.")) from None


class ImportDefaultsForm(forms.Form):
    """What the operator knows of all these clips, beyond what they say themselves."""

    source = forms.CharField(
        label=gettext_lazy("Outlet"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only if all of these clips come from it; it outranks what they say."),
    )
    issued = PeriodFormField(
        label=gettext_lazy("Appeared on"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("As exactly as it is known: 19.6.2024, 6/2024 or 2024."),
    )
    url = forms.URLField(
        label=gettext_lazy("Address of the original"),
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Give an address that begins with http:// or https://.")},
    )
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        label=gettext_lazy("Language"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("A language tag such as de, en or pt-BR; empty: as the reader finds it."),
        error_messages={"invalid": gettext_lazy("Give a language tag such as de, en or pt-BR.")},
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Right to use"),
        required=False,
        choices=[("", gettext_lazy("as agreed with the outlet")), *Right.choices],
        help_text=gettext_lazy("Holds for these clips. What is unclear or internal is never public."),
    )

    def clean_url(self) -> str:
        """An address that a reader may be sent to."""
        url = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(self.fields["url"].error_messages["invalid"])
        return str(url)

    def defaults(self) -> storage.ImportDefaults:
        """As the domain takes them."""
        day, precision = self.cleaned_data["issued"]
        return storage.ImportDefaults(
            source=self.cleaned_data["source"].strip(),
            url=self.cleaned_data["url"],
            issued_on=day,
            issued_precision=precision,
            language=self.cleaned_data["language"],
            right=self.cleaned_data["right"],
        )
