"""The site's rules for readers' comments: who may write when, and what is shown at once."""

from typing import Any

from django.contrib import admin
from django.forms import TimeInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.singleton import SingletonAdminMixin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff
from articles.models import CommentPolicy


@admin.register(CommentPolicy)
class CommentPolicyAdmin(SingletonAdminMixin, OptimisticLockMixin, LargeListAdmin):
    """The rules' page, to which their list redirects."""

    fieldsets = (
        (_("When comments are shown"), {"fields": ("moderation", "trusted_after", "report_threshold")}),
        (
            _("When readers can write"),
            {"fields": ("is_open", "closed_because", ("opens_at", "closes_at"), "days_open")},
        ),
        (
            _("What is too much"),
            {"fields": (("per_address", "per_article"), ("links_to_wait", "links_to_refuse"), "shortest_seconds")},
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Times of day in the browser's own field."""
        if db_field.name in {"opens_at", "closes_at"}:
            kwargs["widget"] = TimeInput({"type": "time"}, format="%H:%M")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: CommentPolicy, form: Any, change: bool) -> None:
        """Save it, and record who changed the rules."""
        super().save_model(request, obj, form, change)
        audit.record("change" if change else "add", obj, staff(request), fields=form.changed_data)
