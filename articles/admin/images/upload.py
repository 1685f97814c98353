"""Pictures that are sent: by the library's page, by the body's editor in place, or as the file of a known picture."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.base import body_editor, file_fields
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.stale_forms import OptimisticLockMixin
from articles.domain import file_sizes, live_use
from articles.domain.images import inspection, library
from articles.domain.staff import staff
from articles.models import Image

MAX_SEARCH_RESULTS = 24  # pictures that a search offers at most
CAPTION_FIELDS = ("caption", "credit", "alt_text")


class ImageUploadForm(forms.Form):
    """Files of pictures."""

    files = forms.Field(  # type: ignore[assignment]  # no attribute of the form in the end, as every field
        label=gettext_lazy("Files"),
        widget=file_fields.MultipleFileInput({"accept": inspection.MEDIA_TYPES}),
        error_messages={"required": gettext_lazy("Please choose one or more files.")},
    )


class ImageFileForm(forms.Form):
    """The file of a picture that is known already."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": inspection.MEDIA_TYPES}),
        allow_empty_file=True,  # the desk says it in its own words
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)


class ImageCaptionForm(forms.ModelForm):
    """Caption, credit and alternative text of an image that was uploaded beside an article."""

    class Meta:
        model = Image
        fields = CAPTION_FIELDS

    def clean(self) -> dict[str, Any]:
        """A picture is at least a word or a file."""
        data = super().clean() or {}
        if not (data.get("caption") or data.get("credit") or self.instance.has_file):
            self.add_error("caption", _("Without a file a picture needs a caption or a credit."))
        return data


class ImageUploadMixin(OptimisticLockMixin, LargeListAdmin):
    """More addresses beside a library: the upload, a new file, the editor's search and its words."""

    def get_urls(self) -> list[URLPattern]:
        """Files are taken outside the transaction that the admin's own forms run in."""
        wrap = self.admin_site.admin_view
        return [
            path("search/", wrap(self.search_view), name="articles_image_search"),
            path("upload/", wrap(self.upload_view), name="articles_image_upload"),
            path("<int:image_id>/file/", wrap(self.file_view), name="articles_image_file"),
            path("<int:image_id>/words/", wrap(require_POST(self.words_view)), name="articles_image_words"),
            *super().get_urls(),
        ]

    def search_view(self, request: HttpRequest) -> JsonResponse:
        """The newest pictures whose words have all the words of `q`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Image.objects.order_by("-id")
        for word in request.GET.get("q", "")[:100].replace("\x00", "").split():
            places = (Q(**{f"{name}__icontains": word}) for name in ("caption", "credit", "photographer", "alt_text"))
            rows = rows.filter(Q(*places, _connector=Q.OR))
        return JsonResponse({"pictures": [body_editor.image_as_json(image) for image in rows[:MAX_SEARCH_RESULTS]]})

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take files, and say of each what became of it: to a program as JSON, else on a page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImageUploadForm(request.POST, request.FILES) if request.method == "POST" else ImageUploadForm()
        outcomes = _take_in(form.cleaned_data["files"], request.user) if form.is_valid() else []
        if request.accepts("application/json") and not request.accepts("text/html"):
            status = 200 if any(outcome["picture"] for outcome in outcomes) else 400
            return JsonResponse({"outcomes": [_as_json(outcome, request.user) for outcome in outcomes]}, status=status)
        return self._upload_page(request, "upload", {"title": _("Upload pictures"), "form": form, "outcomes": outcomes})

    def file_view(self, request: HttpRequest, image_id: int) -> HttpResponse:
        """Give a picture its file, or another one."""
        image = self._picture(request, image_id)
        form = ImageFileForm(request.POST or None, request.FILES or None)
        back = reverse("admin:articles_image_change", args=[image.pk])
        if request.method == "POST" and form.is_valid():
            try:
                sent, reason = form.cleaned_data["file"], form.cleaned_data["reason"]
                is_new = library.replace_file(image, sent, staff(request), reason)
            except live_use.LiveChangeRefused as refusal:
                form.add_error("file", str(refusal))
            except inspection.ImageRefused as refusal:
                form.add_error("file", _refusal_message(refusal))
            else:
                message = _("The picture has its new file.") if is_new else _("The picture has this file already.")
                self.message_user(request, message, messages.SUCCESS if is_new else messages.WARNING)
                if is_new and (note := series_note(Image.objects.get(pk=image.pk))):
                    self.message_user(request, note, messages.WARNING)
                return HttpResponseRedirect(back)
        title = _("Replace the file") if image.has_file else _("Add the file")
        return self._upload_page(request, "file", {"title": title, "form": form, "original": image, "back": back})

    def words_view(self, request: HttpRequest, image_id: int) -> JsonResponse:
        """Store the first words of a picture that was just sent beside an article; no other picture's."""
        image = self._picture(request, image_id)
        form = ImageCaptionForm(request.POST, instance=image)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        try:
            library.describe_fresh(image, values, staff(request))
        except (inspection.ImageRefused, live_use.LiveChangeRefused) as refusal:
            return JsonResponse({"sentence": str(refusal)}, status=409)
        return JsonResponse({"picture": body_editor.image_as_json(image)})

    def _picture(self, request: HttpRequest, image_id: int) -> Image:
        image: Image | None = self.get_object(request, str(image_id))
        if image is None:
            raise Http404
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        return image

    def _upload_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **limits(), **context}
        return TemplateResponse(request, f"admin/articles/image/{name}.html", context)


