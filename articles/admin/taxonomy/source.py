"""Sources: outlets and agencies, and the right to use their texts."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges
from articles.admin.base.history import RevisionsMixin
from articles.admin.base.rights_bulk import RightsBulkMixin
from articles.admin.taxonomy.entry import EntryAdminMixin
from articles.models import Source
from articles.models.taxonomy.source import SourceQuerySet


@admin.register(Source)
class SourceAdmin(EntryAdminMixin, RevisionsMixin, RightsBulkMixin):
    """The source's pages."""

    list_display = ("name", "kind", "right_badge", "right_until", "articles_link")
    list_filter = ("kind", "right")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("kind", "name", "slug", "homepage", "right", "right_note", "right_until")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """A field for an outlet offers outlets, one for an agency agencies."""
        asks, sources = request.GET.get("model_name"), cast(SourceQuerySet, queryset)
        if asks == "articleagency":
            sources = sources.agencies()
        elif asks == "article":
            sources = sources.outlets()
        return super().get_search_results(request, sources, search_term)

    @admin.display(description=gettext_lazy("right to use"), ordering="right")
    def right_badge(self, source: Source) -> SafeString:
        """The right as a coloured word."""
        return badges.status(f"right-{source.right}", source.get_right_display())

    @admin.display(description=gettext_lazy("articles"))
    def articles_link(self, source: Source) -> SafeString:
        """A link to its articles."""
        url = reverse("admin:articles_article_changelist") + f"?source__id__exact={source.pk}"
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', url, _("articles"), source, _("show"))
