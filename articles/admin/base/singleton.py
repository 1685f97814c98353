"""Models of which there is one row at most: the imprint, the rules for comments."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SingletonAdminMixin(admin.ModelAdmin):
    """The list redirects to the only row, which is changed and never deleted."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect to its form, or to the form for adding it."""
        name = f"admin:articles_{self.opts.model_name}"
        if self._is_there(request):
            return HttpResponseRedirect(reverse(f"{name}_change", args=[1]))
        return HttpResponseRedirect(reverse(f"{name}_add"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is no row."""
        return super().has_add_permission(request) and not self._is_there(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The row is never deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it under primary key 1."""
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def _is_there(self, request: HttpRequest) -> bool:
        """Whether the row exists; queried once in a request."""
        known: dict[Any, bool] = request.__dict__.setdefault("_single_rows", {})
        if self.model not in known:
            known[self.model] = self.model._default_manager.filter(pk=1).exists()
        return known[self.model]
