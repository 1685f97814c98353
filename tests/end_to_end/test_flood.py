"""A flood of comments from one address over eight connections is refused, and pages stay fast."""

import http.client
import logging
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("FLOOD_SECONDS", 60))
CONNECTIONS = 8
LIMIT = 5  # comments from one address in ten minutes
pytestmark = pytest.mark.alone

SET_UP = """
from django.utils import timezone
from articles.domain.comments import thread
from articles.models import Article, Comment
from articles.pages import form_token
import time, json
a = Article.objects.create(headline="Rathaus", slug="rathaus", state="published", publish_at=timezone.now(),
                           body="<p>" + "Die Stadt saniert ihr Rathaus. " * 100 + "</p>")
for n in range(50):
    thread.add(a, f"Gedanke {n}", author="Ada", status="approved")
for n in range(1_000):
    print("TOKEN", form_token.token(a, time.time() - 60))
"""


def manage(env: dict[str, str], *args: str) -> str:
    process = subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, env=env, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    return process.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_pages(port: int, seconds: float) -> list[float]:
    """The response times of pages that one reader requests one after another, in seconds."""
    durations, end = [], time.monotonic() + seconds
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        while time.monotonic() < end:
            start = time.monotonic()
            connection.request("GET", "/articles/rathaus/")
            answer = connection.getresponse()
            answer.read()
            durations.append(time.monotonic() - start)
            assert answer.status == 200
            time.sleep(0.05)  # the reader's pause between pages
    return durations


def flood(port: int, tokens: list[str], seconds: float, number: int, statuses: list[int]) -> None:
    end, sent = time.monotonic() + seconds, 0
    forms = cycle(tokens)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        while time.monotonic() < end:
            sent += 1
            fields = {
                "author": "Ada",
                "text": f"Gedanke {number} {sent} " + "und noch mehr " * 30,
                "token": next(forms),
            }
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{port}",
                "X-Forwarded-For": f"198.51.{number}.{sent % 250}",  # a forged address that changes every time
            }
            connection.request("POST", "/articles/rathaus/comments/", urlencode(fields), headers)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    """A separate site behind granian with two workers, as started by `make run`: port, form tokens, environment."""
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('flood') / 'db.sqlite3'}",
        "SECRET_KEY": "x" * 50,
    }
    manage(env, "migrate", "-v", "0")
    tokens = re.findall(r"TOKEN (\S+)", manage(env, "shell", "-v", "0", "-c", SET_UP))
    port = free_port()
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port)]
    command += [
        "--workers",
        "2",
        "--blocking-threads",
        "4",
        "--backpressure",
        "128",
        "--respawn-failed-workers",
        "--no-ws",
    ]
    command += ["--log-level", "error"]
    server = subprocess.Popen([*command, "newsroom.wsgi:application"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, tokens, env
    finally:
        server.terminate()
        server.wait(timeout=30)


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


@pytest.fixture(scope="module")
def metrics(site) -> dict[str, float]:
    """The measurements of one flood."""
    return measure_flood(*site)


def test_a_flood_is_refused(metrics: dict[str, float]) -> None:
    assert metrics["turned away"] >= 0.99, metrics
    assert metrics["stored"] <= LIMIT, metrics


def test_the_pages_stay_fast_during_a_flood(metrics: dict[str, float]) -> None:
    assert metrics["p95 meanwhile ms"] <= 2 * metrics["quiet p95 ms"], metrics


def measure_flood(port: int, tokens: list[str], env: dict[str, str]) -> dict[str, float]:
    """Measure how much of a flood is refused, and the response times of a reader meanwhile.

    The reader runs in its own process, or its times would include the load of the flood itself. See the figures by
    `pytest tests/end_to_end/test_flood.py -o log_cli=1`.
    """
    statuses: list[int] = []
    threads = [
        threading.Thread(target=flood, args=(port, tokens, SECONDS, number, statuses)) for number in range(CONNECTIONS)
    ]

    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as reader:
        reader.submit(read_pages, port, 3).result()  # warm
        quiet = reader.submit(read_pages, port, SECONDS / 4).result()
        for thread in threads:
            thread.start()
        time.sleep(1)
        meanwhile = reader.submit(read_pages, port, SECONDS - 2).result()
        for thread in threads:
            thread.join()
        quiet += reader.submit(read_pages, port, SECONDS / 4).result()

    turned_away = statuses.count(429) / len(statuses)
    stored = int(manage(env, "shell", "-v", "0", "-c", "from articles.models import *; print(Comment.objects.count())"))
    metrics = {
        "sent": len(statuses),
        "turned away": round(turned_away, 4),
        "stored": stored - 50,
        "quiet p95 ms": round(1000 * p95(quiet), 1),
        "p95 meanwhile ms": round(1000 * p95(meanwhile), 1),
    }
    logging.getLogger(__name__).warning(metrics)
    return metrics
