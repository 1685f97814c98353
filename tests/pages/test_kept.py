"""No typed text is lost: forms are kept in the browser and returned when the database is unavailable."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.domain.comments import email_confirmation
from articles.pages import form_token
from articles.pages.urls import urlpatterns
from tests.rounds import slow_but

from .test_errors import PART_VALUES

ROOT = Path(__file__).resolve().parents[2]
TYPED_TEXT = "Ein Satz, den niemand zweimal schreibt."
OWN_ORIGIN = {"Origin": "http://testserver"}
UNKEPT_FORMS = {  # forms of the readers' pages that keep.js leaves alone, each with its reason
    ("search", "get"): "the query is part of the address, so it survives a reload and a step back",
    ("comment_confirm", "post"): "one button; nothing is typed",
}


@pytest.fixture
def addresses(make_article: Any, make_comment: Any) -> dict[str, str]:
    """An address of each public page by name, with content where there can be any."""
    article = make_article()
    comment = make_comment(article, email="ada@example.org", status_token="a" * 20)
    with_slug = {"article": article.slug, "comments": article.slug, "report": article.slug, "notice": article.slug}
    urls = {}
    for pattern in urlpatterns:
        values = {name: PART_VALUES[name] for name in pattern.pattern.converters}
        if "pk" in values:
            values["pk"] = comment.pk
        if pattern.name in with_slug:
            values["slug"] = article.slug
        urls[pattern.name] = reverse(pattern.name, kwargs=values)
    urls["comment_confirm"] = urlsplit(email_confirmation.link(comment)).path
    urls["article, answering"] = f"{urls['article']}?reply={comment.pk}"
    return urls


def test_every_public_form_is_kept_or_listed(client: Client, addresses: dict[str, str]) -> None:
    forms, faults = set(), []
    for name, address in addresses.items():
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        page = html.fromstring(response.content.decode())
        scripts = page.xpath("//script[contains(@src, 'keep.js')]")
        for form in page.xpath("//form"):
            method = form.get("method", "get")
            forms.add((name, method))
            if (name, method) not in UNKEPT_FORMS and (len(scripts) != 1 or scripts[0].get("data-user") is not None):
                faults.append((name, method))
        faults += [(name, "inline") for script in page.xpath("//script[not(@src)]") if script.get("type") is None]

    assert faults == []
    assert forms == {*UNKEPT_FORMS, *((n, "post") for n in ("article", "article, answering", "report", "notice"))}


def test_a_page_without_a_form_has_no_script(client: Client, make_article: Any) -> None:
    article = make_article()

    page = client.get("/").text

    assert article.headline in page
    assert "keep.js" not in page


def post(client: Client, address: str, values: dict[str, str]) -> Any:
    """Send a form like a browser."""
    kind = "application/x-www-form-urlencoded"
    return client.post(address, urlencode(values), content_type=kind, headers=OWN_ORIGIN)


def reader_forms(slug: str, comment: int) -> dict[str, dict[str, str]]:
    """The values of the readers' forms, by address."""
    comments_url = f"/articles/{slug}/comments/"
    return {
        comments_url: {
            "author": "Ada Beispiel",
            "text": f"{TYPED_TEXT}\n\nZweiter Absatz.",
            "email": "a@example.org",
            "token": "x",
        },
        f"{comments_url}{comment}/report/": {"reason": "insult", "note": TYPED_TEXT, "token": "x"},
        f"{comments_url}{comment}/report/illegal/": {
            "explanation": TYPED_TEXT,
            "url": "http://testserver/x",
            "name": "Ada",
            "email": "a@example.org",
            "good_faith": "1",
            "token": "x",
        },
    }


@contextmanager
def locked_tables() -> Iterator[None]:
    """Lock the tables with a second connection; waiting writes time out after 50 ms."""
    other = connection.copy()
    try:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA busy_timeout = 50")
            other.cursor().execute("BEGIN IMMEDIATE")
        else:
            connection.cursor().execute("SET lock_timeout = '50ms'")
            other.set_autocommit(False)
            tables = ("comment", "report", "topic", "ratelimitwindow")
            other.cursor().execute(f"LOCK TABLE {', '.join(f'articles_{name}' for name in tables)} IN EXCLUSIVE MODE")
        yield
    finally:
        other.cursor().execute("ROLLBACK")
        other.close()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_text_is_lost_while_the_database_is_locked(make_article: Any, make_comment: Any, admin_user: Any) -> None:
    article = make_article()
    forms = reader_forms(article.slug, make_comment(article).pk)
    client = Client(raise_request_exception=False)
    for address, values in forms.items():
        page = html.fromstring(
            client.get(
                address.replace("/comments/", "/") if address.endswith("comments/") else address
            ).content.decode()
        )
        values["token"] = page.xpath("//input[@name='token']/@value")[0]
    admin_client = Client(raise_request_exception=False)
    admin_client.force_login(admin_user)
    with locked_tables():
        answers = {address: post(client, address, values) for address, values in forms.items()}
        admin_response = admin_client.post(
            "/admin/articles/topic/add/", {"name": TYPED_TEXT, "slug": "satz", "description": "Hm."}
        )

    for address, answer in answers.items():
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), address
        assert TYPED_TEXT in answer.text, address
    assert (admin_response.status_code, admin_response["Retry-After"]) == (503, "60")
    assert TYPED_TEXT in admin_response.text
    assert "Hm." in admin_response.text


