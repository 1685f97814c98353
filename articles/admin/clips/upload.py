"""Uploading clips: files are sent, their dry run is shown, and a second request imports them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import file_fields
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.clips import upload_preview
from articles.admin.clips.import_defaults import ImportDefaultsForm
from articles.domain import file_sizes
from articles.domain.imports import files as collecting
from articles.domain.imports import storage, uploads
from articles.domain.staff import staff
from articles.models import Upload
from articles.models.fields.keys import parse_pk


class ClipUploadForm(forms.Form):
    """The files."""

    files = forms.Field(  # type: ignore[assignment]  # no attribute of the form in the end, as every field
        label=gettext_lazy("Files"),
        widget=file_fields.MultipleFileInput({"accept": ",".join(collecting.readable_endings())}),
        error_messages={"required": gettext_lazy("Please choose one or more files.")},
    )


class ClipUploadMixin(LargeListAdmin):
    """Two more pages beside a list: the upload, and its dry run."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the user may import clips."""
        return request.user.has_perm("articles.import_clip")

    def get_urls(self) -> list[URLPattern]:
        """The upload and its dry run."""
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload_view), name="articles_importrun_upload"),
            path("upload/<int:upload_id>/", wrap(self.preview_view), name="articles_importrun_preview"),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take files, and show what an import would make of them."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ClipUploadForm(request.POST, request.FILES) if request.method == "POST" else ClipUploadForm()
        if form.is_valid():
            upload = uploads.keep(form.cleaned_data["files"], by=staff(request))
            return HttpResponseRedirect(reverse("admin:articles_importrun_preview", args=[upload.pk]))
        limits = {
            "most_files": uploads.MAX_FILES,
            "most_bytes": uploads.max_bytes(),
            "most_bytes_each": settings.CLIP_MAX_BYTES,
            "total": file_sizes.size_in_words(uploads.max_bytes()),
            "each": file_sizes.size_in_words(settings.CLIP_MAX_BYTES),
        }
        waiting = Upload.objects.waiting().filter(by=request.user.pk)
        return self._page(request, "upload", {"title": _("Upload clips"), "form": form, "waiting": waiting, **limits})

    def preview_view(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        """The dry run of an upload, what the operator knows, and the two buttons. Only who sent it sees it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        upload = Upload.objects.waiting().filter(by=request.user.pk, pk=upload_id).first()
        if upload is None:
            sentence = _("This upload is not there any more: it was imported, dropped, or waited for more than a day.")
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_importrun_upload"))
        if request.method == "POST" and "_drop" in request.POST:
            upload.delete()
            self.message_user(request, _("The upload was dropped; nothing was imported."))
            return HttpResponseRedirect(reverse("admin:articles_importrun_upload"))
        form = ImportDefaultsForm(request.POST if request.method == "POST" else None)
        without = {pk for text in request.POST.getlist("without") if (pk := parse_pk(text)) is not None}
        if request.method == "POST" and form.is_valid():
            return self._take_in(request, upload, form.defaults(), without)
        shown = list(upload_preview.previews(upload, without))
        context = {
            "title": _("Check before the import"),
            "upload": upload,
            "form": form,
            "files": shown,
            "new": sum(preview.status == "new" for preview in shown),
        }
        return self._page(request, "preview", context)

    def _take_in(
        self, request: HttpRequest, upload: Upload, defaults: storage.ImportDefaults, without: set[int]
    ) -> HttpResponse:
        done = uploads.take_in(upload, defaults, staff(request), without)
        counts = {status: done.counts[status] for status in ("new", "seen", "failed")}
        level = messages.WARNING if done.counts["failed"] else messages.SUCCESS
        sentence = _("Imported: %(new)d new as drafts, %(seen)d seen before, %(failed)d failed.") % counts
        self.message_user(request, sentence, level)
        if done.run is None:
            return HttpResponseRedirect(reverse("admin:articles_importrun_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[done.run.pk]))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/articles/importrun/{name}.html", context)
