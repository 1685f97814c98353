"""Drafts of the article's form: kept while somebody types, offered again, previewed; and who else has it open."""

import uuid
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.articles import conflict_view, presence, unsaved
from articles.admin.base import form_data
from articles.domain.articles import autosave
from articles.domain.staff import staff
from articles.models import Article, Draft, Presence


class AutosaveMixin(ModelAdmin):
    """The article's form with drafts: nothing typed is lost when saving fails or somebody else has saved."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that only shows a draft never saves anything."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_only_shown = getattr(request, "is_only_shown", False)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """`?draft=<key>` shows an unsaved version; a stale form is kept, and answered with both versions."""
        if request.method == "GET" and "draft" in request.GET:
            return self._show_draft(request, object_id, form_url, extra_context)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        form = _form_of(response)
        if form is None or getattr(form, "current", None) is None:
            return response
        draft = unsaved.keep_draft(request, form.current)
        return HttpResponseRedirect(reverse("admin:articles_article_conflict", args=[form.current.pk, draft.key]))

    def _show_draft(self, request: HttpRequest, object_id: str | None, form_url: str, extra: Any) -> HttpResponse:
        draft = unsaved.own_draft(request, request.GET["draft"])
        number = str(draft.article_id) if draft is not None and draft.article_id else None
        if draft is None or number != object_id:
            return HttpResponseRedirect(request.path)
        if draft.article is not None and draft.based_on != draft.article.version:
            return HttpResponseRedirect(reverse("admin:articles_article_conflict", args=[draft.article_id, draft.key]))
        shown = unsaved.request_as_if(request, "POST", {**draft.data, "form_draft": [str(draft.key)]})
        shown.is_only_shown = True
        return super().changeform_view(shown, object_id, form_url, extra)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """End the draft that was saved."""
        super().save_related(request, form, formsets, change)
        if key := unsaved.draft_key(request):
            autosave.mark_saved(key, staff(request), form.instance)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        """The form's key, what it offers to take over, and who else is here."""
        if conflict_view.may_write(self, request, obj):
            key = unsaved.draft_key(request) or uuid.uuid4()
            context |= {
                "draft_key": key,
                "draft_url": unsaved.form_address("draft", obj),
                "preview_url": unsaved.form_address("preview", obj),
                "is_draft": getattr(request, "is_only_shown", False),
                "unsaved": [] if request.method == "POST" else _open_drafts(self, request, obj),
                "present": presence.presence_messages(obj, request) if obj is not None else [],
            }
            if context["is_draft"]:
                context["errors"] = []
        return super().render_change_form(request, context, add, change, form_url, obj)


def _open_drafts(page: ModelAdmin, request: HttpRequest, obj: Article | None) -> list[Draft]:
    """The drafts to offer; one that does not differ from what is saved is deleted."""
    drafts = []
    for draft in Draft.objects.of(request.user).open().filter(article=obj):
        if obj is not None and draft.based_on == obj.version and not conflict_view.units_of(page, request, obj, draft):
            draft.delete()
        else:
            drafts.append(draft)
    return drafts


def draft_view(page: ModelAdmin, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """Keep what was typed; answer as JSON who else is here and whether somebody has saved."""
    article = conflict_view.get_writable(page, request, object_id)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    try:
        return _keep(request, article)
    except IntegrityError:  # the article was deleted in this moment; the browser keeps the text
        raise Http404 from None


def _keep(request: HttpRequest, article: Article | None) -> HttpResponse:
    user = staff(request)
    if article is not None and "_gone" in request.POST:
        Presence.objects.filter(article=article, user=user).delete()
        return JsonResponse({})
    answer: dict[str, Any] = {}
    if "_here" not in request.POST:
        draft = unsaved.keep_draft(request, article)
        message = _("Kept for you at %(time)s, not saved yet.") % {"time": presence.format_time(draft.updated_at)}
        answer = {"key": str(draft.key), "said": message, "is_saved": draft.state == Draft.State.SAVED}
    if article is not None and "_left_over" not in request.POST:
        autosave.record_presence(article, user, is_editing="_here" not in request.POST or "_editing" in request.POST)
        answer |= {
            "present": presence.presence_messages(article, request),
            "newer": presence.newer_version_message(article, request),
        }
    return JsonResponse(answer)


def discard_view(page: ModelAdmin, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Delete a draft on its author's request."""
    draft = unsaved.own_draft(request, str(key))
    if draft is None or request.method != "POST":
        raise Http404
    back = unsaved.form_address("change" if draft.article_id else "add", draft.article)
    draft.delete()
    page.message_user(request, _("The unsaved version was discarded."))
    return HttpResponseRedirect(back)


def preview_view(page: ModelAdmin, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """Keep the form as it is, with the article that it would make, and redirect to the page that shows it."""
    article = conflict_view.get_writable(page, request, object_id)
    if request.method != "POST":
        raise Http404
    forms = conflict_view.forms_of(page, request, article or Article(), form_data.posted(request.POST))
    forms.form.is_valid()
    rows = {formset.prefix: _unsaved_rows(formset) for formset in forms.formsets}
    typed = forms.form.cleaned_data
    draft = unsaved.keep_draft(request, article)
    topics, uses = list(typed.get("topics", ())), typed.get("picture_uses", {})
    draft.shown = autosave.snapshot(forms.form.instance, topics, rows, uses)
    draft.save(update_fields=["shown"])
    return HttpResponseRedirect(reverse("preview_unsaved", args=[draft.key]))


def _unsaved_rows(formset: Any) -> list[Any]:
    """The rows of a formset as they would be stored, as far as they make sense."""
    formset.is_valid()
    deleted = formset.deleted_forms if hasattr(formset, "cleaned_data") else []
    forms = [form for form in formset.forms if form not in deleted and not form.errors]
    return [form.instance for form in forms if form.instance.pk or form.has_changed()]


def _form_of(response: HttpResponse) -> Any:
    adminform = (getattr(response, "context_data", None) or {}).get("adminform")
    return adminform.form if adminform is not None else None
