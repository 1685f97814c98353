"""Prepared versions of live articles: compared word by word with the saved article, applied or dropped."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.article_records import ArticleRecordAdmin
from articles.admin.base import badges, field_labels, object_views
from articles.admin.base.changelist import QueueFilter
from articles.admin.base.text_diff import FieldChange, side_by_side
from articles.domain import staff_groups
from articles.domain.articles import import_fields, revisions, scheduled_changes
from articles.domain.staff import staff
from articles.models import PreparedVersion


class PreparedVersionQueueFilter(QueueFilter):
    """Prepared versions that wait."""

    queues = {"prepared": (gettext_lazy("prepared versions"), lambda rows: rows.waiting())}


@admin.register(PreparedVersion)
class PreparedVersionAdmin(ArticleRecordAdmin):
    """The pages of prepared versions, where they are applied or dropped."""

    list_display = ("title", "state_badge", "reason", "created_at", "made_by", "goes_live_at")
    list_filter = (PreparedVersionQueueFilter, "state")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PreparedVersion]:
        """Lists never read the texts."""
        rows = super().get_queryset(request).select_related("created_by", "decided_by", "article")
        match = request.resolver_match
        if match is not None and (match.url_name or "").endswith("_changelist"):
            return rows.defer("values", "before", "article__body", "article__lead", "article__note")
        return rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for an article that is not public."""
        return staff_groups.reads_drafts(request.user)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """What the public sees is decided by who may publish."""
        return request.user.has_perm("articles.publish_article")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Old and new side by side, and the two buttons."""
        prepared = self.get_object(request, unquote(object_id))
        if prepared is None:
            return object_views.redirect_missing(self, request, object_id)
        if not self.has_view_permission(request, prepared):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, prepared)
        rows = differences(prepared)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Prepared version"),
            "subtitle": str(prepared.article),
            "prepared": prepared,
            "article_word": badges.status(*badges.state_of(prepared.article)),
            "state_word": badges.status(prepared.state, prepared.get_state_display()),
            "rows": rows,
            "overtaken": [row.label for row in rows if row.stands is not None],
            "may_decide": prepared.state == PreparedVersion.State.WAITING and self.has_decide_permission(request),
            "is_waiting": prepared.state == PreparedVersion.State.WAITING,
        }
        return TemplateResponse(request, "admin/articles/preparedversion/compare.html", context)

    def _decide(self, request: HttpRequest, prepared: PreparedVersion) -> HttpResponse:
        """Apply or drop it, unless somebody else has decided already."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        here = HttpResponseRedirect(request.path)
        if prepared.state != PreparedVersion.State.WAITING:
            self.message_user(request, _("This version has been decided about already."), messages.WARNING)
            return here
        if "_drop" in request.POST:
            scheduled_changes.drop(prepared, by=staff(request))
            self.message_user(request, _("The prepared version was dropped; the article stays as it is."))
            return here
        if "_apply" not in request.POST:
            return here
        try:
            scheduled_changes.apply(prepared, by=staff(request))
        except revisions.Conflict:
            sentence = _("Somebody has changed these fields since: nothing was applied, and nothing is lost.")
            self.message_user(request, sentence, messages.ERROR)
            return here
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return here
        self.message_user(request, _("The prepared version is the article's text now."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[prepared.article_id]))

    @admin.display(description=gettext_lazy("article"), ordering="article__headline")
    def title(self, prepared: PreparedVersion) -> str:
        """The article's present headline."""
        return str(prepared.article)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, prepared: PreparedVersion) -> SafeString:
        """The state as a coloured word."""
        return badges.status(prepared.state, prepared.get_state_display())

    @admin.display(description=gettext_lazy("by"))
    def made_by(self, prepared: PreparedVersion) -> str:
        """Who prepared it."""
        return str(prepared.created_by or _("by command"))


def differences(prepared: PreparedVersion) -> list[FieldChange]:
    """The fields that differ, before and after; with the present value where somebody has changed it since."""
    current = import_fields.current_values(prepared.article)
    is_waiting = prepared.state == PreparedVersion.State.WAITING
    rows = []
    for name in prepared.values:
        if name in field_labels.SHOWN_WITH_DATE and "issued_on" in prepared.values:
            continue
        old, new = field_labels.format_value(name, prepared.before), field_labels.format_value(name, prepared.values)
        overtaken = is_waiting and not import_fields.is_same(name, current[name], prepared.before.get(name))
        if old != new or overtaken:
            rows.append(
                FieldChange(
                    field_labels.label(name),
                    *side_by_side(old, new),
                    field_labels.format_value(name, current) if overtaken else None,
                )
            )
    return rows
