"""The dry run of an upload, file by file, as its page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin.base import badges, field_labels
from articles.admin.clips import warnings as warning
from articles.domain.imports import uploads
from articles.models import Upload, UploadedFile

STATUS_LABELS = {
    "new": gettext_lazy("new"),
    "seen": gettext_lazy("seen"),
    "changed": gettext_lazy("changed"),
    "failed": gettext_lazy("failed"),
}


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
    children: list[tuple[SafeString, str]]  # of the files in it: what becomes of each, in a word and in a sentence


def previews(upload: Upload, without: set[int]) -> Iterator[FilePreview]:
    """One file after the other; of what was read only what the page shows stays in memory."""
    for file, outcome in uploads.preview_upload(upload):
        yield _preview(file, outcome, file.pk in without)


def _preview(file: UploadedFile, outcome: Any, is_left_out: bool) -> FilePreview:
    read = outcome.read
    document = read.document if read is not None else None
    return FilePreview(
        pk=file.pk,
        name=file.name,
        status=outcome.status,
        word=badges.status(outcome.status, STATUS_LABELS[outcome.status]),
        sentence=outcome.sentence if document is None else "",
        is_left_out=is_left_out,
        document=document,
        counts=field_labels.count_labels(document) if document is not None else [],
        origin=_origin(document, read.language) if document is not None else [],
        children=[
            (badges.status(child.status, STATUS_LABELS[child.status]), _sentence(child))
            for child in list(outcome.with_children())[1:]
        ],
        warnings=[warning.describe(w.code, w.message, w.params) for w in read.warnings] if read is not None else [],
    )


def _sentence(outcome: Any) -> str:
    """What becomes of a file in a file; that of a refused one names it."""
    return outcome.sentence if outcome.status == "failed" else f"{outcome.name} → {outcome.sentence}"


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
