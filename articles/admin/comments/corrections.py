"""What moderators set right in one click: whom a comment answers, whose name is whose; and the erasure of a person."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import badges, confirmation
from articles.domain.comments import reparenting
from articles.domain.privacy import erasure, export, pseudonyms
from articles.domain.privacy.erasure import PersonToErase
from articles.domain.staff import staff
from articles.models import Comment
from articles.models.fields.keys import parse_pk

CHOICES = 100  # comments that are offered as what one answers


class EraseForm(forms.Form):
    """Which part of a person goes, and why."""

    scope = forms.ChoiceField(label=gettext_lazy("What is erased"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Why, for the audit; no word of the person's."),
        error_messages={"required": gettext_lazy("Please give the reason.")},
    )

    def __init__(self, comment: Comment, data: Any = None) -> None:
        """Offer what can tell this person."""
        super().__init__(data, initial={"scope": "comment"})
        self.comment = comment
        choices = [("comment", _("this comment only"))]
        if comment.email:
            choices.append(("email", _("everything with the same e-mail")))
        if comment.clip is not None and comment.clip.source is not None and comment.author:
            told = _("everything under this name in %(outlet)s") % {"outlet": comment.clip.source}
            choices.append(("name", told))
        self.fields["scope"].choices = choices  # type: ignore[attr-defined]

    def person(self, scope: str) -> PersonToErase:
        """Who is meant; this comment is always among what goes."""
        one = (self.comment.pk,)
        if scope == "email":
            return PersonToErase(comments=one, email=self.comment.email)
        if scope == "name" and self.comment.clip is not None:
            return PersonToErase(comments=one, name=self.comment.author, outlet=self.comment.clip.source.slug)  # type: ignore[union-attr]
        return PersonToErase(comments=one)


class CorrectionsMixin:
    """The addresses for it; mixed into the comments' admin."""

    admin_site: Any
    message_user: Any
    _require: Any
    _stay: Any

    def right_urls(self) -> list[URLPattern]:
        """Three addresses."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/set-right/", view(self.set_right_view), name="articles_comment_set_right"),
            path("<int:object_id>/erase/", view(self.erase_view), name="articles_comment_erase"),
            path("<int:object_id>/export/", view(self.export_view), name="articles_comment_export"),
        ]

    def right_context(self, request: HttpRequest, comment: Comment) -> dict[str, Any]:
        """What it may answer, and whether this user may erase."""
        rows = Comment.objects.filter(article=comment.article_id).exclude(status=Comment.Status.ERASED)
        rows = rows.exclude(path__gte=comment.path, path__lt=comment.path + "a").order_by("-path")
        before = rows.filter(path__lt=comment.path).only("author", "text")[:CHOICES] if comment.clip_id else []
        return {
            "may_answer": [(c.pk, f"{c.author or _('Unknown')}: {badges.opening(c.text, 60)}") for c in before],
            "may_erase": self._may_erase(request) and comment.status != Comment.Status.ERASED,
        }

    def _may_erase(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.erase_person")

    def set_right_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Confirm what was concluded, hang the comment under another one, or replace the name."""
        self._require(request, "POST")
        comment = self._get(object_id)
        what, parent = request.POST.get("what"), request.POST.get("parent", "")
        try:
            if what == "confirm":
                done = reparenting.confirm_parent(object_id, staff(request))
            elif what == "move" and (parent == "" or parse_pk(parent) is not None):
                done = reparenting.move(object_id, parse_pk(parent), staff(request))
            elif what == "confirm_name":
                done = reparenting.confirm_name(object_id, staff(request))
            elif what == "pseudonymise":
                return self._pseudonymise(request, comment)
            else:
                raise Http404(_("There is no such decision."))
            told = _("The comment was set right.") if done else _("There was nothing to set right.")
            self.message_user(request, told, messages.SUCCESS if done else messages.WARNING)
        except reparenting.ReparentingImpossible as error:
            self.message_user(request, str(error), messages.ERROR)
        return self._stay(request, object_id)

    def _pseudonymise(self, request: HttpRequest, comment: Comment) -> HttpResponse:
        done = pseudonyms.pseudonymise(comment, staff(request))
        told = ngettext("The name was replaced in %(n)d comment.", "The name was replaced in %(n)d comments.", done)
        self.message_user(request, told % {"n": done}, messages.SUCCESS)
        return self._stay(request, comment.pk)

    def erase_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask which part of the person goes and why, showing what would go; then erase it."""
        comment = self._personal(request, object_id)
        is_sent = request.method == "POST"
        form = EraseForm(comment, request.POST if is_sent else None)
        if is_sent and form.is_valid() and "show" not in request.POST:
            done = erasure.erase(form.person(form.cleaned_data["scope"]), staff(request), form.cleaned_data["reason"])
            n = len(done.comments)
            told = ngettext("%(n)d comment was erased.", "%(n)d comments were erased.", n) % {"n": n}
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_comment_changelist"))
        return self._ask_to_erase(request, comment, form)

    def _ask_to_erase(self, request: HttpRequest, comment: Comment, form: EraseForm) -> HttpResponse:
        scope = request.POST.get("scope", "comment")
        plan = erasure.plan(form.person(scope if scope in dict(form.fields["scope"].choices) else "comment"))  # type: ignore[attr-defined]
        things = [f"{c.author or _('Unknown')}: {badges.opening(c.text, 200)}" for c in plan.comments[:50]]
        counts = {"comments": len(plan.comments), "clips": len(plan.clips), "articles": len(plan.articles)}
        counts |= {"quotes": len(plan.quoted_in)}
        about = (
            _("Would go: %(comments)d comments, in %(clips)d clips and %(articles)d articles, %(quotes)d quotes.")
            % counts
        )
        for_good = _("The words are taken out of rows, records and the clip they came in, for good.")
        place = _("The place in the thread stays.")
        back = reverse("admin:articles_comment_change", args=[comment.pk])
        response = confirmation.ask(
            self,
            request,
            form,
            _("Erase the person"),
            f"{for_good} {place} {about}",
            things,
            _("Erase"),
            back,  # type: ignore[arg-type]
        )
        response.context_data["look_again"] = _("Show what would go")
        return response

    def export_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Everything that this person wrote, as far as this comment tells who it is, as a file of JSON."""
        comment = self._personal(request, object_id)
        form = EraseForm(comment)
        scope = next((s for s in ("email", "name") if s in dict(form.fields["scope"].choices)), "comment")  # type: ignore[attr-defined]
        found = export.export(form.person(scope))
        response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="person-{comment.pk}.json"'
        response["Cache-Control"] = "no-store"
        return response

    def _personal(self, request: HttpRequest, object_id: int) -> Comment:
        if not self._may_erase(request):
            raise PermissionDenied
        return self._get(object_id)

    def _get(self, object_id: int) -> Comment:
        found = Comment.objects.select_related("clip__source").defer("clip__data", "clip__text").filter(pk=object_id)
        comment = found.first()
        if comment is None:
            raise Http404(_("There is no such comment."))
        return comment