def _refusal_message(refusal: inspection.ImageRefused) -> str:
    """The message, with a link to the image that has the file."""
    if not isinstance(refusal, library.KnownImage):
        return str(refusal)
    url = reverse("admin:articles_image_change", args=[refusal.image.pk])
    return format_html('{} <a href="{}">{}</a>', str(refusal), url, _("To that picture"))


def series_note(image: Image) -> str:
    """What the desk is told of a file with several pictures; empty for one picture."""
    return _("The file holds several pictures: it moves, or has pages. Readers see the first one, at rest.") * (
        image.is_series
    )


def limits() -> dict[str, Any]:
    """The limits of an upload, as numbers and as text."""
    each, together = settings.PICTURE_MAX_BYTES, _max_total_bytes()
    return {
        "most_files": library.MAX_FILES,
        "most_bytes": together,
        "most_bytes_each": each,
        "total": file_sizes.size_in_words(together),
        "each": file_sizes.size_in_words(each),
        "megapixels": inspection.megapixels(),
        "formats": inspection.NAMES,
    }


def _max_total_bytes() -> int:
    return 10 * int(settings.PICTURE_MAX_BYTES)


def _take_in(files: list[Any], by: Any) -> list[dict[str, Any]]:
    """What became of each file; one that is refused stops no other."""
    outcomes, total = [], 0
    for number, file in enumerate(files, start=1):
        total += file.size
        outcome: dict[str, Any] = {"name": str(file.name or ""), "picture": None, "is_new": False, "sentence": ""}
        try:
            if number > library.MAX_FILES:
                raise inspection.ImageRefused(
                    _("At most %(n)s files are taken at once.") % {"n": str(library.MAX_FILES)}
                )
            if total > _max_total_bytes():
                limit = {"limit": file_sizes.size_in_words(_max_total_bytes())}
                raise inspection.ImageRefused(_("At most %(limit)s are taken at once.") % limit)
            stored = library.take_in(file, by)
            outcome |= {"picture": stored.image, "is_new": stored.is_new, "sentence": series_note(stored.image)}
        except inspection.ImageRefused as refusal:
            outcome["sentence"] = str(refusal)
        outcomes.append(outcome)
    return outcomes


def _as_json(outcome: dict[str, Any], by: Any) -> dict[str, Any]:
    picture = outcome["picture"]
    if picture is None:
        return {**outcome, "may_describe": False}
    return {**outcome, "picture": body_editor.image_as_json(picture), "may_describe": library.is_fresh(picture, by)}
