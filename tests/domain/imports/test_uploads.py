"""Uploads wait in the archive until somebody decides."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from articles.domain.imports import runs, uploads
from articles.domain.imports.importer import ImportOutcome
from articles.domain.imports.storage import ImportDefaults
from articles.models import Clip, ImportRun, Upload, UploadedFile


@pytest.fixture
def upload(editor, seed) -> Upload:
    files = [SimpleUploadedFile("003.txt", seed("003")), SimpleUploadedFile("leer.txt", b"")]
    return uploads.keep(files, by=editor)


def test_the_bytes_are_kept_as_they_came(upload, seed):
    assert bytes(upload.files.get(name="003.txt").data) == seed("003")


def test_an_upload_comes_in_once_even_if_it_is_confirmed_twice_at_the_same_time(upload, editor):
    same = Upload.objects.prefetch_related("files").get()  # looked at before the first had finished

    first = uploads.take_in(upload, ImportDefaults(), editor)
    second = uploads.take_in(same, ImportDefaults(), editor)

    assert (dict(first.counts), dict(second.counts)) == ({"new": 1, "failed": 1}, {"seen": 1, "failed": 1})
    assert (Clip.objects.count(), Upload.objects.count()) == (1, 0)


def test_what_was_only_seen_before_leaves_no_run(editor, seed):
    for _ in range(2):
        upload = uploads.keep([SimpleUploadedFile("003.txt", seed("003"))], by=editor)
        done = uploads.take_in(upload, ImportDefaults(), editor)

    assert done.run is None
    assert ImportRun.objects.count() == 1


def test_the_tick_forgets_uploads_that_nobody_decided_about(upload, editor):
    fresh = uploads.keep([], by=editor)
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(hours=25))

    call_command("tick", stdout=StringIO())

    assert list(Upload.objects.all()) == [fresh]
    assert UploadedFile.objects.count() == 0


def test_a_long_run_gives_signs_of_life(db):
    record = runs.RunRecorder()
    record.add(ImportOutcome("a.txt", "failed", "leer"))
    begun = timezone.now() - timedelta(minutes=9)
    record.run.heard_at = begun

    record.add(ImportOutcome("b.txt", "failed", "leer"))

    run = ImportRun.objects.get()
    assert (run.standing, run.failed, run.finished_at) == ("running", 2, None)
    assert run.heard_at > begun
