"""Readers' comments: the moderators' queues as lists, and deciding in bulk. They decide, and never rewrite."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.forms import CheckboxInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..desk import deciding, searching
from ..models import Article, Comment, Decision, queue
from . import asking, commenter, words
from .lists import NAMES, DeskList, NameFilter, TypedFilter, WaitingFilter
from .moderation import Moderation, _number
from .setting_right import SettingRight
from .site import page_for


class CommentQueues(WaitingFilter):
    """The queues; the list shows them above itself, with how they stand."""

    template = "admin/articles/comment/no_filter.html"
    queues = {str(q): (q.label, partial(queue.rows, q)) for q in queue.Queue}


class BulkForm(ActionForm):
    """Beside the action: which decision was the last that the list could know of."""

    as_of = forms.IntegerField(label="", required=False, initial=deciding.last_known, widget=forms.HiddenInput)


class ArticleFilter(NameFilter):
    """By the article's headline."""

    title = gettext_lazy("article")
    parameter_name = "headline"
    offers = ("comment", "article")
    column = "article"
    name = "headline"
    examples = ("Überschrift 7 vom Rathaus", "schrift 77", "Unbekannt")

    def things(self) -> QuerySet[Article]:
        """All articles."""
        return Article.objects.all()

    def alike(self, keys: QuerySet, typed: str) -> list[int]:
        """By the site's own search: its index answers at once, in however many articles."""
        return list(searching.matching_at_desk(keys, searching.read_question(typed))[:NAMES])


