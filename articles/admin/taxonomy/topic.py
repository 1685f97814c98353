"""Topics that editors give to articles."""

from django.contrib import admin

from articles.admin.base.audited import AuditedMixin
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.live_lock import LiveLockMixin
from articles.admin.taxonomy.redirects import SlugRedirectMixin
from articles.admin.taxonomy.usage import UsageMixin
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(LiveLockMixin, AuditedMixin, SlugRedirectMixin, UsageMixin, LargeListAdmin):
    """The topic's pages."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description")
