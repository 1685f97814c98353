"""Hands an article's form over to the domain: what was typed, and each formset as a part that stores itself."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from articles.domain.articles import editing
from articles.domain.staff import staff
from articles.models import Article, ArticleAgency, Contribution, Correction

PARTS = {ArticleAgency: "agencies", Contribution: "persons", Correction: "correction"}


class SavingMixin(ModelAdmin):
    """The end of each save and deletion: Django's own saving is left out."""

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Nothing yet: the article is saved together with what belongs to it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the article and what belongs to it as one revision."""
        columns, parts, reason = form.columns(), self._parts(request, form, formsets, change), form.reason(formsets)
        if change:
            editing.change(form.instance, columns, parts, staff(request), reason, form.version())
        else:
            editing.create(columns, parts, staff(request), reason, form.instance)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete it by the domain's function."""
        editing.delete(obj, staff(request))

    def _parts(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> dict[str, Any]:
        parts: dict[str, Any] = {"images": form.cleaned_data["picture_uses"]}
        if "topics" in form.changed_data:
            parts["topics"] = list(form.cleaned_data["topics"])
        for formset in formsets:
            if formset.has_changed():
                parts[PARTS[formset.model]] = self._writer(request, form, formset, change)
            else:
                formset.save()  # stores nothing, but Django asks for its lists of what was stored
        return parts

    def _writer(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> Callable[[Article], None]:
        def write(_article: Article) -> None:
            self.save_formset(request, form, formset, change=change)

        return write

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A correction notice is signed."""
        if formset.model is Correction:
            for row in formset.extra_forms:
                row.instance.by = staff(request)
        super().save_formset(request, form, formset, change)
