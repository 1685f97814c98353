"""Audit entries for what is added, changed and deleted on pages whose models the domain has no functions for."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff


class AuditedMixin(OptimisticLockMixin):
    """A page whose changes are in the audit: which fields."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Record one entry after everything is stored, if anything has changed."""
        super().save_related(request, form, formsets, change)
        fields = [*form.changed_data, *(str(f.model._meta.model_name) for f in formsets if f.has_changed())]
        if fields or not change:
            self.record(request, form.instance, "change" if change else "add", fields, form)

    def record(self, request: HttpRequest, row: Model, verb: str, fields: list[str], form: Any = None) -> None:
        """Put it into the audit."""
        reason = form.cleaned_data.get("save_reason", "") if form is not None else ""
        audit.record(verb, row, staff(request), reason, fields=sorted(set(fields)))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Record it while the primary key is known."""
        audit.record("delete", obj, staff(request))
        super().delete_model(request, obj)
