"""An article's form that somebody else's save has overtaken: both versions side by side, and one made of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.articles import conflict, presence, unsaved
from articles.admin.articles.preview_links import PreviewLinksMixin
from articles.domain import audit
from articles.domain.articles import autosave, revision_relations
from articles.models import Article, Draft


class ConflictMixin(PreviewLinksMixin):
    """The page on which an editor joins two versions."""

    def get_urls(self) -> list[URLPattern]:
        """Its address."""
        view = self.admin_site.admin_view(self.conflict_view)
        own = path("<int:object_id>/conflict/<uuid:key>/", view, name="articles_article_conflict")
        return [own, *super().get_urls()]

    def _may_write(self, request: HttpRequest, obj: Article | None) -> bool:
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def _writable(self, request: HttpRequest, object_id: int | None) -> Article | None:
        """The article that the form is of, None for a new one; raises where it is not there or not to be changed."""
        article = None if object_id is None else get_object_or_404(Article, pk=object_id)
        if not self._may_write(request, article):
            raise PermissionDenied
        return article

    def _forms(self, request: HttpRequest, article: Article, data: Any = None) -> conflict.ArticleForms:
        """The forms of an article in any version; with `data` as if they had been posted."""
        asked = unsaved.as_if(request, "GET" if data is None else "POST", data or {})
        wanted = flatten_fieldsets(self.get_fieldsets(asked, article))
        kind = self.get_form(asked, article, change=True, fields=wanted)
        form = kind(instance=article) if data is None else kind(asked.POST, instance=article)
        formsets, inlines = self._create_formsets(asked, article, change=True)  # type: ignore[attr-defined]  # not in the stubs
        for formset, inline in zip(formsets, inlines, strict=True):
            formset.label = inline.verbose_name_plural
        return conflict.ArticleForms(form, formsets)

    def _units(self, request: HttpRequest, article: Article, draft: Draft) -> list[conflict.ConflictUnit]:
        theirs, parts, base = self._forms(request, article), None, None
        record = article.history.filter(version=draft.based_on).first() if draft.based_on else None
        if record is not None:
            base, parts = self._forms(request, record.instance), revision_relations.parts_of(article, record.version)
        return conflict.units(base, parts, theirs, draft.data)

    def conflict_view(self, request: HttpRequest, object_id: int, key: uuid.UUID) -> HttpResponse:
        """Both versions field by field; mine, theirs or both, and then saved or edited further."""
        article = self._writable(request, object_id)
        draft = unsaved.own(request, str(key))
        back = reverse("admin:articles_article_change", args=[object_id])
        if article is None or draft is None or draft.article_id != article.pk:
            return HttpResponseRedirect(back)
        found = self._units(request, article, draft)
        is_changed = request.method == "POST" and request.POST.get("_version") != str(article.version)
        if request.method == "POST" and _take_choices(found, request) and not is_changed:
            return self._resolve(request, article, draft, found, back)
        if is_changed:
            self.message_user(
                request, _("The article was saved again in the meantime. Please look again."), messages.WARNING
            )
        last = article.history.select_related("history_user").first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Two versions"),
            "subtitle": str(article),
            "article": article,
            "draft": draft,
            "last": last,
            "name": presence.name_of(last.history_user) if last else "",
            "is_stale": draft.based_on != article.version,
            "by_both": [unit for unit in found if unit.side == "conflict"],
            "by_one": [unit for unit in found if unit.side != "conflict"],
            "has_errors": any(unit.error for unit in found),
            "back": back,
        }
        return TemplateResponse(request, "admin/articles/article/conflict.html", context)

    def _resolve(
        self, request: HttpRequest, article: Article, draft: Draft, found: list[conflict.ConflictUnit], back: str
    ) -> HttpResponse:
        data, must_be_read = conflict.compose(found, self._forms(request, article), draft.data, str(draft.key))
        data["form_version"] = [str(article.version)]
        user: Any = request.user
        autosave.set_aside(draft)
        chosen = {unit.name: unit.choice for unit in found}
        audit.record("merge", article, user, fields=chosen)
        draft = autosave.keep(draft.key, user, article, data, article.version)
        if must_be_read or "_edit" in request.POST:
            self.message_user(request, _("Both versions are joined below. Nothing is saved yet."), messages.WARNING)
            return HttpResponseRedirect(f"{back}?draft={draft.key}")
        if not "".join(data.get("save_reason", [])).strip():
            data["save_reason"] = [_("two versions joined")]
        saved = unsaved.as_if(request, "POST", {**data, "_continue": ["1"]})
        saved.path = back
        return self.changeform_view(saved, str(article.pk), form_url=back)


def _take_choices(found: list[conflict.ConflictUnit], request: HttpRequest) -> bool:
    """Put the choices to their fields; whether there is one for each."""
    for unit in found:
        given = request.POST.get(f"choice-{unit.name}", "")
        if given in {"mine", "theirs"} or (given == "both" and unit.join is not None):
            unit.choice = given
        if not unit.choice:
            unit.error = _("Please choose a version.")
    return not any(unit.error for unit in found)
