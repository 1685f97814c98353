"""The server as `make run` and the documentation start it: a dead worker is replaced, and all of it ends when told."""

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


def of_make() -> str:
    """The line with which `make run` serves."""
    # `make test` runs this test, and a make below a make says which directory it leaves unless told not to.
    command = ["make", "--no-print-directory", "-n", "run"]
    recipe = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    lines = [line.removeprefix("exec ") for line in recipe.splitlines() if "newsroom.wsgi" in line]
    assert len(lines) == 1, recipe
    return lines[0]


def of_docs() -> dict[str, str]:
    """Every line of the documentation that starts a server, by where it stands."""
    found = {}
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        for number, line in enumerate(re.findall(r"^[ \t]*(?:ExecStart=)?(\S*(?:granian|gunicorn) .*)$", text, re.M)):
            found[f"{file.name} {number}"] = re.sub(r"^\S*/\.venv/", ".venv/", line)
    return found


LINES = {"make run": of_make(), **of_docs()}


def test_make_and_the_documentation_start_servers() -> None:
    assert {"make run", "production.md 0"} <= set(LINES)
    assert not [where for where, line in LINES.items() if "newsroom.wsgi" not in line]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a demonstration with an empty database of its own."""
    folder = tmp_path_factory.mktemp("servers")
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "SECRET_KEY": "k" * 50}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True, timeout=300)
    return env


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], int]]]:
    """Starts a server by its line, on a free port; whatever is left of it afterwards is ended."""
    started: list[subprocess.Popen[bytes]] = []

    def start(line: str) -> tuple[subprocess.Popen[bytes], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = re.sub(r"(--port) \d+", rf"\1 {port}", line).split()
        words[0] = str(Path(sys.executable).with_name(Path(words[0]).name))
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
        started.append(server)
        wait_until(lambda: answers(port), "it answers")
        return server, port

    yield start
    for server in started:
        if server.poll() is None or children(server.pid):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=30)


def children(pid: int) -> list[int]:
    """The workers of a server: its child processes, but for the helper that Python starts to clean up."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            line = (folder / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == pid and state != "Z" and b"resource_tracker" not in line:
            found.append(int(folder.name))
    return sorted(found)


def answers(port: int) -> bool:
    """Whether the site answers, on fresh connections, whichever worker takes them."""
    try:
        for _again in range(4):
            with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                if answer.status != 200:
                    return False
    except OSError:
        return False
    return True


def wait_until(what: Callable[[], bool], told: str, seconds: float = 60) -> None:
    """Wait for it; fail with a sentence where it does not come."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} seconds: {told}"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("where", LINES)
def test_a_killed_worker_is_replaced_and_the_site_answers(start, where: str) -> None:
    server, port = start(LINES[where])
    workers = re.search(r"--workers (\d+)", LINES[where])
    assert workers is not None
    wait_until(lambda: len(children(server.pid)) == int(workers[1]), "all workers are there")
    before = children(server.pid)

    os.kill(before[0], signal.SIGKILL)

    wait_until(lambda: before[0] not in children(server.pid), "the killed one is gone")
    wait_until(lambda: len(children(server.pid)) == len(before), "a new one has taken its place")
    assert set(before[1:]) < set(children(server.pid))
    wait_until(lambda: answers(port), "it answers again")
    assert server.poll() is None

    server.terminate()
    assert server.wait(timeout=30) == 0
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in before[1:]), "its workers have ended, too")
    assert not answers(port)
