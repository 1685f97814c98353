"""The moderators' working page: one comment with all that belongs to it, decided by button or key."""

from copy import copy
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, confirmation
from articles.admin.comments import decisions as decided
from articles.admin.comments import same_author
from articles.domain import staff_groups
from articles.domain.comments import claims, moderation
from articles.domain.staff import staff
from articles.models import Article, Comment, Decision, Report
from articles.models.comments import moderation_queue
from articles.models.comments.moderation_queue import Queue
from articles.models.fields.keys import parse_pk

REPLIES = 20
REPORTS = 50
OPENING = 1_500  # characters of the article

Verb = Decision.Verb
VERBS = {Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.HOLD}


class CutForm(forms.Form):
    """Which passage is cut; `nth` comes from the selection, where the browser knows it."""

    passage = forms.CharField(
        label=gettext_lazy("Passage to cut"),
        strip=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Select it in the text above, or copy it here, word for word."),
    )
    nth = forms.IntegerField(required=False, min_value=0, max_value=10_000, widget=forms.HiddenInput)


class ModerationPageMixin:
    """The addresses and the page of the work; mixed into the comments' admin."""

    admin_site: Any
    has_moderate_permission: Any
    message_user: Any
    get_changelist_instance: Any
    _back: Any

    def work_urls(self) -> list[URLPattern]:
        """The next one, and what can be done with one."""
        view = self.admin_site.admin_view
        return [
            path("work/", view(self.next_view), name="articles_comment_work"),
            path("undo/", view(self.undo_view), name="articles_comment_undo"),
            path("<int:object_id>/decide/", view(self.decide_view), name="articles_comment_decide"),
            path("<int:object_id>/cut/", view(self.cut_view), name="articles_comment_cut"),
            path("<int:object_id>/take-over/", view(self.take_over_view), name="articles_comment_take_over"),
        ]

    # what the page shows

    def work_context(self, request: HttpRequest, comment: Comment) -> dict[str, Any]:
        """The comment with its parent, its replies, its person's history, its reports and decisions."""
        may = self.has_moderate_permission(request) and comment.status != Comment.Status.ERASED
        others = claims.claim(comment, request.user) if may else None
        decisions = list(comment.decisions.select_related("by"))
        reports = list(comment.reports.select_related("decided_by")[:REPORTS])
        names_article = comment.names_article  # type: ignore[attr-defined]  # see staff_groups.with_article_names()
        return {
            "comment": comment,
            "opening": _opening(comment.article, staff_groups.reads_drafts(request.user)) if names_article else [],
            "article_word": str(comment.article) if names_article else badges.nameless(comment.article_id),
            "names_article": names_article,
            "may_see_clip": request.user.has_perm("articles.view_clip"),
            "screened": [str(one["reason"]) for one in comment.screened if one.get("reason")],
            "status_word": badges.status(comment.status, comment.get_status_display()),
            "may_moderate": may and others is None,
            "others": others,
            "replies": list(
                Comment.objects.below(comment)
                .filter(parent=comment)
                .order_by("path")
                .only("parent", "author", "text", "status")[:REPLIES]
            ),
            "reply_count": Comment.objects.below(comment).count(),
            "signs": same_author.signs(comment) if self.has_moderate_permission(request) else [],
            "history": _history(decisions, reports),
            "known": decisions[0].pk if decisions else 0,
            "reports": reports,
            "reject_form": getattr(request, "reject_form", None) or confirmation.RejectForm(),
            "cut_form": getattr(request, "cut_form", None) or CutForm(),
            "way": self._way(request).urlencode(),
            **self.queue_context(request),
        }

    def queue_context(self, request: HttpRequest) -> dict[str, Any]:
        """How the queues stand, which one is worked through, and what can be undone."""
        if not self.has_moderate_permission(request):
            return {}
        is_list = (getattr(request.resolver_match, "url_name", "") or "").endswith("_changelist")
        here = request.GET.get("queue") or request.GET.get("waiting") or ""
        asked = request.GET if is_list else self._asked(self._way(request))
        return {
            "walk": _walk(here, asked).urlencode() if is_list and here in Queue.values else "",
            "list_address": _list_address(asked) if here in Queue.values else "",
            "standings": moderation_queue.queue_statuses(request.user),
            "queue": here if here in Queue.values else "",
            "undoable": decided.undoable(request.user),
            "back": request.get_full_path() if is_list else "",
        }

    def _way(self, request: HttpRequest) -> QueryDict:
        """What is worked through: the queue, one article where it is only one, and what else the list was asked for:
        filters, search and order, as its address says them."""
        given, way = request.GET, QueryDict(mutable=True)
        if given.get("queue") in Queue.values:
            way["queue"] = given["queue"]
        if number(given.get("article")):
            way["article"] = given["article"]
        if given.get("list"):
            way["list"] = given["list"]
        return way

    def _asked(self, way: QueryDict) -> QueryDict:
        """What the list was asked for, as its own address says it."""
        asked = QueryDict(way.get("list", ""), mutable=True)
        if "queue" in way:
            asked["waiting"] = way["queue"]
        if "article" in way:
            asked["article__id__exact"] = way["article"]
        return asked

    # one after the other

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """The next of the queue that nobody else has open, oldest first; back to the list where there is none."""
        self._require(request, "GET")
        if not self._way(request).get("queue"):
            raise Http404(_("There is no such queue."))
        return HttpResponseRedirect(self._next(request, number(request.GET.get("after")) or 0))

    def _next(self, request: HttpRequest, after: int) -> str:
        way = self._way(request)
        rows, is_newest_first = self._listed(request, way)
        pks = claims.free_for(rows, request.user).order_by("-pk" if is_newest_first else "pk")
        numbers = pks.values_list("pk", flat=True)
        onward, again = {"pk__gt": after}, {"pk__lt": after}
        if is_newest_first and after:
            onward, again = again, onward
        found = numbers.filter(**onward).first() or numbers.filter(**again).first()
        claims.give_back(request.user)
        if found is None:
            self.message_user(request, _("Nothing is left in this queue for you."), messages.INFO)
            return _list_address(self._asked(way))
        return reverse("admin:articles_comment_change", args=[found]) + f"?{way.urlencode()}"

    def _listed(self, request: HttpRequest, way: QueryDict) -> tuple[QuerySet[Comment], bool]:
        """What the list shows on all its pages, and whether somebody has ordered it so that the newest come first."""
        if "list" not in way:
            rows = moderation_queue.rows(way["queue"])
            return (rows.filter(article=way["article"]) if "article" in way else rows), False
        seen = copy(request)
        seen.GET = self._asked(way)  # type: ignore[assignment]
        try:
            found = self.get_changelist_instance(seen)
        except IncorrectLookupParameters as error:
            raise Http404(_("There is no such list.")) from error
        first = found.get_ordering(seen, found.queryset)[0] if ORDER_VAR in seen.GET else ""
        return moderation_queue.rows(way["queue"]).filter(pk__in=found.queryset.order_by().values("pk")), str(
            first
        ).startswith("-")

    def _onward(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the next one where a queue is worked through, else back to this one."""
        if self._way(request).get("queue"):
            return HttpResponseRedirect(self._next(request, pk))
        return self._stay(request, pk)

    def _stay(self, request: HttpRequest, pk: int) -> HttpResponse:
        address = reverse("admin:articles_comment_change", args=[pk])
        return HttpResponseRedirect(f"{address}?{self._way(request).urlencode()}".rstrip("?"))

    # doing

    def decide_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Decide about one comment as it was shown; `known` is the last decision that the page knew of."""
        self._require(request, "POST")
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            raise Http404(_("There is no such decision."))
        form = confirmation.RejectForm(request.POST)
        if verb == Verb.REJECT and not form.is_valid():
            request.reject_form = form  # type: ignore[attr-defined]
            return self._again(request, object_id)
        why = form.why() if verb == Verb.REJECT else None
        outcome = moderation.decide(
            [object_id], verb, staff(request), why, as_of=number(request.POST.get("known")) or 0
        )
        self.tell(request, verb, outcome)
        stays = outcome.overtaken or outcome.held
        return self._stay(request, object_id) if stays else self._onward(request, object_id)

    def cut_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Cut a passage, and stay with the comment."""
        self._require(request, "POST")
        form = CutForm(request.POST)
        if form.is_valid():
            try:
                passage, nth = form.cleaned_data["passage"], form.cleaned_data["nth"]
                outcome = moderation.cut(object_id, passage, staff(request), nth)
                self.tell(request, Verb.CUT, outcome)
                return self._stay(request, object_id)
            except moderation.IncompleteDecision as error:
                form.add_error("passage", str(error))
        request.cut_form = form  # type: ignore[attr-defined]
        return self._again(request, object_id)

    def _again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page once more, with what was typed and what is wrong with it."""
        request.method = "GET"
        return self.change_view(request, str(object_id))  # type: ignore[attr-defined]

    def take_over_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Have it from somebody else who has it open."""
        self._require(request, "POST")
        comment = Comment.objects.only("pk").filter(pk=object_id).first()
        if comment is None:
            raise Http404(_("There is no such comment."))
        claims.claim(comment, staff(request), take_over=True)
        return self._stay(request, object_id)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back what was decided together."""
        self._require(request, "POST")
        try:
            batch = UUID(request.POST.get("batch", ""))
        except ValueError as error:
            raise Http404(_("There is no such decision.")) from error
        outcome = moderation.undo(batch, staff(request))
        self.tell(request, Verb.UNDO, outcome)
        if len(outcome.changed) == 1 and not request.POST.get("next"):
            return self._stay(request, outcome.changed[0])
        return HttpResponseRedirect(self._back(request))  # to the list as it was filtered

    def _require(self, request: HttpRequest, *methods: str) -> None:
        if request.method not in methods or not self.has_moderate_permission(request):
            raise PermissionDenied

    # telling

    def tell(self, request: HttpRequest, verb: str, outcome: moderation.ModerationOutcome) -> None:
        """What became of it: how many were decided about, and what was left as somebody else has it."""
        for level, sentence in decided.told(verb, outcome):
            self.message_user(request, sentence, level)


def _walk(here: str, asked: QueryDict) -> QueryDict:
    """The way through a list: its queue, one article where it is only one, and the rest of its address."""
    way, rest = QueryDict(mutable=True), asked.copy()
    way["queue"] = here
    for name in ("waiting", PAGE_VAR, ERROR_FLAG):
        rest.pop(name, None)
    if number(rest.get("article__id__exact")):
        way["article"] = str(rest.pop("article__id__exact")[-1])
    if rest:
        way["list"] = rest.urlencode()
    return way


def _list_address(asked: QueryDict) -> str:
    return f"{reverse('admin:articles_comment_changelist')}?{asked.urlencode()}"


def _opening(article: Article, is_desk: bool) -> list[str]:
    """The article's first paragraphs as plain text: enough to see what a comment is about.

    Of an excerpt nobody but the desk reads more than readers do.
    """
    blocks = article.blocks if is_desk or not article.is_excerpt else []
    said = [article.lead, *(block.text for block in blocks if block.kind in {"paragraph", "quote"})]
    paragraphs = [" ".join(text.split()) for text in said if text.strip()]
    return Truncator("\n".join(paragraphs)).chars(OPENING).split("\n") if paragraphs else []


def _history(decisions: list[Decision], reports: list[Report]) -> list[Decision | Report]:
    """What was decided about a comment and when it was reported, the last first. Who reported is nobody's business."""
    return sorted([*decisions, *reports], key=lambda one: one.at if isinstance(one, Decision) else one.created_at)[::-1]


def number(text: str | None) -> int | None:
    """The number that an address or a form names; None where it names none."""
    return parse_pk(text or "")
