"""The list of a noun's versions, and one version to look at. Nothing here writes: a restore will be a new version."""

from itertools import pairwise
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from ..models import body as article_body
from . import words
from .difference import side_by_side


class WithRevisions(SimpleHistoryAdmin):
    """A page whose history is simple-history's, read-only."""

    object_history_list_template = "admin/revisions.html"
    history_list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Tell the history who, and do not write a version of something that has not changed."""
        if change and not form.has_changed():
            return
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of versions, under its own name."""
        row = self.get_object(request, _number(object_id))
        title = _("Versions: %(title)s") % {"title": row} if row is not None else _("Versions")
        return super().history_view(request, object_id, {"title": title, **(extra_context or {})})

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, **_kwargs: Any) -> None:
        """What each version changed, in words; texts with their differences marked."""
        records = list(historical_records)
        for newer, older in pairwise(records):
            newer.history_delta_changes = _changes(older, newer)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One version, field by field, as text. (The package's own page would write.)"""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        record = get_object_or_404(self.model.history, id=_number(object_id), history_id=_number(version_id))
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


def _number(given: str) -> str:
    """A row's number out of an address; whatever else stands there is not found."""
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    return given


def _changes(older: Any, newer: Any) -> list[dict[str, Any]]:
    found = []
    for field in newer.tracked_fields:
        if getattr(older, field.attname) == getattr(newer, field.attname):
            continue
        texts = _told(older, field), _told(newer, field)
        if texts[0] == texts[1]:  # only the markup differs
            texts = getattr(older, field.attname), getattr(newer, field.attname)
        old, new = side_by_side(*map(str, texts))
        found.append({"field": field.verbose_name, "old": old, "new": new})
    return found


def _fields(record: Any) -> list[dict[str, Any]]:
    told = ((field.verbose_name, _told(record, field)) for field in record.tracked_fields)
    return [{"label": label, "value": value} for label, value in told if value]


def _told(record: Any, field: models.Field) -> str:
    """A field's value as people say it."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return words.partial_date(value, getattr(record, "issued_precision", "") if field.name == "issued_on" else "")
    if isinstance(field, article_body.BodyField):
        return article_body.plain_text(value)
    return str(_pointed_to(record, field)) if field.is_relation else str(value)


def _pointed_to(record: Any, field: models.Field) -> Any:
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:  # what it pointed to is gone; its number is all that is left
        return getattr(record, field.attname)
