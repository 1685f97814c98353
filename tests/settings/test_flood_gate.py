"""Senders who flood the comments are refused before Django; nobody else is affected."""

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
    """A clock that stands still until the test moves it; seconds."""

    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def application():
    """A WSGI application that refuses every request for ten minutes until `accepts` is set."""

    def wsgi_app(environ, start_response):
        wsgi_app.paths.append(environ["PATH_INFO"])
        if not wsgi_app.accepts:
            environ[flood_gate.RETRY_KEY] = 600
        start_response("303 See Other" if wsgi_app.accepts else "429 Too Many Requests", [])
        return [b"a page"]

    wsgi_app.paths, wsgi_app.accepts = [], False
    return wsgi_app


@pytest.fixture
def gate(application, clock):
    return FloodGate(application, clock=clock)


def send_request(gate, path=PAGE, address="203.0.113.7", method="POST", **headers):
    """Status, headers and body of the response."""
    response_start = []
    body = io.BytesIO(b"text=Gedanke")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": address, "wsgi.input": body, **headers}
    content = b"".join(gate(environ, lambda status, headers: response_start.extend((status, dict(headers)))))
    return response_start[0], response_start[1], content


def test_a_sender_is_refused_without_django_after_ten_refusals(gate, application):
    answers = [send_request(gate) for _ in range(30)]

    assert len(application.paths) == flood_gate.FULL_REFUSALS
    assert {status for status, _, _ in answers} == {"429 Too Many Requests"}
    assert answers[-1][1]["Retry-After"] == "61"
    assert answers[-1][2].decode() == flood_gate.SENTENCE


def test_a_program_is_refused_with_a_problem(gate):
    *_, (_, headers, body) = [send_request(gate, API) for _ in range(flood_gate.FULL_REFUSALS + 1)]

    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "too_many_requests"


def test_a_forged_forwarded_address_does_not_help(gate, application):
    for number in range(30):
        send_request(gate, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert len(application.paths) == flood_gate.FULL_REFUSALS


def test_behind_a_proxy_only_the_flooding_reader_is_refused(gate, application, settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/8")]
    for _ in range(30):
        send_request(gate, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")

    send_request(gate, address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8")

    assert len(application.paths) == flood_gate.FULL_REFUSALS + 1


def test_all_addresses_of_one_ipv6_network_are_one_sender(gate, application):
    for number in range(30):
        send_request(gate, address=f"2001:db8::{number:x}")

    assert len(application.paths) == flood_gate.FULL_REFUSALS


def test_a_refused_sender_can_still_read_and_log_in(gate, application):
    for _ in range(30):
        send_request(gate)
    application.paths.clear()

    send_request(gate, PAGE, method="GET")
    send_request(gate, "/articles/rathaus/")
    send_request(gate, "/admin/login/")

    assert application.paths == [PAGE, "/articles/rathaus/", "/admin/login/"]


def test_the_limits_are_checked_again_after_a_minute(gate, application, clock):
    for _ in range(30):
        send_request(gate)

    clock.now += flood_gate.MAX_BLOCK_SECONDS
    answers = [send_request(gate) for _ in range(30)]

    assert len(application.paths) == flood_gate.FULL_REFUSALS + 1
    assert {status for status, _, _ in answers} == {"429 Too Many Requests"}


def test_an_accepted_sender_is_forgotten(gate, application, clock):
    for _ in range(30):
        send_request(gate)
    clock.now += flood_gate.MAX_BLOCK_SECONDS
    application.accepts = True

    assert [send_request(gate)[0] for _ in range(30)] == ["303 See Other"] * 30
    assert not gate.senders


def test_the_number_of_remembered_senders_is_bounded(gate, monkeypatch):
    monkeypatch.setattr(flood_gate, "MAX_SENDERS", 100)

    for number in range(300):
        send_request(gate, address=f"203.0.{number // 250}.{number % 250}")

    assert len(gate.senders) == 100


def test_the_body_of_a_refused_form_is_read(gate):
    for _ in range(flood_gate.FULL_REFUSALS):
        send_request(gate)
    body = io.BytesIO(b"x" * 50_000)

    send_request(gate, **{"wsgi.input": body})

    assert body.read() == b""


def test_page_and_api_report_refusals_to_the_gate(db, make_article, clock):
    make_article(slug="rathaus")
    handler, paths = ClientHandler(), []

    def django_app(environ, start_response):
        paths.append(environ["PATH_INFO"])
        response = handler(environ)
        start_response(str(response.status_code), list(response.items()))
        return [response.content]

    gate = FloodGate(django_app, clock=clock)
    server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "CONTENT_LENGTH": "12"}
    page = {**server, "CONTENT_TYPE": "application/x-www-form-urlencoded"}

    statuses = [send_request(gate, **page)[0][:3] for _ in range(60)]
    statuses += [send_request(gate, API, **{**server, "CONTENT_TYPE": "application/json"})[0][:3] for _ in range(3)]

    assert statuses[-20:] == ["429"] * 20
    assert len(paths) < 40
