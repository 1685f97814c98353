"""One address floods the comments over eight connections: nearly all of it is turned away, and the pages stay quick."""

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
    done = subprocess.run([sys.executable, "manage.py", *args], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def read_pages(port: int, seconds: float) -> list[float]:
    """How long each page took that one reader asked for, one after another (seconds)."""
    took, end = [], time.monotonic() + seconds
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < end:
        start = time.monotonic()
        connection.request("GET", "/articles/rathaus/")
        answer = connection.getresponse()
        answer.read()
        took.append(time.monotonic() - start)
        assert answer.status == 200
        time.sleep(0.05)  # a reader reads
    return took


def flood(port: int, tokens: list[str], seconds: float, number: int, statuses: list[int]) -> None:
    end, sent = time.monotonic() + seconds, 0
    forms = cycle(tokens)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < end:
        sent += 1
        fields = {"author": "Ada", "text": f"Gedanke {number} {sent} " + "und noch mehr " * 30, "token": next(forms)}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{port}",
            "X-Forwarded-For": f"198.51.{number}.{sent % 250}",  # and claims another address every time
        }
        connection.request("POST", "/articles/rathaus/comments/", urlencode(fields), headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    """A site of its own behind granian with two workers, as `make run` starts it: port, tokens, settings."""
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
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, tokens, env
    finally:
        server.terminate()
        server.wait(timeout=30)


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


@pytest.fixture(scope="module")
def told(site) -> dict[str, float]:
    """What one flood met."""
    return flooded(*site)


def test_a_flood_is_turned_away(told: dict[str, float]) -> None:
    assert told["turned away"] >= 0.99, told
    assert told["stored"] <= LIMIT, told


def test_the_pages_stay_quick_meanwhile(told: dict[str, float]) -> None:
    assert told["p95 meanwhile ms"] <= 2 * told["quiet p95 ms"], told


def flooded(port: int, tokens: list[str], env: dict[str, str]) -> dict[str, float]:
    """What a flood meets, and what readers notice of it meanwhile.

    The reader has a process of its own, or its times would be those of the flood's own making. See the figures by
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
    told = {
        "sent": len(statuses),
        "turned away": round(turned_away, 4),
        "stored": stored - 50,
        "quiet p95 ms": round(1000 * p95(quiet), 1),
        "p95 meanwhile ms": round(1000 * p95(meanwhile), 1),
    }
    logging.getLogger(__name__).warning(told)
    return told
