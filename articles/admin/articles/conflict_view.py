"""The page that joins two versions of an article's form after somebody else has saved in the meantime."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.articles import conflict, presence, unsaved
from articles.domain import audit
from articles.domain.articles import autosave, revision_relations
from articles.domain.staff import staff
from articles.models import Article, Draft


def conflict_view(page: ModelAdmin, request: HttpRequest, object_id: int, key: uuid.UUID) -> HttpResponse:
    """Both versions field by field: the editor takes mine, theirs or both, then saves or edits further."""
    article = get_writable(page, request, object_id)
    draft = unsaved.own_draft(request, str(key))
    back = reverse("admin:articles_article_change", args=[object_id])
    if article is None or draft is None or draft.article_id != article.pk:
        return HttpResponseRedirect(back)
    units = units_of(page, request, article, draft)
    is_changed = request.method == "POST" and request.POST.get("_version") != str(article.version)
    if request.method == "POST" and _take_choices(units, request) and not is_changed:
        return _resolve(page, request, article, draft, units, back)
    if is_changed:
        page.message_user(
            request, _("The article was saved again in the meantime. Please look again."), messages.WARNING
        )
    last = article.history.select_related("history_user").first()
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Two versions"),
        "subtitle": str(article),
        "article": article,
        "draft": draft,
        "last": last,
        "name": presence.user_name(last.history_user) if last else "",
        "is_stale": draft.based_on != article.version,
        "by_both": [unit for unit in units if unit.side == "conflict"],
        "by_one": [unit for unit in units if unit.side != "conflict"],
        "has_errors": any(unit.error for unit in units),
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/conflict.html", context)


def _resolve(
    page: ModelAdmin,
    request: HttpRequest,
    article: Article,
    draft: Draft,
    units: list[conflict.ConflictUnit],
    back: str,
) -> HttpResponse:
    data, must_be_read = conflict.compose(units, forms_of(page, request, article), draft.data, str(draft.key))
    data["form_version"] = [str(article.version)]
    user = staff(request)
    autosave.set_aside(draft)
    audit.record("merge", article, user, fields={unit.name: unit.choice for unit in units})
    draft = autosave.store_draft(draft.key, user, article, data, article.version)
    if must_be_read or "_edit" in request.POST:
        page.message_user(request, _("Both versions are joined below. Nothing is saved yet."), messages.WARNING)
        return HttpResponseRedirect(f"{back}?draft={draft.key}")
    if not "".join(data.get("save_reason", [])).strip():
        data["save_reason"] = [_("two versions joined")]
    saved = unsaved.request_as_if(request, "POST", {**data, "_continue": ["1"]})
    saved.path = back
    return page.changeform_view(saved, str(article.pk), form_url=back)


def may_write(page: ModelAdmin, request: HttpRequest, obj: Article | None) -> bool:
    """Whether the user may save this article, or a new one where `obj` is None."""
    return page.has_add_permission(request) if obj is None else page.has_change_permission(request, obj)


def get_writable(page: ModelAdmin, request: HttpRequest, object_id: int | None) -> Article | None:
    """The article that the form is of, None for a new one; raises Http404 or PermissionDenied."""
    article = None if object_id is None else get_object_or_404(Article, pk=object_id)
    if not may_write(page, request, article):
        raise PermissionDenied
    return article


def forms_of(page: ModelAdmin, request: HttpRequest, article: Article, data: Any = None) -> conflict.ArticleForms:
    """The forms of an article in any version; with `data` as if they had been posted."""
    posted = unsaved.request_as_if(request, "GET" if data is None else "POST", data or {})
    fields = flatten_fieldsets(page.get_fieldsets(posted, article))
    form_class = page.get_form(posted, article, change=True, fields=fields)
    form = form_class(instance=article) if data is None else form_class(posted.POST, instance=article)
    formsets, inlines = page._create_formsets(posted, article, change=True)  # type: ignore[attr-defined]  # not in the stubs
    for formset, inline in zip(formsets, inlines, strict=True):
        formset.label = inline.verbose_name_plural
    return conflict.ArticleForms(form, formsets)


def units_of(page: ModelAdmin, request: HttpRequest, article: Article, draft: Draft) -> list[conflict.ConflictUnit]:
    """Everything in which a draft differs from what is saved, against the version that it was made from."""
    theirs, parts, base = forms_of(page, request, article), None, None
    record = article.history.filter(version=draft.based_on).first() if draft.based_on else None
    if record is not None:
        base = forms_of(page, request, record.instance)
        parts = revision_relations.parts_of_version(article, record.version)
    return conflict.units(base, parts, theirs, draft.data)


def _take_choices(units: list[conflict.ConflictUnit], request: HttpRequest) -> bool:
    """Put the submitted choices into their units; return whether each unit has one."""
    for unit in units:
        choice = request.POST.get(f"choice-{unit.name}", "")
        if choice in {"mine", "theirs"} or (choice == "both" and unit.join is not None):
            unit.choice = choice
        if not unit.choice:
            unit.error = _("Please choose a version.")
    return not any(unit.error for unit in units)
