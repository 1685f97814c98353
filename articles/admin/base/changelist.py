"""What every list of the admin shares: fifty rows, no counting of whole tables, filters that load none."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import DateFieldListFilter
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.base import date_widgets
from articles.models import Source

MANY = 10_000  # rows; beyond them nobody pages, one searches
NAMES = 200  # things whose name fits what was typed into a filter


class CappedPaginator(Paginator):
    """Counts as far as somebody might page, and no further."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most MANY."""
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else rows.order_by()[:MANY].count()


class KeysFirstChangeList(ChangeList):
    """Finds the numbers of a page's rows first, and asks for what a row shows of those only."""

    def get_results(self, request: HttpRequest) -> None:
        """Filters and order are answered by indexes; what is joined, counted and read costs the same on every page."""
        if self.list_editable:  # few rows, of which a form is made
            super().get_results(request)
            return
        whole, self.queryset = self.queryset, self.queryset.values_list("pk", flat=True)
        first: list[int] = []
        if self.query:  # a search costs the same for fifty rows and for all that are counted: it is made once
            first = list(self.queryset[:MANY])
        elif self.page_num == 1:
            first = list(self.queryset[: self.list_per_page + 1])
        is_all = len(first) <= self.list_per_page and (self.page_num == 1 or bool(self.query))
        if is_all:  # no need to count, or to look again
            self.queryset = self.queryset.none()
        elif self.query:
            self.queryset = first
        try:
            super().get_results(request)
        finally:
            self.queryset = whole
        if is_all:
            self.result_count, self.result_list = len(first), first
        keys = first[: self.list_per_page] if self.page_num == 1 else list(self.result_list)
        rows = self.apply_select_related(self.root_queryset).in_bulk(keys)
        self.result_list = [rows[key] for key in keys if key in rows]

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """What is filtered by a time comes in the order of that time, unless a column was chosen: by one index.

        A chosen column is followed by nothing but the number: no index has it before the list's own order.
        """
        spans = [one.field_path for one in self.filter_specs if isinstance(one, DateFieldListFilter)]
        chosen = [n for n in spans if any(key.startswith(f"{n}__") for key in self.filter_params)]
        if chosen and ORDER_VAR not in self.params:
            return [f"-{chosen[0]}", "-pk"]
        by_column = super().get_ordering(request, queryset.order_by()) if ORDER_VAR in self.params else ["-pk"]
        return by_column if by_column != ["-pk"] else super().get_ordering(request, queryset)  # a typed nonsense

    def _get_deterministic_ordering(self, ordering: Any) -> list[Any]:
        """Equals follow their column's direction, so that one index serves both."""
        columns: list[Any] = list(super()._get_deterministic_ordering(ordering))  # type: ignore[misc]  # not in the stubs
        if len(columns) > 1 and columns[-1] == "-pk" and isinstance(columns[0], str) and columns[0][:1] != "-":
            columns[-1] = "pk"
        return columns

    def get_ordering_field(self, field_name: Any) -> Any:
        """Nothing for a column that no index serves; not by a typed address either."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None

    @property
    def is_long(self) -> bool:
        """Whether there are more rows than were counted."""
        return bool(self.result_count >= MANY)


class LargeListAdmin(date_widgets.DateWidgetsMixin, admin.ModelAdmin):
    """A list that stays quick however much there is."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_newest = 0  # rows; where a word is looked for letter by letter, among so many of the newest

    class Media:
        js = (Script("admin-desk/filters.js", type="module"),)
        css = {"all": ("admin-desk/lists.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The one that asks for a page's rows only."""
        return KeysFirstChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A list is called by what it lists. No text of a database has a NUL, and PostgreSQL will not look for one."""
        if any("\x00" in text for name, values in request.GET.lists() for text in (name, *values)):
            raise BadRequest("NUL in a filter")
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Also where a field of another form asks for rows to offer."""
        term = search_term.replace("\x00", "")
        return super().get_search_results(request, self.newest(queryset) if term.strip() else queryset, term)

    def newest(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that a search looks at: all, or the last `search_newest`."""
        if not self.search_newest:
            return rows
        edge = rows.order_by("-pk").values_list("pk", flat=True)[self.search_newest : self.search_newest + 1]
        return rows.filter(pk__gt=edge[0]) if len(edge) else rows


class QueueFilter(admin.SimpleListFilter):
    """What the desk counts; `queues` maps the desk's code to its word and its rows."""

    title = _("what waits")
    parameter_name = "waiting"
    queues: dict[str, tuple[Any, Any]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The words to choose from."""
        return [(code, word) for code, (word, _rows) in self.queues.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows that wait."""
        chosen = self.queues.get(self.value() or "")
        return chosen[1](queryset) if chosen else None


class TextInputFilter(admin.SimpleListFilter):
    """A filter with a field to type into, so that no table of names is loaded for it."""

    template = "admin/typed_filter.html"
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One that is never shown; without any Django leaves the filter out."""
        return [("", "")]

    def choices(self, changelist: Any) -> Any:
        """The other filters in force, which the typed one must keep."""
        kept = {k: v for k, values in changelist.filter_params.items() for v in values if k != self.parameter_name}
        if changelist.query:
            kept["q"] = changelist.query
        yield {"kept": kept, "value": self.value() or "", "name": self.parameter_name, "selected": bool(self.value())}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows whose name contains what was typed."""
        return queryset.filter(**{self.lookup: self.value()}) if self.value() else None


class NameFilter(TextInputFilter):
    """By the name of another thing: typed, and offered while one types by what Django's own fields ask.

    Without JavaScript it is a field: the whole name finds that one, a part of it all that have it. `things` gives the
    rows whose name it is.
    """

    things: Callable[[], QuerySet[Any]]
    offers: tuple[str, str] = ("", "")  # the model and its field for which Django offers rows
    column = ""
    name = "name"

    def choices(self, changelist: Any) -> Any:
        """With the address that offers names, for who may see such things at all."""
        for choice in super().choices(changelist):
            yield {**choice, "offers": self._offers(changelist.model_admin, self.request), "names": self.listed()}

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Who asks is asked again when the names are offered."""
        self.request = request
        super().__init__(request, *args, **kwargs)

    def _offers(self, page: Any, request: HttpRequest) -> str:
        other = page.admin_site._registry.get(self.things().model)
        if not self.offers[0] or other is None or not other.has_view_permission(request):
            return ""
        model, field = self.offers
        return f"{reverse('admin:autocomplete')}?app_label=articles&model_name={model}&field_name={field}"

    def listed(self) -> list[str]:
        """Names to offer without asking: none, unless they are few."""
        return []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows that belong to a thing of that name."""
        return self.narrow(queryset, self.found(str(self.value()))) if self.value() else None

    def found(self, typed: str) -> list[int]:
        """The numbers of the things of that name, or of those that have it in theirs."""
        keys = self.things().order_by().values_list("pk", flat=True)
        return list(keys.filter(**{self.name: typed})[:NAMES]) or self.alike(keys, typed)

    def alike(self, keys: QuerySet[Any, Any], typed: str) -> list[int]:
        """The numbers of those whose name contains what was typed."""
        return list(keys.filter(**{f"{self.name}__icontains": typed})[:NAMES])

    def narrow(self, rows: QuerySet, keys: list[int]) -> QuerySet:
        """The rows that belong to these."""
        return rows.filter(**{f"{self.column}__in": keys})


class OutletFilter(NameFilter):
    """By outlet."""

    title = _("outlet")
    parameter_name = "outlet"
    offers = ("article", "source")
    column = "source"
    examples = ("Quelle 1", "elle 2", "Unbekannt")

    def things(self) -> QuerySet[Source]:
        """Newspapers, stations, sites."""
        return Source.objects.outlets()
