"""People whom bylines name. Nobody needs a login for that."""

from ..models import Person
from .lists import DeskList
from .site import page_for


@page_for(Person)
class PersonAdmin(DeskList):
    """The person's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")
