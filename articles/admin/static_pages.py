"""Pages that are no articles, and the imprint, which there is once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import body_editor
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.history import RevisionsMixin
from articles.admin.base.singleton import SingletonAdminMixin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff
from articles.models import Imprint, Page


class StaticPageMixin(OptimisticLockMixin, RevisionsMixin, LargeListAdmin):
    """A page with the body's editor, without pictures."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The editor's modules need the request's nonce."""
        context |= {
            "media": body_editor.editor_media(context["media"], request),
            "editor_words": body_editor.labels(),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, and record who changed the page."""
        super().save_model(request, obj, form, change)
        audit.record("change" if change else "add", obj, staff(request))


@admin.register(Page)
class PageAdmin(StaticPageMixin):
    """The admin pages of static pages."""

    list_display = ("title", "key", "updated_at")
    fields = ("key", "title", "body")


@admin.register(Imprint)
class ImprintAdmin(SingletonAdminMixin, StaticPageMixin):
    """The imprint's page, to which its list redirects."""

    fields = (*Imprint.SHOWN, *Imprint.ALSO_SHOWN, "more")
