"""The audit: who did what, when, why, to which version. Read, filtered and exported; never changed."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import audit_targets
from articles.admin.base import badges
from articles.admin.base.changelist import LargeListAdmin, NameFilter
from articles.admin.base.records import RecordMixin
from articles.domain import audit
from articles.domain.staff import staff

from ..models import AuditEntry
from ..models.audit import VERBS

COLUMNS = ("at", "by", "verb", "noun", "object_id", "object_text", "version", "reason", "details")
EXPORT_BATCH_ROWS = 2_000  # rows in memory while exporting


VERB_GROUPS = (  # of verbs, as one looks for them; what is in none stands under the last
    (gettext_lazy("publishing"), ("submit", "send_back", "approve", "publish", "withdraw", "lock", "unlock")),
    (gettext_lazy("clips"), ("import", "start", "adopt", "mark_duplicate", "archive", "mark_unreadable", "reread")),
    (gettext_lazy("readers' comments"), ("accept_comments", "reject_comments", "moderate", "erase")),
    (gettext_lazy("versions"), ("prepare", "apply", "drop", "restore_version", "merge", "correct")),
    (gettext_lazy("rights and access"), ("change_rights", "create_link", "revoke_link", "revoke", "export")),
    (gettext_lazy("everything else"), ()),
)


class VerbFilter(admin.SimpleListFilter):
    """By what was done: forty verbs, folded into a few groups."""

    title = gettext_lazy("what was done")
    parameter_name = "verb"
    template = "admin/grouped_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every verb with its word."""
        return list(VERBS.items())

    def choices(self, changelist: Any) -> Any:
        """„All“, and then the groups; the one that is chosen from is open."""
        everything, *rest_choices = super().choices(changelist)
        yield everything
        rest = dict(zip(VERBS, rest_choices, strict=True))
        for word, verbs in VERB_GROUPS:
            members = [rest.pop(verb) for verb in verbs or tuple(rest)]
            yield {"group": word, "members": members, "open": any(choice["selected"] for choice in members)}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The entries with this verb."""
        return queryset.filter(verb=self.value()) if self.value() else None


class ActorFilter(NameFilter):
    """By the name of who did it."""

    title = gettext_lazy("by")
    parameter_name = "who"
    column = "by"
    name = "username"
    examples = ("desk", "nobody")

    def named_rows(self) -> QuerySet[User]:
        """Everybody: also who has left."""
        return User.objects.all()


class ModelFilter(admin.SimpleListFilter):
    """By model; only the models that are recorded."""

    title = gettext_lazy("kind of thing")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The recorded models."""
        labels = sorted(audit.NAMED | {"articles.comment", "articles.person", "auth.user"})
        return [(label, audit_targets.kind(label)) for label in labels]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The entries about objects of this model."""
        return queryset.filter(noun=self.value()) if self.value() else None


@admin.register(AuditEntry)
class AuditAdmin(RecordMixin, LargeListAdmin):
    """The list, one entry, and the two exports."""

    list_display = ("when", "actor", "verb_badge", "thing", "version", "reason")
    list_filter = (VerbFilter, ModelFilter, ActorFilter, "at")
    search_fields = ("object_text", "reason")
    search_help_text = gettext_lazy(
        "Searches the thing's name and the reason of the newest 50,000 entries that the filters show."
    )
    search_newest = 50_000
    sortable_by = ("when",)
    list_select_related = ("by",)
    list_display_links = ("when",)
    ordering = ("-id",)
    fields = ("when", "actor", "verb_badge", "thing", "version", "reason", "details_list")
    readonly_fields = fields
    change_list_template = "admin/articles/auditentry/change_list.html"

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether the user may export entries."""
        return request.user.has_perm("articles.export_auditentry")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """With the way to the exports of what the filters show."""
        more = {"may_export": self.has_export_permission(request), "query": request.GET.urlencode()}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """With the two exports."""
        pages = [
            path(f"export.{kind}", self.admin_site.admin_view(view), name=f"articles_auditentry_{kind}")
            for kind, view in (("csv", self.csv_view), ("jsonl", self.jsonl_view))
        ]
        return [*pages, *super().get_urls()]

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """A table for people; no cell is a formula."""
        return self._export(request, "csv", "text/csv; charset=utf-8", _as_csv)

    def jsonl_view(self, request: HttpRequest) -> HttpResponseBase:
        """A JSON object in each line, for programs."""
        return self._export(request, "jsonl", "application/x-ndjson", _as_jsonl)

    def _export(self, request: HttpRequest, kind: str, content_type: str, lines: Any) -> HttpResponseBase:
        if not self.has_export_permission(request) or request.method != "GET":
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request).order_by("id")
        audit.record("export", AuditEntry(), staff(request), query=request.GET.urlencode()[:400])
        response = StreamingHttpResponse(lines(rows.iterator(chunk_size=EXPORT_BATCH_ROWS)), content_type=content_type)
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="audit-{day}.{kind}"'
        return response

    @admin.display(description=gettext_lazy("at"), ordering="id")
    def when(self, entry: AuditEntry) -> str:
        """The time, to the second."""
        return date_format(timezone.localtime(entry.at), "SHORT_DATE_FORMAT") + timezone.localtime(entry.at).strftime(
            " %H:%M:%S"
        )

    @admin.display(description=gettext_lazy("by"))
    def actor(self, entry: AuditEntry) -> str:
        """Who did it, or that it was a command."""
        return str(entry.by or _("by command"))

    @admin.display(description=gettext_lazy("what was done"))
    def verb_badge(self, entry: AuditEntry) -> SafeString:
        """The verb in a word."""
        return badges.status(entry.verb, entry.get_verb_display())

    @admin.display(description=gettext_lazy("thing"))
    def thing(self, entry: AuditEntry) -> SafeString:
        """A link to the object."""
        return audit_targets.link(entry)

    @admin.display(description=gettext_lazy("details"))
    def details_list(self, entry: AuditEntry) -> SafeString:
        """The details in words; the exports have them as they are kept."""
        return audit_targets.details(entry)


def _cells(entry: AuditEntry) -> list[Any]:
    by = entry.by.get_username() if isinstance(entry.by, User) else ""
    at = timezone.localtime(entry.at).isoformat(timespec="seconds")
    return [at, by, *(getattr(entry, name) for name in COLUMNS[2:])]


class _EchoWriter:
    """A file-like object that returns what is written into it, so that rows can be streamed."""

    def write(self, line: str) -> str:
        """Return the line, which csv.writer() hands on."""
        return line


def _as_csv(rows: Iterable[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_EchoWriter())
    yield writer.writerow(COLUMNS)
    for entry in rows:
        *cells, details = _cells(entry)
        yield writer.writerow([*map(_escape_formula, cells), json.dumps(details, ensure_ascii=False)])


def _escape_formula(cell: Any) -> Any:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _as_jsonl(rows: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in rows:
        yield json.dumps(dict(zip(COLUMNS, _cells(entry), strict=True)), ensure_ascii=False) + "\n"
