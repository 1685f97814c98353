"""The list of a noun's versions, and one version to look at. Nothing here writes: a restore will be a new version."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin


class WithRevisions(SimpleHistoryAdmin):
    """A page whose history is simple-history's, read-only."""

    object_history_list_template = "admin/revisions.html"
    history_list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Tell the history who, and do not write a version of something that has not changed."""
        if change and not form.has_changed():
            return
        super().save_model(request, obj, form, change)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One version, field by field, as text. (The package's own page would write.)"""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        record = get_object_or_404(self.model.history, id=object_id, history_id=version_id)
        if not self.has_view_or_change_permission(request, record.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Version of %(time)s") % {"time": _when(record)},
            "opts": self.opts,
            "record": record,
            "object_id": object_id,
            "fields": _fields(record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/revision.html", context)


def _when(record: Any) -> str:
    return date_format(timezone.localtime(record.history_date), "DATETIME_FORMAT")


def _fields(record: Any) -> list[dict[str, Any]]:
    found = []
    for field in record.tracked_fields:
        display = getattr(record, f"get_{field.name}_display", None)
        try:
            value = display() if display else getattr(record, field.name)
        except ObjectDoesNotExist:  # what it pointed to is gone; its number is all that is left
            value = getattr(record, field.attname)
        if value not in (None, ""):
            found.append({"label": field.verbose_name, "value": str(value)})
    return found
