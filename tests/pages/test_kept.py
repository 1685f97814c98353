"""Nothing that a reader types is lost: each form is kept in the browser, and comes back when the database is away."""

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

from .test_errors import SOMETHING

ROOT = Path(__file__).resolve().parents[2]
WORDS = "Ein Satz, den niemand zweimal schreibt."
OURS = {"Origin": "http://testserver"}
NOT_KEPT = {  # forms of the readers' pages that keep.js leaves alone, each with its reason
    ("search", "get"): "what was typed stands in the address, so it is there after a reload and one step back",
    ("comment_confirm", "post"): "one button; nothing is typed",
}


@pytest.fixture
def addresses(make_article: Any, make_comment: Any) -> dict[str, str]:
    """Each page of the readers by its name: where it can show something, it does."""
    article = make_article()
    comment = make_comment(article, email="ada@example.org", status_token="a" * 20)
    own = {"article": article.slug, "comments": article.slug, "report": article.slug, "notice": article.slug}
    found = {}
    for pattern in urlpatterns:
        values = {name: SOMETHING[name] for name in pattern.pattern.converters}
        if "pk" in values:
            values["pk"] = comment.pk
        if pattern.name in own:
            values["slug"] = article.slug
        found[pattern.name] = reverse(pattern.name, kwargs=values)
    found["comment_confirm"] = urlsplit(email_confirmation.link(comment)).path
    found["article, answering"] = f"{found['article']}?reply={comment.pk}"
    return found


def test_every_form_of_the_readers_is_kept_or_stands_on_the_list(client: Client, addresses: dict[str, str]) -> None:
    seen, wrong = set(), []
    for name, address in addresses.items():
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        page = html.fromstring(response.content.decode())
        scripts = page.xpath("//script[contains(@src, 'keep.js')]")
        for form in page.xpath("//form"):
            method = form.get("method", "get")
            seen.add((name, method))
            if (name, method) not in NOT_KEPT and (len(scripts) != 1 or scripts[0].get("data-user") is not None):
                wrong.append((name, method))
        wrong += [(name, "inline") for one in page.xpath("//script[not(@src)]") if one.get("type") is None]

    assert wrong == []
    assert seen == {*NOT_KEPT, *((n, "post") for n in ("article", "article, answering", "report", "notice"))}


def test_who_only_reads_gets_no_script_where_there_is_no_form(client: Client, make_article: Any) -> None:
    article = make_article()

    page = client.get("/").text

    assert article.headline in page
    assert "keep.js" not in page


def post(client: Client, address: str, values: dict[str, str]) -> Any:
    """As a browser sends a form."""
    kind = "application/x-www-form-urlencoded"
    return client.post(address, urlencode(values), content_type=kind, headers=OURS)


def sent(slug: str, comment: int) -> dict[str, dict[str, str]]:
    """What readers send, by address."""
    here = f"/articles/{slug}/comments/"
    return {
        here: {"author": "Ada Beispiel", "text": f"{WORDS}\n\nZweiter Absatz.", "email": "a@example.org", "token": "x"},
        f"{here}{comment}/report/": {"reason": "insult", "note": WORDS, "token": "x"},
        f"{here}{comment}/report/illegal/": {
            "explanation": WORDS,
            "url": "http://testserver/x",
            "name": "Ada",
            "email": "a@example.org",
            "good_faith": "1",
            "token": "x",
        },
    }


@contextmanager
def another_holds_what_is_written() -> Iterator[None]:
    """A second connection keeps everybody from writing, and who waits gives up after 50 ms."""
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
    forms = sent(article.slug, make_comment(article).pk)
    client = Client(raise_request_exception=False)
    for address, values in forms.items():
        page = html.fromstring(
            client.get(
                address.replace("/comments/", "/") if address.endswith("comments/") else address
            ).content.decode()
        )
        values["token"] = page.xpath("//input[@name='token']/@value")[0]
    desk = Client(raise_request_exception=False)
    desk.force_login(admin_user)
    with another_holds_what_is_written():
        answers = {address: post(client, address, values) for address, values in forms.items()}
        at_the_desk = desk.post("/admin/articles/topic/add/", {"name": WORDS, "slug": "satz", "description": "Hm."})

    for address, answer in answers.items():
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), address
        assert WORDS in answer.text, address
    assert (at_the_desk.status_code, at_the_desk["Retry-After"]) == (503, "60")
    assert WORDS in at_the_desk.text
    assert "Hm." in at_the_desk.text


AWAY = """
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
DESK = {
    "/admin/articles/topic/add/": {"name": WORDS, "slug": "satz"},
    "/admin/articles/comment/1/decide/": {"verb": "reject", "reason": "other", "note": WORDS},
    "/admin/articles/article/1/prepare/": {"headline": WORDS, "_prepare": "1"},
    "/admin/password_change/": {"old_password": "geheim", "name": WORDS},
}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("refused", ["INSERT", 'INTO "articles_(comment|report)"'])
def test_a_form_comes_back_on_its_own_page_whatever_the_database_says_while_it_takes_nothing(
    make_article: Any, make_comment: Any, error: type[Exception], refused: str
) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if re.search(refused, sql):
            raise error("takes nothing")
        return execute(sql, *rest)

    article = make_article()
    client = Client(raise_request_exception=False)
    for address, values in sent(article.slug, make_comment(article).pk).items():
        with connection.execute_wrapper(refuse):
            answer = post(client, address, {**values, "token": form_token.token(article, time.time() - 60)})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), address
        assert "konnte gerade nicht gespeichert werden" in answer.text, address
        form = html.fromstring(answer.content.decode()).xpath("//form[@method='post']")[0]
        assert form.xpath(".//input[@name='token']/@value")[0] != "", address
        assert WORDS in "".join(form.itertext()), address


NOWHERE = {  # the database cannot be opened, has lost its tables, does not answer
    "gone": "sqlite:////nowhere/at/all.sqlite3",
    "empty": "sqlite:///{folder}/empty.sqlite3",
    "PostgreSQL": "postgres://postgres@127.0.0.1:1/nobody",
}


@pytest.mark.parametrize("why", slow_but(["empty"], NOWHERE))
def test_no_text_is_lost_while_the_database_is_away(why: str, tmp_path: Path) -> None:
    database = NOWHERE[why]
    forms = {**sent("rathaus", 1), **DESK}
    environment = {
        **os.environ,
        "DATABASE_URL": database.format(folder=tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SITE_URL": "",
    }

    done = subprocess.run(
        [sys.executable, "-c", AWAY], input=json.dumps(forms), cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])
    reading = answers.pop("reading")
    assert reading[:3] == [503, "60", "no-store"]
    for address, (status, later, kept, page) in answers.items():
        assert [status, later, kept] == [503, "60", "no-store"], address
        form = html.fromstring(page).xpath("//form[@method='post']")[0]
        fields = {name: value.removeprefix("\n").replace("\r\n", "\n") for name, value in form.form_values()}
        token = fields.pop("csrfmiddlewaretoken", "")
        assert fields == {name: value for name, value in forms[address].items() if "password" not in name}, address
        assert form.get("action") == address
        assert bool(token) is address.startswith("/admin/")
        assert "geheim" not in page
