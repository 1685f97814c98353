"""Deciding about many comments from their list: at once, or after a question; rejecting needs one reason for all."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import badges, confirmation
from articles.admin.base.bulk_actions import left_out, named
from articles.admin.comments import decisions
from articles.admin.comments.moderation import number
from articles.domain.comments import moderation
from articles.domain.staff import staff
from articles.models import Comment, Decision


class CommentActionForm(ActionForm):
    """Beside the action: which decision was the last that the list could know of."""

    as_of = forms.IntegerField(label="", required=False, initial=moderation.last_known, widget=forms.HiddenInput)


class CommentBulkMixin:
    """The actions of the list, and where their questions lead; mixed into the comments' admin."""

    admin_site: Any
    list_per_page: int
    tell: Any
    _back: Any
    _require: Any

    actions = ("approve_chosen", "reject_chosen", "reject_as_spam", "hold_chosen")
    action_form = CommentActionForm

    def bulk_urls(self) -> list[URLPattern]:
        """Approving one, rejecting some with a reason, and the answer to whether so many are meant."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/approve/", view(self.approve_view), name="articles_comment_approve"),
            path("reject/", view(self.reject_view), name="articles_comment_reject"),
            path("decide/", view(self.decide_many_view), name="articles_comment_decide_many"),
        ]

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Show the chosen comments."""
        return self._at_once(request, Decision.Verb.APPROVE, gettext_lazy("Approve"), queryset)

    @admin.action(description=gettext_lazy("Reject …"), permissions=["moderate"])
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        """Ask for the reason, once for all that were chosen."""
        ids = _ids(queryset)
        left = left_out(self, request, ids)  # type: ignore[arg-type]
        if not ids and left:
            return self._told(request, Decision.Verb.REJECT, 0, left, request.get_full_path())
        response = self._ask(request, confirmation.RejectForm(), ids, request.get_full_path())
        response.context_data["left_out"] = named(left)
        return response

    @admin.action(description=gettext_lazy("Reject as spam"), permissions=["moderate"])
    def reject_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Spam needs no further reason."""
        return self._at_once(request, Decision.Verb.SPAM, gettext_lazy("Reject as spam"), queryset)

    @admin.action(description=gettext_lazy("Put back into the queue"), permissions=["moderate"])
    def hold_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Let them wait again."""
        return self._at_once(request, Decision.Verb.HOLD, gettext_lazy("Put back into the queue"), queryset)

    def _at_once(self, request: HttpRequest, verb: str, word: Any, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """What one page shows is decided at once, and can be undone; more than that is asked about first."""
        ids = _ids(queryset)
        if len(ids) > self.list_per_page:
            response = self._ask_about(request, verb, word, ids)
            response.context_data["left_out"] = named(left_out(self, request, ids))  # type: ignore[arg-type]
            return response
        left = left_out(self, request, ids)  # type: ignore[arg-type]
        return self._decide_many(request, verb, ids, request.get_full_path(), left=left)

    def _ask_about(self, request: HttpRequest, verb: str, word: Any, ids: list[int]) -> TemplateResponse:
        as_of = request.POST.get("as_of") or str(moderation.last_known())
        rows = ",".join(str(i) for i in ids)
        hidden = [("verb", verb), ("id", rows), ("as_of", as_of), ("next", request.get_full_path())]
        response = confirmation.ask(
            self, request, forms.Form(), word, _many(ids), _things(ids), word, request.get_full_path(), hidden
        )
        response.context_data["action_url"] = reverse("admin:articles_comment_decide_many")  # type: ignore[index]
        return response

    def decide_many_view(self, request: HttpRequest) -> HttpResponse:
        """The answer to that question."""
        self._require(request, "POST")
        verb = request.POST.get("verb")
        ids = _numbers(request.POST.get("id", ""))
        if verb in {Decision.Verb.APPROVE, Decision.Verb.SPAM, Decision.Verb.HOLD} and ids:
            answer = self._decide_many(request, verb, ids, self._back(request))
            if answer is not None:
                return answer
        return HttpResponseRedirect(self._back(request))

    def _decide_many(
        self,
        request: HttpRequest,
        verb: str,
        ids: list[int],
        back: str,
        why: moderation.DecisionReason | None = None,
        left: Sequence[tuple[Any, str]] = (),
    ) -> HttpResponse | None:
        """Decide; a page names each that was left as it is, and why. None where there is none: a sentence will do."""
        as_of = number(request.POST.get("as_of"))
        outcome = moderation.decide(ids, verb, staff(request), why, as_of)
        left = [*left, *decisions.left_as_they_are(outcome, ids)]
        if left:
            return self._told(request, verb, len(outcome.changed), left, back)
        self.tell(request, verb, outcome)
        return None

    def _told(
        self, request: HttpRequest, verb: str, n: int, left: Sequence[tuple[Any, str]], back: str
    ) -> TemplateResponse:
        name = "admin:articles_comment_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": Comment._meta,
            "title": Decision.Verb(verb).label,
            "told": decisions.in_words(verb, n),
            "skipped": [
                (str(one), reverse(name, args=[one.pk]) if isinstance(one, Comment) else "", why) for one, why in left
            ],
            "back": back,
        }
        return TemplateResponse(request, "admin/bulk.html", context)

    def _decide(self, request: HttpRequest, verb: str, ids: list[int]) -> None:
        as_of = number(request.POST.get("as_of"))
        self.tell(request, verb, moderation.decide(ids, verb, staff(request), None, as_of))

    def approve_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show one comment."""
        self._require(request, "POST")
        self._decide(request, Decision.Verb.APPROVE, [object_id])
        return HttpResponseRedirect(self._back(request))

    def reject_view(self, request: HttpRequest) -> HttpResponse:
        """Do not show the comments of `id`; asks for the reason until it is given."""
        self._require(request, "GET", "POST")
        given = request.POST if request.method == "POST" else request.GET
        ids = _numbers(",".join(given.getlist("id")))
        form = confirmation.RejectForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(request, form, ids, self._back(request))
        answer = self._decide_many(request, Decision.Verb.REJECT, ids, self._back(request), form.why())
        return answer or HttpResponseRedirect(self._back(request))

    def _ask(self, request: HttpRequest, form: Any, ids: list[int], back: str) -> TemplateResponse:
        as_of = request.POST.get("as_of") or request.GET.get("as_of") or str(moderation.last_known())
        hidden = [("next", back), ("as_of", as_of), ("id", ",".join(str(i) for i in ids))]
        response = confirmation.ask(
            self, request, form, _("Reject"), _many(ids), _things(ids), _("Reject"), back, hidden
        )
        response.context_data["action_url"] = reverse("admin:articles_comment_reject")
        return response


def _ids(queryset: QuerySet[Comment]) -> list[int]:
    """Those chosen, in the order of the list, and no more than are decided about at once."""
    return list(queryset.values_list("pk", flat=True)[: moderation.BATCH_COMMENTS])


def _numbers(given: str) -> list[int]:
    numbers = [number(i) for i in given.split(",")[: moderation.BATCH_COMMENTS]]
    return [n for n in numbers if n is not None]


def _things(ids: list[int]) -> list[str]:
    rows = Comment.objects.filter(pk__in=ids[:20]).only("author", "text").order_by("pk")
    return [f"{c.author or _('Unknown')}: {badges.opening(c.text, 240)}" for c in rows]


def _many(ids: list[int]) -> str:
    """How many, and that no more go at once where there may be more."""
    told = ngettext("%(n)d reader's comment", "%(n)d readers' comments", len(ids)) % {"n": len(ids)}
    if len(ids) < moderation.BATCH_COMMENTS:
        return told
    sentence = _("More were chosen: these are the first %(n)d in the order of the list, and no more go at once.")
    return f"{told}. {sentence % {'n': len(ids)}}"
