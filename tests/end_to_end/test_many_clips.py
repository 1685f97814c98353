"""Many clips: how fast, with how much memory, by how many at once."""

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


def manage(database: str, *args: str) -> "subprocess.Popen[str]":
    """A management command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *args],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finished(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    return output


def folder_of(path: Path, count: int) -> Path:
    path.mkdir()
    for number in range(count):
        (path / f"{number:05}.txt").write_bytes(generate_clip(number, paragraphs=4))
    return path


def rows(database: str) -> list[int]:
    counts = "from articles.models import *; print([m.objects.count() for m in (Clip, ClipName, Article, Source)])"
    return [int(n) for n in re.findall(r"\d+", finished(manage(database, "shell", "-v", "0", "-c", counts)))]


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'db.sqlite3'}"


def test_three_processes_import_one_folder_and_nothing_comes_twice(sqlite, tmp_path):
    finished(manage(sqlite, "migrate", "-v", "0"))
    folder = str(folder_of(tmp_path / "clips", 200))

    running = [manage(sqlite, "import_seeds", folder) for _ in range(3)]
    output = [finished(process).splitlines()[-1] for process in running]

    assert rows(sqlite) == [200, 200, 200, 1]
    assert sum(int(re.findall(r"(\d+) neu", line)[0]) for line in output) == 200


@pytest.mark.alone
def test_clips_are_read_and_imported_fast_enough(sqlite):
    finished(manage(sqlite, "migrate", "-v", "0"))

    output = finished(manage(sqlite, "shell", "-v", "0", "-c", "from tests.bench.import_speed import tell; tell()"))

    read, imported = (float(n) for n in output.split()[3:])
    assert read >= 1.5, output
    assert imported >= 0.5, output


def test_memory_stays_flat_over_twenty_thousand_clips(sqlite, tmp_path):
    finished(manage(sqlite, "migrate", "-v", "0"))
    import_memory.make_clips(tmp_path / "clips", 20_000)

    held = {n: memory for n, memory, _ in import_memory.watch(sqlite, tmp_path / "clips", (2_000, 10_000, 20_000))}

    assert held[20_000] <= 1.1 * held[2_000], held
