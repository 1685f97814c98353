"""What belongs to an article and is edited with it: agencies, persons, correction notices."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles.admin.base import date_widgets
from articles.models import ArticleAgency, Contribution, Correction


class ArticlePartInline(date_widgets.DateWidgetsMixin, admin.StackedInline):
    """Rows that belong to an article: who may change the article may change them."""

    extra = 0
    classes = ("part",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the article itself."""
        return request.user.has_perm("articles.view_article") or request.user.has_perm("articles.change_article")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the article itself."""
        return request.user.has_perm("articles.change_article")

    has_add_permission = has_delete_permission = has_change_permission


class UniqueRowsFormSet(BaseInlineFormSet):
    """Rows of which no two may say the same; the later one gets the error."""

    once: tuple[str, ...] = ()
    twice: Any = ""

    def clean(self) -> None:
        """Before the database would refuse them."""
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            if not form.is_valid() or form.cleaned_data.get(DELETION_FIELD_NAME):
                continue
            values = tuple(form.cleaned_data.get(name) for name in self.once)
            if values in seen:
                form.add_error(self.once[0], self.twice)
                raise ValidationError(self.twice)
            if values[0] is not None:
                seen.add(values)
        super().clean()


class UniqueAgenciesFormSet(UniqueRowsFormSet):
    """An agency has one part in an article."""

    once = ("source",)
    twice = gettext_lazy("The same agency stands here twice.")


class UniqueContributionsFormSet(UniqueRowsFormSet):
    """A person may have several roles, each of them once."""

    once = ("person", "role")
    twice = gettext_lazy("The same person stands here twice with the same role.")


class AgencyInline(ArticlePartInline):
    """Agencies and their part."""

    model = ArticleAgency
    formset = UniqueAgenciesFormSet
    autocomplete_fields = ("source",)
    fields = ("source", "part", "position")
    verbose_name = gettext_lazy("agency")
    verbose_name_plural = gettext_lazy("agencies")


class ContributionInline(ArticlePartInline):
    """Persons, their role and their order."""

    model = Contribution
    formset = UniqueContributionsFormSet
    autocomplete_fields = ("person",)
    fields = ("person", "role", "position")
    verbose_name = gettext_lazy("person")
    verbose_name_plural = gettext_lazy("persons")


class CorrectionInline(ArticlePartInline):
    """Correction notices, dated and shown with the article."""

    model = Correction
    fields = ("text", "dated")
