"""Setting the right to use of many outlets, agencies or clips at once."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles.admin.base import date_widgets
from articles.admin.base.bulk_actions import BulkAction, BulkActionsMixin
from articles.domain.staff import staff
from articles.domain.taxonomy import text_rights
from articles.models import Right


class RightForm(forms.Form):
    """The new right, its note and its last day; each replaces the present value."""

    right = forms.ChoiceField(label=gettext_lazy("right to use"), choices=Right.choices)
    right_note = forms.CharField(label=gettext_lazy("licence note"), max_length=500, required=False)
    right_until = date_widgets.DateColumnField(
        label=gettext_lazy("use until"), required=False, widget=date_widgets.NativeDateInput
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)


class ClipRightForm(RightForm):
    """A clip may also leave it to its outlet."""

    right = forms.ChoiceField(
        label=gettext_lazy("right to use"),
        choices=[("", gettext_lazy("as the outlet's")), *Right.choices],
        required=False,
    )


def set_right(request: HttpRequest, row: Any, data: dict[str, Any]) -> bool:
    """Set it by the domain; return whether anything changed."""
    return text_rights.set_right(
        row, data["right"], data["right_note"], data["right_until"], staff(request), data["reason"]
    )


RIGHT_HELP = gettext_lazy(
    "Decides at once what the public sees of their texts. Note and last day are replaced as well."
)


class RightsBulkMixin(BulkActionsMixin):
    """The list of sources."""

    bulk = (
        BulkAction(
            "set_right",
            gettext_lazy("Set the right to use …"),
            "articles.change_source",
            set_right,
            RightForm,
            RIGHT_HELP,
        ),
    )
