"""The list of an object's versions, the page of one, and the comparison of any two. Nothing here writes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from articles.admin.base import badges
from articles.admin.base.text_diff import FieldChange, side_by_side
from articles.models.fields import body as article_body
from articles.models.fields.keys import parse_pk


class RevisionsMixin(SimpleHistoryAdmin):  # type: ignore[misc]  # the package has no types
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
        row = self.get_object(request, _require_number(object_id))
        title = _("Versions: %(title)s") % {"title": row} if row is not None else _("Versions")
        context = {"title": title, **(extra_context or {})}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, **_kwargs: Any) -> None:
        """What each version changed, in words; texts with their differences marked."""
        records = list(historical_records)
        if records and (older := records[-1].prev_record) is not None:  # the first of the next page
            records.append(older)
        for newer, older in pairwise(records):
            newer.history_delta_changes = [vars(row) for row in self.changes(older, newer, records)]

    def changes(self, older: Any, newer: Any, records: Sequence[Any]) -> list[FieldChange]:
        """What differs between two entries of the history; `records` are those that are shown together."""
        return field_changes(older, newer)

    def get_urls(self) -> list[URLPattern]:
        """One more page: any two versions."""
        name = f"articles_{self.opts.model_name}_compare"
        compare = path("<str:object_id>/history/compare/", self.admin_site.admin_view(self.compare_view), name=name)
        return [compare, *super().get_urls()]

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two versions, `?a=` and `?b=`, field by field and word by word; the older one first."""
        keys = {_require_number(request.GET.get(name, "")) for name in ("a", "b")}
        rows = self.model.history.filter(id=_require_number(object_id), history_id__in=keys)
        records = list(rows.select_related("history_user").order_by("history_id"))
        if len(records) != len(keys):
            raise Http404
        older, newer = records[0], records[-1]
        if not self.has_view_or_change_permission(request, newer.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compare versions"),
            "subtitle": str(newer.instance),
            "opts": self.opts,
            "object_id": object_id,
            "older": older,
            "newer": newer,
            "rows": self.changes(older, newer, records) if older is not newer else [],
            **self.more_to_compare(request, older, newer),
        }
        return TemplateResponse(request, "admin/compare_versions.html", context)

    def more_to_compare(self, request: HttpRequest, older: Any, newer: Any) -> dict[str, Any]:
        """More context for the page that compares two versions."""
        return {}

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One version, field by field, as text. (The package's own page would write.)"""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        record = get_object_or_404(
            self.model.history, id=_require_number(object_id), history_id=_require_number(version_id)
        )
        if not self.has_view_or_change_permission(request, record.instance):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Version of %(time)s") % {"time": _format_time(record)},
            "opts": self.opts,
            "record": record,
            "object_id": object_id,
            "fields": _labelled_values(record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/revision.html", context)


def _format_time(record: Any) -> str:
    return date_format(timezone.localtime(record.history_date), "DATETIME_FORMAT")


def _require_number(text: str) -> str:
    """The primary key that an address names; raises Http404 for anything else."""
    if parse_pk(text) is None:
        raise Http404
    return text


def field_changes(older: Any, newer: Any) -> list[FieldChange]:
    changes = []
    for field in newer.tracked_fields:
        if field.name == "version" or getattr(older, field.attname) == getattr(newer, field.attname):
            continue
        texts = _format_value(older, field), _format_value(newer, field)
        if texts[0] == texts[1]:  # only the markup differs
            texts = getattr(older, field.attname), getattr(newer, field.attname)
        old, new = side_by_side(str(texts[0]), str(texts[1]))
        changes.append(FieldChange(field.verbose_name, old, new))
    return changes


def _labelled_values(record: Any) -> list[dict[str, Any]]:
    values = ((field.verbose_name, _format_value(record, field)) for field in record.tracked_fields)
    return [{"label": label, "value": value} for label, value in values if value]


def _format_value(record: Any, field: models.Field) -> str:
    """A field's value as people say it."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if field.name == "language":
        return badges.language(value)
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return badges.partial_date(value, getattr(record, "issued_precision", "") if field.name == "issued_on" else "")
    if isinstance(field, article_body.BodyField):
        return article_body.plain_text(value)
    return str(_related(record, field)) if field.is_relation else str(value)


def _related(record: Any, field: models.Field) -> Any:
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:  # what it pointed to is gone; its number is all that is left
        return getattr(record, field.attname)
