"""Pictures: the library, one picture with its rights and its focal point, and where it is used."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, form_data
from articles.admin.base.changelist import QueueFilter
from articles.admin.base.history import RevisionsMixin
from articles.admin.base.live_use_lock import LiveLockForm, LiveLockMixin
from articles.admin.images import presentation
from articles.admin.images.bulk import ImageBulkMixin
from articles.admin.images.upload import ImageUploadMixin
from articles.domain import live_use
from articles.domain.images import image_uses, inspection, library
from articles.domain.staff import staff
from articles.models import Image, Placement
from articles.models.fields.keys import parse_pk

WORDS = ("caption", "credit", "alt_text")
RIGHTS = ("photographer", "agency", "copyright", "usage_terms", "rights_until")
FOCUS = ("focal_x", "focal_y")


class ImageQueueFilter(QueueFilter):
    """The images that somebody has to look at."""

    queues = {
        "without_file": (gettext_lazy("without a file"), lambda rows: rows.without_file()),
        "rights_ended": (gettext_lazy("rights ended"), lambda rows: rows.rights_ended()),
        "without_credit": (gettext_lazy("without a credit"), lambda rows: rows.without_credit()),
        "without_alt_text": (gettext_lazy("without alternative text"), lambda rows: rows.without_alt_text()),
    }


class ImageViewFilter(admin.SimpleListFilter):
    """As pictures side by side, or as a list. No filter, but it keeps what the others say."""

    title = gettext_lazy("shown as")
    parameter_name = "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Pictures, if nothing is chosen."""
        return [("list", gettext_lazy("list"))]

    def choices(self, changelist: Any) -> Any:
        """The two choices, without „all“."""
        for value, word in ((None, gettext_lazy("pictures")), *self.lookup_choices):
            address = changelist.get_query_string({"view": value} if value else {}, [] if value else ["view"])
            yield {"selected": self.value() == value, "query_string": address, "display": word}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """All of them."""
        return queryset


class ImageForm(LiveLockForm):
    """A picture's words and rights; each field says what the file itself says."""

    save_reason = forms.CharField(
        label=gettext_lazy("What was changed, and why"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For the record; shown in the list of versions."),
    )

    class Meta:
        model = Image
        fields = ("kind", *WORDS, *RIGHTS, *FOCUS)
        widgets = {
            "caption": forms.Textarea({"rows": 3, "class": "growing vLargeTextField"}),
            "usage_terms": forms.Textarea({"rows": 2, "class": "growing vLargeTextField"}),
            "alt_text": forms.Textarea({"rows": 2, "class": "growing vLargeTextField", "maxlength": 500}),
            **{name: forms.NumberInput({"min": 0, "max": 1, "step": 0.01}) for name in FOCUS},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Beside each field what was read in the file."""
        super().__init__(*args, **kwargs)
        for name, field in self.instance.embedded.items():
            if name in self.fields:
                self.fields[name].help_text = format_html(
                    '{} <span class="proof">{}</span>', self.fields[name].help_text, _from_file(field)
                )

    def clean(self) -> dict[str, Any]:
        """A picture is at least a word or a file, and its focal point lies in it."""
        data = super().clean() or {}
        for name in FOCUS:
            if name in data and data[name] is not None and not 0 <= data[name] <= 1:
                self.add_error(name, _("Please give a number from 0 to 1."))
        if not (data.get("caption") or data.get("credit") or self.instance.has_file):
            self.add_error("caption", _("Without a file a picture needs a caption or a credit."))
        return data


def _from_file(field: dict[str, str]) -> str:
    return _("The file says “%(text)s” (%(where)s).") % {"text": badges.opening(field["text"]), "where": field["from"]}


@admin.register(Image)
class ImageAdmin(LiveLockMixin, RevisionsMixin, ImageUploadMixin, ImageBulkMixin):
    """The picture's pages."""

    form = ImageForm
    list_display = ("thumbnail", "words_of_it", "standing", "credit", "kind", "used_in")
    list_display_links = ("words_of_it",)
    sortable_by = ("kind",)
    list_filter = (ImageViewFilter, ImageQueueFilter, "kind", "created_at")
    search_fields = ("caption", "credit", "photographer", "agency", "alt_text")
    search_help_text = gettext_lazy(
        "Searches caption, credit, photographer, agency and alternative text "
        "of the newest 20,000 that the filters show."
    )
    search_newest = 20_000
    change_form_template = "admin/articles/image/change_form.html"
    change_list_template = "admin/articles/image/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of articles that use it."""
        placed = Placement.objects.filter(image=OuterRef("pk")).order_by().values("image").annotate(n=Count("pk"))
        rows = super().get_queryset(request).annotate(uses=Coalesce(Subquery(placed.values("n")), 0))
        return rows.select_related("clip").defer("clip__data", "clip__text")

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        """Texts, rights, and the focal point where there is a file."""
        focus = [(_("Focal point"), {"fields": (FOCUS,), "classes": ("focus",)})] if obj and obj.has_file else []
        return [
            (None, {"fields": (*WORDS, "kind")}),
            (_("Rights"), {"fields": RIGHTS}),
            *focus,
            (None, {"fields": ("save_reason",)}),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """What is used is not deleted."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not (image_uses.used_in(obj) or image_uses.prepared_for(obj)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Pictures side by side unless a list is asked for."""
        more = {"as_list": request.GET.get("view") == "list", "may_upload": self.has_add_permission(request)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """One version, and one entry in the record."""
        reason = form.cleaned_data.get("save_reason", "")
        if change:
            library.change(obj, form_data.changed_columns(form), staff(request), reason)
        else:
            library.create(obj, staff(request), reason)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show what the domain refuses as a message."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except inspection.ImageRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[object_id]))
        except PermissionDenied:
            image = self.get_object(request, object_id) if parse_pk(object_id) is not None else None
            if image is None or not super().has_delete_permission(request, image):
                raise
            self.message_user(request, _("This picture is used and cannot be deleted."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[object_id]))

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """With its file."""
        library.delete(obj, staff(request))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The picture itself, and where it is used, before anybody changes it."""
        image = kwargs.get("obj")
        if image is not None:
            context |= {
                "used_in": [(a, badges.status(a.state, a.get_state_display())) for a in image_uses.used_in(image)],
                "prepared_for": image_uses.prepared_for(image),
                "shown": image.rendition(kind="webp", width=960),
                "rights_ended": "" if image.rights_last() else date_format(image.rights_until),
                "may_upload": self.has_change_permission(request, image)
                and "file" not in live_use.closed_fields(image, staff(request)),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("caption"))
    def words_of_it(self, image: Image) -> str:
        """The caption's opening, or what else there is."""
        return presentation.picture_name(image)

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, image: Image) -> str:
        """A small one."""
        small = presentation.small(image)
        return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', small.url) if small else ""

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, image: Image) -> SafeString:
        """What is missing or wrong, as coloured words."""
        return presentation.standing(image)

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image: Any) -> int:
        """How many articles use it."""
        return int(image.uses)
