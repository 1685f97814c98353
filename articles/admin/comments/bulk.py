"""Decisions about many comments of the list: at once, or after a question; rejecting takes one reason for all."""

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
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.comments import decisions
from articles.admin.comments.moderation import message_outcome, require_moderator
from articles.admin.comments.queue_walk import back_address
from articles.domain.comments import moderation
from articles.domain.staff import staff
from articles.models import Comment, Decision
from articles.models.fields.keys import parse_pk


class CommentActionForm(ActionForm):
    """The action, and the newest decision when the list was shown, for what was decided about since."""

    as_of = forms.IntegerField(label="", required=False, initial=moderation.last_known, widget=forms.HiddenInput)


class CommentBulkMixin(LargeListAdmin):
    """The list's actions, and the addresses of their questions."""

    actions = ("approve_chosen", "reject_chosen", "reject_as_spam", "hold_chosen")
    action_form = CommentActionForm

    def get_urls(self) -> list[URLPattern]:
        """Approving one, rejecting with a reason, and the answer to whether so many are meant."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/approve/", view(self.approve_view), name="articles_comment_approve"),
            path("reject/", view(self.reject_view), name="articles_comment_reject"),
            path("decide/", view(self.decide_many_view), name="articles_comment_decide_many"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Approve the chosen comments."""
        return self._at_once(request, Decision.Verb.APPROVE, gettext_lazy("Approve"), queryset)

    @admin.action(description=gettext_lazy("Reject …"), permissions=["moderate"])
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        """Ask for the reason, once for all that were chosen."""
        ids = _ids(queryset)
        missing = left_out(self, request, ids)
        if not ids and missing:
            return self._outcome_page(request, Decision.Verb.REJECT, 0, missing, request.get_full_path())
        return self._ask_reason(request, confirmation.RejectForm(), ids, request.get_full_path(), missing)

    @admin.action(description=gettext_lazy("Reject as spam"), permissions=["moderate"])
    def reject_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Reject the chosen comments as spam, which takes no further reason."""
        return self._at_once(request, Decision.Verb.SPAM, gettext_lazy("Reject as spam"), queryset)

    @admin.action(description=gettext_lazy("Put back into the queue"), permissions=["moderate"])
    def hold_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Put the chosen comments back into the queue."""
        return self._at_once(request, Decision.Verb.HOLD, gettext_lazy("Put back into the queue"), queryset)

    def _at_once(self, request: HttpRequest, verb: str, word: Any, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Decide at once about what one page shows, as it can be undone; ask first about more than that."""
        ids = _ids(queryset)
        missing = left_out(self, request, ids)
        if len(ids) > self.list_per_page:
            return self._ask_count(request, verb, word, ids, missing)
        return self._decide_many(request, verb, ids, request.get_full_path(), missing=missing)

    def _ask_count(
        self, request: HttpRequest, verb: str, word: Any, ids: list[int], missing: list[tuple[Any, str]]
    ) -> TemplateResponse:
        as_of = request.POST.get("as_of") or str(moderation.last_known())
        rows = ",".join(str(i) for i in ids)
        hidden = [("verb", verb), ("id", rows), ("as_of", as_of), ("next", request.get_full_path())]
        extra = {"action_url": reverse("admin:articles_comment_decide_many"), "left_out": named(missing)}
        back = request.get_full_path()
        return confirmation.ask(
            self, request, forms.Form(), word, _count_label(ids), _labels(ids), word, back, hidden, extra
        )

    def decide_many_view(self, request: HttpRequest) -> HttpResponse:
        """The answer to that question."""
        require_moderator(request, "POST")
        verb = request.POST.get("verb")
        ids = _numbers(request.POST.get("id", ""))
        if verb in {Decision.Verb.APPROVE, Decision.Verb.SPAM, Decision.Verb.HOLD} and ids:
            page = self._decide_many(request, verb, ids, back_address(request))
            if page is not None:
                return page
        return HttpResponseRedirect(back_address(request))

    def _decide_many(
        self,
        request: HttpRequest,
        verb: str,
        ids: list[int],
        back: str,
        reason: moderation.DecisionReason | None = None,
        missing: Sequence[tuple[Any, str]] = (),
    ) -> HttpResponse | None:
        """Decide; return a page that names each comment left as it is and why, or None after a message for all."""
        as_of = parse_pk(request.POST.get("as_of", ""))
        outcome = moderation.decide(ids, verb, staff(request), reason, as_of)
        skipped = [*missing, *decisions.unchanged(outcome, ids)]
        if skipped:
            return self._outcome_page(request, verb, len(outcome.changed), skipped, back)
        message_outcome(self, request, verb, outcome)
        return None

    def _outcome_page(
        self, request: HttpRequest, verb: str, n: int, skipped: Sequence[tuple[Any, str]], back: str
    ) -> TemplateResponse:
        name = "admin:articles_comment_change"
        context = {
            **self.admin_site.each_context(request),
            "opts": Comment._meta,
            "title": Decision.Verb(verb).label,
            "message": decisions.count_message(verb, n),
            "skipped": [
                (str(comment), reverse(name, args=[comment.pk]) if isinstance(comment, Comment) else "", reason)
                for comment, reason in skipped
            ],
            "back": back,
        }
        return TemplateResponse(request, "admin/bulk.html", context)

    def approve_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Approve one comment."""
        require_moderator(request, "POST")
        as_of, verb = parse_pk(request.POST.get("as_of", "")), Decision.Verb.APPROVE
        message_outcome(self, request, verb, moderation.decide([object_id], verb, staff(request), None, as_of))
        return HttpResponseRedirect(back_address(request))

    def reject_view(self, request: HttpRequest) -> HttpResponse:
        """Reject the comments of `id`; asks for the reason until it is given."""
        require_moderator(request, "GET", "POST")
        query = request.POST if request.method == "POST" else request.GET
        ids = _numbers(",".join(query.getlist("id")))
        form = confirmation.RejectForm(request.POST if request.method == "POST" else None)
        back = back_address(request)
        if not form.is_valid():
            return self._ask_reason(request, form, ids, back)
        page = self._decide_many(request, Decision.Verb.REJECT, ids, back, form.decision_reason())
        return page or HttpResponseRedirect(back)

    def _ask_reason(
        self, request: HttpRequest, form: Any, ids: list[int], back: str, missing: Sequence[tuple[Any, str]] = ()
    ) -> TemplateResponse:
        as_of = request.POST.get("as_of") or request.GET.get("as_of") or str(moderation.last_known())
        hidden = [("next", back), ("as_of", as_of), ("id", ",".join(str(i) for i in ids))]
        extra = {"action_url": reverse("admin:articles_comment_reject"), "left_out": named(missing)}
        word = _("Reject")
        return confirmation.ask(self, request, form, word, _count_label(ids), _labels(ids), word, back, hidden, extra)


def _ids(queryset: QuerySet[Comment]) -> list[int]:
    """The primary keys chosen, in the order of the list, at most as many as one decision takes."""
    return list(queryset.values_list("pk", flat=True)[: moderation.BATCH_COMMENTS])


def _numbers(text: str) -> list[int]:
    numbers = [parse_pk(part) for part in text.split(",")[: moderation.BATCH_COMMENTS]]
    return [n for n in numbers if n is not None]


def _labels(ids: list[int]) -> list[str]:
    rows = Comment.objects.filter(pk__in=ids[:20]).only("author", "text").order_by("pk")
    return [f"{c.author or _('Unknown')}: {badges.opening(c.text, 240)}" for c in rows]


def _count_label(ids: list[int]) -> str:
    """How many comments; where more were chosen, that one decision takes no more."""
    label = ngettext("%(n)d reader's comment", "%(n)d readers' comments", len(ids)) % {"n": len(ids)}
    if len(ids) < moderation.BATCH_COMMENTS:
        return label
    sentence = _("More were chosen: these are the first %(n)d in the order of the list, and no more go at once.")
    return f"{label}. {sentence % {'n': len(ids)}}"
