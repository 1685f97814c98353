"""People whom bylines name. Nobody needs a login for that."""

from django.contrib import admin

from articles.admin.base.changelist import LargeListAdmin
from articles.admin.taxonomy.entry import EntryAdminMixin
from articles.models import Person


@admin.register(Person)
class PersonAdmin(EntryAdminMixin, LargeListAdmin):
    """The person's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")
