"""Versions of an article: with agencies, persons, topics and pictures; and an older one restored as a new one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.public_only import PublicOnlyMixin
from articles.admin.base import confirmation
from articles.admin.base.form_data import number
from articles.admin.base.history import FieldChange, RevisionsMixin
from articles.admin.base.text_diff import side_by_side
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

    def get_urls(self) -> list[URLPattern]:
        """One more page: restoring."""
        restore = self.admin_site.admin_view(self.restore_view)
        route = "<int:object_id>/history/<int:history_id>/restore/"
        return [path(route, restore, name="articles_article_restore"), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Above the versions what the reader of the page has typed and not saved."""
        kept = Draft.objects.of(request.user).exclude(state=Draft.State.SAVED)
        kept = kept.filter(article=number(object_id)) if number(object_id) else kept.none()
        return super().history_view(request, object_id, {"kept": kept, **(extra_context or {})})

    def changes(self, older: Any, newer: Any, records: Sequence[Any]) -> list[FieldChange]:
        """The columns, and what belongs to the article beside them where it was put down."""
        parts = _parts_of(records)
        one, other = parts.get(older.version), parts.get(newer.version)
        found = super().changes(older, newer, records)
        return found if one is None or other is None else [*found, *part_changes(one, other)]

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

    def restore_view(self, request: HttpRequest, object_id: int, history_id: int) -> HttpResponse:
        """What would change, the reason, and the button."""
        article = get_object_or_404(Article, pk=object_id)
        record = get_object_or_404(article.history.select_related("history_user"), history_id=history_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        form = confirmation.ReasonForm(request.POST or None)
        back = reverse("admin:articles_article_history", args=[article.pk])
        if request.method == "POST" and form.is_valid():
            return self._restore(request, article, record, form.cleaned_data["reason"], back)
        parts = revision_relations.parts_of(article, record.version)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Restore a version"),
            "subtitle": str(article),
            "opts": self.opts,
            "object_id": object_id,
            "article": article,
            "record": record,
            "rows": self._restored(article, record, parts),
            "parts_unknown": parts is None,
            "form": form,
            "back": back,
        }
        return TemplateResponse(request, "admin/articles/article/restore.html", context)

    def _restored(self, article: Article, record: Any, parts: revision_relations.Parts | None) -> list[FieldChange]:
        newest = article.history.first()
        columns: list[Any] = [Article._meta.get_field(name) for name in restoring.COLUMNS]
        names = {column.verbose_name for column in columns}
        rows = [row for row in RevisionsMixin.changes(self, newest, record, []) if row.label in names]
        if parts is None:
            return rows
        mine = {name: parts.get(name, []) for name in restoring.PARTS}
        now = {name: rows_ for name, rows_ in revision_relations.parts(article).items() if name in restoring.PARTS}
        return [*rows, *part_changes(now, mine)]

    def _restore(self, request: HttpRequest, article: Article, record: Any, reason: str, back: str) -> HttpResponse:
        expected = number(request.POST.get("_version")) or article.version
        try:
            done = restoring.restore(article, record.history_id, staff(request), reason, expected)
        except (revisions.Conflict, restoring.RestoreImpossible) as refusal:
            self.message_user(request, _("%(why)s Nothing was restored.") % {"why": refusal}, messages.ERROR)
        else:
            told = _("The version was restored as a new one.") if done else _("The article says the same already.")
            self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(back)


def _parts_of(records: Sequence[Any]) -> dict[int, revision_relations.Parts]:
    """What belonged to the versions of one article, as far as it is known: version → parts."""
    if not records:
        return {}
    number_of_article, versions = records[0].id, [record.version for record in records]
    kept = VersionParts.objects.filter(article=number_of_article, version__in=versions)
    found = {one.version: one.values for one in kept}
    article = Article.objects.filter(pk=number_of_article, version__in=versions).first()
    if article is not None:
        found[article.version] = revision_relations.parts(article)
    return found


def part_changes(one: revision_relations.Parts, other: revision_relations.Parts) -> list[FieldChange]:
    """The parts that differ, a line for each row."""
    found = []
    for name, label in LABELS.items():
        old, new = ("\n".join(_line(name, row) for row in parts.get(name, [])) for parts in (one, other))
        if old != new:
            found.append(FieldChange(label, *side_by_side(old, new)))
    return found


def _line(name: str, row: dict[str, Any]) -> str:
    if name == "article_agencies":
        return f"{row['said']} ({dict(ArticleAgency.Part.choices).get(row['part'], row['part'])})"
    if name == "corrections":
        return str(row["text"])
    if name == "placements":
        words = capfirst(_("decorative")) if row["is_decorative"] else row["alt_text"] or "–"
        return f"{row['said']}: {words}"
    return str(row["said"])
