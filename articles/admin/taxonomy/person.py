"""People whom bylines name. Nobody needs a login for that."""

from django.contrib import admin

from articles.admin.base.audited import Audited
from articles.admin.base.changelist import DeskList
from articles.admin.base.live_lock import ClosedWhileLive
from articles.admin.taxonomy.redirects import KeepsAddresses
from articles.admin.taxonomy.usage import TellsUses
from articles.models import Person


@admin.register(Person)
class PersonAdmin(ClosedWhileLive, Audited, KeepsAddresses, TellsUses, DeskList):
    """The person's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")
