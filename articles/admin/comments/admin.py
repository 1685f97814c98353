"""Readers' comments: the list and the working page. Moderators decide; nobody rewrites a comment."""

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.comments.bulk import CommentBulkMixin
from articles.admin.comments.changelist import CommentListMixin
from articles.admin.comments.corrections import CorrectionsMixin
from articles.admin.comments.moderation import ModerationPageMixin, may_moderate
from articles.models import Comment


@admin.register(Comment)
class CommentAdmin(ModerationPageMixin, CorrectionsMixin, CommentBulkMixin, CommentListMixin):
    """The comments' pages."""

    change_form_template = "admin/articles/comment/change_form.html"
    fields = ()

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether the user may decide about comments."""
        return may_moderate(request)

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Whoever may decide about comments may read them."""
        return may_moderate(request) or request.user.has_perm("articles.view_comment")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written on the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Moderators never rewrite."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """A rejected comment is kept with its reason."""
        return False
