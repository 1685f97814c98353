"""The admin site: its name, its dashboard, log-in, and the links to the lists."""

from functools import wraps
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from articles.admin import dashboard, login
from articles.admin.base import expired_session
from articles.formats import unsent_form
from articles.models.fields.keys import parse_pk

ORDER = (  # of the way to the nouns, by use
    *("article", "clip", "importrun", "comment", "blockedword", "commentpolicy", "image", "topic", "person", "source"),
    *("frontplace", "page", "imprint"),
    *("auditentry", "user", "group", "apitoken"),
)


class NewsroomAdminSite(admin.AdminSite):
    """Django's admin with the site's name and a dashboard as its first page."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        """Without Django's bulk deletion: what is deleted in bulk leaves no reason behind."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin may load the body editor's modules and its styles."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return (
                expired_session.login_page(self, request)
                if expired_session.has_lost_session(self, request)
                else inner(request, *args, **kwargs)
            )

        return csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(keeping)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What was typed before a session ended goes along, and is sent after the log-in."""
        response = super().login(request, {**(extra_context or {}), **expired_session.carried_context(request)})
        if request.method != "POST" or response.status_code != HTTPStatus.FOUND or not request.user.is_authenticated:
            return response
        address, posted = expired_session.carried_form(request)
        if address:
            response = expired_session.resend_page(self, request, address, unsent_form.describe(posted, address))
        login.remember_device(response, request.user.get_username())
        return response

    def get_urls(self) -> list[Any]:
        """Django's own, with a link to the public page that leads nobody to what they may not see."""
        view = self.admin_view(self.public_page_view)
        route = path("r/<path:content_type_id>/<path:object_id>/", view, name="view_on_site")
        urls = [route if getattr(url, "name", "") == "view_on_site" else url for url in super().get_urls()]
        # The word list stood here before its model was named for what it is; bookmarks go on working.
        word_list = RedirectView.as_view(url="/admin/articles/blockedword/%(rest)s", query_string=True)
        return [path("articles/word/<path:rest>", word_list), path("articles/word/", word_list, {"rest": ""}), *urls]

    def public_page_view(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """On to the public page of what this user sees in the admin; its address alone can tell what it says."""
        pk = parse_pk(content_type_id)
        kind = ContentType.objects.filter(pk=pk).first() if pk is not None else None
        model: Any = kind.model_class() if kind is not None else None
        page: Any = self._registry.get(model)
        if page is None or not page.has_view_or_change_permission(request):
            raise Http404
        row = page.get_object(request, object_id)
        if row is None or not hasattr(row, "get_absolute_url"):
            raise Http404
        try:
            return HttpResponseRedirect(row.get_absolute_url())
        except NoReverseMatch as error:  # it has no address yet
            raise Http404 from error

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Beside Django's own: the way to every noun, and whether this is the demonstration."""
        return {**super().each_context(request), "nouns": self._nouns(request), "is_demo": settings.DEMO}

    def _nouns(self, request: HttpRequest) -> list[dict[str, Any]]:
        links = []
        by_name = {model._meta.model_name: model for model in self._registry}
        for model in (by_name[name] for name in ORDER):
            page = self._registry[model]
            if page.has_view_permission(request):
                name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
                address = reverse(name, current_app=self.name)
                here = request.path.startswith(address)
                links.append({"name": model._meta.verbose_name_plural, "url": address, "here": here})
        return links

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One's own password; the old one cannot be guessed here either."""
        view = PasswordChangeView.as_view(
            form_class=login.GuardedPasswordChangeForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
            template_name="registration/password_change_form.html",
        )
        request.current_app = self.name
        response = view(request)
        form = getattr(response, "context_data", {}).get("form")
        if pause := getattr(form, "pause", 0):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(pause)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The dashboard: what waits, and what happened last."""
        desk = {
            "waiting": dashboard.queue_counts(request.user),
            "happenings": dashboard.recent_activity(request.user),
            "last_run": dashboard.last_run(request.user),
            "may_import": request.user.has_perm("articles.import_clip"),
            "may_triage": request.user.has_perm("articles.triage_clip") and request.user.has_perm("articles.view_clip"),
        }
        return super().index(request, {**desk, **(extra_context or {})})
