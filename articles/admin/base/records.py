"""Pages of what is kept as a record: the product makes the rows, and nobody adds, changes or deletes one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class RecordMixin(admin.ModelAdmin):
    """Refuses adding, changing and deleting to everybody; who may view is said elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a record by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is kept as it is; what may be decided about it has a permission of its own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record is kept."""
        return False
