"""Whoever of the house may only see articles, as moderators do, sees what the public sees of them."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..desk import staffing
from ..models import Article


class ReadsPublic(admin.ModelAdmin):
    """A list of what is public, and for an article its public page: no draft, no note, no version, no clip."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Everything for the desk."""
        rows: Any = super().get_queryset(request)
        return rows if staffing.reads_drafts(request.user) else rows.published()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The pages of one article belong to the desk."""
        may = super().has_view_permission(request, obj)
        return may and (obj is None or staffing.reads_drafts(request.user))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Others are led to the page that readers get, or told that there is none."""
        if staffing.reads_drafts(request.user) or not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        article = self._public(request, unquote(object_id))
        if article is not None:
            return HttpResponseRedirect(article.get_absolute_url())
        self.message_user(request, _("This article is not public; only the desk reads it."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:index", current_app=self.admin_site.name))

    def _public(self, request: HttpRequest, number: str) -> Article | None:
        try:
            return self.get_queryset(request).filter(pk=number).first()
        except (ValueError, ValidationError):
            return None
