"""Importing many clips: speed, memory and concurrent processes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import import_memory
from tests.end_to_end.generated_clips import generate_clip

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def start_command(database: str, *args: str) -> "subprocess.Popen[str]":
    """Start a management command in its own process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def output_of(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    return output


def create_folder(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"{number:05}.txt").write_bytes(generate_clip(number, paragraphs=4))
    return path


def row_counts(database: str) -> list[int]:
    counts = "from articles.models import *; print([m.objects.count() for m in (Clip, ClipName, Article, Source)])"
    return [int(n) for n in re.findall(r"\d+", output_of(start_command(database, "shell", "-v", "0", "-c", counts)))]


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"


def test_three_processes_import_one_folder_without_duplicates(sqlite, tmp_path):
    output_of(start_command(sqlite, "migrate", "-v", "0"))
    folder = str(create_folder(tmp_path / "clips", 200))

    processes = [start_command(sqlite, "import_seeds", folder) for _ in range(3)]
    output = [output_of(process).splitlines()[-1] for process in processes]

    assert row_counts(sqlite) == [200, 200, 200, 1]
    assert sum(int(re.findall(r"(\d+) neu", line)[0]) for line in output) == 200


@pytest.mark.alone
def test_clips_are_read_and_imported_fast_enough(sqlite):
    output_of(start_command(sqlite, "migrate", "-v", "0"))

    output = output_of(
        start_command(sqlite, "shell", "-v", "0", "-c", "from tests.bench.import_speed import tell; tell()")
    )

    read, imported = (float(n) for n in output.split()[3:])
    assert read >= 48, output
    assert imported >= 20, output


def test_memory_stays_flat_over_twenty_thousand_clips(sqlite, tmp_path):
    output_of(start_command(sqlite, "migrate", "-v", "0"))
    import_memory.make_clips(tmp_path / "clips", 20_000)

    memory_by_count = {
        n: memory for n, memory, _ in import_memory.watch(sqlite, tmp_path / "clips", (2_000, 10_000, 20_000))
    }

    assert memory_by_count[20_000] <= 1.1 * memory_by_count[2_000], memory_by_count
