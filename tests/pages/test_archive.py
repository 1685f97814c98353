"""The archive pages by year and month, and the pages of persons."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Contribution, Person

from .test_front import headlines

Make = Callable[..., Article]


@pytest.fixture
def june_articles(make_article: Make) -> None:
    """Articles of June 2024, one of the year only, one of another month, one without an original."""
    make_article(headline="Am Dritten", issued_on=date(2024, 6, 3), issued_precision="day")
    make_article(headline="Am Neunzehnten", issued_on=date(2024, 6, 19), issued_precision="day")
    make_article(headline="Im Juni", issued_on=date(2024, 6, 1), issued_precision="month")
    make_article(headline="Im Jahr", issued_on=date(2024, 1, 1), issued_precision="year")
    make_article(headline="Im Januar", issued_on=date(2024, 1, 1), issued_precision="month")
    make_article(headline="Unser", source=None, publish_at=datetime(2024, 6, 10, 22, 30, tzinfo=UTC))
    make_article(headline="Geheim", state="draft", issued_on=date(2023, 6, 3), issued_precision="day")


def test_a_month_lists_its_articles_by_day(client: Client, june_articles: None) -> None:
    assert headlines(client.get("/archive/2024/06/").text) == ["Am Neunzehnten", "Unser", "Am Dritten", "Im Juni"]


def test_a_year_lists_its_months_and_articles_without_a_month(client: Client, june_articles: None) -> None:
    page = client.get("/archive/2024/").text

    assert headlines(page) == ["Im Jahr"]
    assert [month for month in ("Januar", "Februar", "Juni") if f">{month}</a>" in page] == ["Januar", "Juni"]


def test_the_archive_lists_years_with_articles(client: Client, june_articles: None) -> None:
    page = client.get("/archive/").text

    assert 'href="/archive/2024/"' in page
    assert "2023" not in page.split("<main")[1]


def test_the_list_of_years_takes_a_fixed_number_of_queries(
    client: Client, make_article: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(1990, 2024):
        make_article(issued_on=date(year, 1, 1), issued_precision="year")

    with django_assert_max_num_queries(4):
        assert client.get("/archive/").text.count('href="/archive/') > 34


@pytest.mark.parametrize("year", [1, 20, 202, 9999])
def test_an_implausible_year_is_not_listed(client: Client, make_article: Make, year: int) -> None:
    make_article(issued_on=date(2024, 6, 19), issued_precision="day")
    make_article(issued_on=date(year, 6, 19), issued_precision="day")

    page = client.get("/archive/").text

    assert re.findall(r'href="/archive/(\d+)/"', page) == ["2024"]


@pytest.mark.parametrize(
    "path",
    [
        "2024/13/",
        "2024/00/",
        "2024/6/",
        "0000/",
        "0001/",
        "0001/01/",
        "9999/",
        "2024/02/",
        "1e9/",
        "2024/06/?before=x",
        "-1/",
    ],
)
def test_periods_without_articles_are_not_found(client: Client, june_articles: None, path: str) -> None:
    assert client.get(f"/archive/{path}").status_code == 404


def test_malformed_anchors_are_not_found(client: Client, june_articles: None) -> None:
    for anchor in ("99999999999999999-1", "0-0", "1-2-3", "-1", "%00", "1e9"):
        assert client.get(f"/archive/2024/06/?before={anchor}").status_code == 404


def test_a_month_is_paged_without_gap_or_repetition(client: Client, make_article: Make) -> None:
    for number in range(30):
        make_article(headline=f"Nr. {number}", issued_on=date(2024, 6, 1 + number % 7), issued_precision="day")

    first = client.get("/archive/2024/06/")
    listed = headlines(first.text)
    make_article(headline="Neu", issued_on=date(2024, 6, 30), issued_precision="day")
    next_query = first.text.split('rel="next" href="')[1].split('"')[0]
    page = client.get(f"/archive/2024/06/{next_query}")
    listed += headlines(page.text)
    next_query = page.text.split('rel="next" href="')[1].split('"')[0]
    listed += headlines(client.get(f"/archive/2024/06/{next_query}").text)

    assert sorted(listed) == sorted(f"Nr. {number}" for number in range(30))


def _add_author(article: Article, name: str, slug: str) -> Person:
    person = Person.objects.create(name=name, slug=slug)
    Contribution.objects.create(article=article, person=person)
    return person


def test_a_byline_links_the_persons_page(client: Client, make_article: Make) -> None:
    article = make_article(headline="Mit Namen", byline="Von Ada Berg und Bo")
    _add_author(article, "Ada Berg", "ada-berg")

    assert (
        'Von <a rel="author" href="/people/ada-berg/">Ada Berg</a> und Bo'
        in client.get(f"/articles/{article.slug}/").text
    )
    assert headlines(client.get("/people/ada-berg/").text) == ["Mit Namen"]


def test_an_excerpt_names_no_person(client: Client, make_article: Make, outlet) -> None:
    outlet.right = "excerpt"
    outlet.save()
    article = make_article(byline="Von Ada Berg")
    _add_author(article, "Ada Berg", "ada-berg")

    assert "Ada Berg" not in client.get(f"/articles/{article.slug}/").text
    assert client.get("/people/ada-berg/").status_code == 404
    assert client.get("/people/ada-berg/").content == client.get("/people/nobody/").content


def test_a_person_of_drafts_only_is_unknown(client: Client, make_article: Make) -> None:
    _add_author(make_article(state="draft"), "Ada Berg", "ada-berg")

    assert client.get("/people/ada-berg/").content == client.get("/people/nobody/").content
