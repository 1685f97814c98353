"""The articles at the head of the front page, in their order."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import audit
from articles.domain.staff import staff
from articles.models import Article, FrontPlace


class PlaceForm(forms.ModelForm):
    """A line of the list: only a place that was moved is saved, and only from where its editor saw it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Carry the position that the line was made from."""
        super().__init__(*args, **kwargs)
        position = self.fields["position"]
        position.show_hidden_initial = True
        if self.instance.article_id is not None:  # a formset also makes a line of nothing
            position.widget.attrs["aria-label"] = _("Place of “%(article)s”") % {"article": self.instance.article}

    def clean(self) -> dict[str, Any]:
        """Somebody else may have moved it since."""
        data = super().clean() or {}
        seen = self.data.get(self.add_initial_prefix("position"), "")
        current = FrontPlace.objects.select_for_update().get(pk=self.instance.pk).position
        if "position" in self.changed_data and seen != str(current) and data.get("position") != current:
            message = _("Somebody else has moved this to place %(position)s in the meantime. Please look again.")
            self.add_error("position", message % {"position": current})
        return data


@admin.register(FrontPlace)
class FrontPlaceAdmin(OptimisticLockMixin, LargeListAdmin):
    """The places, in their order; the positions are typed in the list."""

    list_display = ("article", "position", "state")
    list_editable = ("position",)
    list_display_links = ("article",)
    list_select_related = ()  # see get_queryset()
    sortable_by = ("position",)
    fields = ("article", "position")
    autocomplete_fields = ("article",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrontPlace]:
        """With their articles without the long texts; prefetched, as SQLite would scan all articles for a join."""
        articles = Article.objects.defer("body", "lead", "note")
        return super().get_queryset(request).prefetch_related(Prefetch("article", articles))

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """See PlaceForm."""
        return super().get_changelist_form(request, **{"form": PlaceForm, **kwargs})

    @admin.display(description=gettext_lazy("state"))
    def state(self, place: FrontPlace) -> SafeString:
        """The article's state: one that is not public leaves its place to the next."""
        return badges.status(*badges.state_of(place.article))

    def save_model(self, request: HttpRequest, obj: FrontPlace, form: Any, change: bool) -> None:
        """Save it, and record who put it there."""
        super().save_model(request, obj, form, change)
        self._record(request, obj.article, obj.position)

    def delete_model(self, request: HttpRequest, obj: FrontPlace) -> None:
        """Record who took it away."""
        self._record(request, obj.article, None)
        super().delete_model(request, obj)

    def _record(self, request: HttpRequest, article: Article, position: int | None) -> None:
        audit.record("change", article, staff(request), front_place=position)
