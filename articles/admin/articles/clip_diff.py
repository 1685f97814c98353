"""The page that lists how an article differs from its clip."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.formats import clip_differences
from articles.formats.clip_roles import ROLES

SIGNS = {clip_differences.LEFT_OUT: "–", clip_differences.ADDED: "+", clip_differences.CHANGED: "≠"}


def differences_view(page: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """What was left out, added and changed, in the order of the clip; mere spacing is counted."""
    article: Any = page.get_object(request, str(object_id))
    if article is None or article.clip_id is None:
        raise Http404
    if not (page.has_view_or_change_permission(request, article) and request.user.has_perm("articles.view_clip")):
        raise PermissionDenied
    try:
        rows, is_too_long = clip_differences.differences(article), False
    except clip_differences.TooLong:
        rows, is_too_long = [], True
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("How the article differs from its clip"),
        "article": article,
        "rows": [_row_context(article.clip.text, row) for row in rows if row.kind != clip_differences.SPACING],
        "spacing": sum(row.kind == clip_differences.SPACING for row in rows),
        "is_too_long": is_too_long,
    }
    return TemplateResponse(request, "admin/articles/article/clip_differences.html", context)


def _row_context(text: str, row: clip_differences.Difference) -> dict[str, Any]:
    family, word = ROLES.get(row.role, ("text", ""))
    return {
        "kind": row.kind,
        "sign": SIGNS[row.kind],
        "family": family,
        "role": word,
        "was": text[row.start : row.end].strip(),
        "now": row.now.strip(),
        "start": row.start,
    }
