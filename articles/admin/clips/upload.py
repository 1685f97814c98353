"""Uploading clips: files are sent, their dry run is shown, and only a second word imports them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, field_labels, file_fields
from articles.admin.base.changelist import LargeListAdmin
from articles.admin.clips import warnings as warning
from articles.domain import sizes
from articles.domain.imports import files as collecting
from articles.domain.imports import storage, uploads
from articles.domain.staff import staff
from articles.models import Right, Upload, UploadedFile
from articles.models.fields.keys import parse_pk
from articles.models.fields.partial_date import DateOutOfRange, parse_period

STATUS = {
    "new": gettext_lazy("new"),
    "seen": gettext_lazy("seen"),
    "changed": gettext_lazy("changed"),
    "failed": gettext_lazy("failed"),
}


class ClipUploadForm(forms.Form):
    """The files."""

    files = forms.Field(  # type: ignore[assignment]  # no attribute of the form in the end, as every field
        label=gettext_lazy("Files"),
        widget=file_fields.MultipleFileInput({"accept": ",".join((*collecting.ENDINGS, ".gz"))}),
        error_messages={"required": gettext_lazy("Please choose one or more files.")},
    )


class PeriodFormField(forms.CharField):
    """A day, a month or a year, as exact as it is known."""

    def clean(self, value: Any) -> Any:
        """The first day of the period and its precision; (None, "") where nothing was typed."""
        given = super().clean(value)
        if not given:
            return None, ""
        german = re.fullmatch(r"(?:(\d\d?)\.\s*)?(?:(\d\d?)[./]\s*)?(\d{4})", given, re.ASCII)
        if german and (german[1] is None or german[2] is not None):
            given = "-".join(part.zfill(2) for part in (german[3], german[2], german[1]) if part)
        elif german:  # 6.2024
            given = f"{german[3]}-{int(german[1]):02d}"
        try:
            return parse_period(given)
        except DateOutOfRange as error:
            raise forms.ValidationError(str(error), "out_of_bounds") from None
        except ValueError:
            raise forms.ValidationError(_("Give a date such as 19.6.2024, 6/2024 or 2024.")) from None


class ImportDefaultsForm(forms.Form):
    """What the operator knows of all these clips, beyond what they say themselves."""

    source = forms.CharField(
        label=gettext_lazy("Outlet"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only if all of these clips come from it; it outranks what they say."),
    )
    issued = PeriodFormField(
        label=gettext_lazy("Appeared on"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("As exactly as it is known: 19.6.2024, 6/2024 or 2024."),
    )
    url = forms.URLField(
        label=gettext_lazy("Address of the original"),
        max_length=2000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Give an address that begins with http:// or https://.")},
    )
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        label=gettext_lazy("Language"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("A language tag such as de, en or pt-BR; empty: as the reader finds it."),
        error_messages={"invalid": gettext_lazy("Give a language tag such as de, en or pt-BR.")},
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Right to use"),
        required=False,
        choices=[("", gettext_lazy("as agreed with the outlet")), *Right.choices],
        help_text=gettext_lazy("Holds for these clips. What is unclear or internal is never public."),
    )

    def clean_url(self) -> str:
        """An address that a reader may be sent to."""
        url = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(self.fields["url"].error_messages["invalid"])
        return str(url)

    def knowledge(self) -> storage.ImportDefaults:
        """For the desk."""
        day, precision = self.cleaned_data["issued"]
        return storage.ImportDefaults(
            source=self.cleaned_data["source"].strip(),
            url=self.cleaned_data["url"],
            issued_on=day,
            issued_precision=precision,
            language=self.cleaned_data["language"],
            right=self.cleaned_data["right"],
        )


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The dry run of one file, ready to be shown."""

    pk: int
    name: str
    status: str
    word: SafeString
    sentence: str
    is_left_out: bool
    document: Any
    counts: list[str]
    origin: list[str]
    warnings: list[str | Promise]


class ClipUploadMixin(LargeListAdmin):
    """Two more pages beside a list: the upload, and its dry run."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the user may bring clips in."""
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
            "total": sizes.size_in_words(uploads.max_bytes()),
            "each": sizes.size_in_words(settings.CLIP_MAX_BYTES),
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
            return self._take_in(request, upload, form.knowledge(), without)
        shown = list(_shown(upload, without))
        context = {
            "title": _("Check before the import"),
            "upload": upload,
            "form": form,
            "files": shown,
            "new": sum(one.status == "new" for one in shown),
        }
        return self._page(request, "preview", context)

    def _take_in(
        self, request: HttpRequest, upload: Upload, defaults: storage.ImportDefaults, without: set[int]
    ) -> HttpResponse:
        done = uploads.take_in(upload, defaults, staff(request), without)
        words_of_it = {status: done.counts[status] for status in ("new", "seen", "failed")}
        level = messages.WARNING if done.counts["failed"] else messages.SUCCESS
        sentence = _("Imported: %(new)d new as drafts, %(seen)d seen before, %(failed)d failed.") % words_of_it
        self.message_user(request, sentence, level)
        if done.run is None:
            return HttpResponseRedirect(reverse("admin:articles_importrun_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[done.run.pk]))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/articles/importrun/{name}.html", context)


def _shown(upload: Upload, without: set[int]) -> Iterator[FilePreview]:
    """One file after the other; of what was read only what the page shows stays in memory."""
    for file, outcome in uploads.preview_upload(upload):
        yield _show(file, outcome, file.pk in without)


def _show(file: UploadedFile, outcome: Any, is_left_out: bool) -> FilePreview:
    read = outcome.read
    document = read.document if read is not None else None
    return FilePreview(
        pk=file.pk,
        name=file.name,
        status=outcome.status,
        word=badges.status(outcome.status, STATUS[outcome.status]),
        sentence=outcome.sentence if document is None else "",
        is_left_out=is_left_out,
        document=document,
        counts=field_labels.counted(document) if document is not None else [],
        origin=_origin(document, read.language) if document is not None else [],
        warnings=[warning.told(w.code, w.message, w.params) for w in read.warnings] if read is not None else [],
    )


def _origin(document: Any, language: str) -> list[str]:
    """Where the clip says that it comes from."""
    day = document.date
    return [
        part
        for part in (
            document.source or "",
            badges.partial_date(day.value, day.precision) if day else "",
            ", ".join(agency.name for agency in document.agencies),
            document.byline,
            language,
        )
        if part
    ]
