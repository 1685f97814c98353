"""People whom bylines name. Nobody needs a login for that."""

from ..models import Person
from .address import KeepsAddresses
from .audited import Audited
from .lists import DeskList
from .live import ClosedWhileLive
from .site import page_for
from .where_used import TellsUses


@page_for(Person)
class PersonAdmin(ClosedWhileLive, Audited, KeepsAddresses, TellsUses, DeskList):
    """The person's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")
