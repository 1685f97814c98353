"""The headers of every address of the resolver × every kind of response × every user, against headers.txt.

A new address fails, and so does a status that the table does not list for the address.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.domain.articles import preview_links, revisions
from articles.domain.comments import email_confirmation
from articles.domain.images import library
from articles.models import Article, ArticleAgency, Contribution, Image, Person, Redirect, Report, Source
from tests.admin import test_permissions as admins
from tests.picture_files import picture, sent
from tests.rounds import every

TABLE = Path(__file__).with_name("headers.txt")
UNKNOWN_PARTS = {  # for each part of an address: a value that does not exist, where there can be one
    "slug": "nirgends",
    "token": "nirgends",
    "kind": "rss",
    "shape": "a",
    "key": "00000000-0000-4000-8000-000000000000",
    "number": 2999,
    "month": 6,
    "image": 99,
    "width": 1,
    "pk": 9999,
    "revision": 1,
}
SLOW = pytest.mark.slow
REFERRER = {"house": "strict-origin-when-cross-origin", "none": "no-referrer"}


def patterns(resolver: URLResolver | None = None, namespace: str = "pages") -> Iterator[tuple[str, URLPattern]]:
    """The namespace and the pattern of each address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or namespace)
        else:
            yield namespace, entry


def fill_pattern(namespace: str, pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address of a pattern with these values of its parts."""
    parts = {name: values.get(name, UNKNOWN_PARTS[name]) for name in pattern.pattern.converters}
    return reverse(pattern.name if namespace == "pages" else f"{namespace}:{pattern.name}", kwargs=parts)


class SiteContent:
    """Content for every address: public, withdrawn, redirected and missing."""

    def __init__(self, make_article: Any, make_clip: Any, make_comment: Any, user: Any):
        self.admin = admins.AdminRows(user, make_article, make_clip, make_comment)
        image = library.take_in(sent(picture(400, 300)), None).image
        Image.objects.filter(pk=image.pk).update(caption="Das Rathaus", credit="Ada/Bildhaus")
        text = f'<p>Eins.</p><figure data-image="{image.pk}"></figure>'
        clip = make_clip()
        article = make_article(slug="hier", body=text, clip=clip, reading=clip.readings.get())
        revisions.place_images(article)
        for slug, values in {"weg": {"state": "withdrawn"}, "zu": {"comment_status": "closed"}}.items():
            make_article(slug=slug, **values)
        for kind in ("article", "topic"):
            Redirect.objects.create(kind=kind, slug="frueher", target=article.pk)
        article.topics.add(self.admin.rows["topic"])
        person = Person.objects.create(name="Ada", slug="ada")
        Contribution.objects.create(article=article, person=person)
        agency = Source.objects.create(name="dpa", slug="dpa", kind="agency")
        ArticleAgency.objects.create(article=article, source=agency)
        comment = make_comment(article, email="ada@example.org", status_token="a" * 20)
        Report.objects.create(comment=comment, reason="insult", receipt_token="b" * 20)
        rendition = Image.objects.get(pk=image.pk).rendition()
        assert rendition is not None
        self.slugs = {"articles": "hier", "sources": article.source.slug, "topics": "rathaus", "people": "ada"}
        self.keys = {
            "persons": "ada",
            "agencies": "dpa",
            "images": image.pk,
            **{noun: slug for noun, slug in self.slugs.items() if noun != "people"},
        }
        self.pks = {"comments": comment.pk, "articles": article.pk, "clips": clip.pk, "images": image.pk}
        self.pks |= {"topics": self.admin.rows["topic"].pk, "sources": article.source.pk, "persons": person.pk}
        self.fixed_addresses = {
            "comment_status": f"/comments/status/{'a' * 20}/",
            "report_status": f"/reports/{'b' * 20}/",
            "comment_confirm": urlsplit(email_confirmation.link(comment)).path,
            "preview": preview_links.make_link(article, user, 3).get_absolute_url(),
            "preview_unsaved": f"/preview/unsaved/{self.admin.draft.key}/",
            "rendition": urlsplit(rendition.url).path,
            "page": "/about/privacy/",
            "sitemap_articles": "/sitemap-articles-0.xml",
        }

    def public_address(self, namespace: str, pattern: URLPattern) -> str:
        """The address of a pattern at which there is public content."""
        if namespace == "pages" and pattern.name in self.fixed_addresses:
            return self.fixed_addresses[pattern.name]
        noun = next((part for part in str(pattern.pattern).split("/") if part not in {"", "desk"}), "")
        values: dict[str, Any] = {"slug": self.slugs.get(noun), "key": self.keys.get(noun)}
        values["pk"] = (
            self.pks["comments" if "/comments/" in str(pattern.pattern) else noun] if noun in self.pks else None
        )
        values |= {"number": date.today().year, "month": date.today().month}
        return fill_pattern(namespace, pattern, {name: value for name, value in values.items() if value is not None})

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Namespace with name, and an address, of each page and each API noun, in each state that it has."""
        for namespace, pattern in patterns():
            if namespace == "admin":
                continue
            name = f"{namespace}:{pattern.name or 'nothing'}"
            if pattern.name is None:
                yield name, "/api/v1/no/such/"
                continue
            yield name, self.public_address(namespace, pattern)
            if not pattern.pattern.converters:
                continue
            yield name, fill_pattern(namespace, pattern, {})
            for part in {"slug", "key"} & set(pattern.pattern.converters):
                if str(pattern.pattern).startswith("articles/"):
                    yield from (
                        (name, fill_pattern(namespace, pattern, {part: slug})) for slug in ("weg", "frueher", "zu")
                    )
        yield "nothing", "/no/such/page/"
        yield "slash", "/sources"
        yield "static", "/static/site.css"
        yield "static", "/static/no-such.css"


def responses(client: Client, address: str, more: bool) -> Iterator[HttpResponse]:
    """The responses to reads, malformed requests, a wrong host, and requests while the database fails."""
    yield client.get(address)
    yield client.put(address)
    if not more:
        return
    yield client.get(address, headers={"Accept-Encoding": "gzip"})
    yield client.head(address)
    yield client.post(address, "{", content_type="application/x-www-form-urlencoded")
    yield client.get(address, headers={"Host": "evil.example"})
    for error in (OperationalError, ProgrammingError):
        with connection.execute_wrapper(failing_database(error)):
            yield client.get(address)


def failing_database(error: type[Exception]) -> Any:
    """A database wrapper that raises `error` for every query."""

    def fail(*args: Any) -> Any:
        raise error("broken for a test")

    return fail


def table_lines() -> list[list[str]]:
    """The rows of headers.txt."""
    text = (line for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return [[cell.strip() for cell in line.split("|")] for line in text]


def header_faults(answer: HttpResponse, line: list[str]) -> str:
    """The names of the headers that differ from the line; empty if none does."""
    _address, _status, expected_cache, etag, vary, embedded, referrer = line[:7]
    cache_control, etag_value = answer.get("Cache-Control", ""), answer.get("ETag", "")
    varies = {name.strip() for name in answer.get("Vary", "").split(",")}
    form = "weak" if etag_value.startswith("W/") else "strong" if etag_value else "-"
    is_compressed = answer.has_header("Content-Encoding")
    policies = [REFERRER[referrer]] if referrer != "any" else list(REFERRER.values())
    faults = {
        "Cache-Control": cache_control == expected_cache
        or (expected_cache == "no-store" and "no-store" in cache_control and "public" not in cache_control),
        "ETag": etag in {"any", form} or (etag == "strong" and is_compressed and form == "weak"),
        "Vary": vary == "-" or set(vary.split(", ")) <= varies,
        "Vary: Cookie": "public" not in cache_control or ("Cookie" not in varies and not answer.cookies),
        "Cross-Origin-Resource-Policy": answer.get("Cross-Origin-Resource-Policy") == embedded,
        "Referrer-Policy": answer.get("Referrer-Policy") in policies,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "Content-Security-Policy": answer.has_header("Content-Security-Policy"),
    }
    return ", ".join(name for name, holds in faults.items() if not holds)


def gets_304(client: Client, address: str, answer: HttpResponse, coding: str) -> bool:
    """Whether a request with the ETag gets 304 with the same headers."""
    response = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": answer["ETag"]})
    headers = ("Cache-Control", "Cross-Origin-Resource-Policy")
    return (
        response.status_code == 304
        and not b"".join(response)
        and all(response.get(n) == answer.get(n) for n in headers)
    )


@pytest.mark.parametrize("mode", ["anonymous", pytest.param("signed in", marks=SLOW), pytest.param("all", marks=SLOW)])
def test_every_response_has_the_headers_of_the_table(
    make_article: Any, make_clip: Any, make_comment: Any, admin_user: Any, settings: Any, monkeypatch: Any, mode: str
) -> None:
    settings.SHOW_DIFFERENCES, settings.SECURITY_CONTACT = True, "mailto:hier@example.org"
    content = SiteContent(make_article, make_clip, make_comment, admin_user)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)  # a traceback of each failure takes long
    client = Client(raise_request_exception=False)
    if mode == "signed in":
        client.force_login(admin_user)
    table, statuses, names, faults = table_lines(), set(), set(), []
    for name, address in content.addresses():
        is_first, _ = name not in names, names.add(name)
        for answer in responses(client, address, more=is_first and mode == "all"):
            status = str(answer.status_code)
            state_name = f"{name}, open" if name == "pages:article" and "/hier/" in address else name
            line = next((row for row in table if fnmatch(state_name, row[0]) and fnmatch(status, row[1])), None)
            line = line or next((row for row in table if fnmatch(name, row[0]) and fnmatch(status, row[1])), None)
            fault = header_faults(answer, line) if line else "no line in the table"
            etag = answer.has_header("ETag") and status == "200" and answer.request["REQUEST_METHOD"] == "GET"
            if etag and line and line[3] in {"weak", "strong"}:
                coding = answer.get("Content-Encoding", "")
                fault += "" if gets_304(client, address, answer, coding) else ", 304"
            if fault:
                faults.append((answer.request["REQUEST_METHOD"], address, status, fault))
            statuses.add(status)
            if line:
                line.append("used")
            if answer.streaming:
                b"".join(answer)  # a file is closed when it is read to its end

    assert faults == []
    assert {"200", "301", "302", "404", "405", "410"} <= statuses
    if mode == "all":
        assert {"400", "401", "403", "415", "500", "503"} <= statuses
        unused = [line[:2] for line in table if line[-1] != "used" and not line[0].startswith(("api:clip", "api:desk"))]
        assert unused == []


def test_the_api_can_be_embedded_by_allowed_origins(make_article: Any, client: Client, settings: Any) -> None:
    make_article()
    settings.CORS_ORIGINS = ["https://example.org"]
    etag = client.get("/api/v1/articles/")["ETag"]
    preflight = {"Access-Control-Request-Method": "GET"}
    for origin, embedded in {"https://example.org": "cross-origin", "https://other.example": "same-origin"}.items():
        headers = {"Origin": origin}
        responses = [
            client.get("/api/v1/articles/", headers=headers),
            client.get("/api/v1/articles/", headers={**headers, "If-None-Match": etag}),
            client.get("/api/v1/articles/no-such/", headers=headers),
            client.options("/api/v1/articles/", headers={**headers, **preflight}),
        ]
        assert [response.status_code for response in responses] == [200, 304, 404, 204]
        assert {response["Cross-Origin-Resource-Policy"] for response in responses} == {embedded}
        assert all("Origin" in response["Vary"] for response in responses)
    assert client.get("/", headers={"Origin": "https://example.org"})["Cross-Origin-Resource-Policy"] == "same-origin"


def test_early_refusals_have_the_headers_too(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    redirect = Client().get("/search/?q=a")
    refused = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})

    assert (redirect.status_code, redirect["Cache-Control"]) == (301, "no-cache")
    assert (refused.status_code, refused["Cache-Control"]) == (400, "no-store")
    for answer in (redirect, refused):
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.has_header("Content-Security-Policy")


