"""Topics that editors give to articles."""

from django.contrib import admin

from articles.admin.base.audited import Audited
from articles.admin.base.changelist import DeskList
from articles.admin.base.live_lock import ClosedWhileLive
from articles.admin.taxonomy.redirects import KeepsAddresses
from articles.admin.taxonomy.usage import TellsUses
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(ClosedWhileLive, Audited, KeepsAddresses, TellsUses, DeskList):
    """The topic's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
