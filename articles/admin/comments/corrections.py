"""Corrections of a comment: its parent, its author's name; and the export and erasure of a person's data."""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import badges, confirmation
from articles.admin.comments.moderation import require_moderator
from articles.admin.comments.queue_walk import redirect_to_comment
from articles.domain.comments import reparenting
from articles.domain.privacy import erasure, export, pseudonyms
from articles.domain.privacy.erasure import PersonToErase
from articles.domain.staff import staff
from articles.models import Comment
from articles.models.fields.keys import parse_pk

MAX_PARENT_CHOICES = 100


class EraseForm(forms.Form):
    """How much of a person's data is erased, and why."""

    scope = forms.ChoiceField(label=gettext_lazy("What is erased"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Why, for the audit; no word of the person's."),
        error_messages={"required": gettext_lazy("Please give the reason.")},
    )

    def __init__(self, comment: Comment, data: Any = None) -> None:
        """Offer the ways by which this comment identifies a person."""
        super().__init__(data, initial={"scope": "comment"})
        self.comment = comment
        self.outlet = comment.clip.source if comment.clip is not None else None
        self.scopes = {"comment": _("this comment only")}
        if comment.email:
            self.scopes["email"] = _("everything with the same e-mail")
        if self.outlet is not None and comment.author:
            self.scopes["name"] = _("everything under this name in %(outlet)s") % {"outlet": self.outlet}
        cast(forms.ChoiceField, self.fields["scope"]).choices = list(self.scopes.items())

    def person(self, scope: str) -> PersonToErase:
        """The person as `scope` identifies them; always with this comment."""
        comments = (self.comment.pk,)
        if scope == "email":
            return PersonToErase(comments=comments, email=self.comment.email)
        if scope == "name" and self.outlet is not None:
            return PersonToErase(comments=comments, name=self.comment.author, outlet=self.outlet.slug)
        return PersonToErase(comments=comments)


class CorrectionsMixin(admin.ModelAdmin):
    """The addresses of a comment's corrections, and what its page needs for their forms."""

    def get_urls(self) -> list[URLPattern]:
        """Three addresses before Django's own."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/set-right/", view(self.set_right_view), name="articles_comment_set_right"),
            path("<int:object_id>/erase/", view(self.erase_view), name="articles_comment_erase"),
            path("<int:object_id>/export/", view(self.export_view), name="articles_comment_export"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The working page with the parents to choose from, and the way to erasing."""
        context |= _correction_context(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def set_right_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Confirm what was inferred, move the comment under another one, or replace the name."""
        require_moderator(request, "POST")
        comment = _get_comment(object_id)
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
            message = _("The comment was set right.") if done else _("There was nothing to set right.")
            self.message_user(request, message, messages.SUCCESS if done else messages.WARNING)
        except reparenting.ReparentingImpossible as error:
            self.message_user(request, str(error), messages.ERROR)
        return redirect_to_comment(request, object_id)

    def _pseudonymise(self, request: HttpRequest, comment: Comment) -> HttpResponse:
        done = pseudonyms.pseudonymise(comment, staff(request))
        message = ngettext("The name was replaced in %(n)d comment.", "The name was replaced in %(n)d comments.", done)
        self.message_user(request, message % {"n": done}, messages.SUCCESS)
        return redirect_to_comment(request, comment.pk)

    def erase_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask how much of the person's data to erase and why, showing what would go; then erase it."""
        comment = _get_comment_to_erase(request, object_id)
        is_sent = request.method == "POST"
        form = EraseForm(comment, request.POST if is_sent else None)
        if is_sent and form.is_valid() and "show" not in request.POST:
            done = erasure.erase(form.person(form.cleaned_data["scope"]), staff(request), form.cleaned_data["reason"])
            n = len(done.comments)
            message = ngettext("%(n)d comment was erased.", "%(n)d comments were erased.", n) % {"n": n}
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_comment_changelist"))
        return self._ask_to_erase(request, comment, form)

    def _ask_to_erase(self, request: HttpRequest, comment: Comment, form: EraseForm) -> HttpResponse:
        scope = request.POST.get("scope", "comment")
        plan = erasure.plan(form.person(scope if scope in form.scopes else "comment"))
        texts = [f"{c.author or _('Unknown')}: {badges.opening(c.text, 200)}" for c in plan.comments[:50]]
        counts = {"comments": len(plan.comments), "clips": len(plan.clips), "articles": len(plan.articles)}
        counts |= {"quotes": len(plan.quoted_in)}
        about = (
            _("Would go: %(comments)d comments, in %(clips)d clips and %(articles)d articles, %(quotes)d quotes.")
            % counts
        )
        for_good = _("The words are taken out of rows, records and the clip they came in, for good.")
        place = _("The place in the thread stays.")
        back = reverse("admin:articles_comment_change", args=[comment.pk])
        title, about = _("Erase the person"), f"{for_good} {place} {about}"
        extra = {"look_again": _("Show what would go")}
        return confirmation.ask(self, request, form, title, about, texts, _("Erase"), back, extra_context=extra)

    def export_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Everything that this person wrote, as far as this comment identifies them, as a JSON file."""
        comment = _get_comment_to_erase(request, object_id)
        form = EraseForm(comment)
        scope = next((s for s in ("email", "name") if s in form.scopes), "comment")
        data = export.export(form.person(scope))
        response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="person-{comment.pk}.json"'
        response["Cache-Control"] = "no-store"
        return response


def _correction_context(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    """The comments that this one may answer, and whether this user may erase its author."""
    rows = Comment.objects.filter(article=comment.article_id).exclude(status=Comment.Status.ERASED)
    rows = rows.exclude(path__gte=comment.path, path__lt=comment.path + "a").order_by("-path")
    earlier = rows.filter(path__lt=comment.path).only("author", "text")[:MAX_PARENT_CHOICES] if comment.clip_id else []
    return {
        "may_answer": [(c.pk, f"{c.author or _('Unknown')}: {badges.opening(c.text, 60)}") for c in earlier],
        "may_erase": _may_erase(request) and comment.status != Comment.Status.ERASED,
    }


def _may_erase(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.erase_person")


def _get_comment_to_erase(request: HttpRequest, object_id: int) -> Comment:
    if not _may_erase(request):
        raise PermissionDenied
    return _get_comment(object_id)


def _get_comment(object_id: int) -> Comment:
    rows = Comment.objects.select_related("clip__source").defer("clip__data", "clip__text")
    comment = rows.filter(pk=object_id).first()
    if comment is None:
        raise Http404(_("There is no such comment."))
    return comment
