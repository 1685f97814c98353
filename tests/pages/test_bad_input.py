"""Absurd addresses and parameters: every page that the URL resolver knows answers them sensibly."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from articles.domain.articles import preview_links
from articles.domain.search import index
from articles.models import Article, Contribution, Person, Topic
from tests.rounds import slow_but

DAMAGED = "%FF%FE%C3%28"
LONG = "a" * 10_000
PARAMETERS = ("before", "after", "from", "to", "q", "source", "topic", "reply", "sent", "sort", "page")
UNKNOWN = "&cursor={0}&key={0}&kind={0}&limit={0}&unknown={0}&{0}={0}&{0}"
VALUES = (
    *("-1", "1e9", "99999999999999999999999", "%00", DAMAGED, LONG, "2024-02-31", "٣-٣", "%0D%0A"),
    *("'%22--", "9-99999999999999999-9", ""),
)
SEGMENTS = (
    "-1",
    "1e9",
    "0",
    "99999999999999999999999",
    "a%00b",
    DAMAGED,
    "a" * 3_000,
    "2024-02-31",
    "..%2f",
    "%0A",
    "٣",
)
SENSIBLE = {200, 301, 302, 400, 404, 410}


@pytest.fixture
def known(make_article: Callable[..., Article], make_comment: Callable[..., Any], editor: Any) -> dict[str, str]:
    """A value that exists for each part of an address."""
    article = make_article(headline="Rat", issued_on=date(2024, 1, 1), issued_precision="year")
    make_article(issued_on=date(2024, 6, 1), issued_precision="month")
    article.topics.add(Topic.objects.create(name="Bauen", slug=article.slug))
    Contribution.objects.create(article=article, person=Person.objects.create(name="Ada", slug=article.slug))
    article.source.slug = article.slug
    article.source.save()
    index.update(article)
    comment = make_comment(article)
    token = preview_links.make_link(make_article(state="draft"), editor, days=3).token
    return {
        "slug": article.slug, "pk": str(comment.pk), "kind": "rss", "number": "2024", "month": "06", "key": "privacy",
        "token": token, "image": "1", "shape": "whole", "width": "320",
    }  # fmt: skip


def pages() -> list[URLPattern]:
    """Every address of the readers' door."""
    return get_resolver("articles.pages.urls").url_patterns


def addresses(values: dict[str, str], broken: str = "") -> Iterator[str]:
    """An address of each page, all of whose parts exist; with `broken`, one of each part that is that instead."""
    for page in pages():
        parts = page.pattern.converters
        for changed in [*parts] if broken else [""]:
            path = str(page.pattern)
            for name in parts:
                kind = path.split(f":{name}>")[0].rsplit("<", 1)[-1]
                path = path.replace(f"<{kind}:{name}>", broken if name == changed else values[name])
            yield f"/{path}"


def answer(client: Client, address: str) -> int:
    """The status; an error of ours raises here, and what is answered is dressed."""
    response = client.get(address)
    if response.status_code >= 400:
        assert "<h1>" in response.text and "Traceback" not in response.text, address
    return response.status_code


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_parameter_breaks_a_page(client: Client, known: dict[str, str], value: str) -> None:
    asked = [f"{a}?{p}={value}{UNKNOWN.format(value)}" for a, p in product(addresses(known), PARAMETERS)]

    answers = {address[:200]: answer(client, address) for address in asked}

    assert {a: status for a, status in answers.items() if status not in SENSIBLE} == {}


@pytest.mark.parametrize("segment", slow_but(["-1", DAMAGED, "a%00b"], SEGMENTS), ids=range(len(SEGMENTS)))
def test_no_part_of_an_address_breaks_a_page(client: Client, known: dict[str, str], segment: str) -> None:
    answers = {address[:200]: answer(client, address) for address in addresses(known, segment)}

    assert {a: status for a, status in answers.items() if status not in SENSIBLE} == {}


def test_the_addresses_that_are_tried_exist(client: Client, known: dict[str, str], settings: Any) -> None:
    settings.SECURITY_CONTACT = "https://anzeiger.example/melden"
    answers = {address: client.get(address).status_code for address in addresses(known)}

    # of tokens and pictures there are none by these names, no block of ids is the 2024th, and no clip was changed
    strange = ("/comments/status/", "/comments/confirm/", "/reports/", "/pictures/", "/preview/unsaved/", "/sitemap-a")
    absent = {a for a, status in answers.items() if status == 404 and not a.startswith(strange)}
    assert absent == {f"/articles/{known['slug']}/differences/"}
