"""Readers' comments: the moderators' queue. They decide, and never rewrite."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
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

from ..desk import moderating
from ..models import Comment
from . import asking, words
from .lists import DeskList, TypedFilter, WaitingFilter
from .site import page_for


class CommentQueues(WaitingFilter):
    """The desk's count of comments."""

    queues = {"pending": (gettext_lazy("to moderate"), lambda rows: rows.pending())}


class ArticleFilter(TypedFilter):
    """By the article's headline."""

    title = gettext_lazy("article")
    parameter_name = "headline"
    lookup = "article__headline__icontains"


@page_for(Comment)
class CommentAdmin(DeskList):
    """The comments' pages."""

    list_display = ("words_of_it", "status_told", "who", "under", "received", "buttons")
    list_filter = (CommentQueues, "status", ArticleFilter, "created_at")
    search_fields = ("text", "author", "email")
    search_help_text = gettext_lazy("Searches text, name and e-mail.")
    list_select_related = ("article", "parent")
    actions = ("approve_chosen", "reject_chosen")
    change_form_template = "admin/articles/comment/change_form.html"
    fields = ("created_at", "written_told", "email", "decided_at", "decided_by", "decision_note")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """The opening of a text is enough for a list; an article's long texts are never needed."""
        rows = super().get_queryset(request).select_related("article", "parent", "decided_by", "clip")
        rows = rows.defer("article__body", "article__lead", "article__note", "clip__data", "clip__text")
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows
        return (
            rows.select_related(None)
            .select_related("article", "parent")
            .defer("text", "email", "article__body", "article__lead", "article__note", "parent__text", "parent__email")
            .annotate(opening=Substr("text", 1, 240), parent_opening=Substr("parent__text", 1, 120))
        )

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

    # deciding

    @admin.action(description=gettext_lazy("Approve"), permissions=["moderate"])
    def approve_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Show the chosen comments."""
        changed = moderating.approve(Comment.objects.filter(pk__in=_ids(queryset)).only("pk"), by=request.user)  # type: ignore[arg-type]
        self._tell(request, changed, "approved")

    @admin.action(description=gettext_lazy("Reject …"), permissions=["moderate"])
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        """Ask for the reason, once for all that were chosen."""
        return self._ask(request, asking.RejectForm(), _ids(queryset), request.get_full_path())

    def get_urls(self) -> list[URLPattern]:
        """Two more addresses: approving one, and rejecting some with a reason."""
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/approve/", view(self.approve_view), name="articles_comment_approve"),
            path("reject/", view(self.reject_view), name="articles_comment_reject"),
            *super().get_urls(),
        ]

    def approve_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show one comment."""
        self._require(request, "POST")
        changed = moderating.approve(Comment.objects.filter(pk=object_id).only("pk"), by=request.user)  # type: ignore[arg-type]
        self._tell(request, changed, "approved")
        return HttpResponseRedirect(self._back(request))

    def reject_view(self, request: HttpRequest) -> HttpResponse:
        """Do not show the comments of `id`; asks for the reason until it is given."""
        self._require(request, "GET", "POST")
        given = request.POST if request.method == "POST" else request.GET
        ids = [int(i) for i in given.getlist("id") if i.isascii() and i.isdigit() and len(i) < 19]
        form = asking.RejectForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self._ask(request, form, ids, self._back(request))
        changed = moderating.reject(Comment.objects.filter(pk__in=ids).only("pk"), by=request.user, reason=form.told())  # type: ignore[arg-type]
        self._tell(request, changed, "rejected")
        return HttpResponseRedirect(self._back(request))

    def _require(self, request: HttpRequest, *methods: str) -> None:
        if request.method not in methods or not self.has_moderate_permission(request):
            raise PermissionDenied

    def _ask(self, request: HttpRequest, form: Any, ids: list[int], back: str) -> HttpResponse:
        rows = Comment.objects.filter(pk__in=ids).only("author", "text")
        things = [f"{c.author or _('Unknown')}: {words.opening(c.text, 240)}" for c in rows[:20]]
        hidden = [("next", back), *[("id", str(i)) for i in ids]]
        about = ngettext("%(n)d reader's comment", "%(n)d readers' comments", len(ids)) % {"n": len(ids)}
        response = asking.ask(self, request, form, _("Reject"), about, things, _("Reject"), back, hidden)
        response.context_data["action_url"] = reverse("admin:articles_comment_reject")
        return response

    def _back(self, request: HttpRequest) -> str:
        """Where the moderator came from, if that is a page of ours."""
        back = request.POST.get("next") or request.GET.get("next") or request.META.get("HTTP_REFERER", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) and "/reject/" not in back:
            return back
        return reverse("admin:articles_comment_changelist") + "?waiting=pending"

    def _tell(self, request: HttpRequest, changed: int, what: str) -> None:
        if what == "approved":
            sentence = ngettext("%(n)d comment was approved.", "%(n)d comments were approved.", changed)
        else:
            sentence = ngettext("%(n)d comment was rejected.", "%(n)d comments were rejected.", changed)
        self.message_user(request, sentence % {"n": changed}, messages.SUCCESS if changed else messages.WARNING)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The comment between its parent and its article, with the buttons."""
        comment = kwargs["obj"]
        context |= {
            "comment": comment,
            "status_word": words.status(comment.status, comment.get_status_display()),
            "may_moderate": self.has_moderate_permission(request) and comment.status != Comment.Status.ERASED,
            "replies": Comment.objects.below(comment).count(),
        }
        return super().render_change_form(request, context, *args, **kwargs)

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

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_told(self, comment: Comment) -> SafeString:
        """The status as a coloured word."""
        return words.status(comment.status, comment.get_status_display())

    @admin.display(description=gettext_lazy("name"), ordering="author")
    def who(self, comment: Comment) -> str:
        """The name, and whether the reader of clips only concluded it."""
        name = comment.author or _("Unknown")
        return _("%(name)s (inferred)") % {"name": name} if comment.author_is_inferred else name

    @admin.display(description=gettext_lazy("article"))
    def under(self, comment: Comment) -> SafeString:
        """The article it stands under."""
        url = reverse("admin:articles_article_change", args=[comment.article_id])
        return format_html('<a href="{}">{}</a>', url, comment.article)

    @admin.display(description=gettext_lazy("received at"), ordering="created_at")
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

    @admin.display(description=gettext_lazy("written at"))
    def written_told(self, comment: Comment) -> str:
        """The time as the clip has it."""
        return comment.written_text or str(comment.written_at or "–")


def _ids(queryset: QuerySet[Comment]) -> list[int]:
    return list(queryset.order_by().values_list("pk", flat=True))
