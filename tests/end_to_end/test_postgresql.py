"""Newsroom on PostgreSQL; TEST_POSTGRES_URL names a server on which databases can be created."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_many_clips import create_folder, output_of, start_command

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("TEST_POSTGRES_URL", "")
pytestmark = pytest.mark.postgres


@pytest.fixture
def database(worker_id: str) -> Iterator[str]:
    """The URL of a new empty database, dropped afterwards."""
    if not SERVER:
        pytest.skip("PostgreSQL is not tried: TEST_POSTGRES_URL names no server (postgres://user@host/postgres).")
    import psycopg

    name = f"newsroom_{os.getpid()}_{worker_id}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield SERVER.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_demonstration_is_imported_once_on_postgresql(database):
    output_of(start_command(database, "migrate", "-v", "0"))

    first = output_of(start_command(database, "import_seeds")).splitlines()[-1]
    second = output_of(start_command(database, "import_seeds")).splitlines()[-1]

    assert (first, second) == (
        "5 Dateien: 5 neu, 0 bekannt, 0 fehlgeschlagen.",
        "5 Dateien: 0 neu, 5 bekannt, 0 fehlgeschlagen.",
    )


@pytest.mark.slow
def test_three_processes_import_one_folder_into_postgresql_without_duplicates(database, tmp_path):
    output_of(start_command(database, "migrate", "-v", "0"))
    folder = str(create_folder(tmp_path / "clips", 100))

    running = [start_command(database, "import_seeds", folder) for _ in range(3)]
    output = [output_of(process).splitlines()[-1] for process in running]

    assert sum(int(re.findall(r"(\d+) neu", line)[0]) for line in output) == 100


def test_concurrent_comments_and_publications_all_succeed_on_postgresql(database):
    output_of(start_command(database, "migrate", "-v", "0"))
    output_of(start_command(database, "import_seeds"))

    code = "from tests.end_to_end.races import post_and_publish; post_and_publish()"
    output = output_of(start_command(database, "shell", "-v", "0", "-c", code))

    assert output.splitlines()[-1] == "{'done': 80} 80 {'done': 8} 8"


@pytest.mark.slow
def test_of_a_thousand_concurrent_saves_exactly_one_wins_each_time_on_postgresql(database):
    output_of(start_command(database, "migrate", "-v", "0"))

    code = "from tests.end_to_end.races import save_concurrently; save_concurrently()"
    output = output_of(start_command(database, "shell", "-v", "0", "-c", code))

    assert output.splitlines()[-1] == "1000 True 1001"


@pytest.mark.slow
@pytest.mark.parametrize(
    "folders", [("models", "domain", "pages", "end_to_end/test_import_command.py"), ("admin",), ("api",)], ids="-".join
)
def test_all_tests_of_models_domain_and_entry_points_pass_on_postgresql(database, folders):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-m", "not slow and not alone and not postgres"),
            *(f"tests/{folder}" for folder in folders),
        ],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=3_600,  # seconds: five minutes where nothing else runs; longer than this only what hangs
    )

    assert done.returncode == 0, done.stdout[-4_000:]
