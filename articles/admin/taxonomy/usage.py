"""The uses of an outlet, a topic or a person on its page; what is used cannot be deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.base import badges
from articles.domain import errors
from articles.domain.taxonomy import usage
from articles.models import Article
from articles.models.fields.keys import parse_pk


class UsageMixin(admin.ModelAdmin):
    """What is used is not deleted; its page says where it is used, with links."""

    change_form_template = "admin/where_used.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nothing would lose."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not usage.is_used(obj))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Redirect whoever could delete it to the list of its uses."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except (PermissionDenied, errors.Refused):
            row = self.get_object(request, object_id) if parse_pk(object_id) is not None else None
            if row is None or not super().has_delete_permission(request, row):
                raise
            self.message_user(request, _("It is used and cannot be deleted: see where."), messages.ERROR)
            address = reverse(f"admin:articles_{self.opts.model_name}_change", args=[object_id])
            return HttpResponseRedirect(f"{address}#where-used")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With each use, before anybody changes it."""
        row = kwargs.get("obj")
        if row is not None:
            context["uses"] = [
                {
                    "word": use.label,
                    "count": use.count,
                    "more": use.unnamed,
                    "rows": [_row_context(row) for row in use.newest],
                }
                for use in usage.uses(row)
            ]
        return super().render_change_form(request, context, *args, **kwargs)


def _row_context(row: Any) -> tuple[Any, str, Any]:
    address = reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
    status = badges.state_of(row) if isinstance(row, Article) else (row.state, row.get_state_display())
    return badges.status(*status), address, row
