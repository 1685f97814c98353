"""Topics that editors give to articles."""

from django.contrib import admin

from articles.admin.base.changelist import LargeListAdmin
from articles.admin.taxonomy.entry import EntryAdminMixin
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(EntryAdminMixin, LargeListAdmin):
    """The topic's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
