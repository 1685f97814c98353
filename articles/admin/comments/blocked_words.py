"""The word list: what keeps a comment from being shown at once, or refuses it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.base import badges
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff
from articles.models import BlockedWord


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
