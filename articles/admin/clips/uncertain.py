"""Uncertain places of a clip decided: kept, removed, taken back; from the clip, the article's form and the triage."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.clips.relabelling import message_outcome
from articles.domain import errors
from articles.domain.imports import uncertain_places
from articles.domain.staff import staff
from articles.models import Article, Clip, Reading
from articles.models.fields.keys import parse_pk
from articles.text.lines import Span

VERDICT_LABELS: dict[str, str | Promise] = {
    uncertain_places.KEPT: gettext_lazy("kept"),
    uncertain_places.REMOVED: gettext_lazy("removed"),
}
TOP = "#uncertain-places"  # of the page, where no place is left to go to
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


class UncertainMixin(admin.ModelAdmin):
    """One more address of a clip; it goes back to the page that it was called from, to the next place."""

    def get_urls(self) -> list[URLPattern]:
        """Where the buttons at the places are sent to."""
        view = self.admin_site.admin_view(self.decide_view)
        return [path("<int:object_id>/decide-place/", view, name="articles_clip_decide_place"), *super().get_urls()]

    def decide_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Keep a place, remove it, or take back what this user decided last."""
        if not (self.has_view_permission(request) and request.user.has_perm("articles.change_article")):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        verdict = next((verdict for verdict in uncertain_places.VERDICTS if verdict in request.POST), "")
        place = _PLACE.fullmatch(request.POST.get(verdict, ""))
        pk = parse_pk(request.POST.get("reading", ""))
        if pk is None or (place is None and "undo" not in request.POST):
            messages.error(request, _("Please choose an uncertain place of the clip."))
            return HttpResponseRedirect(_page(request, object_id) + TOP)
        reading = get_object_or_404(Reading.objects.select_related("clip"), pk=pk, clip=object_id)
        try:
            if place is None:
                span = _reopen(request, reading)
            else:
                span = (int(place[1]), int(place[2]))
                _decide(request, reading, span, verdict)
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_page(request, object_id) + TOP)
        return HttpResponseRedirect(_page(request, object_id) + _next(reading, span))


def _decide(request: HttpRequest, reading: Reading, span: Span, verdict: str) -> None:
    outcome = uncertain_places.decide(reading, *span, verdict, staff(request))
    if verdict == uncertain_places.KEPT:
        messages.success(request, _("The place stays in the text."))
    else:
        message_outcome(request, outcome, "boilerplate")


def _reopen(request: HttpRequest, reading: Reading) -> Span:
    outcome, span = uncertain_places.reopen(reading, staff(request))
    if outcome.is_prepared:
        messages.success(request, _("The place is uncertain again; the change of the article is prepared."))
    else:
        messages.success(request, _("The place is uncertain again, as before."))
    return span


def _next(reading: Reading, span: Span) -> str:
    """The anchor of this place if it is open again, of the next one, or of the first."""
    reading.refresh_from_db(fields=["warnings"])
    starts = [start for start, _end in uncertain_places.places(reading)]
    following = [start for start in starts if start >= span[0]]
    return f"#clip-{(following or starts)[0]}" if starts else TOP


def _page(request: HttpRequest, object_id: int) -> str:
    """The address that the form was called from: the article's, the triage's, or the clip's."""
    pk = parse_pk(request.POST.get("article", ""))
    if pk is not None and Article.objects.filter(pk=pk, clip=object_id).exists():
        return reverse("admin:articles_article_change", args=[pk])
    if "triage" in request.POST and request.user.has_perm("articles.triage_clip"):
        way = QueryDict(request.POST["triage"]).urlencode()
        return reverse("admin:articles_clip_triage_one", args=[object_id]) + (f"?{way}" if way else "")
    return reverse("admin:articles_clip_change", args=[object_id])


def label(count: int) -> str:
    """How many places are uncertain, in words."""
    return ngettext("%(n)d place uncertain", "%(n)d places uncertain", count) % {"n": count}


def context(request: HttpRequest, clip: Clip | None, reading: Reading | None) -> dict[str, Any]:
    """What the pages need to decide about the places of a clip's latest reading; empty for who may not."""
    if clip is None or reading is None or not request.user.has_perms(("articles.change_article", "articles.view_clip")):
        return {}
    decision = uncertain_places.last_decision(reading, staff(request))
    if not (decision or uncertain_places.places(reading)) or clip.readings.filter(pk__gt=reading.pk).exists():
        return {}
    words = VERDICT_LABELS[decision.verdict] if decision else ""
    passage = clip.text[slice(*decision.span)] if decision else ""
    return {"may_decide": True, "decision": decision, "decision_word": words, "decision_passage": passage}