class PersonFilter(TypedFilter):
    """By who wrote it: a whole name or e-mail address, or what a comment's page says of its person."""

    title = gettext_lazy("person")
    parameter_name = "person"
    examples = ("Ada", "ada@example.org", "Unbekannt")

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The comments of one person. What connections and confirmed addresses say is for moderators alone."""
        asked = str(self.value() or "").replace("\x00", "").strip()
        if not asked:
            return None
        if commenter.is_sign(asked) and not request.user.has_perm("articles.moderate_comment"):
            return queryset.none()
        return queryset.filter(commenter.same(asked))


@page_for(Comment)
class CommentAdmin(Moderation, SettingRight, DeskList):
    """The comments' pages."""

    list_display = ("words_of_it", "status_told", "who", "under", "received", "buttons")
    list_filter = (CommentQueues, ArticleFilter, PersonFilter, "created_at")
    search_fields = ("text", "author", "email")
    search_help_text = gettext_lazy(
        "Searches text, name and e-mail of the newest 20,000 that the filters show; a whole name among all."
    )
    search_newest = 20_000
    list_select_related = ("article", "parent")
    actions = ("approve_chosen", "reject_chosen", "reject_as_spam", "hold_chosen")
    action_form = BulkForm
    change_list_template = "admin/articles/comment/change_list.html"
    change_form_template = "admin/articles/comment/change_form.html"
    fields = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """The opening of a text is enough for a list, and nothing of its article but the headline."""
        rows = super().get_queryset(request).select_related("article", "parent", "decided_by", "clip__source")
        rows = rows.defer("article__note", "clip__data", "clip__text")  # the working page shows the article's opening
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows
        return (
            rows.select_related(None)
            .select_related("article", "parent")
            .defer("text", "email", "article__body", "article__lead", "article__note", "parent__text", "parent__email")
            .annotate(opening=Substr("text", 1, 240), parent_opening=Substr("parent__text", 1, 120))
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Letter by letter among the newest, and whoever has exactly this name."""
        found, _many = super().get_search_results(request, queryset, search_term)
        named = queryset.filter(author=search_term.replace("\x00", "").strip()).order_by("-pk")
        known = list(named.values_list("pk", flat=True)[:NAMES]) if search_term.strip() else []
        return (queryset.filter(Q(pk__in=known) | Q(pk__in=found.order_by().values("pk"))) if known else found), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The article's list leads here with its own comments."""
        return lookup == "article__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether the user may decide about comments."""
        return request.user.has_perm("articles.moderate_comment")

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Who may decide may read."""
        return self.has_moderate_permission(request) or request.user.has_perm("articles.view_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written on the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Moderators never rewrite."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """A rejected comment is kept with its reason."""
        return False

    def get_list_display(self, request: HttpRequest) -> Any:
        """Buttons only for who may press them."""
        return self.list_display if self.has_moderate_permission(request) else self.list_display[:-1]

    # deciding in bulk

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse | None:
        """Show the chosen comments."""
        return self._at_once(request, Decision.Verb.APPROVE, gettext_lazy("Approve"), queryset)

    @admin.action(description=gettext_lazy("Reject …"), permissions=["moderate"])
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        """Ask for the reason, once for all that were chosen."""
        return self._ask(request, asking.RejectForm(), _ids(queryset), request.get_full_path())

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
            return self._ask_about(request, verb, word, ids)
        self._decide(request, verb, ids)
        return None

    def _ask_about(self, request: HttpRequest, verb: str, word: Any, ids: list[int]) -> HttpResponse:
        as_of = request.POST.get("as_of") or str(deciding.last_known())
        rows = ",".join(str(i) for i in ids)
        hidden = [("verb", verb), ("id", rows), ("as_of", as_of), ("next", request.get_full_path())]
        response = asking.ask(
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
            self._decide(request, verb, ids)
        return HttpResponseRedirect(self._back(request))

    def _decide(self, request: HttpRequest, verb: str, ids: list[int], why: deciding.Why | None = None) -> None:
        as_of = _number(request.POST.get("as_of"))
        self.tell(request, verb, deciding.decide(ids, verb, request.user, why, as_of))  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        """The work's addresses, and two of the list: approving one, and rejecting some with a reason."""
        view = self.admin_site.admin_view
        return [
            *self.work_urls(),
            *self.right_urls(),
            path("<int:object_id>/approve/", view(self.approve_view), name="articles_comment_approve"),
            path("reject/", view(self.reject_view), name="articles_comment_reject"),
            path("decide/", view(self.decide_many_view), name="articles_comment_decide_many"),
            *super().get_urls(),
        ]

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
        form = asking.RejectForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(request, form, ids, self._back(request))
        self._decide(request, Decision.Verb.REJECT, ids, form.why())
        return HttpResponseRedirect(self._back(request))

    def _ask(self, request: HttpRequest, form: Any, ids: list[int], back: str) -> HttpResponse:
        as_of = request.POST.get("as_of") or request.GET.get("as_of") or str(deciding.last_known())
        hidden = [("next", back), ("as_of", as_of), ("id", ",".join(str(i) for i in ids))]
        response = asking.ask(self, request, form, _("Reject"), _many(ids), _things(ids), _("Reject"), back, hidden)
        response.context_data["action_url"] = reverse("admin:articles_comment_reject")
        return response

    def _back(self, request: HttpRequest) -> str:
        """Where the moderator came from, if that is a page of ours."""
        back = request.POST.get("next") or request.GET.get("next") or request.META.get("HTTP_REFERER", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) and "/reject/" not in back:
            return back
        return reverse("admin:articles_comment_changelist") + "?waiting=pending"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The working page in the place of a form."""
        context |= self.work_context(request, kwargs["obj"]) | self.right_context(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With how the queues stand."""
        return super().changelist_view(request, {**self.queue_context(request), **(extra_context or {})})

    # the list

    def action_checkbox(self, obj: Any) -> SafeString:
        """Django's own names the comment by its whole text, which the list does not read."""
        name = _("Choose the comment by %(name)s") % {"name": obj.author or _("Unknown")}
        box = CheckboxInput({"class": "action-select", "aria-label": name}, lambda value: False)
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    @admin.display(description=gettext_lazy("text"))
    def words_of_it(self, comment: Any) -> SafeString:
        """The text's opening, and what it answers."""
        text = words.opening(comment.opening, 220) or "–"
        if comment.parent_id is None:
            return format_html("{}", text)
        parent = f"{comment.parent.author or _('Unknown')}: {words.opening(comment.parent_opening or '', 80)}"
        return format_html('{}<br><span class="answers">{} {}</span>', text, _("In reply to"), parent)

    @admin.display(description=gettext_lazy("status"))
    def status_told(self, comment: Comment) -> SafeString:
        """The status as a coloured word."""
        return words.status(comment.status, comment.get_status_display())

    @admin.display(description=gettext_lazy("name"))
    def who(self, comment: Comment) -> str:
        """The name, and whether the reader of clips only concluded it."""
        name = comment.author or _("Unknown")
        return _("%(name)s (inferred)") % {"name": name} if comment.author_is_inferred else name

    @admin.display(description=gettext_lazy("article"))
    def under(self, comment: Comment) -> SafeString:
        """The article it stands under."""
        url = reverse("admin:articles_article_change", args=[comment.article_id])
        return format_html('<a href="{}">{}</a>', url, comment.article)

    @admin.display(description=gettext_lazy("received at"), ordering="id")
    def received(self, comment: Comment) -> str:
        """When it came in."""
        return date_format(timezone.localtime(comment.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("decide"))
    def buttons(self, comment: Comment) -> SafeString:
        """Approve at once, reject with a reason."""
        approve = reject = SafeString("")
        if comment.status not in {Comment.Status.APPROVED, Comment.Status.ERASED}:
            url = reverse("admin:articles_comment_approve", args=[comment.pk])
            approve = format_html('<button class="small" formaction="{}">{}</button>', url, _("Approve"))
        if comment.status not in {Comment.Status.REJECTED, Comment.Status.ERASED}:
            url = reverse("admin:articles_comment_reject") + f"?id={comment.pk}"
            reject = format_html('<a class="small" href="{}">{}</a>', url, _("Reject …"))
        return format_html('<span class="decide">{} {}</span>', approve, reject)


def _ids(queryset: QuerySet[Comment]) -> list[int]:
    """Those chosen, in the order of the list, and no more than are decided about at once."""
    return list(queryset.values_list("pk", flat=True)[: deciding.AT_ONCE])


def _numbers(given: str) -> list[int]:
    numbers = [_number(i) for i in given.split(",")[: deciding.AT_ONCE]]
    return [n for n in numbers if n is not None]


def _things(ids: list[int]) -> list[str]:
    rows = Comment.objects.filter(pk__in=ids[:20]).only("author", "text").order_by("pk")
    return [f"{c.author or _('Unknown')}: {words.opening(c.text, 240)}" for c in rows]


def _many(ids: list[int]) -> str:
    """How many, and that no more go at once where there may be more."""
    told = ngettext("%(n)d reader's comment", "%(n)d readers' comments", len(ids)) % {"n": len(ids)}
    if len(ids) < deciding.AT_ONCE:
        return told
    sentence = _("More were chosen: these are the first %(n)d in the order of the list, and no more go at once.")
    return f"{told}. {sentence % {'n': len(ids)}}"
