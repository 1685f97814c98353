"""Reads generated mutants of files of all formats (tests/parser/formats/mutants.py), and tells which break what.

    python -m tests.bench.mutants 100000 --seed 1 --workers 2 --keep mutants.jsonl

Each worker is a process with a limit of memory; one that stands still is ended, and the next goes on behind the file
at which it did. Prints the mutants by format, the slowest, the most memory and all troubles; 1 if there are any.
"""

import argparse
import faulthandler
import json
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MAX_ADDRESS_SPACE = 3_000_000_000  # bytes of a worker
MAX_WALL_SECONDS = 60  # for one file, on a busy machine
SHOWN = 15  # of the slowest and the largest


def work(first: int, stop: int, step: int, seed: int) -> None:
    """Read mutants and write a line of JSON for each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    from tests.parser.formats.mutant_checks import measure
    from tests.parser.formats.mutants import mutant

    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    measure(mutant(0, seed))  # what is loaded once counts for none
    for number in range(first, stop, step):
        faulthandler.dump_traceback_later(MAX_WALL_SECONDS, exit=True)
        one = mutant(number, seed)
        found = measure(one)
        faulthandler.cancel_dump_traceback_later()
        row = {
            "number": number, "sample": one.sample.name, "format": one.sample.form, "kinds": one.kinds,
            "bytes": len(one.data), "seconds": round(found.seconds, 4), "growth": found.growth,
            "refused": found.refused, "read": found.formats,
            "troubles": found.troubles,
        }  # fmt: skip
        print(json.dumps(row), flush=True)  # noqa: T201


def rows(first: int, stop: int, step: int, seed: int) -> Iterator[dict[str, Any]]:
    """What a worker says of its mutants; of one at which it ended, that it did."""
    while first < stop:
        command = [
            sys.executable,
            "-m",
            "tests.bench.mutants",
            str(stop),
            "--work",
            f"{first},{step}",
            "--seed",
            str(seed),
        ]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            assert worker.stderr is not None
            for line in worker.stdout:
                yield json.loads(line)
                first += step
            said = worker.stderr.read()[-2_000:]
        if first < stop:
            row = {"number": first, "sample": "?", "format": "?", "kinds": (), "bytes": 0, "seconds": 0.0, "growth": 0}
            yield row | {"refused": "", "read": [], "troubles": [f"ended: {worker.returncode} {said}"]}
            first += step


def main() -> int:
    """Read so many mutants and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        first, step = map(int, options.work.split(","))
        work(first, options.count, step, options.seed)
        return 0
    found: list[dict[str, Any]] = []
    with ThreadPoolExecutor(options.workers) as pool:
        kept = options.keep.open("w", encoding="utf-8") if options.keep else None

        def run(place: int) -> None:
            for row in rows(options.first + place, options.count, options.workers, options.seed):
                found.append(row)
                if kept:
                    print(json.dumps(row), file=kept, flush=True)

        list(pool.map(run, range(options.workers)))
    return tell(found)


def tell(found: list[dict[str, Any]]) -> int:
    """Print a table of the formats, the extremes and the troubles; 1 if there are any."""
    out = [
        f"{len(found)} mutants",
        f"{'format':15} {'mutants':>7} {'read':>7} {'refused':>7} {'median':>7} "
        f"{'slowest':>7} {'MB':>5} {'troubles':>8}",
    ]
    for form in sorted({row["format"] for row in found}):
        those = [row for row in found if row["format"] == form]
        seconds = sorted(row["seconds"] for row in those)
        read = sum(bool(row["read"]) for row in those)
        out.append(
            f"{form:15} {len(those):7} {read:7} {len(those) - read:7} "
            f"{seconds[len(seconds) // 2]:7.3f} {seconds[-1]:7.2f}"
            f" {max(row['growth'] for row in those) / 1e6:5.0f} {sum(bool(row['troubles']) for row in those):8}"
        )
    for name, scale in (("seconds", 1.0), ("growth", 1e6)):
        out.append(f"\nmost {name}:")
        for row in sorted(found, key=lambda row: -row[name])[:SHOWN]:
            out.append(
                f"{row[name] / scale:8.2f} {row['number']:7} {row['bytes']:9} {row['sample']} {' '.join(row['kinds'])}"
            )
    kinds = Counter(trouble.split(":")[0] for row in found for trouble in row["troubles"])
    out.append(f"\ntroubles: {dict(kinds) or 'none'}")
    for row in found:
        for trouble in row["troubles"]:
            out.append(f"{row['number']:7} {row['sample']} {' '.join(row['kinds'])}: {trouble[-700:]}")
    print("\n".join(out))  # noqa: T201
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
