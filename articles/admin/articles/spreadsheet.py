"""Articles as a spreadsheet: exported as the list's filters show them, imported after a page that shows the effect."""

import base64
import binascii
import hashlib
from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, field_labels
from articles.domain import audit
from articles.domain.articles import spreadsheet_import
from articles.domain.staff import staff
from articles.formats import spreadsheet
from articles.models import Article

EXPORT_BATCH_ROWS = 500  # articles in memory while exporting
MAX_SESSION_SHEETS = 20  # imported sheets that a session remembers, so that none is imported twice

EFFECTS = {
    "new": gettext_lazy("would be made"),
    "changed": gettext_lazy("would be changed"),
    "same": gettext_lazy("stays as it is"),
    "refused": gettext_lazy("refused"),
}


class SpreadsheetForm(forms.Form):
    """A file, or the content of the one whose effect was shown; and why."""

    file = forms.FileField(label=gettext_lazy("Sheet (CSV, UTF-8)"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What was changed, and why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the record; shown in the list of versions."),
    )

    def clean(self) -> dict[str, Any]:
        """Put the bytes into `sheet`, from whichever of the two was sent."""
        data = super().clean() or {}
        if (file := data.get("file")) is not None:
            data["sheet"] = file.read(spreadsheet_import.MAX_SHEET_BYTES + 1)
        elif data.get("shown"):
            try:
                data["sheet"] = base64.b64decode(data["shown"], validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", _("Please choose the file again."))
        elif not self.errors:
            self.add_error("file", _("Please choose a file."))
        return data


def list_context(page: ModelAdmin, request: HttpRequest) -> dict[str, Any]:
    """What the list's page needs for the links to export and import."""
    return {
        "may_export": _may(page, request, "export"),
        "may_take_in": _may(page, request, "import"),
        "query": request.GET.urlencode(),
    }


def csv_view(page: ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The articles of the list as CSV."""
    return _export(page, request, "csv", "text/csv; charset=utf-8", spreadsheet.as_csv)


def jsonl_view(page: ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The articles of the list as a JSON object in each line."""
    return _export(page, request, "jsonl", "application/x-ndjson", spreadsheet.as_json_lines)


def _export(page: ModelAdmin, request: HttpRequest, kind: str, content_type: str, lines: Any) -> HttpResponseBase:
    if not _may(page, request, "export"):
        raise PermissionDenied
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    listed = page.get_changelist_instance(request).get_queryset(request)
    rows = Article.objects.filter(pk__in=listed.order_by().values("pk")).for_sheets().order_by("id")
    audit.record("export", Article(), staff(request), query=request.GET.urlencode()[:400], format=kind)
    response = StreamingHttpResponse(lines(rows.iterator(chunk_size=EXPORT_BATCH_ROWS)), content_type=content_type)
    name = _("articles") + f"-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def import_view(page: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Ask for the file, show its effect, and import it once that was shown."""
    if not _may(page, request, "import"):
        raise PermissionDenied
    form = SpreadsheetForm(request.POST, request.FILES) if request.method == "POST" else SpreadsheetForm()
    if not form.is_bound or not form.is_valid():
        return _render(page, request, form)
    data = form.cleaned_data["sheet"]
    try:
        if "_take_in" in request.POST and form.cleaned_data["file"] is None:
            return _import(page, request, form, data)
        return _render(page, request, form, spreadsheet_import.preview_import(data, staff(request)), data)
    except spreadsheet_import.SpreadsheetUnreadable as error:
        form.add_error("file", str(error))
        return _render(page, request, form)


def _import(page: ModelAdmin, request: HttpRequest, form: SpreadsheetForm, data: bytes) -> HttpResponse:
    digest = hashlib.sha256(data).hexdigest()
    done = request.session.get("sheets", [])
    if digest in done:
        page.message_user(request, _("You have taken in this sheet already."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    rows, outcome = spreadsheet_import.import_sheet(data, staff(request), form.cleaned_data["reason"])
    request.session["sheets"] = [*done, digest][-MAX_SESSION_SHEETS:]
    message = _("%(n)d articles were written; %(refused)d rows were refused.")
    refused = [row for row in rows if row.what == "refused"]
    level = messages.WARNING if refused else messages.SUCCESS
    page.message_user(request, message % {"n": len(outcome.changed), "refused": len(refused)}, level)
    if not refused:
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    return _render(page, request, SpreadsheetForm(), refused)


def _render(
    page: ModelAdmin,
    request: HttpRequest,
    form: SpreadsheetForm,
    rows: list[spreadsheet_import.SpreadsheetRow] | None = None,
    data: bytes = b"",
) -> HttpResponse:
    counts = Counter(row.what for row in rows or ())
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Take in a sheet"),
        "form": form,
        "rows": [_row_context(row) for row in rows or () if row.what != "same"],
        "counts": [(badges.status(f"sheet-{what}", word), counts[what]) for what, word in EFFECTS.items()]
        if rows
        else [],
        "is_planned": rows is not None,
        "may_go_on": bool(data) and counts["new"] + counts["changed"] > 0,
        "shown": base64.b64encode(data).decode(),
        "writable": spreadsheet.WRITABLE,
    }
    return TemplateResponse(request, "admin/articles/article/spreadsheet_import.html", context)


def _may(page: ModelAdmin, request: HttpRequest, verb: str) -> bool:
    return page.has_view_or_change_permission(request) and request.user.has_perm(f"articles.{verb}_article")


def _row_context(row: spreadsheet_import.SpreadsheetRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "article": row.article,
        "word": badges.status(f"sheet-{row.what}", EFFECTS[row.what]),
        "changes": [
            (_label(name), badges.opening(old, 200), badges.opening(new, 200)) for name, old, new in row.changes
        ],
        "problems": [(problem.column, problem.message) for problem in row.problems],
    }


def _label(column: str) -> str:
    return str(field_labels.label("issued_on" if column == "issued" else column))
