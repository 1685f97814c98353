"""Members of staff who may only view articles, such as moderators, see of them what the public sees."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges
from articles.domain import staff_groups
from articles.models import Article


class PublicOnlyMixin(admin.ModelAdmin):
    """A list of what is public, and for an article its public page: no draft, no note, no version, no clip."""

    public_filters: tuple[Any, ...] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """All articles for whoever reads drafts, published ones for the others."""
        rows: Any = super().get_queryset(request)
        return rows if staff_groups.reads_drafts(request.user) else rows.published()

    def get_list_display(self, request: HttpRequest) -> Any:
        """For others what the public pages show as well, and the comments that wait."""
        shown = ("public_title", "outlet", "issued", "published_here", "waiting_comments")
        return super().get_list_display(request) if staff_groups.reads_drafts(request.user) else shown

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Filters by columns that are not shown would reveal them."""
        return super().get_list_filter(request) if staff_groups.reads_drafts(request.user) else self.public_filters

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No column may be asked about by an address either: a note could be guessed letter by letter."""
        is_desk = request is not None and staff_groups.reads_drafts(request.user)
        return request is not None and is_desk and super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def public_title(self, article: Article) -> str:
        """The headline, which an excerpt shows as well."""
        return str(article)

    @admin.display(description=gettext_lazy("to look at"))
    def waiting_comments(self, article: Any) -> SafeString:
        """The comments that wait below it."""
        return badges.remarks(badges.waiting_comments(article))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The pages of one article are for whoever reads drafts."""
        may = super().has_view_permission(request, obj)
        return may and (obj is None or staff_groups.reads_drafts(request.user))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect the others to the public page, or show a message that there is none."""
        if staff_groups.reads_drafts(request.user) or not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        article = self._public(request, unquote(object_id))
        if article is not None:
            return HttpResponseRedirect(article.get_absolute_url())
        self.message_user(request, _("This article is not public; only the desk reads it."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:index", current_app=self.admin_site.name))

    def _public(self, request: HttpRequest, number: str) -> Article | None:
        try:
            article: Article | None = self.get_queryset(request).filter(pk=number).first()
            return article
        except (ValueError, ValidationError):
            return None
