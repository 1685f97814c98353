"""What the pages of sources, topics and persons have in common: the domain stores, and nothing in use is deleted."""

from typing import Any

from django.http import HttpRequest

from articles.admin.base import form_data
from articles.admin.base.live_use_lock import LiveLockMixin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.admin.taxonomy.usage import UsageMixin
from articles.domain.staff import staff
from articles.domain.taxonomy import entries


class EntryAdminMixin(LiveLockMixin, OptimisticLockMixin, UsageMixin):
    """The pages of one kind of entry."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand over what was typed."""
        reason = form.cleaned_data.get("save_reason", "")
        if change:
            entries.change(obj, form_data.changed_columns(form), staff(request), reason)
        else:
            entries.create(obj, staff(request), reason)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it by the domain's function."""
        entries.delete(obj, staff(request))
