"""Triage: new clips one after the other, by keyboard, the text beside what was read, and a decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.base import badges, field_labels
from articles.admin.base.changelist import MAX_COUNTED_ROWS, LargeListAdmin
from articles.admin.clips import text, uncertain
from articles.admin.clips.near_duplicates import near_duplicates_of
from articles.admin.clips.readings import FIELD_ORDER
from articles.domain import errors
from articles.domain.imports import triage
from articles.domain.staff import staff
from articles.models import AuditEntry, Clip, Reading

VERBS = ("adopt", "discard", "mark_duplicate", "archive")


class TriageMixin(LargeListAdmin):
    """Three more pages of clips: the next one, one of them, and undo."""

    def get_urls(self) -> list[URLPattern]:
        """Their addresses."""
        view = self.admin_site.admin_view
        return [
            path("triage/", view(self.next_view), name="articles_clip_triage"),
            path("triage/undo/", view(self.undo_view), name="articles_clip_triage_undo"),
            path("<int:object_id>/triage/", view(self.one_view), name="articles_clip_triage_one"),
            *super().get_urls(),
        ]

    # which clips

    def _way(self, request: HttpRequest) -> QueryDict:
        """What is worked through: an outlet, or only clips with warnings or without."""
        filters = QueryDict(mutable=True)
        if outlet := request.GET.get("outlet", "").replace("\x00", "").strip():
            filters["outlet"] = outlet
        if request.GET.get("warnings") in {"with", "without"}:
            filters["warnings"] = request.GET["warnings"]
        if request.GET.get("uncertain") in {"with", "without", "most"}:
            filters["uncertain"] = request.GET["uncertain"]
        return filters

    def _queue(self, filters: QueryDict) -> Any:
        """New clips, the oldest first; or those with the most uncertain places."""
        rows: Any = Clip.objects.filter(state=Clip.State.NEW).order_by("pk")
        if "outlet" in filters:
            rows = rows.filter(source__name__icontains=str(filters["outlet"]))
        if "warnings" in filters:
            warned = Exists(Reading.objects.filter(clip=OuterRef("pk"), warning_count__gt=0))
            rows = rows.filter(warned if filters["warnings"] == "with" else ~warned)
        if filters.get("uncertain") == "without":
            return rows.count_uncertain_places().exclude(uncertain_places__gt=0)
        if "uncertain" in filters:
            rows = rows.count_uncertain_places().filter(uncertain_places__gt=0)
        return rows.order_by("-uncertain_places", "pk") if filters.get("uncertain") == "most" else rows

    def _address(self, filters: QueryDict, pk: int | None = None) -> str:
        name = "admin:articles_clip_triage" + ("_one" if pk is not None else "")
        return f"{reverse(name, args=[] if pk is None else [pk])}?{filters.urlencode()}".rstrip("?")

    def _beside(self, filters: QueryDict, pk: int, step: str) -> str:
        """The address of the clip behind or before this one, round the ends; empty where there is none."""
        if filters.get("uncertain") == "most":
            return self._beside_by_places(filters, pk, step)
        pks = self._queue(filters).exclude(pk=pk).values_list("pk", flat=True)
        if step == "previous":
            pks = pks.reverse()
            neighbour = pks.filter(pk__lt=pk).first() or pks.first()
        else:
            neighbour = pks.filter(pk__gt=pk).first() or pks.first()
        return self._address(filters, neighbour) if neighbour else ""

    def _beside_by_places(self, filters: QueryDict, pk: int, step: str) -> str:
        """The same where the clips with the most uncertain places come first."""
        rows = self._queue(filters).exclude(pk=pk)
        counted: Any = Clip.objects.filter(pk=pk).count_uncertain_places()
        here = counted.values_list("uncertain_places", flat=True).first() or 0
        if step == "previous":
            rows = rows.reverse()
            beyond = rows.filter(Q(uncertain_places__gt=here) | Q(uncertain_places=here, pk__lt=pk))
        else:
            beyond = rows.filter(Q(uncertain_places__lt=here) | Q(uncertain_places=here, pk__gt=pk))
        neighbour = beyond.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()
        return self._address(filters, neighbour) if neighbour else ""

    # the pages

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """The first of the queue; a page that says so where there is none."""
        self._require(request)
        filters = self._way(request)
        first = self._queue(filters).values_list("pk", flat=True).first()
        if first is not None:
            return HttpResponseRedirect(self._address(filters, first))
        return self._page(request, filters, {"title": _("New clips"), "left": 0})

    def one_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """One clip; a POST decides about it and goes on to the next."""
        self._require(request)
        clip = Clip.objects.defer("data").select_related("source").filter(pk=object_id).first()
        if clip is None:
            raise Http404(_("There is no such clip."))
        filters = self._way(request)
        if request.method == "POST":
            return self._decide(request, clip, filters)
        return self._show(request, clip, filters)

    def _decide(self, request: HttpRequest, clip: Clip, filters: QueryDict) -> HttpResponse:
        verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
        if verb not in VERBS:
            messages.error(request, _("Please choose what shall become of the clip."))
            return HttpResponseRedirect(self._address(filters, clip.pk))
        onward = self._beside(filters, clip.pk, "next") or self._address(filters)
        try:
            triage.apply_move(clip, verb, staff(request), reason, known=Clip.State.NEW)
        except triage.Overtaken as sentence:
            messages.warning(request, str(sentence))
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
            return self._show(request, clip, filters, {"asks": verb, "reason": reason})
        else:
            params = {"clip": clip, "state": clip.get_state_display()}
            messages.success(request, _("%(clip)s: the state is “%(state)s” now.") % params)
        return HttpResponseRedirect(onward)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back what this user has decided last, and show that clip again."""
        self._require(request)
        filters = self._way(request)
        last = triage.last_undoable(staff(request)) if request.method == "POST" else None
        clip = Clip.objects.defer("data", "text").filter(pk=last.object_id or 0).first() if last else None
        if clip is None:
            messages.warning(request, _("There is nothing to undo."))
            return HttpResponseRedirect(self._address(filters))
        try:
            triage.apply_move(clip, "restore", staff(request), known=clip.state)
            messages.success(request, _("%(clip)s is new again.") % {"clip": clip})
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self._address(filters, clip.pk))

    def _require(self, request: HttpRequest) -> None:
        if not (request.user.has_perm("articles.triage_clip") and self.has_view_permission(request)):
            raise PermissionDenied

    # what is shown

    def _show(
        self, request: HttpRequest, clip: Clip, filters: QueryDict, typed: dict[str, str] | None = None
    ) -> TemplateResponse:
        reading = clip.readings.order_by("-id").first()
        twins = near_duplicates_of(clip)
        name = clip.names.order_by("id").values_list("name", flat=True).first()
        return self._page(
            request,
            filters,
            {
                "title": name or str(clip),
                "left": self._queue(filters)[:MAX_COUNTED_ROWS].count(),
                "read": _read_fields(reading),
                "near": twins,
                "articles": list(clip.articles.only("headline", "state", "clip")),
                "state_word": badges.status(clip.state, clip.get_state_display()),
                "is_new": clip.state == Clip.State.NEW,
                "next_url": self._beside(filters, clip.pk, "next"),
                "previous_url": self._beside(filters, clip.pk, "previous"),
                "twin": _("Duplicate of “%(name)s”") % {"name": twins[0]["name"]} if twins else "",
                "asks": "",
                "in_triage": True,
                **(typed or {}),
                **text.context(clip, reading),
                **uncertain.context(request, clip, reading),
            },
        )

    def _page(self, request: HttpRequest, filters: QueryDict, more: dict[str, Any]) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "way": filters.urlencode(),
            "chosen": filters,
            **more,
        }
        last = triage.last_undoable(staff(request))
        decision = context.get("decision")
        context["undoable"] = _undoable(last)
        context["undoes_place"] = decision is not None and (last is None or decision.at > last.at)
        return TemplateResponse(request, "admin/articles/clip/triage.html", context)


def _read_fields(reading: Reading | None) -> list[tuple[Any, str]]:
    """The fields that the reading gives, in the order of an article."""
    read = (reading.fields if reading is not None else None) or {}
    values = [(field_labels.label(name), field_labels.format_read_value(name, read)) for name in FIELD_ORDER]
    return [(label, value) for label, value in values if value]


def _undoable(last: AuditEntry | None) -> str:
    return f"{last.object_text}: {last.get_verb_display()}" if last is not None else ""
