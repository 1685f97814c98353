"""Readers' comments: the list, the working page and what is done on both. Moderators decide, and never rewrite."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from articles.admin.comments.bulk import CommentBulkMixin
from articles.admin.comments.changelist import CommentListMixin
from articles.admin.comments.corrections import CorrectionsMixin
from articles.admin.comments.moderation import ModerationPageMixin
from articles.models import Comment


@admin.register(Comment)
class CommentAdmin(ModerationPageMixin, CorrectionsMixin, CommentBulkMixin, CommentListMixin):
    """The comments' pages."""

    change_form_template = "admin/articles/comment/change_form.html"
    fields = ()

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether the user may decide about comments."""
        return request.user.has_perm("articles.moderate_comment")

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Who may decide may read."""
        return self.has_moderate_permission(request) or request.user.has_perm("articles.view_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written on the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Moderators never rewrite."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """A rejected comment is kept with its reason."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The work's addresses, and those of the list."""
        return [*self.work_urls(), *self.right_urls(), *self.bulk_urls(), *super().get_urls()]

    def _back(self, request: HttpRequest) -> str:
        """Where the moderator came from, if that is a page of ours."""
        back = request.POST.get("next") or request.GET.get("next") or request.META.get("HTTP_REFERER", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) and "/reject/" not in back:
            return back
        return reverse("admin:articles_comment_changelist") + "?waiting=pending"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The working page in the place of a form."""
        context |= self.work_context(request, kwargs["obj"]) | self.right_context(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With how the queues stand."""
        return super().changelist_view(request, {**self.queue_context(request), **(extra_context or {})})
