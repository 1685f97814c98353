"""Files in files: each is a clip of its own, linked with the one around it, and named in every report."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.domain.imports import children, importer, reread
from articles.domain.privacy import erasure
from articles.models import Article, AuditEntry, Clip, ImportedFile, ImportRun
from articles.parser import pipeline
from tests.parser.formats.archives import zipped
from tests.parser.formats.samples import HEADLINE, PAGE, SAMPLES, TEXT

OTHER = TEXT.replace("Brücke", "Straße").replace("Aue", "Mulde")
WITH_COMMENT = TEXT + "\nKommentare\n\nHans Wurst, 12.06.2024, 18:10 Uhr\nEndlich, das wurde auch wirklich Zeit!\n"
MIXED = {
    "a.txt": TEXT.encode(),
    "b/bild.png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "c.zip": zipped({"d.txt": OTHER.encode()}),
}


def run_command(*args: object, **options: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("import_seeds", *map(str, args), stdout=out, stderr=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_files_in_a_file_become_clips_with_drafts_and_know_where_they_were(db):
    outcome = importer.import_clip(zipped(MIXED), "post.zip")

    whole = Clip.objects.get(parent=None)
    assert (outcome.clip, outcome.article, whole.state, whole.format) == (whole, None, "archive_only", "packed")
    first, inner = whole.children.order_by("pk")
    assert [whole.text[c.parent_start : c.parent_end].split("\t")[0] for c in (first, inner)] == ["a.txt", "c.zip"]
    assert [c.names.get().name for c in (first, inner, inner.children.get())] == [
        "post.zip/a.txt",
        "post.zip/c.zip",
        "post.zip/c.zip/d.txt",
    ]
    assert Article.objects.count() == 2
    assert [(o.name, o.status) for o in outcome.with_children()] == [
        ("post.zip", "new"),
        ("post.zip/a.txt", "new"),
        ("post.zip/b/bild.png", "failed"),
        ("post.zip/c.zip", "new"),
        ("post.zip/c.zip/d.txt", "new"),
    ]


def test_the_report_the_run_and_the_dry_run_name_every_file_in_a_file(db, tmp_path):
    (tmp_path / "post.zip").write_bytes(zipped(MIXED))

    shown, shown_code = run_command(tmp_path, dry_run=True)
    printed, json_code = run_command(tmp_path, dry_run=True, json=True)
    output, code = run_command(tmp_path)

    assert (code, shown_code, json_code) == (1, 1, 1)
    for name in ("post.zip", "post.zip/a.txt", "post.zip/b/bild.png", "post.zip/c.zip", "post.zip/c.zip/d.txt"):
        assert f"{name} " in output
        assert f"{name} " in shown
    assert "5 Dateien: 4 neu, 0 bekannt, 1 fehlgeschlagen." in output
    assert "5 Dateien: 4 neu, 0 bekannt, 1 fehlgeschlagen." in shown
    record = json.loads(printed)
    assert [child["file"].rsplit("/", 1)[1] for child in record["children"]] == ["a.txt", "bild.png", "c.zip"]
    assert record["children"][0]["article"]["headline"] == HEADLINE
    assert record["children"][1]["error"]["kind"] == "picture"
    assert record["children"][0]["range"] == [0, record["children"][0]["range"][1]]
    assert ImportedFile.objects.count() == 5
    assert (ImportRun.objects.get().new, ImportRun.objects.get().failed) == (4, 1)
    assert AuditEntry.objects.filter(verb="import").get().details["new"] == 4


@pytest.mark.parametrize("options", [{}, {"dry_run": True}, {"publish": True}])
def test_a_second_import_names_every_file_in_a_known_file_and_what_is_not_read(db, tmp_path, options):
    (tmp_path / "post.zip").write_bytes(zipped({**MIXED, "c.zip": zipped({"d.txt": OTHER.encode(), "leer.txt": b""})}))
    run_command(tmp_path)

    output, code = run_command(tmp_path, **options)

    lines = [line.split(None, 1) for line in output.splitlines() if "post.zip" in line]
    assert [(word, re.search(r"post\.zip\S*", rest)[0]) for word, rest in lines] == [
        ("bekannt", "post.zip"),
        ("bekannt", "post.zip/a.txt"),
        ("fehlgeschlagen", "post.zip/b/bild.png"),
        ("bekannt", "post.zip/c.zip"),
        ("bekannt", "post.zip/c.zip/d.txt"),
        ("fehlgeschlagen", "post.zip/c.zip/leer.txt"),
    ]
    assert lines[0][1].endswith(": 3 Dateien darin")
    assert code == 1


def test_what_could_not_be_read_in_a_known_file_is_read_when_it_can_be(db, monkeypatch):
    data = zipped(MIXED)
    with monkeypatch.context() as patched:
        patched.setattr(children, "MAX_FILES", 1)
        assert [o.status for o in importer.import_clip(data, "post.zip").children] == ["new", "failed", "failed"]

    again = importer.import_clip(data, "post.zip")

    assert [o.status for o in again.with_children()] == ["seen", "seen", "failed", "new", "new"]
    assert Clip.objects.get(names__name="post.zip/c.zip").parent == Clip.objects.get(names__name="post.zip")


def test_a_second_import_of_the_whole_brings_nothing(db):
    importer.import_clip(zipped(MIXED), "post.zip")
    count = Clip.objects.count()

    assert importer.import_clip(zipped(MIXED), "noch-einmal.zip").status == "seen"
    assert Clip.objects.count() == count


def test_a_clip_that_came_by_itself_is_linked_with_a_file_that_has_it_as_well(db):
    alone = importer.import_clip(TEXT.encode(), "a.txt").clip

    outcome = importer.import_clip(zipped(MIXED), "post.zip")

    alone.refresh_from_db()
    assert alone.parent == outcome.clip
    assert [child.status for child in outcome.children] == ["seen", "failed", "new"]
    assert set(alone.names.values_list("name", flat=True)) == {"a.txt", "post.zip/a.txt"}


def test_files_that_lie_too_deep_are_named(db):
    data = TEXT.encode()
    for _layer in range(children.MAX_DEPTH + 2):
        data = zipped({"x.zip": data})

    outcomes = list(importer.import_clip(data, "tief.zip").with_children())

    assert [outcome.status for outcome in outcomes] == [*["new"] * (children.MAX_DEPTH + 1), "failed"]
    assert "zu tief" in outcomes[-1].sentence


def test_all_files_of_one_count_together(db, monkeypatch):
    monkeypatch.setattr(children, "MAX_FILES", 2)

    outcome = importer.import_clip(zipped({f"{n}.txt": f"{n} {TEXT}".encode() for n in range(4)}), "viele.zip")

    assert [child.status for child in outcome.children] == ["new", "new", "failed", "failed"]


def test_a_file_in_a_file_that_cannot_be_stored_does_not_stop_the_others(db, monkeypatch):
    read = pipeline.parse_clip

    def fails(data: bytes, name: str):
        if name.endswith("a.txt"):
            raise RuntimeError("kaputt")
        return read(data, name)

    monkeypatch.setattr(pipeline, "parse_clip", fails)

    outcome = importer.import_clip(zipped({"a.txt": TEXT.encode(), "b.txt": OTHER.encode()}), "zwei.zip")

    assert [child.status for child in outcome.children] == ["failed", "new"]


def test_reading_again_takes_out_what_an_earlier_version_left(db, monkeypatch):
    whole = importer.import_clip(zipped({"a.txt": TEXT.encode()}), "eins.zip").clip
    Clip.objects.filter(parent=whole).update(parent=None, sha256="0" * 64)
    whole.readings.all().delete()

    outcome = reread.reread(whole)

    assert [child.status for child in outcome.children] == ["new"]
    assert whole.children.get().text == TEXT


def test_a_whole_is_nobodys_near_duplicate(db):
    importer.import_clip(zipped({"a.txt": TEXT.encode(), "b.txt": OTHER.encode()}), "zwei.zip")

    assert not any(
        warning["code"] == "near_duplicate"
        for clip in Clip.objects.filter(format="packed")
        for warning in clip.readings.get().warnings
    )


def test_an_erased_persons_words_leave_the_file_around_the_clip_as_well(db):
    whole = importer.import_clip(zipped({"a.txt": WITH_COMMENT.encode()}), "post.zip").clip
    article = Article.objects.get()
    assert article.comments.count() == 1

    erasure.erase(erasure.PersonToErase(comments=(article.comments.get().pk,)), None, "Test")

    whole.refresh_from_db()
    assert b"Zeit" not in bytes(whole.children.get().data)
    assert not bytes(whole.data).startswith(b"PK")
    assert bytes(whole.data).decode() == whole.text


@pytest.mark.parametrize("name", ["post.zip", "post.zip/a.txt"])
def test_the_pages_of_the_clips_lead_to_each_other(db, admin_client, name):
    importer.import_clip(zipped({"a.txt": TEXT.encode(), "b.html": PAGE.encode()}), "post.zip")
    clip = Clip.objects.get(names__name=name)
    others = Clip.objects.exclude(pk=clip.pk).filter(parent=clip.pk if clip.parent is None else None)

    page = admin_client.get(reverse("admin:articles_clip_change", args=[clip.pk])).content.decode()

    for other in others:
        assert reverse("admin:articles_clip_change", args=[other.pk]) in page
    assert ("Dateien darin" in page) == (clip.parent is None)


def test_a_folder_gives_every_file_that_its_content_tells_whatever_it_is_called(db, tmp_path):
    for number, (name, (_format, data)) in enumerate(SAMPLES.items()):
        (tmp_path / f"{number}-{name.replace('.', '-')}").write_bytes(data)

    output, code = run_command(tmp_path, dry_run=True)

    plain = [f"{number}-{name.replace('.', '-')}" for number, name in enumerate(SAMPLES) if name == "bruecke.txt"]
    named = {str(path): [line for line in output.splitlines() if f"{path} " in line] for path in tmp_path.iterdir()}
    assert all(len(lines) == 1 for lines in named.values())
    failed = [path for path, (line,) in named.items() if line.startswith("fehlgeschlagen")]
    assert ([path.rsplit("/", 1)[1] for path in failed], code) == (plain, 1)