POST_FORMS_SCRIPT = """
import django, json, sys
django.setup()
from django.test import Client
from urllib.parse import urlencode
client = Client(raise_request_exception=False, enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
found = {}
for address, values in json.load(sys.stdin).items():
    client.cookies["csrftoken"] = "a" * 32
    client.cookies["sessionid"] = "b" * 32
    answer = client.post(
        address,
        urlencode({**values, "csrfmiddlewaretoken": "a" * 32}),
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": "http://127.0.0.1"},
    )
    found[address] = [answer.status_code, answer.get("Retry-After"), answer.get("Cache-Control"), answer.text]
reading = client.get("/articles/rathaus/")
found["reading"] = [reading.status_code, reading.get("Retry-After"), reading.get("Cache-Control"), reading.text]
print(json.dumps(found))
"""
ADMIN_FORMS = {
    "/admin/articles/topic/add/": {"name": TYPED_TEXT, "slug": "satz"},
    "/admin/articles/comment/1/decide/": {"verb": "reject", "reason": "other", "note": TYPED_TEXT},
    "/admin/articles/article/1/prepare/": {"headline": TYPED_TEXT, "_prepare": "1"},
    "/admin/password_change/": {"old_password": "geheim", "name": TYPED_TEXT},
}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("sql_pattern", ["INSERT", 'INTO "articles_(comment|report)"'])
def test_a_form_is_shown_again_when_the_database_refuses_writes(
    make_article: Any, make_comment: Any, error: type[Exception], sql_pattern: str
) -> None:
    def fail_on_write(execute: Any, sql: str, *rest: Any) -> Any:
        if re.search(sql_pattern, sql):
            raise error("takes nothing")
        return execute(sql, *rest)

    article = make_article()
    client = Client(raise_request_exception=False)
    for address, values in reader_forms(article.slug, make_comment(article).pk).items():
        with connection.execute_wrapper(fail_on_write):
            answer = post(client, address, {**values, "token": form_token.token(article, time.time() - 60)})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), address
        assert "konnte gerade nicht gespeichert werden" in answer.text, address
        form = html.fromstring(answer.content.decode()).xpath("//form[@method='post']")[0]
        assert form.xpath(".//input[@name='token']/@value")[0] != "", address
        assert TYPED_TEXT in "".join(form.itertext()), address


UNAVAILABLE_DATABASES = {  # the database cannot be opened, has lost its tables, does not answer
    "gone": "sqlite:////nowhere/at/all.sqlite3",
    "empty": "sqlite:///{folder}/empty.sqlite3",
    "PostgreSQL": "postgres://postgres@127.0.0.1:1/nobody",
}


@pytest.mark.parametrize("failure", slow_but(["empty"], UNAVAILABLE_DATABASES))
def test_no_text_is_lost_while_the_database_is_away(failure: str, tmp_path: Path) -> None:
    database = UNAVAILABLE_DATABASES[failure]
    forms = {**reader_forms("rathaus", 1), **ADMIN_FORMS}
    environment = {
        **os.environ,
        "DATABASE_URL": database.format(folder=tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SITE_URL": "",
    }

    process = subprocess.run(
        [sys.executable, "-c", POST_FORMS_SCRIPT],
        input=json.dumps(forms),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert process.returncode == 0, process.stderr
    answers = json.loads(process.stdout.splitlines()[-1])
    reading = answers.pop("reading")
    assert reading[:3] == [503, "60", "no-store"]
    for address, (status, retry_after, cache_control, page) in answers.items():
        assert [status, retry_after, cache_control] == [503, "60", "no-store"], address
        form = html.fromstring(page).xpath("//form[@method='post']")[0]
        fields = {name: value.removeprefix("\n").replace("\r\n", "\n") for name, value in form.form_values()}
        token = fields.pop("csrfmiddlewaretoken", "")
        assert fields == {name: value for name, value in forms[address].items() if "password" not in name}, address
        assert form.get("action") == address
        assert bool(token) is address.startswith("/admin/")
        assert "geheim" not in page
