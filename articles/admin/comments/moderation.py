"""The moderators' working page: one comment with its context, decided by button or key."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, confirmation
from articles.admin.comments import decisions, queue_walk, same_author
from articles.admin.comments.queue_walk import QueueWalk
from articles.domain import staff_groups
from articles.domain.comments import claims, moderation
from articles.domain.staff import staff
from articles.models import Article, Comment, Decision, Report
from articles.models.comments import moderation_queue
from articles.models.comments.moderation_queue import Queue
from articles.models.fields.keys import parse_pk

MAX_SHOWN_REPLIES = 20
MAX_SHOWN_REPORTS = 50
ARTICLE_EXCERPT_CHARS = 1_500

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


def may_moderate(request: HttpRequest) -> bool:
    """Whether the user may decide about comments."""
    return request.user.has_perm("articles.moderate_comment")


def require_moderator(request: HttpRequest, *methods: str) -> None:
    """Raise PermissionDenied unless a moderator sends the request by one of these HTTP methods."""
    if request.method not in methods or not may_moderate(request):
        raise PermissionDenied


class ModerationPageMixin(admin.ModelAdmin):
    """The working page of a comment, and the addresses that its buttons post to."""

    def get_urls(self) -> list[URLPattern]:
        """The work's addresses before Django's own."""
        view = self.admin_site.admin_view
        return [
            path("work/", view(self.next_view), name="articles_comment_work"),
            path("undo/", view(self.undo_view), name="articles_comment_undo"),
            path("<int:object_id>/decide/", view(self.decide_view), name="articles_comment_decide"),
            path("<int:object_id>/cut/", view(self.cut_view), name="articles_comment_cut"),
            path("<int:object_id>/take-over/", view(self.take_over_view), name="articles_comment_take_over"),
            *super().get_urls(),
        ]

    # what the page shows

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The working page in the place of a form."""
        context |= self._work_context(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list with the number of comments in each queue."""
        return super().changelist_view(request, {**_queue_context(request, is_list=True), **(extra_context or {})})

    def _work_context(self, request: HttpRequest, comment: Comment) -> dict[str, Any]:
        """The comment with its parent, its replies, its author's other comments, its reports and decisions."""
        may_decide = may_moderate(request) and comment.status != Comment.Status.ERASED
        other_claim = claims.claim(comment, staff(request)) if may_decide else None
        decisions_taken = list(comment.decisions.select_related("by"))
        reports = list(comment.reports.select_related("decided_by")[:MAX_SHOWN_REPORTS])
        names_article: bool = comment.names_article  # type: ignore[attr-defined]  # by staff_groups.with_article_names()
        excerpt = _article_excerpt(comment.article, staff_groups.reads_drafts(request.user)) if names_article else []
        replies = Comment.objects.below(comment)
        shown_replies = replies.filter(parent=comment).order_by("path").only("parent", "author", "text", "status")
        return {
            "comment": comment,
            "opening": excerpt,
            "article_word": str(comment.article) if names_article else badges.unnamed_article(comment.article_id),
            "names_article": names_article,
            "may_see_clip": request.user.has_perm("articles.view_clip"),
            "screened": [str(result["reason"]) for result in comment.screened if result.get("reason")],
            "status_word": badges.status(comment.status, comment.get_status_display()),
            "may_moderate": may_decide and other_claim is None,
            "others": other_claim,
            "replies": list(shown_replies[:MAX_SHOWN_REPLIES]),
            "reply_count": replies.count(),
            "signs": same_author.matches(comment) if may_moderate(request) else [],
            "history": _history(decisions_taken, reports),
            "known": decisions_taken[0].pk if decisions_taken else 0,
            "reports": reports,
            "reject_form": getattr(request, "reject_form", None) or confirmation.RejectForm(),
            "cut_form": getattr(request, "cut_form", None) or CutForm(),
            "way": QueueWalk.from_query(request.GET).urlencode(),
            **_queue_context(request, is_list=False),
        }

    # one after the other

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """On to the next comment of the queue; back to the list where there is none."""
        require_moderator(request, "GET")
        if not QueueWalk.from_query(request.GET).queue:
            raise Http404(_("There is no such queue."))
        return self._redirect_to_next(request, parse_pk(request.GET.get("after", "")) or 0)

    def _redirect_to_next(self, request: HttpRequest, after: int) -> HttpResponse:
        walk = QueueWalk.from_query(request.GET)
        pk = walk.next_pk(self, request, after)
        if pk is None:
            self.message_user(request, _("Nothing is left in this queue for you."), messages.INFO)
            return HttpResponseRedirect(queue_walk.list_address(walk.list_query()))
        return HttpResponseRedirect(reverse("admin:articles_comment_change", args=[pk]) + f"?{walk.urlencode()}")

    # decisions

    def decide_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Decide about one comment as it was shown; `known` is the last decision that the page knew of."""
        require_moderator(request, "POST")
        verb = request.POST.get("verb", "")
        if verb not in VERBS:
            raise Http404(_("There is no such decision."))
        form = confirmation.RejectForm(request.POST)
        if verb == Verb.REJECT and not form.is_valid():
            request.reject_form = form  # type: ignore[attr-defined]  # read by _work_context()
            return self._show_again(request, object_id)
        reason = form.decision_reason() if verb == Verb.REJECT else None
        known = parse_pk(request.POST.get("known", "")) or 0
        outcome = moderation.decide([object_id], verb, staff(request), reason, as_of=known)
        message_outcome(self, request, verb, outcome)
        if outcome.overtaken or outcome.held or not QueueWalk.from_query(request.GET).queue:
            return queue_walk.redirect_to_comment(request, object_id)
        return self._redirect_to_next(request, object_id)

    def cut_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Cut a passage, and stay with the comment."""
        require_moderator(request, "POST")
        form = CutForm(request.POST)
        if form.is_valid():
            try:
                passage, nth = form.cleaned_data["passage"], form.cleaned_data["nth"]
                outcome = moderation.cut(object_id, passage, staff(request), nth)
                message_outcome(self, request, Verb.CUT, outcome)
                return queue_walk.redirect_to_comment(request, object_id)
            except moderation.IncompleteDecision as error:
                form.add_error("passage", str(error))
        request.cut_form = form  # type: ignore[attr-defined]  # read by _work_context()
        return self._show_again(request, object_id)

    def _show_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page once more, with what was typed and its errors."""
        request.method = "GET"
        return self.change_view(request, str(object_id))

    def take_over_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Claim a comment that somebody else has open."""
        require_moderator(request, "POST")
        comment = Comment.objects.only("pk").filter(pk=object_id).first()
        if comment is None:
            raise Http404(_("There is no such comment."))
        claims.claim(comment, staff(request), take_over=True)
        return queue_walk.redirect_to_comment(request, object_id)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Undo what was decided together."""
        require_moderator(request, "POST")
        try:
            batch = UUID(request.POST.get("batch", ""))
        except ValueError as error:
            raise Http404(_("There is no such decision.")) from error
        outcome = moderation.undo(batch, staff(request))
        message_outcome(self, request, Verb.UNDO, outcome)
        if len(outcome.changed) == 1 and not request.POST.get("next"):
            return queue_walk.redirect_to_comment(request, outcome.changed[0])
        return HttpResponseRedirect(queue_walk.back_address(request))  # to the list as it was filtered


def message_outcome(
    page: admin.ModelAdmin, request: HttpRequest, verb: str, outcome: moderation.ModerationOutcome
) -> None:
    """Show how many comments were decided about, and which were left as somebody else has them."""
    for level, message in decisions.messages_of(verb, outcome):
        page.message_user(request, message, level)


def _queue_context(request: HttpRequest, is_list: bool) -> dict[str, Any]:
    """The number of comments in each queue, which one is worked through, and what can be undone."""
    if not may_moderate(request):
        return {}
    requested = request.GET.get("queue") or request.GET.get("waiting") or ""
    queue = requested if requested in Queue.values else ""
    list_query = request.GET if is_list else QueueWalk.from_query(request.GET).list_query()
    return {
        "walk": QueueWalk.from_list(queue, list_query).urlencode() if is_list and queue else "",
        "list_address": queue_walk.list_address(list_query) if queue else "",
        "standings": moderation_queue.queue_statuses(staff(request)),
        "queue": queue,
        "undoable": decisions.undoable(request.user),
        "back": request.get_full_path() if is_list else "",
    }


def _article_excerpt(article: Article, reads_drafts: bool) -> list[str]:
    """The article's first paragraphs as plain text: enough to see what a comment is about.

    Of an article that the public reads only in part, moderators get no more than the public.
    """
    blocks = article.blocks if reads_drafts or not article.is_excerpt else []
    texts = [article.lead, *(block.text for block in blocks if block.kind in {"paragraph", "quote"})]
    paragraphs = [" ".join(text.split()) for text in texts if text.strip()]
    return Truncator("\n".join(paragraphs)).chars(ARTICLE_EXCERPT_CHARS).split("\n") if paragraphs else []


def _history(decisions: list[Decision], reports: list[Report]) -> list[Decision | Report]:
    """Decisions and reports of a comment, the last first. The page does not say who reported."""
    entries: list[Decision | Report] = [*decisions, *reports]
    return sorted(entries, key=lambda entry: entry.at if isinstance(entry, Decision) else entry.created_at)[::-1]
