"""Every error below /api/ is problem JSON, never a page, and redirects keep the method and body of a write."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from articles.api.views.docs import openapi
from articles.models import Article, Image, Source, Topic
from tests.rounds import every

from .request_examples import fill_path
from .test_writing import Program

BASE = "/api/v1"
DOCUMENT = openapi()
OPERATIONS = [
    (path, method, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
ADDRESSES = [BASE + fill_path(path, next(iter(methods.values()))) for path, methods in DOCUMENT["paths"].items()]
ADDRESSES += [f"{BASE}/schema/", f"{BASE}/docs/"]
NOWHERE = [
    "/api",
    "/api/",
    "/api/v1x/",
    "/api/v2",
    "/api/v2/articles/",
    f"{BASE}/nichts",
    f"{BASE}/nichts/da/",
    "/api/%00",
]
NOWHERE += ["/api/%0A/", f"{BASE}/articles%0A", f"{BASE}/%ff", f"{BASE}//", f"{BASE}/articles/a/b/c", "/api/../api/x/."]
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
WRITING = ("post", "put", "patch", "delete")


def is_problem(answer: Any, status: int) -> bool:
    """Whether the response is problem JSON with this status."""
    if answer.request["REQUEST_METHOD"] == "HEAD":
        return bool(answer.status_code == status and answer["Content-Type"] == "application/problem+json")
    problem = answer.json() if answer["Content-Type"] == "application/problem+json" else {}
    return bool(problem.get("status") == status == answer.status_code and problem["code"] and problem["detail"])


@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_api_address_answers_with_a_problem(db: None, method: str) -> None:
    client = Client(enforce_csrf_checks=True)

    for address in NOWHERE:
        answer = getattr(client, method)(address)
        assert is_problem(answer, 404), (address, answer.status_code, answer.content)


@pytest.mark.parametrize("method", [*WRITING, "options", "trace"])
def test_a_write_without_the_last_slash_is_redirected_with_its_method(db: None, method: str) -> None:
    client = Client(enforce_csrf_checks=True)

    for address in ADDRESSES:
        answer = getattr(client, method)(f"{address.rstrip('/')}?a=1")
        assert is_problem(answer, 308), (address, answer.status_code, answer.content)
        assert answer["Location"] == f"{address}?a=1"
        assert answer["Location"] in answer.json()["detail"]


def test_following_the_redirect_of_a_write_writes_once(admin_user: User) -> None:
    program = Program(admin_user)
    redirect = program.ask("POST", "/desk/topics", {"name": "Turm"})
    assert Topic.objects.count() == 0

    answer = program.ask("POST", redirect["Location"].removeprefix(BASE), {"name": "Turm"})

    assert (answer.status_code, Topic.objects.get().name) == (201, "Turm")


def test_a_read_without_the_last_slash_is_redirected(client: Client, db: None) -> None:
    for address in ADDRESSES:
        answer = client.get(address.rstrip("/"))
        assert (answer.status_code, answer["Location"]) == (301, address)


PREFLIGHT = {"Origin": "https://example.org", "Access-Control-Request-Method": "PATCH"}


def test_a_preflight_request_gets_the_same_response_without_the_last_slash(
    client: Client, db: None, settings: Any
) -> None:
    for address in ADDRESSES:
        settings.CORS_ORIGINS = ["https://example.org"]
        preflights = [client.options(url, headers=PREFLIGHT) for url in (address, address.rstrip("/"))]
        redirect = client.patch(address.rstrip("/"), headers={"Origin": "https://example.org"})
        assert [a.status_code for a in preflights] == [204, 204], address
        assert preflights[0].headers == preflights[1].headers, address
        assert preflights[0]["Access-Control-Allow-Origin"] == "https://example.org"
        assert is_problem(redirect, 308)
        assert redirect["Access-Control-Allow-Origin"] == "https://example.org"
        settings.CORS_ORIGINS = []
        assert is_problem(client.options(address.rstrip("/"), headers=PREFLIGHT), 308), address


def test_a_write_by_http_is_redirected_to_https_with_its_method(client: Client, db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answers = [getattr(client, method)(f"{BASE}/desk/topics/") for method in ("post", "options", "get")]

    assert is_problem(answers[0], 308)
    assert is_problem(answers[1], 308)
    assert {a["Location"].partition("://")[0] for a in answers} == {"https"}
    assert answers[2].status_code == 301


def test_an_unknown_host_gets_a_problem(client: Client, db: None) -> None:
    for address in [*ADDRESSES, *NOWHERE]:
        for method in ("get", "post"):
            assert is_problem(getattr(client, method)(address, headers={"host": "x.example.com"}), 400), address


@contextlib.contextmanager
def without_a_database(error: type[Exception] = DatabaseError) -> Iterator[None]:
    def fail(*args: Any) -> None:
        raise error("away")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DatabaseError, 500, "error"),
        (ProgrammingError, 500, "error"),
        (OperationalError, 503, "unavailable"),
        (InterfaceError, 503, "unavailable"),
    ],
)
def test_an_internal_error_is_a_problem_and_an_unavailable_database_a_503(
    db: None, admin_user: User, error: type[Exception], status: int, code: str
) -> None:
    program = Program(admin_user)
    program.client.raise_request_exception = False
    checked = 0

    for path, method, operation in OPERATIONS:
        with without_a_database(error):
            answer = program.ask(method.upper(), fill_path(path, operation), {}, If_Match="*")
        assert "html" not in answer["Content-Type"]
        if answer.status_code < 500:
            continue
        assert is_problem(answer, status), (path, method, answer.content)
        assert (answer.json()["code"], answer.get("Retry-After")) == (code, "60" if status == 503 else None)
        assert answer["Cache-Control"] == "no-store"
        assert status != 503 or "Retry-After" in operation["responses"]["503"]["headers"], (path, method)
        checked += 1
    assert checked > len(OPERATIONS) / 2


def test_a_session_without_a_csrf_token_is_refused_with_a_problem(admin_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    for path, method, operation in OPERATIONS:
        if "requestBody" in operation and "desk" in path:
            answer = getattr(client, method)(BASE + fill_path(path, operation), "{}", "application/json")
            assert is_problem(answer, 403), (path, method, answer.content)


@pytest.mark.parametrize("method", [*WRITING, "options"])
def test_the_documentation_page_is_read_only(db: None, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{BASE}/docs/")

    assert is_problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD"


BODIES: dict[str, tuple[bytes, str, set[int]]] = {
    "no JSON": (b"{", "application/json", {400}),
    "no text": (b'{"name": "\xff"}', "application/json", {400}),
    "another encoding": ('{"name": "x"}'.encode("utf-16"), "application/json", {400}),
    "a list": (b"[]", "application/json", {400}),
    "nested": (b"[" * 9_000, "application/json", {400}),
    "half a letter": (b'{"\\ud800": ["\\udfff"]}', "application/json", {400}),
    "a part without an end": (
        b'--x\r\nContent-Disposition: form-data; name="file"',
        "multipart/form-data; boundary=x",
        {400, 415},
    ),
    "parts without a boundary": (b"x", "multipart/form-data", {400, 415}),
    "a form": (b"a=1", "application/x-www-form-urlencoded", {415}),
    "another kind": (b"<a/>", "text/xml", {415}),
    "too much JSON": (b'{"name": "' + b"x" * 40_000 + b'"}', "application/json", {413}),
    "too many fields": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(1_100))
        + b"--x--",
        "multipart/form-data; boundary=x",
        {400, 415},
    ),
    "a field too long": (
        b'--x\r\nContent-Disposition: form-data; name="caption"\r\n\r\n' + b"x" * 40_000 + b"\r\n--x--",
        "multipart/form-data; boundary=x",
        {413, 415},
    ),
}


@pytest.mark.parametrize("step", every(3))
@pytest.mark.parametrize("body_name", BODIES)
def test_an_unreadable_body_gets_a_problem(
    db: None, admin_user: User, example_world: None, settings: Any, body_name: str, step: int
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    program = Program(admin_user)
    data, media_type, expected = BODIES[body_name]

    writes = [case for case in OPERATIONS if "requestBody" in case[2]]
    for path, method, operation in writes[[*BODIES].index(body_name) % step :: step]:
        headers = {"Authorization": f"Bearer {program.secret}", "If-Match": "*"}
        address = BASE + fill_path(path, operation)
        answer = program.client.generic(method.upper(), address, data, media_type, headers=headers)
        assert answer.status_code in expected, (path, answer.status_code, answer.content)
        assert is_problem(answer, answer.status_code)
    assert (Topic.objects.count(), Source.objects.count(), Article.objects.count()) == (1, 2, 1)


NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1E+999", "9.9e308", "1" + "0" * 400 + ".0")


def test_an_invalid_number_is_refused_anywhere_in_a_body(admin_user: User) -> None:
    program = Program(admin_user)
    headers = {"Authorization": f"Bearer {program.secret}", "If-Match": "*"}
    topic, image = Topic.objects.create(name="Turm", slug="turm"), Image.objects.create(caption="Turm")
    bodies = {
        "POST /desk/topics/": ('{"name": %s}', "name"),
        f"PATCH /desk/topics/{topic.pk}/": ('{"name": "x", "description": %s}', "description"),
        "POST /desk/sources/": ('{"name": "x", "extra": [{"deep": %s}]}', "extra.0.deep"),
        f"PATCH /desk/images/{image.pk}/": ('{"focal_x": %s}', "focal_x"),
    }

    for endpoint, (body, name) in bodies.items():
        method, path = endpoint.split()
        for number in NO_NUMBERS:
            answer = program.client.generic(method, BASE + path, body % number, "application/json", headers=headers)
            assert is_problem(answer, 400), (endpoint, number, answer.content)
            if number[-1] in "0123456789":
                assert [(e["name"], e["code"]) for e in answer.json()["errors"]] == [(name, "invalid_number")]
        for word in ('"nan"', '"inf"', '"-Infinity"', '"1e999"') if "focal" in name else ():
            answer = program.client.generic(method, BASE + path, body % word, "application/json", headers=headers)
            assert is_problem(answer, 400), (endpoint, word, answer.content)
    assert (Topic.objects.get().description, Topic.objects.get().name) == ("", "Turm")

    answer = program.ask("POST", "/desk/topics/", {"name": "1e999 und 10e5", "description": "1" * 400})
    assert answer.status_code == 201


def test_errors_outside_of_the_api_are_pages(client: Client, db: None) -> None:
    for address, host in (("/nichts/", "localhost"), ("/apix/", "localhost"), ("/", "x.example.com")):
        assert client.get(address, headers={"host": host})["Content-Type"].startswith("text/html")
