"""How much memory an import takes as it goes on: `import_seeds` over a folder of generated clips of about 5 kB.

    python -m tests.bench.import_memory 20000

makes the clips and a new SQLite database in a temporary folder, imports them in a process of its own, and prints its
resident memory (MB) and the clips a second, at every mark. Linux only: the memory is read from /proc.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.end_to_end.generated_clips import generate_clip

ROOT = Path(__file__).resolve().parents[2]
A_FOLDER = 1_000  # files that lie in one folder


def make_clips(folder: Path, count: int) -> None:
    """Write `count` clips, in folders of A_FOLDER."""
    for number in range(count):
        below = folder / f"{number // A_FOLDER:04}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:06}.txt").write_bytes(generate_clip(number))


def resident(pid: int) -> int:
    """The memory that a process holds now, in bytes."""
    fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def watch(database: str, folder: Path, marks: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    """Import a folder; at each mark (clips told of) its number, the bytes resident, the seconds since the start.

    Raises RuntimeError where the import fails.
    """
    start, last = time.perf_counter(), ""
    with subprocess.Popen(
        [sys.executable, "-u", "manage.py", "import_seeds", str(folder)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for number, line in enumerate(process.stdout, start=1):
            last = line
            if number in marks:
                yield number, resident(process.pid), time.perf_counter() - start
    if process.returncode != 0:
        raise RuntimeError(last)


def main(count: int) -> None:
    """Import `count` clips and print ten marks on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_clips(folder / "clips", count)
        database = f"sqlite:///{folder / 'db.sqlite3'}"
        environment = {**os.environ, "DATABASE_URL": database}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
        marks = [max(count * tenth // 10, 1) for tenth in range(1, 11)]
        for number, held, seconds in watch(database, folder / "clips", marks):
            print(f"{number:>7} clips {held / 1e6:6.1f} MB {number / seconds:6.0f} a second", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
