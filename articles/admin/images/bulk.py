"""Setting whose many pictures are, and how long they may be shown."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import date_widgets
from articles.admin.base.bulk_actions import BulkAction, BulkActionsMixin
from articles.domain.images import library
from articles.domain.staff import staff
from articles.models import Image


class ImageRightsForm(forms.Form):
    """What is filled in replaces what each picture has; the rest stays."""

    credit = forms.CharField(label=gettext_lazy("credit"), max_length=500, required=False)
    photographer = forms.CharField(label=gettext_lazy("photographer"), max_length=200, required=False)
    agency = forms.CharField(label=gettext_lazy("picture agency"), max_length=200, required=False)
    copyright = forms.CharField(label=gettext_lazy("copyright notice"), max_length=500, required=False)
    usage_terms = forms.CharField(label=gettext_lazy("usage terms"), required=False)
    rights_until = date_widgets.DateColumnField(
        label=gettext_lazy("rights until"), required=False, widget=date_widgets.NativeDateInput
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """At least one of them."""
        data = super().clean() or {}
        if not any(data.get(name) for name in library.RIGHTS) and not self.errors:
            raise forms.ValidationError(_("Please fill in what shall be set."))
        return data


def set_rights(request: HttpRequest, image: Image, answered: dict[str, Any]) -> bool:
    """One version of each picture that had something else."""
    values = {name: answered[name] for name in library.RIGHTS if answered.get(name)}
    return library.change(image, values, staff(request), answered["reason"])


class ImageBulkMixin(BulkActionsMixin):
    """The list's part of the pictures' admin."""

    bulk = (
        BulkAction(
            "set_rights",
            gettext_lazy("Set credit and rights …"),
            "articles.change_image",
            set_rights,
            ImageRightsForm,
            gettext_lazy("What is filled in replaces what each picture has; the rest stays."),
        ),
    )
