"""The list of articles: what an editor needs to know before opening one."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.articles import bulk, spreadsheet
from articles.admin.base import badges
from articles.admin.base.bulk_actions import BulkActionsMixin
from articles.admin.base.changelist import MAX_FILTER_MATCHES, NameFilter, OutletFilter, QueueFilter
from articles.domain.imports.holds import label
from articles.domain.search import query
from articles.models import AgencyTask, Article, ArticleAgency, Contribution, Person, Right, Source, Topic
from articles.models.fields.keys import parse_pk


class ArticleQueueFilter(QueueFilter):
    """The queues of articles that the dashboard counts."""

    queues = {
        "mine": (gettext_lazy("mine"), lambda rows: rows.unfinished()),
        "overdue": (gettext_lazy("overdue"), lambda rows: rows.overdue()),
        "returned": (gettext_lazy("returned"), lambda rows: rows.filter(state=Article.State.RETURNED)),
        "approved": (gettext_lazy("approved"), lambda rows: rows.filter(state=Article.State.APPROVED)),
        "drafts": (gettext_lazy("drafts"), lambda rows: rows.filter(state=Article.State.DRAFT)),
        "in_review": (gettext_lazy("in review"), lambda rows: rows.filter(state=Article.State.IN_REVIEW)),
        "provisional": (gettext_lazy("provisional headlines"), lambda rows: rows.provisional()),
        "held": (gettext_lazy("held back"), lambda rows: rows.held()),
        "agency": (gettext_lazy("withdrawn or corrected by agencies"), lambda rows: rows.with_agency_tasks()),
        "today": (gettext_lazy("scheduled for today"), lambda rows: rows.scheduled_today()),
    }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """One's own work is asked for by who asks."""
        rows = super().queryset(request, queryset)
        return rows.filter(responsible=request.user) if rows is not None and self.value() == "mine" else rows


class AgencyFilter(NameFilter):
    """By agency, whatever its part."""

    title = gettext_lazy("agency")
    parameter_name = "agency"
    offers = ("articleagency", "source")
    examples = ("Quelle 10", "Unbekannt")

    def named_rows(self) -> QuerySet[Source]:
        """News agencies."""
        return Source.objects.agencies()

    def narrow(self, rows: Any, keys: list[int]) -> Any:
        """Through the link table."""
        return rows.reached_through(ArticleAgency.objects.filter(source__in=keys))


class TopicFilter(NameFilter):
    """By topic."""

    title = gettext_lazy("topic")
    parameter_name = "topic"
    offers = ("article", "topics")
    examples = ("Thema 1", "Unbekannt")

    def named_rows(self) -> QuerySet[Topic]:
        """All topics."""
        return Topic.objects.all()

    def narrow(self, rows: Any, keys: list[int]) -> Any:
        """Through the link table."""
        return rows.reached_through(Article.topics.through._default_manager.filter(topic__in=keys))


class ContributorFilter(NameFilter):
    """By who had a part in it."""

    title = gettext_lazy("person")
    parameter_name = "person"
    offers = ("contribution", "person")
    examples = ("Person 1", "son 1", "Unbekannt")

    def named_rows(self) -> QuerySet[Person]:
        """All persons."""
        return Person.objects.all()

    def narrow(self, rows: Any, keys: list[int]) -> Any:
        """Through the link table."""
        return rows.reached_through(Contribution.objects.filter(person__in=keys))


class ResponsibleFilter(NameFilter):
    """By who is responsible. Who works here is few, and is offered at once."""

    title = gettext_lazy("responsible")
    parameter_name = "who"
    column = "responsible"
    name = "username"
    examples = ("desk", "nobody")

    def named_rows(self) -> QuerySet[User]:
        """Present and former members of staff."""
        return User.objects.filter(is_staff=True)

    def listed(self) -> list[str]:
        """The active members of staff."""
        return list(
            self.named_rows()
            .filter(is_active=True)
            .order_by("username")
            .values_list("username", flat=True)[:MAX_FILTER_MATCHES]
        )


class ArticleListMixin(BulkActionsMixin):
    """The list's columns, filters, search and bulk actions."""

    bulk = bulk.ACTIONS
    bulk_without = ("body", "lead", "note", "clip__text")

    list_display = ("title", "state_badge", "outlet", "issued", "published_here", "remarks")
    list_filter = (
        *(ArticleQueueFilter, "state", OutletFilter, AgencyFilter, TopicFilter, ContributorFilter, ResponsibleFilter),
        "publish_at",
    )
    public_filters = (OutletFilter, AgencyFilter, TopicFilter)
    search_fields = ("slug", "pk")  # and, below, all words of the article
    search_help_text = gettext_lazy(
        "Searches the words of headline, lead and text; “…” a phrase, -word leaves out. "
        "An id or a short address finds its article."
    )
    ordering = ("-updated_at", "-id")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the links to export and import."""
        context = spreadsheet.list_context(self, request)
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By the site's own search, in every state; an id or a short address finds its article as well."""
        question = query.read_question(search_term)
        matches = query.matching_for(request.user, queryset, question) if search_term.strip() else queryset
        key = search_term.strip()
        pk = parse_pk(key)
        named = Q(pk=pk) if pk is not None else Q(slug=key.replace("\x00", ""))
        known = list(queryset.filter(named).values_list("pk", flat=True)) if key else []
        return (queryset.filter(Q(pk__in=known) | Q(pk__in=matches.values("pk"))) if known else matches), False

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, article: Article) -> SafeString:
        """Kicker and headline, as they will be printed."""
        return format_html('<span class="kicker">{}</span> {}', article.kicker, str(article))

    @admin.display(description=gettext_lazy("state"))
    def state_badge(self, article: Article) -> SafeString:
        """The state as a coloured word."""
        return badges.status(*badges.state_of(article))

    @admin.display(description=gettext_lazy("outlet"))
    def outlet(self, article: Article) -> str:
        """Where it appeared."""
        return str(article.source or "–")

    @admin.display(description=gettext_lazy("appeared on"), ordering="issued_on")
    def issued(self, article: Article) -> str:
        """When it appeared, no more exact than is known."""
        return badges.partial_date(article.issued_on, article.issued_precision) or "–"

    @admin.display(description=gettext_lazy("here since"), ordering="publish_at")
    def published_here(self, article: Article) -> str:
        """When it was or will be published here."""
        at = article.publish_at
        return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"

    def _agency_tasks(self, article: Any) -> list[tuple[str, str]]:
        """The sign of the first open task of an agency's later text; it leads to both texts."""
        if not article.agency_kind:
            return []
        url = reverse("admin:articles_agencytask_change", args=[article.agency_task])
        return [(url, str(AgencyTask.Kind(article.agency_kind).label))]

    @admin.display(description=gettext_lazy("to look at"))
    def remarks(self, article: Any) -> SafeString:
        """What an editor should know before opening it."""
        items = [("", label(code)) for code in (article.holds or "").split(",") if code]
        items += [(url, word) for url, word in self._agency_tasks(article)]
        if article.headline_is_provisional:
            items.append(("", _("provisional headline")))
        if article.right in {Right.UNCLEAR, Right.INTERNAL}:
            items.append(("", _("right: %(right)s") % {"right": Right(article.right).label}))
        if n := article.missing_pictures:
            items.append(("", ngettext("%(n)d picture without a file", "%(n)d pictures without a file", n) % {"n": n}))
        return badges.remarks([*items, *badges.waiting_comments(article)])
