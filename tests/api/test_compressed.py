"""Clients that accept compressed responses can read, change and cache like all others."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
from django.contrib.auth.models import User

from articles.api.views.docs import openapi
from articles.models import Article, Image, Person, Source, Topic
from tests.rounds import every, slow_but

from . import test_docs
from .test_writing import Program

BASE = "/api/v1"
LONG_TEXT = "Der Turm steht am Hafen, und er ist hoch. " * 20
CODINGS = ("gzip", "gzip, deflate", "gzip, deflate, br, zstd", "identity", "gzip;q=0", "*")
DOCUMENT = openapi()
CONDITIONAL = {
    operation["operationId"]: (path, method)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if any(p["name"] == "If-Match" for p in operation.get("parameters", ()))
}

Response = tuple[int, dict[str, str]]  # status, and headers by their names in small letters


def with_requests(method: str, url: str, headers: dict[str, str], data: bytes | None) -> Response:
    answer = requests.request(method, url, headers=headers, data=data, timeout=20)
    return answer.status_code, {n.lower(): v for n, v in answer.headers.items()}


def with_httpx(method: str, url: str, headers: dict[str, str], data: bytes | None) -> Response:
    answer = httpx.request(method, url, headers=headers, content=data, timeout=20)
    return answer.status_code, dict(answer.headers.items())


def with_urllib(method: str, url: str, headers: dict[str, str], data: bytes | None) -> Response:
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, {n.lower(): v for n, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {n.lower(): v for n, v in error.headers.items()}


def with_curl(method: str, url: str, headers: dict[str, str], data: bytes | None) -> Response:
    header_options = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    body_options = ["--data-binary", "@-"] if data is not None else []
    command = ["curl", "-s", "-o", "/dev/null", "-D", "-", "-X", method, *header_options, *body_options, url]
    output = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True, timeout=20).stdout.decode()
    status_line, *header_lines = output.strip().splitlines()
    return int(status_line.split()[1]), {
        n.lower(): v for n, _colon, v in (line.partition(": ") for line in header_lines)
    }


CLIENTS = {"requests": with_requests, "httpx": with_httpx, "urllib": with_urllib, "curl": with_curl}


@pytest.fixture
def conditional_writes(make_article: Callable[..., Article], admin_user: User) -> dict[str, tuple[str, list[Any]]]:
    """For each operation that requires If-Match: the path to read, the path to write, and data to send in turn."""
    draft = make_article(state="draft", lead=LONG_TEXT)
    Article.objects.filter(pk=draft.pk).update(version=34)
    Program(admin_user).ask("PATCH", f"/desk/articles/{draft.pk}/", {"lead": LONG_TEXT + "0"}, If_Match="*")
    revision = Article.objects.get(pk=draft.pk).history.last().pk
    topic = Topic.objects.create(name="Turm", slug="turm", description=LONG_TEXT)
    source = Source.objects.create(name="Bote", slug="bote", right_note=LONG_TEXT[:400])
    person, image = Person.objects.create(name=LONG_TEXT[:200], slug="erika"), Image.objects.create(caption=LONG_TEXT)
    path = f"/desk/articles/{draft.pk}/"
    return {
        "changeArticle": (path, path, [{"lead": f"{n} {LONG_TEXT}"} for n in range(2 * len(CODINGS) + 1)]),
        "moveArticle": (path, f"{path}moves/", [{"move": "submit"}, {"move": "send_back", "reason": "Woher?"}]),
        "restoreRevision": (path, f"{path}revisions/{revision}/restore/", [{"reason": "zurück"}]),
        **{
            name: (
                f"/desk/{noun}/{row.pk}/",
                f"/desk/{noun}/{row.pk}/",
                [{field: f"{n}{LONG_TEXT}"[:180]} for n in range(2 * len(CODINGS) + 1)],
            )
            for name, noun, row, field in (
                ("changeTopic", "topics", topic, "description"),
                ("changeSource", "sources", source, "right_note"),
                ("changePerson", "persons", person, "name"),
                ("changeImage", "images", image, "caption"),
            )
        },
    }


def test_each_operation_with_a_condition_has_a_test_case(conditional_writes: dict[str, Any]) -> None:
    assert set(conditional_writes) == set(CONDITIONAL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("client", slow_but(["urllib"], CLIENTS))
def test_every_client_can_change_what_it_read_in_every_coding(
    live_server: Any, admin_user: User, conditional_writes: dict[str, Any], client: str
) -> None:
    headers = {"Authorization": f"Bearer {Program(admin_user).secret}", "Content-Type": "application/json"}

    def send(method: str, path: str, data: Any = None, **more: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        body = None if data is None else json.dumps(data).encode()
        return CLIENTS[client](method, f"{live_server.url}{BASE}{path}", {**headers, **named}, body)

    for name, (read_at, write_at, sent) in conditional_writes.items():
        method = CONDITIONAL[name][1].upper()
        for n, coding in enumerate(CODINGS[: max(1, len(sent) // 2)]):
            status, read = send("GET", read_at, Accept_Encoding=coding)
            assert status == 200
            is_compressed = read.get("content-encoding") == "gzip"
            assert is_compressed is (coding.startswith("gzip") and coding != "gzip;q=0"), (name, read)
            assert read["etag"].startswith('"')  # a weak one never holds in If-Match

            written, _ = send(method, write_at, sent[2 * n], If_Match=read["etag"], Accept_Encoding=coding)
            stale, refusal = send(method, write_at, sent[-1], If_Match=read["etag"], Accept_Encoding=coding)
            assert (name, written, stale) == (name, 200, 412)
            if len(sent) > 1:
                second_status, _ = send(
                    method, write_at, sent[2 * n + 1], If_Match=refusal["etag"], Accept_Encoding=coding
                )
                assert (name, second_status) == (name, 200)


TAKES_GZIP = {
    **dict.fromkeys(("gzip", "gzip;q=0.001", "gzip ; Q=1", "br, gzip", "x-gzip", "x-gzip;q=0, gzip"), True),
    **dict.fromkeys(("gzip, x-gzip;q=0", "gzip;q=0.5, br;q=0", "identity;q=0,gzip", "br;q=0 , gzip;q=1.000"), True),
    **dict.fromkeys(
        ("", "br", "*", "gzip;q=0", "GZIP; Q=0.000", "gzip ;q = 0, br", "br, gzip;q=0.0", "x-gzip;q=0"), False
    ),
    **dict.fromkeys(
        ("x-gzip;q=0", "gzip;q=0, x-gzip", "my-gzip", "gzip-2", "not.gzip", "gzip2", "br;x=gzip", "gzip;q=0,"), False
    ),
}


def test_only_clients_that_name_gzip_receive_it(client: Any, make_article: Callable[..., Article]) -> None:
    make_article(lead=LONG_TEXT)

    for address in ("/", f"{BASE}/articles/"):
        answers = {coding: client.get(address, headers={"Accept-Encoding": coding}) for coding in TAKES_GZIP}
        assert {coding: a.get("Content-Encoding") == "gzip" for coding, a in answers.items()} == TAKES_GZIP
        assert {"Accept-Encoding" in a["Vary"] for a in answers.values()} == {True}


@pytest.fixture
def admin_program(admin_user: User) -> Program:
    """A program of an administrator."""
    return Program(admin_user)


MATCHING_ETAGS = (
    *('"v5"', 'W/"v5"', '"v5-gzip"', 'W/"v5-gzip"', '"v5-br"', '"v5-zstd"', '"v5;gzip"', '"v5--gzip"', "*"),
    *('"v4", "v5"', 'W/"v4",W/"v5"', '"x" , "v5-gzip", "y"', '"v5", "v6"', ' "v5" '),
)
OTHER_ETAGS = ('"v4"', '"v55"', '"v"', '""', 'W/"v4"', '"v4-gzip"', '"v4", "v6"', '"5"', '"v5-"', '"v5-gz"', '"xv5"')
MALFORMED_ETAGS = (
    *("v5", "5", 'v5"', '"v5', "W/v5", ",", "gzip", "**", "* *", "*,*", "W/*", '"v5", v4', 'v4, "v5"', '"v5" "v5"'),
    *('*, "v5"', '"v5", *', 'W/"v5" ,*', '"v4",*,"v5"', '"v5", "v4', '"v5" x, "v4"'),
)


@pytest.mark.parametrize("noun", slow_but(["topic"], ["article", "topic"]))
def test_each_form_of_the_current_etag_is_accepted_and_no_other(
    admin_program: Program, make_article: Callable[..., Article], noun: str
) -> None:
    article, topic = make_article(state="draft", lead=LONG_TEXT), Topic.objects.create(name="Turm", slug="turm")
    path, field = {
        "article": (f"/desk/articles/{article.pk}/", "lead"),
        "topic": (f"/desk/topics/{topic.pk}/", "description"),
    }[noun]

    def status_for(form: str, n: int) -> int:
        Article.objects.update(version=5)
        etag = admin_program.ask("GET", path)["ETag"].strip('"')
        condition = form.replace("v5", etag)
        return admin_program.ask("PATCH", path, {field: f"{LONG_TEXT}{n}"}, If_Match=condition).status_code

    assert {form: status_for(form, n) for n, form in enumerate(MATCHING_ETAGS)} == dict.fromkeys(MATCHING_ETAGS, 200)
    assert {form: status_for(form, 100 + n) for n, form in enumerate(OTHER_ETAGS)} == dict.fromkeys(OTHER_ETAGS, 412)
    assert {form: status_for(form, 200 + n) for n, form in enumerate(MALFORMED_ETAGS)} == dict.fromkeys(
        MALFORMED_ETAGS, 400
    )
    assert (status_for("", 300), status_for(" ", 301), status_for(" * ", 302), status_for('"x*", "v5",', 303)) == (
        428,
        428,
        200,
        200,
    )


def test_a_star_beside_an_etag_is_refused_with_a_sentence(
    admin_program: Program, make_article: Callable[..., Article]
) -> None:
    article = make_article(state="draft", lead=LONG_TEXT)

    refused = admin_program.ask("PATCH", f"/desk/articles/{article.pk}/", {"lead": "Neu"}, If_Match='*, "v1"')

    assert refused.json()["errors"] == [
        {
            "name": "If-Match",
            "code": "invalid_value",
            "message": '* meint jede Fassung und steht allein. Nennen Sie entweder * oder ETags: "v1", "v2".',
        }
    ]
    article.refresh_from_db()
    assert article.lead == LONG_TEXT


@pytest.mark.parametrize("write", ["", "moves/"])
def test_the_message_of_a_refusal_names_the_address_to_read_again(
    admin_program: Program, make_article: Callable[..., Article], write: str
) -> None:
    article = make_article(state="draft")
    path = f"/desk/articles/{article.pk}/"
    sent = {"move": "submit"} if write else {"lead": "Neu"}

    refused = admin_program.ask("POST" if write else "PATCH", path + write, sent, If_Match='"v0"').json()

    address = next(word for word in refused["detail"].split() if word.startswith("http"))
    assert '"v0"' in refused["detail"]
    assert '"v1"' in refused["detail"]
    etag = admin_program.ask("GET", address.partition(BASE)[2])["ETag"]
    assert admin_program.ask("POST" if write else "PATCH", path + write, sent, If_Match=etag).status_code == 200


@pytest.mark.parametrize("step", every(3))
def test_a_cached_response_gets_304_in_every_coding_at_every_address(
    admin_program: Program, example_world: None, step: int
) -> None:
    reads = [
        path.removeprefix(BASE)
        for path, methods in DOCUMENT["paths"].items()
        if "304" in methods.get("get", {}).get("responses", {})
    ]
    assert len(reads) > 15
    for path in reads[::step]:
        operation = DOCUMENT["paths"][BASE + path]["get"]
        example_values = {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == "path"}
        address = path.format(**example_values)
        for coding in ("gzip", "identity"):
            etag = admin_program.ask("GET", address, Accept_Encoding=coding)["ETag"]
            for form in (etag, f"W/{etag}", f'"x", {etag}', etag.replace('-gzip"', '"'), f'{etag[:-1]}-br"'):
                spared = admin_program.ask("GET", address, Accept_Encoding=coding, If_None_Match=form)
                assert (address, form, spared.status_code, spared.content) == (address, form, 304, b"")
                assert spared["ETag"] in form.replace("W/", "")  # a cache finds its copy by the ETag it stored
            assert admin_program.ask("GET", address, Accept_Encoding=coding, If_None_Match='"x"').status_code == 200


@pytest.mark.parametrize("command", [example for example in test_docs.EXAMPLES if "If-Match" in example])
def test_a_documented_example_works_with_the_etag_of_a_compressed_response(
    client: Any, admin_program: Program, make_article: Callable[..., Article], command: str
) -> None:
    make_article(pk=4, lead=LONG_TEXT)
    make_article(pk=5, state="draft", lead=LONG_TEXT)
    address = command.rstrip("'").rpartition(BASE)[2].removesuffix("moves/")
    etag = admin_program.ask("GET", address, Accept_Encoding="gzip")["ETag"]
    assert etag == '"v1-gzip"'

    request = command.replace("If-Match: *", f"If-Match: {etag}").replace('"v1"', etag)
    answer = test_docs.run(client, request, admin_program.secret, Accept_Encoding="gzip")

    assert answer.status_code == 200, answer.content
