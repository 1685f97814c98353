"""The list of articles as a sheet: carried out as the filters show it, taken in after a look at what would happen."""

import base64
import binascii
import hashlib
from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, field_labels
from articles.admin.base.changelist import LargeListAdmin
from articles.domain import audit
from articles.domain.articles import spreadsheet
from articles.domain.staff import staff
from articles.formats import spreadsheet_rows
from articles.models import Article

AT_ONCE = 500  # articles in memory while exporting
REMEMBERED = 20  # sheets that a session has taken in

WHAT = {
    "new": gettext_lazy("would be made"),
    "changed": gettext_lazy("would be changed"),
    "same": gettext_lazy("stays as it is"),
    "refused": gettext_lazy("refused"),
}


class SpreadsheetForm(forms.Form):
    """A file, or the one that was shown; and why."""

    file = forms.FileField(label=gettext_lazy("Sheet (CSV, UTF-8)"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What was changed, and why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the record; shown in the list of versions."),
    )

    def clean(self) -> dict[str, Any]:
        """The bytes, from one of the two."""
        data = super().clean() or {}
        if (file := data.get("file")) is not None:
            data["sheet"] = file.read(spreadsheet.MOST_BYTES + 1)
        elif data.get("shown"):
            try:
                data["sheet"] = base64.b64decode(data["shown"], validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", _("Please choose the file again."))
        elif not self.errors:
            self.add_error("file", _("Please choose a file."))
        return data


class SpreadsheetMixin(LargeListAdmin):
    """Three more addresses."""

    def get_urls(self) -> list[URLPattern]:
        """Two ways out, one in."""
        view = self.admin_site.admin_view
        return [
            path("export.csv", view(self.csv_view), name="articles_article_csv"),
            path("export.jsonl", view(self.jsonl_view), name="articles_article_jsonl"),
            path("import/", view(self.sheet_view), name="articles_article_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the ways there."""
        may = {
            "may_export": self._may_sheet(request, "export"),
            "may_take_in": self._may_sheet(request, "import"),
            "query": request.GET.urlencode(),
        }
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def _may_sheet(self, request: HttpRequest, verb: str) -> bool:
        return self.has_view_or_change_permission(request) and request.user.has_perm(f"articles.{verb}_article")

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """For people."""
        return self._export_sheet(request, "csv", "text/csv; charset=utf-8", spreadsheet_rows.as_csv)

    def jsonl_view(self, request: HttpRequest) -> HttpResponseBase:
        """For programs."""
        return self._export_sheet(request, "jsonl", "application/x-ndjson", spreadsheet_rows.as_json_lines)

    def _export_sheet(self, request: HttpRequest, kind: str, content_type: str, lines: Any) -> HttpResponseBase:
        if not self._may_sheet(request, "export"):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        shown = self.get_changelist_instance(request).get_queryset(request)
        rows = Article.objects.filter(pk__in=shown.order_by().values("pk")).for_sheets().order_by("id")
        audit.record("export", Article(), staff(request), query=request.GET.urlencode()[:400], format=kind)
        response = StreamingHttpResponse(lines(rows.iterator(chunk_size=AT_ONCE)), content_type=content_type)
        name = _("articles") + f"-{timezone.localdate().isoformat()}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file, show what it would do, and do it when that was seen."""
        if not self._may_sheet(request, "import"):
            raise PermissionDenied
        form = SpreadsheetForm(request.POST, request.FILES) if request.method == "POST" else SpreadsheetForm()
        if not form.is_bound or not form.is_valid():
            return self._sheet_page(request, form)
        data = form.cleaned_data["sheet"]
        try:
            if "_take_in" in request.POST and form.cleaned_data["file"] is None:
                return self._take_in_sheet(request, form, data)
            return self._sheet_page(request, form, spreadsheet.plan(data, staff(request)), data)
        except spreadsheet.SpreadsheetUnreadable as error:
            form.add_error("file", str(error))
            return self._sheet_page(request, form)

    def _take_in_sheet(self, request: HttpRequest, form: SpreadsheetForm, data: bytes) -> HttpResponse:
        digest = hashlib.sha256(data).hexdigest()
        done = request.session.get("sheets", [])
        if digest in done:
            self.message_user(request, _("You have taken in this sheet already."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        rows, outcome = spreadsheet.take_in(data, staff(request), form.cleaned_data["reason"])
        request.session["sheets"] = [*done, digest][-REMEMBERED:]
        told = _("%(n)d articles were written; %(refused)d rows were refused.")
        refused = [row for row in rows if row.what == "refused"]
        level = messages.WARNING if refused else messages.SUCCESS
        self.message_user(request, told % {"n": len(outcome.changed), "refused": len(refused)}, level)
        if not refused:
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return self._sheet_page(request, SpreadsheetForm(), refused)

    def _sheet_page(
        self,
        request: HttpRequest,
        form: SpreadsheetForm,
        rows: list[spreadsheet.SpreadsheetRow] | None = None,
        data: bytes = b"",
    ) -> HttpResponse:
        counts = Counter(row.what for row in rows or ())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take in a sheet"),
            "form": form,
            "rows": [_told(row) for row in rows or () if row.what != "same"],
            "counts": [(badges.status(f"sheet-{what}", word), counts[what]) for what, word in WHAT.items()]
            if rows
            else [],
            "is_planned": rows is not None,
            "may_go_on": bool(data) and counts["new"] + counts["changed"] > 0,
            "shown": base64.b64encode(data).decode(),
            "writable": spreadsheet_rows.WRITABLE,
        }
        return TemplateResponse(request, "admin/articles/article/sheet.html", context)


def _told(row: spreadsheet.SpreadsheetRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "article": row.article,
        "word": badges.status(f"sheet-{row.what}", WHAT[row.what]),
        "changes": [
            (_label(name), badges.opening(old, 200), badges.opening(new, 200)) for name, old, new in row.changes
        ],
        "problems": [(one.column, one.message) for one in row.problems],
    }


def _label(column: str) -> str:
    names = {"issued": "issued_on"}
    return str(field_labels.label(names.get(column, column)))
