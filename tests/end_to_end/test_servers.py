"""Servers started as by `make run` and the documentation replace a dead worker and stop completely."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make_command() -> str:
    """The command with which `make run` starts the server."""
    # Without the option a make that runs below `make test` prints the directory it leaves.
    command = ["make", "--no-print-directory", "-n", "run"]
    recipe = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    lines = [line.removeprefix("exec ") for line in recipe.splitlines() if "newsroom.wsgi" in line]
    assert len(lines) == 1, recipe
    return lines[0]


def documented_commands() -> dict[str, str]:
    """Every command of the documentation that starts a server, by file and number."""
    commands = {}
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        for number, line in enumerate(re.findall(r"^[ \t]*(?:ExecStart=)?(\S*(?:granian|gunicorn) .*)$", text, re.M)):
            commands[f"{file.name} {number}"] = re.sub(r"^\S*/\.venv/", ".venv/", line)
    return commands


SERVER_COMMANDS = {"make run": make_command(), **documented_commands()}


def test_make_and_the_documentation_start_servers() -> None:
    assert {"make run", "production.md 0"} <= set(SERVER_COMMANDS)
    assert not [place for place, line in SERVER_COMMANDS.items() if "newsroom.wsgi" not in line]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a demonstration with its own empty database."""
    folder = tmp_path_factory.mktemp("servers")
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "SECRET_KEY": "k" * 50}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True, timeout=300)
    return env


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], int]]]:
    """Starts a server by its command on a free port; kills what is left of it afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def start(line: str) -> tuple[subprocess.Popen[bytes], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = re.sub(r"(--port) \d+", rf"\1 {port}", line).split()
        words[0] = str(Path(sys.executable).with_name(Path(words[0]).name))
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
        started.append(server)
        wait_until(lambda: responds(port), "it answers")
        return server, port

    yield start
    for server in started:
        if server.poll() is None or worker_pids(server.pid):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=30)


def worker_pids(pid: int) -> list[int]:
    """The process ids of a server's workers: its child processes except Python's resource tracker."""
    pids = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            line = (folder / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == pid and state != "Z" and b"resource_tracker" not in line:
            pids.append(int(folder.name))
    return sorted(pids)


def responds(port: int) -> bool:
    """Whether the site responds to four new connections, whichever worker accepts them."""
    try:
        for _again in range(4):
            with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                if answer.status != 200:
                    return False
    except OSError:
        return False
    return True


def wait_until(condition: Callable[[], bool], description: str, seconds: float = 60) -> None:
    """Wait for a condition; fail with its description after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} seconds: {description}"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("place", SERVER_COMMANDS)
def test_a_killed_worker_is_replaced_and_the_site_answers(start, place: str) -> None:
    server, port = start(SERVER_COMMANDS[place])
    workers = re.search(r"--workers (\d+)", SERVER_COMMANDS[place])
    assert workers is not None
    wait_until(lambda: len(worker_pids(server.pid)) == int(workers[1]), "all workers are there")
    before = worker_pids(server.pid)

    os.kill(before[0], signal.SIGKILL)

    wait_until(lambda: before[0] not in worker_pids(server.pid), "the killed one is gone")
    wait_until(lambda: len(worker_pids(server.pid)) == len(before), "a new one has taken its place")
    assert set(before[1:]) < set(worker_pids(server.pid))
    wait_until(lambda: responds(port), "it answers again")
    assert server.poll() is None

    server.terminate()
    assert server.wait(timeout=30) == 0
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in before[1:]), "its workers have ended, too")
    assert not responds(port)
