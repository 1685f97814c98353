"""The admin's own site."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(admin.AdminSite):
    """Django's admin with the paper's name."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("Desk")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin may load the body editor's modules and its styles."""
        return csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(super().admin_view(view, cacheable))
