"""Stores uploaded files between their dry run and their import; nothing else is written yet."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile as FormFile
from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain import file_sizes
from articles.domain.imports import importer, runs
from articles.domain.imports.importer import ImportOutcome
from articles.domain.imports.storage import ImportDefaults
from articles.models import ImportRun, Upload, UploadedFile
from articles.models.fields.lengths import fit

MAX_FILES = 50  # at once; a folder of thousands is the command's work


def max_bytes() -> int:
    """How many bytes one upload may have together."""
    return 3 * int(settings.CLIP_MAX_BYTES)


@dataclass(frozen=True, slots=True)
class ImportedUpload:
    """The outcome of an upload; `run` is None where every file had been seen before."""

    run: ImportRun | None
    counts: Counter[str]


@transaction.atomic
def keep(files: Iterable["FormFile[bytes]"], by: User) -> Upload:
    """Store sent files, for as long as models/clips/upload.py says.

    One that is too large, or too much beside the others, is not read: its row says why.
    """
    forget_expired()
    upload = Upload.objects.create(by=by)
    taken = total = 0
    for file in files:
        refused = _refusal_message(file, taken, total)
        data = b"" if refused else file.read()
        taken, total = taken + (not refused), total + len(data)
        name = fit(UploadedFile, "name", importer.printable(file.name or ""))
        UploadedFile.objects.create(upload=upload, name=name, data=data, refused=refused)
    return upload


def _refusal_message(file: "FormFile[bytes]", taken: int, total: int) -> str:
    size, limit = file.size or 0, settings.CLIP_MAX_BYTES
    if size > limit:
        words = {"name": file.name, "size": file_sizes.size_in_words(size), "limit": file_sizes.size_in_words(limit)}
        return _("The file %(name)s has %(size)s; at most %(limit)s are taken. It was not read.") % words
    if taken >= MAX_FILES:
        words = {"name": file.name, "n": str(MAX_FILES)}
        return _("At most %(n)s files are taken at once. %(name)s was not read.") % words
    if total + size > max_bytes():
        words = {"name": file.name, "limit": file_sizes.size_in_words(max_bytes())}
        return _("At most %(limit)s are taken at once. %(name)s was not read.") % words
    return ""


def preview_upload(upload: Upload) -> Iterator[tuple[UploadedFile, ImportOutcome]]:
    """What the import would do with each file of an upload, one at a time; writes nothing."""
    names: dict[bytes, str] = {}
    for file in upload.files.iterator(chunk_size=1):
        outcome = _refusal(file) or importer.preview_import(bytes(file.data), file.name)
        first = names.setdefault(hashlib.sha256(file.data).digest(), file.name)
        if outcome.status == "new" and first is not file.name:
            sentence = _("the same bytes as %(name)s in this upload") % {"name": first}
            outcome = replace(outcome, status="seen", sentence=sentence, read=None)
        yield file, outcome


def _refusal(file: UploadedFile) -> ImportOutcome | None:
    return ImportOutcome(file.name, "failed", file.refused) if file.refused else None


def take_in(upload: Upload, defaults: ImportDefaults, by: User, without: Collection[int] = ()) -> ImportedUpload:
    """Import the files of an upload but those whose ids are in `without`, as drafts with the right of `defaults`.

    The upload is deleted afterwards. If the import is interrupted, it is still there, and nothing is imported twice.
    """
    files = [file for file in upload.files.all() if file.pk not in without]
    readable = [(file.name, bytes(file.data)) for file in files if not file.refused]
    outcomes = iter(importer.import_clips(readable, defaults, by))
    record = runs.RunRecorder(by=by)
    for file in files:
        record.add(*(_refusal(file) or next(outcomes)).with_children())
    record.close()
    upload.delete()
    return ImportedUpload(record.run, record.counts)


def forget_expired() -> None:
    """Drop uploads that nobody decided about in time."""
    Upload.objects.expired().delete()
