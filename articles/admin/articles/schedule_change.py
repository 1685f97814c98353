"""The page that prepares a change of a published article, which goes live at its time or when somebody applies it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.form import LINES, SingleLineTextarea
from articles.admin.base import body_editor, date_widgets, object_views
from articles.admin.base.body_editor import BodyFormField
from articles.domain.articles import import_fields, rules, scheduled_changes
from articles.domain.staff import staff
from articles.models import Article
from articles.models.fields import body as article_body

WORDS = ("kicker", "headline", "subheadline", "lead", "body", "dateline", "byline", "signoff")


class ScheduleChangeForm(forms.ModelForm):
    """The texts of an article, why they change, and from when on; never saved into the article itself."""

    body = BodyFormField(label=gettext_lazy("Text"), required=False)
    goes_live_at = date_widgets.DateTimeColumnField(
        label=gettext_lazy("Goes live at"),
        required=False,
        widget=date_widgets.NativeDateTimeInput(),
        help_text=gettext_lazy("To the minute. Empty: it waits until somebody applies it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What was changed, and why"),
        max_length=200,
        help_text=gettext_lazy("For the record; shown in the list of versions."),
    )

    class Meta:
        model = Article
        fields = WORDS
        widgets = {
            **{name: SingleLineTextarea(name) for name in LINES},
            "lead": forms.Textarea({"rows": 2, "class": "growing as-lead"}),
        }

    def __init__(self, *args: Any, may_schedule: bool = False, **kwargs: Any) -> None:
        """Only whoever may publish sets the time; the others propose a change without one."""
        super().__init__(*args, **kwargs)
        self.fields["headline"].required = True
        if not may_schedule:
            del self.fields["goes_live_at"]

    def clean(self) -> dict[str, Any]:
        """Join lines where a field has one, and require a future time and a difference."""
        data = super().clean() or {}
        for name in LINES:
            data[name] = " ".join((data.get(name) or "").split())
        data["lead"] = (data.get("lead") or "").replace("\r\n", "\n")
        try:
            rules.check_body(data.get("body") or "")
        except forms.ValidationError as fault:
            self.add_error("body", fault)
        moment = data.get("goes_live_at")
        if moment is not None and moment <= timezone.now():
            self.add_error("goes_live_at", _("This minute has passed. Please choose one to come, or none."))
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Nothing differs from what is live now."))
        return data

    def values(self) -> import_fields.Values:
        """The fields that differ from the saved article, in the form of domain/articles/import_fields.py."""
        current = import_fields.current_values(Article.objects.get(pk=self.instance.pk))
        typed = {name: self.cleaned_data.get(name) or "" for name in WORDS}
        typed["body"] = article_body.clean(typed["body"])
        values: import_fields.Values = {n: v for n, v in typed.items() if not import_fields.is_same(n, current[n], v)}
        if "headline" in values:
            values["headline_is_provisional"] = False
        return values


def may_prepare(request: HttpRequest, article: Article | None) -> bool:
    """Whether this user may prepare a change of this article, which has to be published."""
    is_live = article is not None and article.state == Article.State.PUBLISHED
    return is_live and request.user.has_perm("articles.prepare_article")


def prepare_view(page: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """The form of the change, filled with what was typed into the article's own form."""
    article = page.get_object(request, str(object_id))
    if article is None:
        return object_views.redirect_missing(page, request, object_id)
    if not page.has_view_permission(request, article) or not may_prepare(request, article):
        raise PermissionDenied
    may_schedule = request.user.has_perm("articles.publish_article")
    if request.method == "POST" and "_prepare" in request.POST:
        form = ScheduleChangeForm(request.POST, instance=article, may_schedule=may_schedule)
        if form.is_valid():
            return _prepare(page, request, article.pk, form)
    else:
        typed = {n: request.POST[n] for n in WORDS if n in request.POST}
        typed["reason"] = request.POST.get("save_reason", "")
        form = ScheduleChangeForm(instance=article, initial=typed, may_schedule=may_schedule)
    return _render(page, request, Article.objects.get(pk=article.pk), form)


def _prepare(page: ModelAdmin, request: HttpRequest, number: int, form: ScheduleChangeForm) -> HttpResponse:
    moment = form.cleaned_data.get("goes_live_at")
    prepared = scheduled_changes.prepare(
        Article.objects.get(pk=number),  # the form has written into the one that it was given
        form.values(),
        staff(request),
        form.cleaned_data["reason"],
        moment,
    )
    message = _("The change is prepared. The article stays as it is until then.")
    page.message_user(request, message, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:articles_preparedversion_change", args=[prepared.pk]))


def _render(page: ModelAdmin, request: HttpRequest, article: Article, form: ScheduleChangeForm) -> HttpResponse:
    ids = article_body.image_ids(article_body.clean(form["body"].value() or ""))
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Prepare a change"),
        "article": article,
        "form": form,
        "media": body_editor.editor_media(page.media + form.media, request),
        "editor_words": body_editor.labels(),
        "editor_pictures": body_editor.images_as_json(ids),
        "waiting": list(article.prepared_versions.waiting().only("created_at", "reason", "goes_live_at")),
    }
    return TemplateResponse(request, "admin/articles/article/schedule_change.html", context)
