"""Who floods the comments is turned away before Django; nobody else notices."""

import io
import ipaddress
import json

import pytest
from django.test.client import ClientHandler

from newsroom.middleware import flood_gate
from newsroom.middleware.flood_gate import FloodGate

PAGE = "/articles/rathaus/comments/"
API = "/api/v1/articles/rathaus/comments/"


class Clock:
    """Seconds, as the test wants them."""

    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def inner():
    """An application that tells everybody to come back in ten minutes, until it is `kind`."""

    def application(environ, start_response):
        application.asked.append(environ["PATH_INFO"])
        if not application.kind:
            environ[flood_gate.RETRY_KEY] = 600
        start_response("303 See Other" if application.kind else "429 Too Many Requests", [])
        return [b"a page"]

    application.asked, application.kind = [], False
    return application


@pytest.fixture
def gate(inner, clock):
    return FloodGate(inner, clock=clock)


def ask(gate, path=PAGE, address="203.0.113.7", method="POST", **headers):
    """Status, headers and body of the answer."""
    told = []
    body = io.BytesIO(b"text=Gedanke")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": address, "wsgi.input": body, **headers}
    answer = b"".join(gate(environ, lambda status, headers: told.extend((status, dict(headers)))))
    return told[0], told[1], answer


def test_after_ten_refusals_a_sender_is_refused_without_django(gate, inner):
    answers = [ask(gate) for _ in range(30)]

    assert len(inner.asked) == flood_gate.FULL_REFUSALS
    assert {status for status, _, _ in answers} == {"429 Too Many Requests"}
    assert answers[-1][1]["Retry-After"] == "61"
    assert answers[-1][2].decode() == flood_gate.SENTENCE


def test_a_program_is_refused_with_a_problem(gate):
    *_, (_, headers, body) = [ask(gate, API) for _ in range(flood_gate.FULL_REFUSALS + 1)]

    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "too_many_requests"


def test_another_address_claimed_does_not_help(gate, inner):
    for number in range(30):
        ask(gate, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert len(inner.asked) == flood_gate.FULL_REFUSALS


def test_behind_a_proxy_only_the_flooding_reader_is_turned_away(gate, inner, settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    for _ in range(30):
        ask(gate, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")

    ask(gate, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8")

    assert len(inner.asked) == flood_gate.FULL_REFUSALS + 1


def test_all_addresses_of_one_household_are_one(gate, inner):
    for number in range(30):
        ask(gate, address=f"2001:db8::{number:x}")

    assert len(inner.asked) == flood_gate.FULL_REFUSALS


def test_the_same_reader_still_reads_and_works(gate, inner):
    for _ in range(30):
        ask(gate)
    inner.asked.clear()

    ask(gate, PAGE, method="GET")
    ask(gate, "/articles/rathaus/")
    ask(gate, "/admin/login/")

    assert inner.asked == [PAGE, "/articles/rathaus/", "/admin/login/"]


def test_after_a_minute_the_limits_are_asked_anew(gate, inner, clock):
    for _ in range(30):
        ask(gate)

    clock.now += flood_gate.MAX_BLOCK_SECONDS
    again = [ask(gate) for _ in range(30)]

    assert len(inner.asked) == flood_gate.FULL_REFUSALS + 1
    assert {status for status, _, _ in again} == {"429 Too Many Requests"}


def test_who_is_let_in_again_has_a_clean_record(gate, inner, clock):
    for _ in range(30):
        ask(gate)
    clock.now += flood_gate.MAX_BLOCK_SECONDS
    inner.kind = True

    assert [ask(gate)[0] for _ in range(30)] == ["303 See Other"] * 30
    assert not gate.senders


def test_what_is_remembered_is_bounded(gate, monkeypatch):
    monkeypatch.setattr(flood_gate, "MAX_SENDERS", 100)

    for number in range(300):
        ask(gate, address=f"203.0.{number // 250}.{number % 250}")

    assert len(gate.senders) == 100


def test_a_turned_away_form_is_taken_off_the_connection(gate):
    for _ in range(flood_gate.FULL_REFUSALS):
        ask(gate)
    body = io.BytesIO(b"x" * 50_000)

    ask(gate, **{"wsgi.input": body})

    assert body.read() == b""


def test_page_and_api_report_refusals_to_the_gate(db, make_article, clock):
    make_article(slug="rathaus")
    handler, asked = ClientHandler(), []

    def django(environ, start_response):
        asked.append(environ["PATH_INFO"])
        response = handler(environ)
        start_response(str(response.status_code), list(response.items()))
        return [response.content]

    gate = FloodGate(django, clock=clock)
    server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "CONTENT_LENGTH": "12"}
    page = {**server, "CONTENT_TYPE": "application/x-www-form-urlencoded"}

    statuses = [ask(gate, **page)[0][:3] for _ in range(60)]
    statuses += [ask(gate, API, **{**server, "CONTENT_TYPE": "application/json"})[0][:3] for _ in range(3)]

    assert statuses[-20:] == ["429"] * 20
    assert len(asked) < 40
