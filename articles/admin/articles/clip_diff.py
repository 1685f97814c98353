"""The page that lists how an article differs from its clip."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles.formats import differences
from articles.formats.role import ROLES

KINDS = {differences.LEFT_OUT: "–", differences.ADDED: "+", differences.CHANGED: "≠"}


class ClipDiffMixin(ModelAdmin):
    """One more page of an article that was made from a clip."""

    def get_urls(self) -> list[URLPattern]:
        """Its address."""
        view = self.admin_site.admin_view(self.differences_view)
        return [path("<int:object_id>/differences/", view, name="articles_article_differences"), *super().get_urls()]

    def differences_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What was left out, added and changed, in the order of the clip; mere spacing is counted."""
        article: Any = self.get_object(request, str(object_id))
        if article is None or article.clip_id is None:
            raise Http404
        if not (self.has_view_or_change_permission(request, article) and request.user.has_perm("articles.view_clip")):
            raise PermissionDenied
        try:
            found, is_too_long = differences.differences(article), False
        except differences.TooLong:
            found, is_too_long = [], True
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("How the article differs from its clip"),
            "article": article,
            "rows": [_row(article.clip.text, one) for one in found if one.kind != differences.SPACING],
            "spacing": sum(one.kind == differences.SPACING for one in found),
            "is_too_long": is_too_long,
        }
        return TemplateResponse(request, "admin/articles/article/differences.html", context)


def _row(text: str, one: differences.Difference) -> dict[str, Any]:
    family, word = ROLES.get(one.role, ("text", ""))
    return {
        "kind": one.kind,
        "sign": KINDS[one.kind],
        "family": family,
        "role": word,
        "was": text[one.start : one.end].strip(),
        "now": one.now.strip(),
        "start": one.start,
    }
