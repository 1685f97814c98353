"""Topics that editors give to articles."""

from ..models import Topic
from .lists import DeskList
from .site import page_for


@page_for(Topic)
class TopicAdmin(DeskList):
    """The topic's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
