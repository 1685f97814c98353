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
        """Connect what Django calls by itself: system checks, the triggers that guard the archive, the groups."""
        from .desk import staffing
        from .desk.screening import spam_check
        from .management import checks  # noqa: F401 - registers itself
        from .models import search, triggers

        spam_check.named()  # a wrong COMMENT_SPAM_CHECK stops the start
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(staffing.after_migrate, sender=self)
        post_migrate.connect(search.install, sender=self)


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "articles.admin.site.NewsroomAdminSite"
