"""What belongs to an article and is edited with it: agencies, persons, correction notices."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ..models import ArticleAgency, Contribution, Correction
from . import times


class PartOfArticle(admin.StackedInline):
    """Rows that belong to an article: who may change the article may change them."""

    extra = 0
    formfield_overrides = times.NATIVE
    classes = ("part",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the article."""
        return request.user.has_perm("articles.view_article") or request.user.has_perm("articles.change_article")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the article."""
        return request.user.has_perm("articles.change_article")

    has_add_permission = has_delete_permission = has_change_permission


class AgencyInline(PartOfArticle):
    """Agencies and their part."""

    model = ArticleAgency
    autocomplete_fields = ("source",)
    fields = ("source", "part", "position")
    verbose_name = gettext_lazy("agency")
    verbose_name_plural = gettext_lazy("agencies")


class ContributionInline(PartOfArticle):
    """Persons, their role and their order."""

    model = Contribution
    autocomplete_fields = ("person",)
    fields = ("person", "role", "position")
    verbose_name = gettext_lazy("person")
    verbose_name_plural = gettext_lazy("persons")


class CorrectionInline(PartOfArticle):
    """Correction notices, dated and shown with the article."""

    model = Correction
    fields = ("text", "dated")
