"""Every address of the resolver × every kind of answer × who asks, against the headers that headers.txt has for it.

An address that is new, or that answers in a way of which the table knows nothing, fails.
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
NOTHING = {  # for each part of an address: what there is not, where it can be missing
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


def patterns(resolver: URLResolver | None = None, door: str = "pages") -> Iterator[tuple[str, URLPattern]]:
    """The door and the pattern of each address."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, one.namespace or door)
        else:
            yield door, one


def filled(door: str, one: URLPattern, values: dict[str, Any]) -> str:
    """The address with these parts."""
    parts = {name: values.get(name, NOTHING[name]) for name in one.pattern.converters}
    return reverse(one.name if door == "pages" else f"{door}:{one.name}", kwargs=parts)


class World:
    """Something at every address: public, withdrawn, at another address by now, and nothing."""

    def __init__(self, make_article: Any, make_clip: Any, make_comment: Any, user: Any):
        self.admin = admins.World(user, make_article, make_clip, make_comment)
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
        article.topics.add(self.admin.things["topic"])
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
        self.pks |= {"topics": self.admin.things["topic"].pk, "sources": article.source.pk, "persons": person.pk}
        self.of_its_own = {
            "comment_status": f"/comments/status/{'a' * 20}/",
            "report_status": f"/reports/{'b' * 20}/",
            "comment_confirm": urlsplit(email_confirmation.link(comment)).path,
            "preview": preview_links.make_link(article, user, 3).get_absolute_url(),
            "preview_unsaved": f"/preview/unsaved/{self.admin.draft.key}/",
            "rendition": urlsplit(rendition.url).path,
            "page": "/about/privacy/",
            "sitemap_articles": "/sitemap-articles-0.xml",
        }

    def public(self, door: str, one: URLPattern) -> str:
        """The address where it shows something."""
        if door == "pages" and one.name in self.of_its_own:
            return self.of_its_own[one.name]
        noun = next((part for part in str(one.pattern).split("/") if part not in {"", "desk"}), "")
        values: dict[str, Any] = {"slug": self.slugs.get(noun), "key": self.keys.get(noun)}
        values["pk"] = self.pks["comments" if "/comments/" in str(one.pattern) else noun] if noun in self.pks else None
        values |= {"number": date.today().year, "month": date.today().month}
        return filled(door, one, {name: value for name, value in values.items() if value is not None})

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Door and name, and an address, of each page and of each noun of the API, in each state that it knows."""
        for door, one in patterns():
            if door == "admin":
                continue
            name = f"{door}:{one.name or 'nothing'}"
            if one.name is None:
                yield name, "/api/v1/no/such/"
                continue
            yield name, self.public(door, one)
            if not one.pattern.converters:
                continue
            yield name, filled(door, one, {})
            for part in {"slug", "key"} & set(one.pattern.converters):
                if str(one.pattern).startswith("articles/"):
                    yield from ((name, filled(door, one, {part: slug})) for slug in ("weg", "frueher", "zu"))
        yield "nothing", "/no/such/page/"
        yield "slash", "/sources"
        yield "static", "/static/site.css"
        yield "static", "/static/no-such.css"


def answers(client: Client, address: str, more: bool) -> Iterator[HttpResponse]:
    """What is answered there to whoever reads, sends nonsense, or comes by a wrong name, or while nothing works."""
    yield client.get(address)
    yield client.put(address)
    if not more:
        return
    yield client.get(address, headers={"Accept-Encoding": "gzip"})
    yield client.head(address)
    yield client.post(address, "{", content_type="application/x-www-form-urlencoded")
    yield client.get(address, headers={"Host": "evil.example"})
    for error in (OperationalError, ProgrammingError):
        with connection.execute_wrapper(broken(error)):
            yield client.get(address)


def broken(error: type[Exception]) -> Any:
    """Something between us and the database that only fails."""

    def fail(*args: Any) -> Any:
        raise error("broken for a test")

    return fail


def lines() -> list[list[str]]:
    """The written table."""
    text = (line for line in TABLE.read_text().splitlines() if line and not line.startswith("#"))
    return [[cell.strip() for cell in line.split("|")] for line in text]


def wrong(name: str, answer: HttpResponse, line: list[str]) -> str:
    """What is not as the line has it; empty where everything is."""
    _address, _status, kept, etag, vary, embedded, referrer = line[:7]
    told, given = answer.get("Cache-Control", ""), answer.get("ETag", "")
    varies = {one.strip() for one in answer.get("Vary", "").split(",")}
    form = "weak" if given.startswith("W/") else "strong" if given else "-"
    is_compressed = answer.has_header("Content-Encoding")
    sent_on = [REFERRER[referrer]] if referrer != "any" else list(REFERRER.values())
    faults = {
        "Cache-Control": told == kept or (kept == "no-store" and "no-store" in told and "public" not in told),
        "ETag": etag in {"any", form} or (etag == "strong" and is_compressed and form == "weak"),
        "Vary": vary == "-" or set(vary.split(", ")) <= varies,
        "Vary: Cookie": "public" not in told or ("Cookie" not in varies and not answer.cookies),
        "Cross-Origin-Resource-Policy": answer.get("Cross-Origin-Resource-Policy") == embedded,
        "Referrer-Policy": answer.get("Referrer-Policy") in sent_on,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "Content-Security-Policy": answer.has_header("Content-Security-Policy"),
    }
    return ", ".join(one for one, holds in faults.items() if not holds)


def is_spared(client: Client, address: str, answer: HttpResponse, coding: str) -> bool:
    """Whether who gives the ETag back gets 304 with the same headers."""
    again = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": answer["ETag"]})
    kept = ("Cache-Control", "Cross-Origin-Resource-Policy")
    return again.status_code == 304 and not b"".join(again) and all(again.get(n) == answer.get(n) for n in kept)


@pytest.mark.parametrize("how", ["anonymous", pytest.param("signed in", marks=SLOW), pytest.param("all", marks=SLOW)])
def test_every_answer_says_who_may_keep_it_and_embed_it(
    make_article: Any, make_clip: Any, make_comment: Any, admin_user: Any, settings: Any, monkeypatch: Any, how: str
) -> None:
    settings.SHOW_DIFFERENCES, settings.SECURITY_CONTACT = True, "mailto:hier@example.org"
    world = World(make_article, make_clip, make_comment, admin_user)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)  # a traceback of each failure takes long
    client = Client(raise_request_exception=False)
    if how == "signed in":
        client.force_login(admin_user)
    table, seen, names, faults = lines(), set(), set(), []
    for name, address in world.addresses():
        is_first, _ = name not in names, names.add(name)
        for answer in answers(client, address, more=is_first and how == "all"):
            status = str(answer.status_code)
            about = f"{name}, open" if name == "pages:article" and "/hier/" in address else name
            line = next((one for one in table if fnmatch(about, one[0]) and fnmatch(status, one[1])), None)
            line = line or next((one for one in table if fnmatch(name, one[0]) and fnmatch(status, one[1])), None)
            fault = wrong(name, answer, line) if line else "no line in the table"
            etag = answer.has_header("ETag") and status == "200" and answer.request["REQUEST_METHOD"] == "GET"
            if etag and line and line[3] in {"weak", "strong"}:
                coding = answer.get("Content-Encoding", "")
                fault += "" if is_spared(client, address, answer, coding) else ", 304"
            if fault:
                faults.append((answer.request["REQUEST_METHOD"], address, status, fault))
            seen.add(status)
            if line:
                line.append("used")
            if answer.streaming:
                b"".join(answer)  # a file is closed when it is read to its end

    assert faults == []
    assert {"200", "301", "302", "404", "405", "410"} <= seen
    if how == "all":
        assert {"400", "401", "403", "415", "500", "503"} <= seen
        unused = [line[:2] for line in table if line[-1] != "used" and not line[0].startswith(("api:clip", "api:desk"))]
        assert unused == []


def test_the_api_may_be_embedded_where_it_may_be_asked(make_article: Any, client: Client, settings: Any) -> None:
    make_article()
    settings.CORS_ORIGINS = ["https://example.org"]
    known = client.get("/api/v1/articles/")["ETag"]
    asks = {"Access-Control-Request-Method": "GET"}
    for origin, embedded in {"https://example.org": "cross-origin", "https://other.example": "same-origin"}.items():
        from_there = {"Origin": origin}
        answers = [
            client.get("/api/v1/articles/", headers=from_there),
            client.get("/api/v1/articles/", headers={**from_there, "If-None-Match": known}),
            client.get("/api/v1/articles/no-such/", headers=from_there),
            client.options("/api/v1/articles/", headers={**from_there, **asks}),
        ]
        assert [one.status_code for one in answers] == [200, 304, 404, 204]
        assert {one["Cross-Origin-Resource-Policy"] for one in answers} == {embedded}
        assert all("Origin" in one["Vary"] for one in answers)
    assert client.get("/", headers={"Origin": "https://example.org"})["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_refused_before_any_page_says_it_too(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    led = Client().get("/search/?q=a")
    refused = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})

    assert (led.status_code, led["Cache-Control"]) == (301, "no-cache")
    assert (refused.status_code, refused["Cache-Control"]) == (400, "no-store")
    for answer in (led, refused):
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.has_header("Content-Security-Policy")


@pytest.fixture
def admin_addresses(make_article: Any, make_clip: Any, make_comment: Any, admin_user: Any) -> list[str]:
    """Each address of the admin."""
    world = admins.World(admin_user, make_article, make_clip, make_comment)
    return [world.fill(route) for route in admins.addresses()]


@pytest.mark.parametrize("step", every(4))
def test_no_page_of_the_admin_is_cached_and_its_csrf_page_is_the_sites_own(
    admin_addresses: list[str], admin_user: Any, step: int
) -> None:
    strict, out = Client(enforce_csrf_checks=True), Client()
    strict.force_login(admin_user)
    assert len(admin_addresses) > 80
    for address in admin_addresses[::step]:
        refused = strict.post(address, {"headline": "Getippt"})
        assert refused.status_code == 403, address
        assert "no-store" in refused["Cache-Control"], address
        assert refused["Cross-Origin-Resource-Policy"] == "same-origin"
        assert 'lang="de"' in refused.text and "CSRF" not in refused.text, address
        led = out.get(address)
        assert led.status_code in {200, 302, 405}, address
        kept = led["Cache-Control"]
        assert "public" not in kept and ("no-store" in kept or led.status_code == 302), address


@pytest.mark.slow
def test_no_page_of_the_admin_is_kept_for_who_is_signed_in(admin_addresses: list[str], admin_user: Any) -> None:
    client = Client(raise_request_exception=False)
    for address in admin_addresses:
        client.force_login(admin_user)  # one of the addresses logs out
        answer = client.get(address)
        kept = answer["Cache-Control"]
        assert "public" not in kept and ("no-store" in kept or answer.status_code in {301, 302}), address
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_nobody_gets_a_used_form_again_and_no_minute_is_hidden(client: Client, make_article: Any) -> None:
    """A form's token differs in each answer, and what is due at a minute is there at that minute."""
    article = make_article(comment_status="closed", embargo_until=timezone.now() - timedelta(hours=1))
    here, known = article.get_absolute_url(), {}
    for address in (here, "/", "/search/?q=Rathaus", "/feed.rss", "/sitemap.xml"):
        known[address] = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": known[address]}).status_code == 304

    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(here, headers={"If-None-Match": known[here]}).status_code == 404
    for address in ("/", "/search/?q=Rathaus", "/feed.rss"):
        assert client.get(address, headers={"If-None-Match": known[address]}).status_code == 200, address

    opened = make_article().get_absolute_url()
    first, second = client.get(opened), client.get(opened, headers={"If-None-Match": "*"})
    assert (second.status_code, second.has_header("ETag")) == (200, False)
    assert first.content != second.content
