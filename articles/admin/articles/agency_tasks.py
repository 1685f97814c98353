"""Tasks that an agency's later text raises on articles: both texts side by side, done or dismissed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.articles.article_records import ArticleRecordAdmin
from articles.admin.base import badges, field_labels, object_views
from articles.admin.base.changelist import QueueFilter
from articles.admin.base.text_diff import FieldChange, are_alike, side_by_side
from articles.domain import errors
from articles.domain.imports import agency_texts
from articles.domain.staff import staff
from articles.models import AgencyTask, Clip

KIND_CODES = {"kill": "withdrawn", "correction": "changed", "new_version": "new"}  # the colours of the kinds
STATE_CODES = {"open": "waiting", "done": "finished", "dismissed": "discarded"}
FIELDS = ("kicker", "headline", "subheadline", "lead", "byline")
DONE = {
    "done": gettext_lazy("The task is done."),
    "dismissed": gettext_lazy("The task was dismissed; the article stays as it is."),
}


class AgencyTaskQueueFilter(QueueFilter):
    """Tasks that wait."""

    queues = {"open": (pgettext_lazy("task", "open"), lambda rows: rows.waiting())}


@admin.register(AgencyTask)
class AgencyTaskAdmin(ArticleRecordAdmin):
    """The pages of tasks, where they are done or dismissed."""

    list_display = ("title", "kind_badge", "state_badge", "article_state", "matched_by", "raised")
    list_filter = (AgencyTaskQueueFilter, "kind", "state")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgencyTask]:
        """Lists never read the texts."""
        rows = super().get_queryset(request).select_related("decided_by", "article")
        return rows.defer("article__body", "article__lead", "article__note")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whether the user may do or dismiss one."""
        return request.user.has_perm(agency_texts.DECIDE)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The two texts, and the two buttons."""
        task = self.get_object(request, unquote(object_id))
        if task is None:
            return object_views.redirect_missing(self, request, object_id)
        if not self.has_view_permission(request, task):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, task)
        return self._page(request, task)

    def _page(self, request: HttpRequest, task: AgencyTask, reason: str = "") -> HttpResponse:
        is_open = task.state == AgencyTask.State.OPEN
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": task.get_kind_display(),
            "subtitle": str(task.article),
            "task": task,
            "kind_word": self.kind_badge(task),
            "state_word": self.state_badge(task),
            "article_word": badges.status(*badges.state_of(task.article)),
            "rows": differences(task),
            "reason": reason,
            "is_open": is_open,
            "may_decide": is_open and self.has_decide_permission(request),
        }
        return TemplateResponse(request, "admin/articles/agencytask/compare.html", context)

    def _decide(self, request: HttpRequest, task: AgencyTask) -> HttpResponse:
        """Do or dismiss it, unless somebody else has decided already."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        verdict = next((name for name in DONE if f"_{name}" in request.POST), "")
        reason = request.POST.get("reason", "")
        if not verdict:
            return HttpResponseRedirect(request.path)
        try:
            agency_texts.decide(task, verdict, staff(request), reason)
        except errors.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._page(request, task, reason)
        self.message_user(request, DONE[verdict], messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    @admin.display(description=gettext_lazy("article"), ordering="article__headline")
    def title(self, task: AgencyTask) -> str:
        """The article's present headline."""
        return str(task.article)

    @admin.display(description=gettext_lazy("what happened"))
    def kind_badge(self, task: AgencyTask) -> SafeString:
        """The kind as a coloured word."""
        return badges.status(KIND_CODES[task.kind], task.get_kind_display())

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, task: AgencyTask) -> SafeString:
        """The state as a coloured word."""
        return badges.status(STATE_CODES[task.state], task.get_state_display())

    @admin.display(description=gettext_lazy("state of the article"))
    def article_state(self, task: AgencyTask) -> SafeString:
        """The article's state as a coloured word."""
        return badges.status(*badges.state_of(task.article))

    @admin.display(description=gettext_lazy("raised at"), ordering="id")
    def raised(self, task: AgencyTask) -> str:
        """When it was raised."""
        return date_format(localtime(task.created_at), "SHORT_DATETIME_FORMAT")


def differences(task: AgencyTask) -> list[FieldChange]:
    """The text that the article was made from beside the later one, field by field.

    What differs is marked, unless the later text is a kill that has words of its own.
    """
    earlier, later = _texts(task.article.clip), _texts(task.clip)
    changes = []
    for name in (*FIELDS, "body"):
        old, new = earlier.get(name, ""), later.get(name, "")
        is_marked = task.kind != AgencyTask.Kind.KILL or are_alike(old, new)
        if old or new:
            both = side_by_side(old, new) if is_marked else (escape(old), escape(new))
            changes.append(FieldChange(field_labels.label(name), *both))
    return changes


def _texts(clip: Clip | None) -> dict[str, str]:
    """What a clip says, by field; all of it as text where no article was found in it."""
    reading = clip.readings.first() if clip is not None else None
    fields: Mapping[str, Any] | None = reading.fields if reading is not None else None
    if clip is None or not fields:
        return {"body": clip.text if clip is not None else ""}
    words = {name: str(fields.get(name) or "") for name in FIELDS}
    return words | {"body": "\n\n".join(block["text"] for block in fields.get("body", ()))}
