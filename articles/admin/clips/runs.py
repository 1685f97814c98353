"""Imports: what each run did, file by file. Nobody edits a record."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import dashboard
from articles.admin.base import badges, object_views
from articles.admin.base.changelist import QueueFilter
from articles.admin.base.records import RecordMixin
from articles.admin.clips.upload import ClipUploadMixin
from articles.models import ImportedFile, ImportRun

FILES_PER_PAGE = 100
STANDING_LABELS = {
    "finished": gettext_lazy("finished"),
    "running": gettext_lazy("still running"),
    "broken_off": gettext_lazy("broken off"),
}


class ImportRunQueueFilter(QueueFilter):
    """The runs that somebody should look at."""

    title = gettext_lazy("what to look at")
    queues = {
        "failed": (gettext_lazy("with failed files"), lambda rows: rows.filter(failed__gt=0)),
        "unfinished": (gettext_lazy("not finished"), lambda rows: rows.filter(finished_at=None)),
    }


@admin.register(ImportRun)
class ImportRunAdmin(RecordMixin, ClipUploadMixin):
    """The list of runs, and a page for each."""

    list_display = ("begun", "standing_badge", "kind", "made_by", "new", "changed", "seen", "failed", "parser_version")
    list_filter = (ImportRunQueueFilter, "is_reread", "started_at")
    list_select_related = ("by",)
    change_list_template = "admin/articles/importrun/change_list.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the user may import clips or view the runs."""
        return dashboard.may_see_imports(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the way to the upload."""
        may = {"may_import": self.has_import_permission(request)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One run: its counts, and a row for each file that was more than seen."""
        run = self.get_object(request, unquote(object_id))
        if run is None:
            return object_views.redirect_missing(self, request, object_id)
        if not self.has_view_permission(request, run) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        status = request.GET.get("status", "")
        files = run.files.filter(Q(status=status) if status in ImportedFile.Status.values else Q())
        page = Paginator(_with_articles(files), FILES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(run),
            "run": run,
            "standing_word": badges.status(run.standing, STANDING_LABELS[run.standing]),
            "counts": [
                (code, word, getattr(run, code), code in ImportedFile.Status.values)
                for code, word in (*ImportedFile.Status.choices, ("seen", _("seen")))
            ],
            "chosen": status,
            "page": page,
            "rows": [_row(file) for file in page],
            "may_import": self.has_import_permission(request),
        }
        return TemplateResponse(request, "admin/articles/importrun/run.html", context)

    @admin.display(description=gettext_lazy("begun"), ordering="id")
    def begun(self, run: ImportRun) -> str:
        """When it began."""
        return date_format(localtime(run.started_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("state"), ordering="finished_at")
    def standing_badge(self, run: ImportRun) -> SafeString:
        """Finished, still running, broken off."""
        return badges.status(run.standing, STANDING_LABELS[run.standing])

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, run: ImportRun) -> str:
        """New clips, or the stored ones read again."""
        return _("read again") if run.is_reread else _("new clips")

    @admin.display(description=gettext_lazy("by"))
    def made_by(self, run: ImportRun) -> str:
        """Who started it."""
        return str(run.by or _("by command"))


def _with_articles(files: Any) -> Any:
    """A page of files in one query, without any text but the headlines."""
    columns = ("name", "status", "sentence", "warning_count", "clip_id", "run_id")
    of_article = ("headline", "state", "publish_at", "expires_at")
    return files.select_related("article").only(*columns, *(f"article__{name}" for name in of_article))


def _row(file: ImportedFile) -> dict[str, Any]:
    article = file.article
    return {
        "file": file,
        "word": badges.status(file.status, file.get_status_display()),
        "article": article,
        "article_word": badges.status(*badges.state_of(article)) if article is not None else "",
    }
