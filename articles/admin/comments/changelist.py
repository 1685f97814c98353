"""The moderators' queues as a list of comments: its columns, its filters, its search, and never a whole text."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.forms import CheckboxInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges
from articles.admin.base.changelist import MAX_FILTER_MATCHES, LargeListAdmin, NameFilter, QueueFilter, TextInputFilter
from articles.admin.comments import same_author
from articles.domain import staff_groups
from articles.domain.search import query
from articles.models import Article, Comment
from articles.models.comments import moderation_queue


class CommentQueueFilter(QueueFilter):
    """The moderators' queues, which the list shows above itself."""

    template = "admin/articles/comment/no_filter.html"
    queues = {str(q): (q.label, partial(moderation_queue.rows, q)) for q in moderation_queue.Queue}


class ArticleFilter(NameFilter):
    """By the article's headline."""

    title = gettext_lazy("article")
    parameter_name = "headline"
    offers = ("comment", "article")
    column = "article"
    name = "headline"
    examples = ("Überschrift 7 vom Rathaus", "schrift 77", "Unbekannt")

    def named_rows(self) -> QuerySet[Article]:
        """The articles whose names this user may see."""
        return staff_groups.articles_for(self.request.user)

    def similar_keys(self, keys: QuerySet, typed: str) -> list[int]:
        """By the site's own search: its index answers at once, in however many articles."""
        matching: Any = query.matching_for(self.request.user, keys, query.read_question(typed))
        return list(matching[:MAX_FILTER_MATCHES])


class CommentAuthorFilter(TextInputFilter):
    """By who wrote it: a whole name or e-mail address, or what a comment's page says of its person."""

    title = gettext_lazy("person")
    parameter_name = "person"
    examples = ("Ada", "ada@example.org", "Unbekannt")

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The comments of one person. What connections and e-mail addresses say is for moderators alone."""
        value = str(self.value() or "").replace("\x00", "").strip()
        if not value:
            return None
        if same_author.is_private(value) and not request.user.has_perm("articles.moderate_comment"):
            return queryset.none()
        return queryset.filter(same_author.person_q(value))


class CommentListMixin(LargeListAdmin):
    """The list's part of the comments' admin."""

    has_moderate_permission: Any

    list_display = ("words_of_it", "status_badge", "who", "under", "received", "buttons")
    list_filter = (CommentQueueFilter, ArticleFilter, CommentAuthorFilter, "created_at")
    search_fields = ("text", "author", "email")
    search_help_text = gettext_lazy(
        "Searches text, name and e-mail of the newest 20,000 that the filters show; a whole name among all."
    )
    search_newest = 20_000
    list_select_related = ("article", "parent")
    change_list_template = "admin/articles/comment/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list reads the beginning of each text, and only the headline of its article."""
        rows: Any = super().get_queryset(request).select_related("article", "parent", "decided_by", "clip__source")
        rows = staff_groups.with_article_names(rows, request.user)
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
        matches, _many = super().get_search_results(request, queryset, search_term)
        named = queryset.filter(author=search_term.replace("\x00", "").strip()).order_by("-pk")
        known = list(named.values_list("pk", flat=True)[:MAX_FILTER_MATCHES]) if search_term.strip() else []
        return (
            queryset.filter(Q(pk__in=known) | Q(pk__in=matches.order_by().values("pk"))) if known else matches
        ), False

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """E-mail addresses are for who decides: whoever only reads shall not find out whose a comment is."""
        return self.search_fields if self.has_moderate_permission(request) else ("text", "author")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """By the filters, and the comments of one article, whose list leads here. Any other column could be guessed at,
        letter by letter: the addresses, the hashes, the private links."""
        filters = {item if isinstance(item, str) else item.parameter_name for item in self.list_filter}
        return lookup == "article__id__exact" or lookup.split("__")[0] in filters

    def get_list_display(self, request: HttpRequest) -> Any:
        """Buttons only for who may press them."""
        return self.list_display if self.has_moderate_permission(request) else self.list_display[:-1]

    def action_checkbox(self, obj: Any) -> SafeString:
        """Django's own names the comment by its whole text, which the list does not read."""
        name = _("Choose the comment by %(name)s") % {"name": obj.author or _("Unknown")}
        box = CheckboxInput({"class": "action-select", "aria-label": name}, lambda value: False)
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))

    @admin.display(description=gettext_lazy("text"))
    def words_of_it(self, comment: Any) -> SafeString:
        """The text's opening, and what it answers."""
        text = badges.opening(comment.opening, 220) or "–"
        if comment.parent_id is None:
            return format_html("{}", text)
        parent = f"{comment.parent.author or _('Unknown')}: {badges.opening(comment.parent_opening or '', 80)}"
        return format_html('{}<br><span class="answers">{} {}</span>', text, _("In reply to"), parent)

    @admin.display(description=gettext_lazy("status"))
    def status_badge(self, comment: Comment) -> SafeString:
        """The status as a coloured word."""
        return badges.status(comment.status, comment.get_status_display())

    @admin.display(description=gettext_lazy("name"))
    def who(self, comment: Comment) -> str:
        """The name, and whether the parser inferred it."""
        name = comment.author or _("Unknown")
        return _("%(name)s (inferred)") % {"name": name} if comment.author_is_inferred else name

    @admin.display(description=gettext_lazy("article"))
    def under(self, comment: Any) -> SafeString:
        """A link to its article; only that the article is not public, where this user may not see its name."""
        if not comment.names_article:
            return format_html("{}", badges.unnamed_article(comment.article_id))
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
