"""Error pages, robots.txt, and what a page is dressed in."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from articles.models import Topic


def test_an_unknown_address_is_told_in_the_sites_dress(client: Client, db: None) -> None:
    page = client.get("/gibt/es/nicht/")

    assert page.status_code == 404
    assert "<h1>Seite nicht gefunden</h1>" in page.text
    assert 'href="/static/site.css"' in page.text
    assert "/gibt/" not in page.text


@pytest.mark.parametrize(
    "path", ["/articles/%ff/", "/articles/%00/", "/articles/a%0Ab/", "/topics/..%2f/", "/media/../x"]
)
def test_addresses_that_make_no_sense_are_unknown(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_error_of_ours_is_told_without_the_database(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr(Topic.objects, "get_queryset", broken)
    monkeypatch.setattr("articles.models.Article.objects.get_queryset", broken)
    page = Client(raise_request_exception=False).get("/")

    assert page.status_code == 500
    assert "Ein Fehler bei uns" in page.text
    assert "disk" not in page.text


def test_a_request_that_makes_no_sense_is_told_in_the_sites_dress(client: Client, db: None) -> None:
    page = client.get("/", headers={"Host": "evil.example"})

    assert page.status_code == 400
    assert "<h1>Nicht verstanden</h1>" in page.text
    assert "evil.example" not in page.text


def test_robots_are_refused_everything_in_a_demonstration_only(client: Client, settings: Any) -> None:
    settings.DEMO = True
    closed = client.get("/robots.txt")
    settings.DEMO = False
    opened = client.get("/robots.txt")

    assert closed.text == "User-agent: *\nDisallow: /\n"
    assert opened.text == "User-agent: *\nDisallow: /admin/\n"
    assert closed["Content-Type"] == "text/plain; charset=utf-8"


def test_a_page_depends_on_no_cookie(client: Client, db: None) -> None:
    for path in ("/", "/sources/", "/topics/", "/nix/"):
        assert "Cookie" not in client.get(path).get("Vary", "")
