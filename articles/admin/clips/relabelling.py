"""The clip's roles set right by hand, and its warnings looked at: from the clip's page, and from the article's form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import field_labels
from articles.domain import errors
from articles.domain.imports import relabelling, warnings
from articles.domain.staff import staff
from articles.formats.clip_roles import ROLES
from articles.models import Article, Clip, Reading
from articles.models.fields.keys import parse_pk


class RoleForm(forms.Form):
    """Which characters, and what they are; `start` counts from 0, `end` is behind the last."""

    reading = forms.IntegerField(widget=forms.HiddenInput)
    article = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(label=gettext_lazy("From character"), min_value=0)
    end = forms.IntegerField(label=gettext_lazy("to character"), min_value=1)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[(code, ROLES[code][1]) for code in ROLES if code in relabelling.ROLES]
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """Tie every field to the form `assign-role`, which stands outside of the page's large one."""
        super().__init__(data, auto_id="assign_%s", label_suffix="", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "assign-role"


class RelabelMixin(admin.ModelAdmin):
    """Two more addresses of a clip; both go back to the page that they were called from."""

    def get_urls(self) -> list[URLPattern]:
        """Where the role form and the buttons at the warnings are sent to."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/assign-role/", view(self.assign_view), name="articles_clip_assign_role"),
            path("<int:object_id>/look-at/", view(self.look_view), name="articles_clip_look_at"),
            *super().get_urls(),
        ]

    def assign_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Give a stretch another role, and say what followed."""
        self._allow(request, "articles.change_article")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = RoleForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Please choose a stretch of the clip and its role."))
            return self._back(request, object_id)
        reading, data = self._reading(request, object_id), form.cleaned_data
        start, end, role = data["start"], data["end"], data["role"]
        words = {"start": start, "end": end, "role": ROLES[role][1]}
        reason = _("characters %(start)s to %(end)s of the clip: %(role)s") % words
        try:
            outcome = relabelling.assign_role(reading, start, end, role, staff(request), reason)
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            message_outcome(request, outcome, role)
        return self._back(request, object_id, f"#clip-{start}")

    def look_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Mark a warning as looked at, or as open again."""
        self._allow(request, "articles.triage_clip")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        number = parse_pk(request.POST.get("seen") or request.POST.get("unseen") or "")
        if number is None:
            messages.error(request, _("Please choose a warning."))
            return self._back(request, object_id)
        try:
            reading, seen = self._reading(request, object_id), "seen" in request.POST
            warnings.acknowledge(reading, number, staff(request), seen)
        except errors.Refused as refusal:
            messages.error(request, str(refusal))
        return self._back(request, object_id, "#clip-warnings")

    def _allow(self, request: HttpRequest, permission: str) -> None:
        if not (self.has_view_permission(request) and request.user.has_perm(permission)):
            raise PermissionDenied

    def _reading(self, request: HttpRequest, object_id: int) -> Reading:
        pk = parse_pk(request.POST.get("reading", ""))
        if pk is None:
            raise Http404(_("There is no such reading."))
        return get_object_or_404(Reading.objects.select_related("clip"), pk=pk, clip=object_id)

    def _back(self, request: HttpRequest, object_id: int, anchor: str = "") -> HttpResponse:
        pk = parse_pk(request.POST.get("article", ""))
        articles = Article.objects.filter(clip=object_id)
        if pk is not None and articles.filter(pk=pk).exists():
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]) + anchor)
        return HttpResponseRedirect(reverse("admin:articles_clip_change", args=[object_id]) + anchor)


def message_outcome(request: HttpRequest, outcome: relabelling.RelabelOutcome, role: str) -> None:
    """Show which fields of the article followed, as messages."""
    params = {"role": ROLES[role][1], "fields": _field_names(outcome.fields)}
    if outcome.is_prepared:
        sentence = _("The stretch is “%(role)s” now. The article is not changed: a change is prepared (%(fields)s).")
    elif outcome.fields:
        sentence = _("The stretch is “%(role)s” now. In the article this follows: %(fields)s.")
    else:
        sentence = _("The stretch is “%(role)s” now. Nothing in the article follows from it.")
    messages.success(request, sentence % params)
    if outcome.differences:
        params = {"fields": _field_names(outcome.differences)}
        messages.warning(request, _("Edited since, and left as it is: %(fields)s.") % params)


def _field_names(names: Sequence[str]) -> str:
    return ", ".join(capfirst(str(field_labels.label(name))) for name in names)


def context(request: HttpRequest, clip: Clip | None, reading: Reading | None, article: Article | None = None) -> Any:
    """What the pages need for both; empty for who may not, and where there is nothing to set right."""
    if clip is None or reading is None:
        return {}
    may = request.user.has_perm("articles.change_article") and request.user.has_perm("articles.view_clip")
    initial = {"reading": reading.pk, "article": article.pk if article is not None else None}
    return {
        "role_form": RoleForm(initial=initial) if may else None,
        "may_look": request.user.has_perm("articles.triage_clip") and request.user.has_perm("articles.view_clip"),
        "shows_fields": article is not None,
    }
