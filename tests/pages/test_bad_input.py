"""Every page of the URL resolver handles malformed addresses and parameters."""

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
LONG_VALUE = "a" * 10_000
PARAMETERS = ("before", "after", "from", "to", "q", "source", "topic", "reply", "sent", "sort", "page")
UNKNOWN_PARAMETERS = "&cursor={0}&key={0}&kind={0}&limit={0}&unknown={0}&{0}={0}&{0}"
VALUES = (
    *("-1", "1e9", "99999999999999999999999", "%00", DAMAGED, LONG_VALUE, "2024-02-31", "٣-٣", "%0D%0A"),
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
ALLOWED_STATUSES = {200, 301, 302, 400, 404, 410}


@pytest.fixture
def part_values(make_article: Callable[..., Article], make_comment: Callable[..., Any], editor: Any) -> dict[str, str]:
    """An existing value for each part of an address."""
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


def page_patterns() -> list[URLPattern]:
    """Every URL pattern of the public pages."""
    return get_resolver("articles.pages.urls").url_patterns


def addresses(values: dict[str, str], bad_value: str = "") -> Iterator[str]:
    """An address of each page with existing values; with `bad_value`, one address per part with that value instead."""
    for page in page_patterns():
        parts = page.pattern.converters
        for changed_part in [*parts] if bad_value else [""]:
            path = str(page.pattern)
            for name in parts:
                kind = path.split(f":{name}>")[0].rsplit("<", 1)[-1]
                path = path.replace(f"<{kind}:{name}>", bad_value if name == changed_part else values[name])
            yield f"/{path}"


def status_of(client: Client, address: str) -> int:
    """The status of a GET; internal errors raise, and error pages must use the site's layout."""
    response = client.get(address)
    if response.status_code >= 400:
        assert "<h1>" in response.text and "Traceback" not in response.text, address
    return response.status_code


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_parameter_breaks_a_page(client: Client, part_values: dict[str, str], value: str) -> None:
    urls = [
        f"{address}?{parameter}={value}{UNKNOWN_PARAMETERS.format(value)}"
        for address, parameter in product(addresses(part_values), PARAMETERS)
    ]

    statuses = {address[:200]: status_of(client, address) for address in urls}

    assert {address: status for address, status in statuses.items() if status not in ALLOWED_STATUSES} == {}


@pytest.mark.parametrize("segment", slow_but(["-1", DAMAGED, "a%00b"], SEGMENTS), ids=range(len(SEGMENTS)))
def test_no_malformed_address_breaks_a_page(client: Client, part_values: dict[str, str], segment: str) -> None:
    statuses = {address[:200]: status_of(client, address) for address in addresses(part_values, segment)}

    assert {address: status for address, status in statuses.items() if status not in ALLOWED_STATUSES} == {}


def test_the_tested_addresses_exist(client: Client, part_values: dict[str, str], settings: Any) -> None:
    settings.SECURITY_CONTACT = "https://anzeiger.example/melden"
    statuses = {address: client.get(address).status_code for address in addresses(part_values)}

    # no tokens, pictures or sitemap block exist by these values, and no clip was changed
    expected_missing = (
        "/comments/status/",
        "/comments/confirm/",
        "/reports/",
        "/pictures/",
        "/preview/unsaved/",
        "/sitemap-a",
    )
    missing = {
        address for address, status in statuses.items() if status == 404 and not address.startswith(expected_missing)
    }
    assert missing == {f"/articles/{part_values['slug']}/differences/"}
