"""Introduces the app to Django."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """The newspaper itself."""

    name = "articles"
    verbose_name = _("Newspaper")

    def ready(self) -> None:
        """Connect what Django calls by itself: system checks, and the triggers that guard the archive."""
        from .management import checks  # noqa: F401 - registers itself
        from .models import triggers

        post_migrate.connect(triggers.install, sender=self)


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "articles.admin.site.NewsroomAdminSite"
