"""The site's rules for readers' comments, and the word list: what moderators set, not what they decide."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.forms import TimeInput
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import badges
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.singleton import SingletonAdminMixin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff
from articles.models import BlockedWord, CommentPolicy


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


@admin.register(BlockedWord)
class BlockedWordAdmin(OptimisticLockMixin, LargeListAdmin):
    """The word list's pages."""

    list_display = ("text", "kind_badge", "note", "created_by", "entered")
    list_filter = ("kind",)
    list_select_related = ("created_by",)
    search_fields = ("text", "note")
    fields = ("text", "kind", "note")

    @admin.display(description=_("kind"), ordering="kind")
    def kind_badge(self, word: BlockedWord) -> SafeString:
        """What the word does, as a coloured word."""
        family = "rejected" if word.kind == BlockedWord.Kind.BANNED else "pending"
        return badges.status(family, word.get_kind_display())

    @admin.display(description=_("entered at"), ordering="created_at")
    def entered(self, word: BlockedWord) -> datetime:
        """When it came into the list."""
        return word.created_at

    def save_model(self, request: HttpRequest, obj: BlockedWord, form: Any, change: bool) -> None:
        """Save it with who entered it; the audit records its primary key without the word."""
        if not change:
            obj.created_by = staff(request)
        super().save_model(request, obj, form, change)
        audit.record("change" if change else "add", obj, staff(request))

    def delete_model(self, request: HttpRequest, obj: BlockedWord) -> None:
        """Record who deleted it."""
        audit.record("delete", obj, staff(request))
        super().delete_model(request, obj)
