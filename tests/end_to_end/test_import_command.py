"""The command `manage.py import_seeds`."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.domain.imports import files as collecting
from articles.domain.imports import holds, importer, refusals
from articles.lexicon import load
from articles.models import Article, Clip, ClipName, Comment, Image, Reading
from articles.parser import file_kinds

NEWS = """Markt zieht um

Der Wochenmarkt zieht im Mai auf den Platz vor dem Bahnhof. Das hat der Rat der Stadt am Montag beschlossen.

Die Händler hatten sich lange gegen den Umzug gewehrt. Am neuen Ort gebe es zu wenig Schatten, sagte eine Sprecherin. Die Stadt will nun Bäume pflanzen und Bänke aufstellen lassen.
"""  # noqa: E501


def run_command(*args: object, **options: object) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("import_seeds", *map(str, args), stdout=out, stderr=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_without_a_path_the_shipped_clips_are_published_as_a_demonstration(db):
    output, code = run_command()

    assert code == 0
    assert output.endswith("5 Dateien: 5 neu, 0 bekannt, 0 fehlgeschlagen.\n")
    assert Article.objects.published().count() == 5
    assert Comment.objects.visible().count() == 9
    assert Image.objects.count() == 13


def test_a_second_import_creates_nothing(db):
    run_command()
    before = [m.objects.count() for m in (Article, Clip, ClipName, Comment, Image, Reading)]

    output, code = run_command()

    assert (output.splitlines()[-1], code) == ("5 Dateien: 0 neu, 5 bekannt, 0 fehlgeschlagen.", 0)
    assert [m.objects.count() for m in (Article, Clip, ClipName, Comment, Image, Reading)] == before


def test_on_a_real_site_the_shipped_clips_stay_drafts_with_a_message(db, settings):
    settings.DEMO = False

    output, _ = run_command()

    assert not Article.objects.published().exists()
    assert "bleiben Entwürfe" in output


def test_clips_imported_from_a_path_are_drafts(db, tmp_path):
    (tmp_path / "markt.txt").write_text(NEWS)

    run_command(tmp_path)

    assert [(a.headline, a.state, a.right) for a in Article.objects.all()] == [("Markt zieht um", "draft", "unclear")]


def test_the_operator_can_publish_and_give_known_values(db, tmp_path):
    (tmp_path / "markt.txt").write_text(NEWS)

    options = ["--source", "Der Anzeiger", "--url", "https://a.example/1", "--date", "2024-05", "--language", "de"]
    run_command(tmp_path, "--publish", *options)

    article = Article.objects.published().get()
    assert (str(article.source), article.right, article.original_url) == ("Der Anzeiger", "full", "https://a.example/1")
    assert (article.issued_on.isoformat(), article.issued_precision) == ("2024-05-01", "month")
    assert "--publish" in article.history.first().history_change_reason


def test_what_is_published_at_once_leaves_out_what_a_person_has_to_see(db, tmp_path):
    notices = {"a": "", "b": "Sperrfrist: Redebeginn", "c": "EMBARGOED until 20 June 2030", "d": "dpa zieht zurück"}
    for name, notice in notices.items():
        (tmp_path / f"{name}.txt").write_text(f"{notice}\n\n{NEWS.replace('Mai', f'Mai {name}')}".lstrip())

    output, code = run_command(tmp_path, "--publish")

    lines = {line.split(" → ")[0][-5:-4]: line for line in output.splitlines() if " → " in line}
    assert code == 0
    assert Article.objects.published().count() == 1
    assert "nicht veröffentlicht" not in lines["a"]
    assert "nicht veröffentlicht: Sperrfrist („Sperrfrist: Redebeginn“)" in lines["b"]
    assert "nicht veröffentlicht: Sperrfrist („EMBARGOED until 20 June 2030“)" in lines["c"]
    assert "nicht veröffentlicht: zurückgezogen oder nicht zu verwenden („dpa zieht zurück“)" in lines["d"]
    assert "3 Texte warten auf die Redaktion und sind nicht veröffentlicht" in output


@pytest.mark.parametrize("options", [{}, {"dry_run": True}, {"dry_run": True, "json": True}])
def test_a_file_without_an_article_is_named_with_what_it_is_and_the_exit_code_says_so(db, tmp_path, options):
    (tmp_path / "gut.txt").write_text(NEWS)
    (tmp_path / "post.txt").write_text("Der Morgen\n\nGuten Morgen!\n\nIm Browser ansehen\n\nNewsletter abbestellen\n")

    output, code = run_command(tmp_path, **options)

    assert code == 1
    if options.get("json"):
        warnings = json.loads(output.splitlines()[1])["warnings"]
        assert [(w["code"], w["params"]) for w in warnings] == [("no_article", {"kind": "newsletter"})]
    else:
        assert "Kein Artikel erkannt: Newsletter ohne Artikel." in output
        assert "In 1 Datei wurde kein Artikel erkannt" in output


def test_a_known_file_without_an_article_counts_as_not_read_until_somebody_has_looked(db, tmp_path):
    (tmp_path / "post.txt").write_text("Der Morgen\n\nGuten Morgen!\n\nIm Browser ansehen\n\nNewsletter abbestellen\n")
    run_command(tmp_path)

    for options in ({}, {"dry_run": True}):
        output, code = run_command(tmp_path, **options)
        assert ("bekannt" in output, "In 1 Datei wurde kein Artikel erkannt" in output, code) == (True, True, 1)

    reading = Reading.objects.get()
    reading.warnings = [warning | {"seen": True} for warning in reading.warnings]
    holds.recount(reading)
    reading.save()
    assert run_command(tmp_path)[1] == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--publish", "--right", "internal"],
        ["--json"],
        ["--dry-run", "--explain"],
        ["--date", "2024-02-31"],
        ["--date", "gestern"],
        ["--date", "0001-01-01"],
        ["--date", "9999"],
        ["--url", "javascript:alert(1)"],
        ["--language", "de_DE!"],
        ["--right", "alles"],
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_read(db, tmp_path, options):
    (tmp_path / "markt.txt").write_text(NEWS)

    with pytest.raises(CommandError):
        call_command("import_seeds", str(tmp_path), *options)

    assert not Clip.objects.exists()


def test_every_bad_file_is_named_and_every_other_file_is_imported(db, tmp_path, settings):
    settings.CLIP_MAX_BYTES = 20_000
    (tmp_path / "gut.txt").write_text(NEWS)
    (tmp_path / "kopie.txt").write_text(NEWS)
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "riese.txt").write_bytes(b"x" * 20_001)
    (tmp_path / "notiz.org").write_text("nicht gemeint")
    (tmp_path / "kreis").symlink_to(tmp_path)
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "nirgends.txt").symlink_to(tmp_path / "fehlt")
    (tmp_path / "röhre.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")

    output, code = run_command(tmp_path, tmp_path / "gibt-es-nicht.txt")

    failed = [line for line in output.splitlines() if line.startswith("fehlgeschlagen")]
    assert code == 1
    bad = ("leer.txt", "bild.txt", "riese.txt", "nirgends.txt", "pipe.txt", "ring.txt", "gibt-es-nicht.txt")
    for name in (*bad, "notiz.org"):
        assert sum(name in line for line in failed) == 1, (name, output)
    assert len(failed) == 8
    assert "20.001 Bytes" in output
    assert "im Kreis" in output
    assert "Traceback" not in output
    assert output.splitlines()[-1] == "10 Dateien: 1 neu, 1 bekannt, 8 fehlgeschlagen."
    assert [Path(n.name).name for n in ClipName.objects.all()] == ["gut.txt", "kopie.txt"]
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cp1252.txt", NEWS.encode("cp1252")),
        ("utf-16.txt", NEWS.encode("utf-16")),
        ("crlf.txt", NEWS.replace("\n", "\r\n").encode()),
        ("bom.txt", b"\xef\xbb\xbf" + NEWS.encode()),
        ("broken.txt", NEWS.encode().replace("ä".encode(), b"\xc3", 1)),
        ("one-line.txt", ("Ein Satz über die Stadt und ihren Markt. " * 120_000).encode()),
    ],
)
def test_unusual_but_valid_files_are_read(db, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    output, code = run_command(tmp_path)

    assert code == 0, output
    assert "Traceback" not in output
    clip = Clip.objects.get()
    assert bytes(clip.data) == data
    segments = clip.readings.get().segments
    assert "".join(clip.text[s["start"] : s["end"]] for s in segments) == clip.text


def test_an_unreadable_folder_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "zu"
    folder.mkdir()

    def denied(_path: object) -> list[str]:  # permissions alone would not do: root may run these tests
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(collecting.os, "listdir", denied)
    problems = list(collecting.collect([str(folder)]))

    assert [(p.code, str(folder) in p.message) for p in problems] == [("no_permission", True)]


def test_the_dry_run_as_json_needs_no_database_and_prints_one_object_a_file(tmp_path):
    (tmp_path / "gut.txt").write_text(NEWS)
    (tmp_path / "leer.txt").write_text("")

    output, code = run_command(tmp_path, dry_run=True, json=True)

    records = [json.loads(line) for line in output.splitlines()]
    assert code == 1
    assert [(r["file"], "article" in r) for r in records] == [
        (str(tmp_path / "gut.txt"), True),
        (str(tmp_path / "leer.txt"), False),
    ]
    assert records[1]["error"]["code"] == "empty"


def test_the_dry_run_explains_each_line_by_its_strongest_features(tmp_path):
    (tmp_path / "gut.txt").write_text(NEWS)
    (tmp_path / "seite.html").write_text(f"<!doctype html><title>Markt</title><p>{NEWS[14:]}</p>")

    output, _ = run_command(tmp_path, dry_run=True, json=True, explain=True)

    plain, page = (json.loads(line) for line in output.splitlines())
    lines = plain["lines"]
    assert [NEWS[line["start"] : line["end"]] for line in lines] == NEWS.strip().split("\n\n")
    assert lines[0]["role"] == "headline"
    assert all(set(line) >= {"rule", "confidence", "alternatives"} for line in lines)
    weights = [weight for _name, weight in lines[0]["features"]]
    assert weights == sorted(weights, reverse=True)
    assert 0 < len(weights) <= 5
    assert page["lines"]
    assert "lines" not in json.loads(run_command(tmp_path / "gut.txt", dry_run=True, json=True)[0])


def test_the_plain_dry_run_distinguishes_new_from_seen_and_writes_nothing(db, tmp_path):
    run_command()
    (tmp_path / "markt.txt").write_text(NEWS)

    output, code = run_command(tmp_path, "seeds", dry_run=True)

    assert code == 0
    assert "6 Dateien: 1 neu, 5 bekannt, 0 fehlgeschlagen." in output
    assert Clip.objects.count() == 5


def test_an_interrupted_import_keeps_finished_clips_and_says_how_to_continue(db, tmp_path, monkeypatch):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(NEWS.replace("Markt", f"Markt {number}"))
    real_read = collecting.read_bytes

    def read_or_interrupt(name: str) -> object:
        if name.endswith("1.txt"):
            raise KeyboardInterrupt
        return real_read(name)

    monkeypatch.setattr(collecting, "read_bytes", read_or_interrupt)
    output, code = run_command(tmp_path)

    assert code == 130
    assert "1 " in output
    assert Clip.objects.count() == 1


FOLDER = {  # name: content, and words of the message
    "meldung.txt": (NEWS.encode(), "neu"),
    "seite.html": (f"<html><body><h1>Markt</h1><p>{NEWS}</p></body></html>".encode(), "neu"),
    "leer.txt": (b"", "leer"),
    "leer.pdf": (b"", "leer"),
    "kein-text.txt": (b"a\0b\0c", "kein Text"),
    "kein-text.xyz": (b"a\0b\0c", "kein Text"),
    "umbenannt.txt": (b"%PDF-1.4 ...", "beschädigt"),
    "bericht.zip.txt": (b"PK\x03\x04....word/document.xml", "beschädigt"),
    "unter/notiz.org": (NEWS.encode(), "endet auf .org"),
    "unter/LIESMICH": (NEWS.encode(), "keine Endung"),
    "unter/meldung-noch-einmal.txt": (NEWS.encode(), "bekannt"),
    "unter/große.txt": (b"x" * 3_000, "höchstens"),
    "unter/POST.EML": (b"Ein Text", "E-Mail (.eml) – dem Namen nach"),
}


def create_mixed_folder(root: Path) -> dict[str, str]:
    """Create a folder with a file of every kind; returns the words that each path is reported with."""
    files = {**FOLDER}
    for kind, row in load.table("file_kinds").items():
        for ending in row["endings"] if kind not in file_kinds.READABLE_KINDS else ():
            files[f"unter/muster{ending}"] = (b"Ein Text", f"({ending}) – ")
    messages = {}
    for name, (data, words) in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        messages[str(path)] = words
    return messages


def test_every_file_of_a_folder_is_named_with_its_result(db, tmp_path, settings):
    settings.CLIP_MAX_BYTES = 2_000
    messages = create_mixed_folder(tmp_path)

    for options in ({"dry_run": True}, {}):
        output, code = run_command(tmp_path, **options)

        lines = {path: [line for line in output.splitlines() if f"{path} " in line] for path in messages}
        unexpected = {
            path: lines[path]
            for path, words in messages.items()
            if len(lines[path]) != 1 or words not in lines[path][0]
        }
        known_count = 0 if options else 1
        if options:  # a dry run does not know what the files before it would bring
            unexpected.pop(str(tmp_path / "unter/meldung-noch-einmal.txt"))
        assert (unexpected, code) == ({}, 1)
        failed = len(messages) - 3
        assert (
            f"{len(messages)} Dateien: {3 - known_count} neu, {known_count} bekannt, {failed} fehlgeschlagen." in output
        )


def test_every_file_of_a_folder_is_in_the_json_with_its_kind(tmp_path, capsys):
    messages = create_mixed_folder(tmp_path)
    output, code = run_command(tmp_path, dry_run=True, json=True)

    records = {record["file"]: record for record in map(json.loads, output.splitlines())}
    assert (set(records), code) == (set(messages), 1)
    for path, record in records.items():
        by_name = next(
            (kind for kind, row in load.table("file_kinds").items() if path.lower().endswith(tuple(row["endings"]))), ""
        )
        if Path(path).stem == "muster" or path.endswith((".EML", "muster.html.gz")):
            assert record["error"]["code"] == "unsupported"
            assert record["error"]["kind"] == file_kinds.kind_by_name(path)
            assert by_name


def test_hidden_and_leftover_files_are_counted(db, tmp_path):
    for name in ("meldung.txt", ".DS_Store", "meldung.txt~", ".meldung.txt.swp", "~$bericht.docx", "Thumbs.db"):
        (tmp_path / name).write_text(NEWS)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "meldung.txt").write_text(NEWS)

    output, code = run_command(tmp_path)

    assert code == 0
    assert "1 Datei: 1 neu, 0 bekannt, 0 fehlgeschlagen." in output
    assert "6 versteckte oder übrig gebliebene Dateien wurden übergangen (.DS_Store, .git, " in output


def test_a_hidden_file_given_as_a_path_is_read(db, tmp_path):
    path = tmp_path / ".meldung"
    path.write_text(NEWS)

    output, code = run_command(path)

    assert (output.splitlines()[-1], code) == ("1 Datei: 1 neu, 0 bekannt, 0 fehlgeschlagen.", 0)


def test_every_kind_of_file_has_a_name_in_both_languages():
    named = {kind: str(label) for kind, label in refusals.KINDS.items()}

    assert set(named) == set(load.table("file_kinds"))
    assert all(named.values())


@pytest.mark.parametrize("name", ["tabelle.csv", "buch.epub", "meldung.json"])
def test_no_entry_point_reads_a_file_with_a_non_text_ending(db, name):
    data = b"Markt zieht um\n\nDer Wochenmarkt zieht um."

    outcome = importer.import_clip(data, name)
    preview = importer.preview_import(data, name)
    as_json = importer.preview(data, name)

    assert (outcome.status, preview.status, as_json["error"]["code"]) == ("failed", "failed", "unsupported")
    assert outcome.sentence == preview.sentence
    assert f"({Path(name).suffix}) – wird noch nicht gelesen" in outcome.sentence
    assert not Clip.objects.exists()
