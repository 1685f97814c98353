"""Error pages, robots.txt and cookies."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from articles.models import Topic
from articles.pages.urls import urlpatterns

PART_VALUES = {  # for each part of an address
    "slug": "a",
    "token": "a",
    "kind": "rss",
    "shape": "a",
    "key": "00000000-0000-4000-8000-000000000000",
    "number": 2024,
    "month": 6,
    "pk": 1,
    "image": 1,
    "width": 1,
}


def test_an_unknown_address_has_an_error_page_in_the_sites_layout(client: Client, db: None) -> None:
    page = client.get("/gibt/es/nicht/")

    assert page.status_code == 404
    assert "<h1>Seite nicht gefunden</h1>" in page.text
    assert 'href="/static/site.css"' in page.text
    assert "/gibt/" not in page.text


@pytest.mark.parametrize(
    "path", ["/articles/%ff/", "/articles/%00/", "/articles/a%0Ab/", "/topics/..%2f/", "/media/../x"]
)
def test_malformed_addresses_are_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_internal_error_has_a_page_without_the_database(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr(Topic.objects, "get_queryset", fail)
    monkeypatch.setattr("articles.models.Article.objects.get_queryset", fail)
    page = Client(raise_request_exception=False).get("/")

    assert page.status_code == 500
    assert "Ein Fehler bei uns" in page.text
    assert "disk" not in page.text


def test_an_invalid_request_has_an_error_page_in_the_sites_layout(client: Client, db: None) -> None:
    page = client.get("/", headers={"Host": "evil.example"})

    assert page.status_code == 400
    assert "<h1>Nicht verstanden</h1>" in page.text
    assert "evil.example" not in page.text


def test_robots_txt_disallows_everything_in_a_demonstration_only(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo_response = client.get("/robots.txt")
    settings.DEMO = False
    site_response = client.get("/robots.txt")

    assert demo_response.text == "User-agent: *\nDisallow: /\n"
    disallowed = "Disallow: /admin/\nDisallow: /search/?\nDisallow: /search/feed.\nDisallow: /preview/\n"
    assert site_response.text == f"User-agent: *\n{disallowed}\nSitemap: http://testserver/sitemap.xml\n"
    assert demo_response["Content-Type"] == "text/plain; charset=utf-8"


def test_no_page_varies_by_cookie(client: Client, db: None) -> None:
    for path, status in {"/": 200, "/sources/": 200, "/topics/": 200, "/nix/": 404}.items():
        page = client.get(path)
        assert (path, page.status_code) == (path, status)
        assert "Cookie" not in page.get("Vary", "")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_an_unsupported_method_has_an_error_page_in_the_sites_layout(db: None, pattern: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse(pattern.name, kwargs={name: PART_VALUES[name] for name in pattern.pattern.converters})

    put_response = client.put(address)
    takes_forms = put_response["Allow"] == "GET, HEAD, POST"
    other_response = client.delete(address) if takes_forms else client.post(address, {"a": "b"})

    assert takes_forms is (pattern.name in {"comments", "report", "notice", "comment_confirm"})
    for response in (put_response, other_response):
        assert (response.status_code, response["Allow"]) == (405, put_response["Allow"])
        assert "<h1>Nicht auf diesem Weg</h1>" in response.text
        assert not response.cookies
    assert takes_forms or put_response["Allow"] == "GET, HEAD"