@pytest.fixture
def admin_addresses(make_article: Any, make_clip: Any, make_comment: Any, admin_user: Any) -> list[str]:
    """Each address of the admin."""
    rows = admins.AdminRows(admin_user, make_article, make_clip, make_comment)
    return [rows.fill(route) for route in admins.admin_routes()]


@pytest.mark.parametrize("step", every(4))
def test_no_admin_page_is_cached_and_its_csrf_page_is_the_sites(
    admin_addresses: list[str], admin_user: Any, step: int
) -> None:
    strict, anonymous = Client(enforce_csrf_checks=True), Client()
    strict.force_login(admin_user)
    assert len(admin_addresses) > 80
    for address in admin_addresses[::step]:
        refused = strict.post(address, {"headline": "Getippt"})
        assert refused.status_code == 403, address
        assert "no-store" in refused["Cache-Control"], address
        assert refused["Cross-Origin-Resource-Policy"] == "same-origin"
        assert 'lang="de"' in refused.text and "CSRF" not in refused.text, address
        response = anonymous.get(address)
        assert response.status_code in {200, 302, 405}, address
        cache_control = response["Cache-Control"]
        assert "public" not in cache_control and ("no-store" in cache_control or response.status_code == 302), address


@pytest.mark.slow
def test_no_admin_page_is_cached_for_signed_in_users(admin_addresses: list[str], admin_user: Any) -> None:
    client = Client(raise_request_exception=False)
    for address in admin_addresses:
        client.force_login(admin_user)  # one of the addresses logs out
        answer = client.get(address)
        cache_control = answer["Cache-Control"]
        assert "public" not in cache_control and ("no-store" in cache_control or answer.status_code in {301, 302}), (
            address
        )
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_cached_pages_expire_with_their_forms_and_at_due_times(client: Client, make_article: Any) -> None:
    """Each response has a new form token, and due changes are visible at their time."""
    article = make_article(comment_status="closed", embargo_until=timezone.now() - timedelta(hours=1))
    article_url, etags = article.get_absolute_url(), {}
    for address in (article_url, "/", "/search/?q=Rathaus", "/feed.rss", "/sitemap.xml"):
        etags[address] = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etags[address]}).status_code == 304

    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(article_url, headers={"If-None-Match": etags[article_url]}).status_code == 404
    for address in ("/", "/search/?q=Rathaus", "/feed.rss"):
        assert client.get(address, headers={"If-None-Match": etags[address]}).status_code == 200, address

    open_url = make_article().get_absolute_url()
    first, second = client.get(open_url), client.get(open_url, headers={"If-None-Match": "*"})
    assert (second.status_code, second.has_header("ETag")) == (200, False)
    assert first.content != second.content
