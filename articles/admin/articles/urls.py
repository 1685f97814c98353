"""The addresses of an article in the admin beside Django's own; each view takes the ModelAdmin first."""

from functools import partial

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path

from articles.admin.articles import (
    autosave,
    clip_diff,
    conflict_view,
    history,
    preview_links,
    redirect,
    schedule_change,
    spreadsheet,
)

VIEWS = (
    ("draft/", autosave.draft_view, "draft_new"),
    ("preview/", autosave.preview_view, "preview_new"),
    ("draft/<uuid:key>/discard/", autosave.discard_view, "discard"),
    ("<int:object_id>/draft/", autosave.draft_view, "draft"),
    ("<int:object_id>/preview/", autosave.preview_view, "preview"),
    ("<int:object_id>/conflict/<uuid:key>/", conflict_view.conflict_view, "conflict"),
    ("<int:object_id>/links/", preview_links.links_view, "links"),
    ("<int:object_id>/prepare/", schedule_change.prepare_view, "prepare"),
    ("<int:object_id>/address/", redirect.address_view, "address"),
    ("<int:object_id>/differences/", clip_diff.differences_view, "differences"),
    ("<int:object_id>/history/<int:history_id>/restore/", history.restore_view, "restore"),
    ("export.csv", spreadsheet.csv_view, "csv"),
    ("export.jsonl", spreadsheet.jsonl_view, "jsonl"),
    ("import/", spreadsheet.import_view, "import"),
)


def urls(page: ModelAdmin) -> list[URLPattern]:
    """A pattern for each view, named `admin:articles_article_…`, for members of staff only."""
    return [
        path(route, page.admin_site.admin_view(partial(view, page)), name=f"articles_article_{name}")
        for route, view, name in VIEWS
    ]
