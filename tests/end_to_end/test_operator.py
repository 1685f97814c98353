"""Messages of the commands: what was done, what was not and why, in one language, and with closed pipes."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from articles.domain.imports import reread
from articles.management import checks
from articles.models import Article, Clip
from articles.parser import pipeline
from tests.rounds import slow_but

ROOT = Path(__file__).resolve().parents[2]
NEWS = """Markt zieht um

Der Wochenmarkt zieht im Mai auf den Platz vor dem Bahnhof. Das hat der Rat der Stadt am Montag beschlossen.

Die Händler hatten sich lange gegen den Umzug gewehrt. Am neuen Ort gebe es zu wenig Schatten, sagte eine Sprecherin. Die Stadt will nun Bäume pflanzen und Bänke aufstellen lassen.
"""  # noqa: E501
OPTIONS = {
    "--source": "Der Anzeiger",
    "--url": "https://a.example/1",
    "--date": "2024-05",
    "--language": "de",
    "--right": "full",
    "--publish": None,
}


def run_command(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.parametrize("dry_run_options", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_options_ignored_for_a_known_clip_are_named_with_a_remedy(db, tmp_path, dry_run_options):
    (tmp_path / "markt.txt").write_text(NEWS)
    run_command("import_seeds", tmp_path)
    before = Article.objects.values().get()

    for name, value in OPTIONS.items():
        output = run_command("import_seeds", tmp_path, name, *([value] if value else []), *dry_run_options)
        assert f"{name}: nicht angewendet auf 1 bekannten Clip" in output
        assert "/admin/articles/article/" in output
        assert "„Markt zieht um“ (Entwurf)" in output
    all_options = [word for pair in OPTIONS.items() for word in pair if word]
    assert "--source, --url, --date, --language, --publish, --right: nicht" in run_command(
        "import_seeds", tmp_path, *all_options, *dry_run_options
    )

    assert Article.objects.values().get() == before
    assert "nicht angewendet" not in run_command("import_seeds", tmp_path, *dry_run_options)
    (tmp_path / "markt.txt").write_text(NEWS.replace("Markt", "Basar"))
    assert "nicht angewendet" not in run_command("import_seeds", tmp_path, "--source", "Der Anzeiger", *dry_run_options)


@pytest.mark.parametrize("dry_run_options", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_a_near_duplicate_is_reported_with_the_name_of_the_other_clip(db, tmp_path, dry_run_options):
    text = NEWS + "\n".join(f"Der Rat hat {n} Punkte für Marktplatz {n} und Straße {n + 1} beraten." for n in range(30))
    (tmp_path / "erster.txt").write_text(text)
    run_command("import_seeds", tmp_path / "erster.txt")
    (tmp_path / "zweiter.txt").write_text(text.replace("am Montag", "am Dienstag"))

    output = run_command("import_seeds", tmp_path / "zweiter.txt", *dry_run_options)

    assert f"fast derselbe Text wie „{tmp_path / 'erster.txt'}“" in output


def test_rereading_with_nothing_to_do_says_so(db, tmp_path):
    (tmp_path / "markt.txt").write_text(NEWS)
    run_command("import_seeds", tmp_path)

    for dry_run_options in ([], ["--dry-run"]):
        output = run_command("import_seeds", "--reread", *dry_run_options)
        assert output == "Alle Clips des Archivs sind mit dieser Version des Lesers gelesen: nichts zu tun.\n"


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_rereading_names_the_fields_that_keep_an_editors_text(db, tmp_path, monkeypatch, state):
    (tmp_path / "markt.txt").write_text(NEWS)
    run_command("import_seeds", tmp_path)
    Article.objects.update(headline="Der Markt zieht um", state=state)
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "newer")
    real_parse = pipeline.parse_clip
    change = {"draft": "geändert: Vorspann", "approved": "Änderung vorbereitet: Vorspann"}[state]
    kept_fields = "bleibt wie von der Redaktion geändert: Überschrift"

    for old, new, expected in (
        ("Markt zieht um", "Umzug des Markts", f"→ {kept_fields}"),
        ("Markt zieht um\n\nDer Wochenmarkt", "Umzug des Markts\n\nDer Freitagsmarkt", f"→ {change} · {kept_fields}"),
    ):
        data = NEWS.replace(old, new, 1).encode()
        monkeypatch.setattr(reread.pipeline, "parse_clip", lambda _data, name, data=data: real_parse(data, name))
        output = run_command("import_seeds", "--reread", "--dry-run").splitlines()[0]
        assert output.endswith(expected), output


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_line_of_a_clip_is_in_one_language(db, tmp_path, language):
    (tmp_path / "markt.txt").write_text(NEWS)
    with translation.override(language):
        output = run_command("import_seeds", tmp_path, "--source", "x") + run_command(
            "import_seeds", tmp_path, "--publish"
        )

    received_at = timezone.localtime(Clip.objects.get().received_at)  # near midnight another day than in UTC
    date = f"{received_at:%d.%m.%Y}"
    if language == "de":
        assert "„Markt zieht um“ · Entwurf" in output
        assert date in output
    else:
        assert "“Markt zieht um” · Draft" in output or "“Markt zieht um” · draft" in output
        assert date not in output
        assert not [word for word in ("„", "bekannt", "Entwurf", "Datei", "neu ") if word in output]


COMMANDS = (
    "import_seeds seeds --dry-run --json",
    "import_seeds seeds --dry-run --json --explain",
    "help",
    "import_seeds --help",
    "tick --help",
    "check",
)


@pytest.mark.parametrize("command", slow_but(["import_seeds --help"], COMMANDS))
def test_a_closed_pipe_causes_no_traceback(tmp_path, command):
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    line = f"{sys.executable} manage.py {command} | true"

    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_import_continues_after_its_output_is_closed(db, tmp_path):
    class Closed(StringIO):
        def write(self, _text):
            raise BrokenPipeError

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(NEWS.replace("Markt", f"Markt {number}"))

    call_command("import_seeds", str(tmp_path), stdout=Closed(), stderr=StringIO())

    assert Clip.objects.count() == 3


def test_the_check_names_missing_and_stale_message_catalogues(tmp_path, monkeypatch):
    assert checks.catalogues_are_built() == []
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(checks, "LOCALE", tmp_path)
    source, built = folder / "django.po", folder / "django.mo"
    source.write_text("")

    for state, is_reported in (("missing", True), ("built", False), ("stale", True)):
        if state != "missing":
            built.write_bytes(b"")
            os.utime(built, (100, 100) if state == "stale" else None)
        messages = checks.catalogues_are_built()
        assert [message.id for message in messages] == ["articles.W002"] * is_reported, state
        assert not messages or "build_messages" in str(messages[0].hint)
