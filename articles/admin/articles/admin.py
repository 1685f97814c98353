"""Articles: the form with its clip beside it, and publishing from it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin.articles import form_context
from articles.admin.articles.autosave import AutosaveMixin
from articles.admin.articles.changelist import ArticleListMixin
from articles.admin.articles.form import ArticleForm
from articles.admin.articles.history import ArticleRevisionsMixin
from articles.admin.articles.inlines import AgencyInline, ContributionInline, CorrectionInline
from articles.admin.articles.saving import SavingMixin
from articles.admin.articles.urls import urls
from articles.admin.articles.workflow import ArticleWorkflowMixin
from articles.admin.clips import relabelling, text, uncertain
from articles.domain import errors
from articles.domain.articles import permissions, publishing, revisions
from articles.domain.staff import staff
from articles.models import Article, Source
from articles.models.lists import for_desk


@admin.register(Article)
class ArticleAdmin(AutosaveMixin, ArticleWorkflowMixin, ArticleRevisionsMixin, SavingMixin, ArticleListMixin):
    """The article's pages in the admin."""

    form = ArticleForm
    inlines = (AgencyInline, ContributionInline, CorrectionInline)
    autocomplete_fields = ("source", "topics")
    change_form_template = "admin/articles/article/change_form.html"
    moments = ("publish_at", "expires_at", "embargo_until")

    def get_urls(self) -> list[URLPattern]:
        """The pages of an article beside Django's own."""
        return [*urls(self), *super().get_urls()]

    # what may be seen and done

    def get_queryset(self, request: HttpRequest) -> Any:
        """Lists read flags and counts; a form reads the article with its clip, but never the clip's bytes."""
        rows: Any = super().get_queryset(request)
        match = request.resolver_match
        if match is not None and (match.url_name or "").endswith("_changelist"):
            return for_desk(rows)
        return rows.select_related("clip", "source", "reading").defer("clip__data")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user may publish."""
        return request.user.has_perm("articles.publish_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """The domain decides who may change an article in its present state."""
        return super().has_change_permission(request) and (obj is None or permissions.may_change(obj, staff(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was public once is withdrawn, not deleted: its address has to say so."""
        return super().has_delete_permission(request, obj) and (obj is None or permissions.is_deletable(obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Times decide about what is public; they belong to who may publish."""
        return () if self.has_publish_permission(request) else self.moments

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """The article as it reads, then the side column."""
        may_save = obj is None or self.has_change_permission(request, obj)
        saving = ("save_reason", "form_version") if may_save else ()
        checked = ("headline_is_checked",) if may_save and obj is not None and obj.headline_is_provisional else ()
        issued = ("issued_on", "issued_precision") if may_save else ("issued_on",)  # read, a date is as exact as it is
        return (
            (None, {"fields": ("kicker", "headline", *checked, "subheadline", "lead", "body"), "classes": ("words",)}),
            (
                None,
                {"fields": (("dateline", "byline", "signoff"), *saving), "classes": ("words",)},
            ),
            (_("Times"), {"fields": self.moments, "classes": ("side",)}),
            (
                _("Origin"),
                {"fields": ("source", "original_url", issued), "classes": ("side",)},
            ),
            (_("Subject"), {"fields": ("topics", "genre", "language"), "classes": ("side",)}),
            (
                _("Readers"),
                {"fields": ("comment_status", "moderation", "comment_days", "noindex"), "classes": ("side",)},
            ),
            (_("Desk"), {"fields": ("responsible", "due_at", "note"), "classes": ("side",)}),
        )

    # the form

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows what the domain has refused in this request."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", ())
        form.wants_to_publish = "_publish" in request.POST
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only outlets are outlets, and only who works here is responsible."""
        if db_field.name == "source":
            kwargs["queryset"] = Source.objects.outlets()
        elif db_field.name == "responsible":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True).order_by("username")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """When the domain refuses, store nothing and show the form as it was typed, with the reasons."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except errors.Refused as refusal:
            blockers = refusal.gates or (errors.PublishBlocker("refused", "", str(refusal), True, False),)
            request.refused = blockers  # type: ignore[attr-defined]  # read by get_form()
        except revisions.Conflict:
            pass  # saved by somebody else after this form was checked: the second look will find it
        return super().changeform_view(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Publish what was stored, if that button was pressed."""
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST:
            self._publish(request, form)

    def _publish(self, request: HttpRequest, form: Any) -> None:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        article = form.instance
        later = article.publish_at if article.publish_at and article.publish_at > timezone.now() else None
        publishing.publish(article, by=staff(request), override_reason=form.cleaned_data["override_reason"], at=later)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """After publishing one stays at the article."""
        if "_publish" in request.POST:
            self.message_user(request, _published_sentence(obj), messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        """After publishing one goes to the article."""
        if "_publish" in request.POST:
            self.message_user(request, _published_sentence(obj), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        """Put the clip, the open points and the images beside the form."""
        form, may_change = context["adminform"].form, obj is None or self.has_change_permission(request, obj)
        context |= form_context.editor_context(request, form, context["media"])
        context["may_move"] = self.has_publish_permission(request) and may_change
        if obj is not None:
            context |= text.context(obj.clip, obj.reading, form.edited) | form_context.state_context(obj, form)
            if may_change or request.user.has_perm("articles.prepare_article"):
                context |= relabelling.context(request, obj.clip, obj.reading, obj)
                context |= uncertain.context(request, obj.clip, obj.reading) | {"undoes_place": True}
            form_context.add_evidence(form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, add, change, form_url, obj)


def _published_sentence(article: Article) -> str:
    if article.publish_at and article.publish_at > timezone.now():
        return _("The article will be published on %(time)s.") % {
            "time": date_format(timezone.localtime(article.publish_at), "DATETIME_FORMAT")
        }
    return _("The article is published.")
