"""What every list of the admin shares: fifty rows, no counting of whole tables, filters that load none."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from . import times

MANY = 10_000  # rows; beyond them nobody pages, one searches


class CappedPaginator(Paginator):
    """Counts as far as somebody might page, and no further."""

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """The number of rows, or MANY where there are more."""
        return self.object_list.order_by()[:MANY].count()


class DeskList(admin.ModelAdmin):
    """A list that stays quick however much there is."""

    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    formfield_overrides = times.NATIVE
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A list is called by what it lists. No text of a database has a NUL, and PostgreSQL will not look for one."""
        if any("\x00" in text for name, values in request.GET.lists() for text in (name, *values)):
            raise BadRequest("NUL in a filter")
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Also where a field of another form asks for rows to offer."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))


class WaitingFilter(admin.SimpleListFilter):
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


class TypedFilter(admin.SimpleListFilter):
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


class OutletFilter(TypedFilter):
    """By outlet."""

    title = _("outlet")
    parameter_name = "outlet"
    lookup = "source__name__icontains"
