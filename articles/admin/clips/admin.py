"""Clips: read-only, with their roles, readings and warnings; only what may be done with them can be set."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges
from articles.admin.base.audited import AuditedMixin
from articles.admin.base.changelist import LargeListAdmin, OutletFilter, QueueFilter
from articles.admin.clips import readings as reading
from articles.admin.clips import relabelling, text, uncertain
from articles.admin.clips.bulk import ClipBulkMixin
from articles.admin.clips.near_duplicates import near_duplicates_of
from articles.admin.clips.relabelling import RelabelMixin
from articles.admin.clips.triage import TriageMixin
from articles.admin.clips.uncertain import UncertainMixin
from articles.admin.clips.workflow import ClipWorkflowMixin
from articles.domain.imports import format_labels
from articles.domain.staff import staff
from articles.domain.taxonomy import text_rights
from articles.models import Clip, ClipName, Reading

MAX_CHILDREN = 100  # files in a file that its page lists


class ClipQueueFilter(QueueFilter):
    """The queues of clips that the dashboard counts."""

    queues = {
        "warnings": (gettext_lazy("clips with warnings"), lambda rows: rows.with_warnings()),
        "held": (gettext_lazy("held back"), lambda rows: rows.held()),
        "uncertain": (gettext_lazy("clips with uncertain places"), lambda rows: rows.with_uncertain_places()),
    }


@admin.register(Clip)
class ClipAdmin(
    ClipWorkflowMixin, RelabelMixin, UncertainMixin, TriageMixin, ClipBulkMixin, AuditedMixin, LargeListAdmin
):
    """The clip's pages. Nobody edits its bytes or its text."""

    list_display = (
        *("name", "state_badge", "held_back", "outlet", "issued", "warning_count", "uncertain_count"),
        "received_at",
    )
    list_filter = (ClipQueueFilter, "state", OutletFilter, "received_at")
    search_fields = ("names__name", "sha256")  # asked below
    search_help_text = gettext_lazy("Searches the files' names, and the beginning of the SHA-256.")
    fieldsets = ((gettext_lazy("Right to use this clip"), {"fields": ("right", "right_note", "right_until")}),)
    change_form_template = "admin/articles/clip/change_form.html"
    change_list_template = "admin/articles/clip/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Never the bytes; the text only where one clip is shown."""
        rows: Any = super().get_queryset(request)
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows.defer("data").select_related("source")
        readings = Reading.objects.filter(clip=OuterRef("pk")).order_by("-id")
        names = ClipName.objects.filter(clip=OuterRef("pk")).order_by("id")
        return (
            rows.for_lists()
            .count_uncertain_places()
            .with_holds()
            .annotate(
                first_name=Subquery(names.values("name")[:1]),
                last_warnings=Subquery(readings.values("warning_count")[:1]),
            )
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By all words of a name, or by the hash: each asked of its own index, never of the clips' bytes."""
        words_of_name = search_term.replace("\x00", "").split()
        if not words_of_name:
            return queryset, False
        names = ClipName.objects.filter(*(Q(name__icontains=word) for word in words_of_name)).values("clip")
        begun = words_of_name[0].lower()
        hashed = Clip.objects.filter(sha256__gte=begun, sha256__lt=begun + "g").values("pk")
        return queryset.filter(Q(pk__in=names.order_by()) | Q(pk__in=hashed.order_by())), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With the ways to the upload and to the work on new clips."""
        user = request.user
        may = {"may_import": user.has_perm("articles.import_clip"), "may_triage": user.has_perm("articles.triage_clip")}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Clips come in by the import."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Clip | None = None) -> bool:
        """A clip is kept."""
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The clip itself, beside the few fields."""
        clip = kwargs["obj"]
        readings = list(
            clip.readings.defer("segments", "fields", "evidence", "warnings", "said")
            .annotate(articles_made=Count("articles"))
            .order_by("-id")
        )
        shown = next(
            (candidate for candidate in readings if str(candidate.pk) == request.GET.get("reading")),
            *readings[:1] or [None],
        )
        earlier = next((candidate for candidate in readings if shown is not None and candidate.pk < shown.pk), None)
        is_latest = shown is not None and shown == readings[0]
        context |= text.context(clip, shown) | relabelling.context(request, clip, shown if is_latest else None)
        context |= uncertain.context(request, clip, shown)
        context |= {
            "has_keys": "may_decide" in context,
            "undoes_place": True,
            "readings": readings,
            "earlier": earlier,
            "reading_differences": reading.differences(earlier, shown) if earlier and shown else [],
            "names": list(clip.names.all()),
            "near": near_duplicates_of(clip),
            "articles": [
                (a, badges.status(a.state, a.get_state_display())) for a in clip.articles.only("headline", "state")
            ],
            "children": [
                (child, badges.status(child.state, child.get_state_display()))
                for child in Clip.objects.children_of(clip)[: MAX_CHILDREN + 1]
            ],
            "most_children": MAX_CHILDREN,
            "parent": Clip.objects.for_lists().filter(pk=clip.parent_id).first() if clip.parent_id else None,
            "format": format_labels.label(clip.format),
            "unit": format_labels.unit(clip.format),
            "said": list(format_labels.said(Reading.objects.values_list("said", flat=True).get(pk=shown.pk)))
            if shown is not None
            else [],
            "state_word": badges.status(clip.state, clip.get_state_display()),
            "issued": badges.partial_date(clip.issued_on, clip.issued_precision),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Clip, form: Any, change: bool) -> None:
        """Set the right to use, as the bulk action does."""
        data = form.cleaned_data
        text_rights.set_right(obj, data["right"], data["right_note"], data["right_until"], staff(request))

    def record(self, request: HttpRequest, row: Any, verb: str, fields: list[str], form: Any = None) -> None:
        """Not again: who sets the right puts it into the audit."""

    def get_urls(self) -> list[URLPattern]:
        """One more address: the bytes."""
        data = self.admin_site.admin_view(self.data_view)
        return [path("<int:object_id>/data/", data, name="articles_clip_data"), *super().get_urls()]

    def data_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The bytes as they came, as a download that no browser will run."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        clip = Clip.objects.only("sha256", "data").filter(pk=object_id).first()
        if clip is None:
            raise Http404(_("There is no such clip."))
        response = HttpResponse(bytes(clip.data), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="{clip.sha256}.bin"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @admin.display(description=gettext_lazy("name"))
    def name(self, clip: Any) -> str:
        """The name of the first file."""
        return clip.first_name or str(clip)

    @admin.display(description=gettext_lazy("state"))
    def state_badge(self, clip: Clip) -> SafeString:
        """The state as a coloured word."""
        return badges.status(clip.state, clip.get_state_display())

    @admin.display(description=gettext_lazy("held back"))
    def held_back(self, clip: Any) -> SafeString:
        """Why no import publishes it: an embargo, a kill, no article."""
        return badges.holds((clip.holds or "").split(","))

    @admin.display(description=gettext_lazy("outlet"))
    def outlet(self, clip: Clip) -> str:
        """Where it appeared."""
        return str(clip.source or "–")

    @admin.display(description=gettext_lazy("appeared on"))
    def issued(self, clip: Clip) -> str:
        """When it appeared, no more exact than is known."""
        return badges.partial_date(clip.issued_on, clip.issued_precision) or "–"

    @admin.display(description=gettext_lazy("warnings"))
    def warning_count(self, clip: Any) -> str:
        """How many warnings its latest reading has."""
        return str(clip.last_warnings or "–")

    @admin.display(description=gettext_lazy("uncertain"))
    def uncertain_count(self, clip: Any) -> str:
        """How many places of its latest reading may be text or not."""
        return uncertain.label(clip.uncertain_places) if clip.uncertain_places else "–"
