"""The base of every list of the admin: fifty rows, no count of a whole table, no filter that loads one."""

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

MAX_COUNTED_ROWS = 10_000  # a list pages through so many and says that there are more
MAX_FILTER_MATCHES = 200  # rows whose name matches what was typed into a filter


class CappedPaginator(Paginator):
    """Counts MAX_COUNTED_ROWS rows at most."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most MAX_COUNTED_ROWS."""
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else rows.order_by()[:MAX_COUNTED_ROWS].count()


class KeysFirstChangeList(ChangeList):
    """Selects the primary keys of a page first, and joins and annotates only their rows."""

    def get_results(self, request: HttpRequest) -> None:
        """Filters and order are answered by indexes; what is joined, counted and read costs the same on every page."""
        if self.list_editable:  # few rows, of which a form is made
            super().get_results(request)
            return
        whole, self.queryset = self.queryset, self.queryset.values_list("pk", flat=True)
        first: list[int] = []
        if self.query:  # a search costs the same for fifty rows and for all that are counted: it is made once
            first = list(self.queryset[:MAX_COUNTED_ROWS])
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
        spans = [spec.field_path for spec in self.filter_specs if isinstance(spec, DateFieldListFilter)]
        filtered = [n for n in spans if any(key.startswith(f"{n}__") for key in self.filter_params)]
        if filtered and ORDER_VAR not in self.params:
            return [f"-{filtered[0]}", "-pk"]
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
        return bool(self.result_count >= MAX_COUNTED_ROWS)


class LargeListAdmin(date_widgets.DateWidgetsMixin, admin.ModelAdmin):
    """A ModelAdmin whose list stays fast however many rows there are."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_newest = 0  # rows; where a word is looked for letter by letter, among so many of the newest

    class Media:
        js = (Script("admin-desk/filters.js", type="module"),)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list class that reads the rows of one page only."""
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
    """By the queues that the dashboard counts; `queues` maps a code to its label and its rows."""

    title = _("what waits")
    parameter_name = "waiting"
    queues: dict[str, tuple[Any, Any]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The labels to choose from."""
        return [(code, word) for code, (word, _rows) in self.queues.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows that wait."""
        queue = self.queues.get(self.value() or "")
        return queue[1](queryset) if queue else None


class TextInputFilter(admin.SimpleListFilter):
    """A filter with a field to type into, so that no table of names is loaded for it."""

    template = "admin/typed_filter.html"
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One that is never shown; without any Django leaves the filter out."""
        return [("", "")]

    def choices(self, changelist: Any) -> Any:
        """The parameters of the other filters, which the form has to keep."""
        kept = {k: v for k, values in changelist.filter_params.items() for v in values if k != self.parameter_name}
        if changelist.query:
            kept["q"] = changelist.query
        yield {"kept": kept, "value": self.value() or "", "name": self.parameter_name, "selected": bool(self.value())}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows whose name contains what was typed."""
        return queryset.filter(**{self.lookup: self.value()}) if self.value() else None


class NameFilter(TextInputFilter):
    """By the name of another thing: typed, and offered while one types by what Django's own fields ask.

    Without JavaScript it is a field: the whole name finds that row, a part of it all that have it. `named_rows` gives
    the rows that have the names.
    """

    named_rows: Callable[[], QuerySet[Any]]
    offers: tuple[str, str] = ("", "")  # the model and its field for which Django offers rows
    column = ""
    name = "name"

    def choices(self, changelist: Any) -> Any:
        """With the address that offers names, for whoever may see the rows at all."""
        for choice in super().choices(changelist):
            yield {**choice, "offers": self._offers(changelist.model_admin, self.request), "names": self.listed()}

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the request for choices()."""
        self.request = request
        super().__init__(request, *args, **kwargs)

    def _offers(self, page: Any, request: HttpRequest) -> str:
        named_page = page.admin_site._registry.get(self.named_rows().model)
        if not self.offers[0] or named_page is None or not named_page.has_view_permission(request):
            return ""
        model, field = self.offers
        return f"{reverse('admin:autocomplete')}?app_label=articles&model_name={model}&field_name={field}"

    def listed(self) -> list[str]:
        """Names to offer without asking: none, unless they are few."""
        return []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """The rows that belong to one of that name."""
        return self.narrow(queryset, self.matching_keys(str(self.value()))) if self.value() else None

    def matching_keys(self, typed: str) -> list[int]:
        """The primary keys of the rows with that name, or else of those whose name contains it."""
        keys = self.named_rows().order_by().values_list("pk", flat=True)
        return list(keys.filter(**{self.name: typed})[:MAX_FILTER_MATCHES]) or self.similar_keys(keys, typed)

    def similar_keys(self, keys: QuerySet[Any, Any], typed: str) -> list[int]:
        """The primary keys of the rows whose name contains what was typed."""
        return list(keys.filter(**{f"{self.name}__icontains": typed})[:MAX_FILTER_MATCHES])

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

    def named_rows(self) -> QuerySet[Source]:
        """Newspapers, stations, sites."""
        return Source.objects.outlets()
