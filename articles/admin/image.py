"""Pictures: with or without a file, where they are used, and the search that the body's editor asks."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Image
from . import editor, words
from .lists import DeskList, WaitingFilter
from .revisions import WithRevisions
from .site import page_for

FOUND = 24  # pictures that a search offers at most


class ImageQueues(WaitingFilter):
    """The desk's count of pictures."""

    queues = {
        "without_file": (gettext_lazy("without a file"), lambda rows: rows.without_file()),
        "without_credit": (gettext_lazy("without a credit"), lambda rows: rows.filter(credit="")),
    }


@page_for(Image)
class ImageAdmin(WithRevisions, DeskList):
    """The picture's pages."""

    list_display = ("words_of_it", "file_told", "credit", "kind", "used_in")
    list_filter = (ImageQueues, "kind", "created_at")
    search_fields = ("caption", "credit", "photographer", "agency")
    search_help_text = gettext_lazy("Searches caption, credit, photographer and agency.")
    fields = ("kind", "file", "caption", "credit", "photographer", "agency", "alt_text")
    change_form_template = "admin/articles/image/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """With the number of articles that use it."""
        rows = super().get_queryset(request).annotate(uses=Count("placements"))
        return rows.select_related("clip").defer("clip__data", "clip__text")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Where it is used, before anybody changes or deletes it."""
        image = kwargs.get("obj")
        if image is not None:
            context["used_in"] = [
                (a, words.status(a.state, a.get_state_display())) for a in image.articles.only("headline", "state")
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """One more address: the search."""
        search = self.admin_site.admin_view(self.search_view)
        return [path("search/", search, name="articles_image_search"), *super().get_urls()]

    def search_view(self, request: HttpRequest) -> JsonResponse:
        """The newest pictures whose caption or credit has all the words of `q`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Image.objects.order_by("-id")
        for word in request.GET.get("q", "")[:100].replace("\x00", "").split():
            rows = rows.filter(Q(caption__icontains=word) | Q(credit__icontains=word))
        return JsonResponse({"pictures": [editor.told(image) for image in rows[:FOUND]]})

    @admin.display(description=gettext_lazy("caption"), ordering="caption")
    def words_of_it(self, image: Image) -> str:
        """The caption's opening, or what else there is."""
        return words.opening(image.caption) or image.credit or str(image.file)

    @admin.display(description=gettext_lazy("file"), ordering="file")
    def file_told(self, image: Image) -> SafeString:
        """Whether there is a picture to show."""
        if not image.has_file:
            return words.status("absent", _("no file"))
        return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', image.file.url)

    @admin.display(description=gettext_lazy("used in"), ordering="uses")
    def used_in(self, image: Any) -> int:
        """How many articles use it."""
        return image.uses
