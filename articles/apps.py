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
        from articles.domain import staff_groups
        from articles.domain.comments.screening import spam_check
        from articles.domain.imports import line_weights
        from articles.models import search
        from articles.models.fields import triggers

        from .management import checks  # noqa: F401 - registers itself

        spam_check.named()  # a wrong COMMENT_SPAM_CHECK stops the start
        line_weights.choose_weights()  # nor does a PARSER_WEIGHTS that names no file
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(staff_groups.after_migrate, sender=self)
        post_migrate.connect(search.install, sender=self)


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "newsroom.admin_site.NewsroomAdminSite"

    def ready(self) -> None:
        """Let every app register its pages, then register ours: some of them replace Django's own."""
        super().ready()
        from .admin import pages  # noqa: F401 - each module registers its pages
