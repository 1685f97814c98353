"""Topics that editors give to articles."""

from ..models import Topic
from .address import KeepsAddresses
from .audited import Audited
from .lists import DeskList
from .live import ClosedWhileLive
from .site import page_for
from .where_used import TellsUses


@page_for(Topic)
class TopicAdmin(ClosedWhileLive, Audited, KeepsAddresses, TellsUses, DeskList):
    """The topic's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
