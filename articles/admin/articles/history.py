"""Versions of an article: its related rows in the comparison of base/history.py, and the page that restores one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.public_only import PublicOnlyMixin
from articles.admin.base import confirmation
from articles.admin.base.form_data import parse_number
from articles.admin.base.history import RevisionsMixin, field_changes
from articles.admin.base.text_diff import FieldChange, side_by_side
from articles.domain.articles import restore as restoring
from articles.domain.articles import revision_relations, revisions
from articles.domain.staff import staff
from articles.models import Article, ArticleAgency, Draft, VersionParts

LABELS = {
    "article_agencies": gettext_lazy("agencies"),
    "contributions": gettext_lazy("persons"),
    "topics": gettext_lazy("topics"),
    "corrections": gettext_lazy("correction notices"),
    "placements": gettext_lazy("alternative texts here"),
}


class ArticleRevisionsMixin(PublicOnlyMixin, RevisionsMixin):
    """The article's versions."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of versions below the drafts of this user."""
        kept = Draft.objects.of(request.user).exclude(state=Draft.State.SAVED)
        kept = kept.filter(article=parse_number(object_id)) if parse_number(object_id) else kept.none()
        return super().history_view(request, object_id, {"kept": kept, **(extra_context or {})})

    def changes(self, older: Any, newer: Any, records: Sequence[Any]) -> list[FieldChange]:
        """The columns that differ, and the related rows where they were recorded with both versions."""
        parts = _parts_of(records)
        old, new = parts.get(older.version), parts.get(newer.version)
        changes = super().changes(older, newer, records)
        return changes if old is None or new is None else [*changes, *part_changes(old, new)]

    def more_to_compare(self, request: HttpRequest, older: Any, newer: Any) -> dict[str, Any]:
        """Whether one of them can be restored."""
        article = Article.objects.filter(pk=newer.id).first()
        parts = _parts_of([older, newer])
        context: dict[str, Any] = {"parts_unknown": not {older.version, newer.version} <= parts.keys()}
        if article is not None and self.has_change_permission(request, article):
            for name, record in (("older", older), ("newer", newer)):
                if record.version != article.version:
                    address = reverse("admin:articles_article_restore", args=[article.pk, record.pk])
                    context[f"restore_{name}"] = address
        return context


def restore_view(page: ModelAdmin, request: HttpRequest, object_id: int, history_id: int) -> HttpResponse:
    """What would change, the reason, and the button."""
    article = get_object_or_404(Article, pk=object_id)
    record = get_object_or_404(article.history.select_related("history_user"), history_id=history_id)
    if not page.has_change_permission(request, article):
        raise PermissionDenied
    form = confirmation.ReasonForm(request.POST or None)
    back = reverse("admin:articles_article_history", args=[article.pk])
    if request.method == "POST" and form.is_valid():
        return _restore(page, request, article, record, form.cleaned_data["reason"], back)
    parts = revision_relations.parts_of_version(article, record.version)
    context = {
        **page.admin_site.each_context(request),
        "title": _("Restore a version"),
        "subtitle": str(article),
        "opts": page.opts,
        "object_id": object_id,
        "article": article,
        "record": record,
        "rows": _restored_changes(article, record, parts),
        "parts_unknown": parts is None,
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/restore.html", context)


def _restored_changes(article: Article, record: Any, parts: revision_relations.Parts | None) -> list[FieldChange]:
    newest = article.history.first()
    columns: list[Any] = [Article._meta.get_field(name) for name in restoring.COLUMNS]
    names = {column.verbose_name for column in columns}
    rows = [row for row in field_changes(newest, record) if row.label in names]
    if parts is None:
        return rows
    restored = {name: parts.get(name, []) for name in restoring.PARTS}
    parts_now = revision_relations.current_parts(article)
    current = {name: rows_ for name, rows_ in parts_now.items() if name in restoring.PARTS}
    return [*rows, *part_changes(current, restored)]


def _restore(
    page: ModelAdmin, request: HttpRequest, article: Article, record: Any, reason: str, back: str
) -> HttpResponse:
    expected = parse_number(request.POST.get("_version")) or article.version
    try:
        done = restoring.restore(article, record.history_id, staff(request), reason, expected)
    except (revisions.Conflict, restoring.RestoreImpossible) as refusal:
        page.message_user(request, _("%(why)s Nothing was restored.") % {"why": refusal}, messages.ERROR)
    else:
        message = _("The version was restored as a new one.") if done else _("The article says the same already.")
        page.message_user(request, message, messages.SUCCESS)
    return HttpResponseRedirect(back)


def _parts_of(records: Sequence[Any]) -> dict[int, revision_relations.Parts]:
    """The related rows of the versions of one article, as far as they were recorded: version → parts."""
    if not records:
        return {}
    number_of_article, versions = records[0].id, [record.version for record in records]
    kept = VersionParts.objects.filter(article=number_of_article, version__in=versions)
    by_version = {row.version: row.values for row in kept}
    article = Article.objects.filter(pk=number_of_article, version__in=versions).first()
    if article is not None:
        by_version[article.version] = revision_relations.current_parts(article)
    return by_version


def part_changes(old_parts: revision_relations.Parts, new_parts: revision_relations.Parts) -> list[FieldChange]:
    """The parts that differ, a line for each row."""
    changes = []
    for name, label in LABELS.items():
        old, new = ("\n".join(_line(name, row) for row in parts.get(name, [])) for parts in (old_parts, new_parts))
        if old != new:
            changes.append(FieldChange(label, *side_by_side(old, new)))
    return changes


def _line(name: str, row: dict[str, Any]) -> str:
    if name == "article_agencies":
        return f"{row['said']} ({dict(ArticleAgency.Part.choices).get(row['part'], row['part'])})"
    if name == "corrections":
        return str(row["text"])
    if name == "placements":
        words = capfirst(_("decorative")) if row["is_decorative"] else row["alt_text"] or "–"
        return f"{row['said']}: {words}"
    return str(row["said"])
