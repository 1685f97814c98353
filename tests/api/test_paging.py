"""Paging by cursor neither skips nor repeats rows when new ones arrive between the pages."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Topic


def all_ids(get, address, after_page=lambda: None):
    """The ids on all pages, in order."""
    ids = []
    while address:
        page = get(address)
        ids += [row["id"] for row in page["results"]]
        address = page["next"]
        after_page()
    return ids


@pytest.fixture
def seven_articles(make_article):
    moment = timezone.now() - timedelta(days=1)
    rows = [
        make_article(publish_at=moment + timedelta(minutes=number // 3)) for number in range(7)
    ]  # some in the same moment
    return [row.pk for row in rows]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_every_article_is_listed_once_while_new_ones_arrive(get, seven_articles, make_article, limit):
    ids = all_ids(get, f"/articles/?limit={limit}", after_page=make_article)

    assert ids == seven_articles[::-1]


def test_oldest_first_ends_with_articles_that_arrived_meanwhile(get, seven_articles, make_article):
    arrived = []

    ids = all_ids(
        get,
        "/articles/?limit=3&ordering=published_at",
        after_page=lambda: arrived or arrived.append(make_article(publish_at=timezone.now()).pk),
    )

    assert ids == [*seven_articles, *arrived]


def test_a_withdrawn_article_does_not_disturb_the_page_that_begins_after_it(get, seven_articles):
    first = get("/articles/?limit=3")
    Article.objects.filter(pk=first["results"][-1]["id"]).update(state="withdrawn", withdrawn_reason="falsch")

    assert all_ids(get, first["next"]) == seven_articles[::-1][3:]


def test_filters_and_other_parameters_hold_on_every_page(get, seven_articles, make_article):
    make_article(language="en")

    address = "/articles/?language=de&fields=headline&limit=4"
    page = get(address)

    assert all_ids(get, address) == seven_articles[::-1]
    assert {tuple(row) for row in get(page["next"])["results"]} == {("id", "headline")}


def test_names_are_paged_in_their_order(get, make_article):
    article = make_article()
    for name in ("b", "a", "c", "ä", "B"):
        article.topics.add(Topic.objects.create(name=name, slug=f"t{ord(name)}"))

    expected = list(Topic.objects.order_by("name", "id").values_list("id", flat=True))

    assert all_ids(get, "/topics/?limit=2") == expected


def test_a_page_has_twenty_rows_and_never_more_than_a_hundred(get, make_article):
    for _ in range(101):
        make_article()

    assert len(get("/articles/")["results"]) == 20
    assert len(get("/articles/?limit=1000")["results"]) == 100


def test_a_count_is_given_on_request(get, seven_articles):
    assert get("/articles/?limit=2&count=true")["count"] == 7
    assert "count" not in get("/articles/?limit=2")


def make_cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "====",
        "%00",
        "%FF",
        "ä",
        make_cursor(),
        make_cursor("published_at", "2024-01-01T00:00:00+00:00", 1),
        make_cursor("-published_at", "2024-01-01T00:00:00+00:00"),
        make_cursor("-published_at", "gestern", 1),
        make_cursor("-published_at", "0001-01-01T00:00:00+14:00", 1),
        make_cursor("-published_at", None, 1),
        make_cursor("-published_at", "2024-01-01T00:00:00+00:00", 10**30),
        make_cursor("-published_at", "2024-01-01T00:00:00+00:00", "1"),
        make_cursor("-published_at", "2024-01-01T00:00:00+00:00", True),
        make_cursor("-published_at", {"a": 1}, [1]),
        base64.urlsafe_b64encode(b"[" * 2_500).decode(),
        base64.urlsafe_b64encode(b"1" * 2_500).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"{}").decode(),
        "a" * 5_000,
    ],
)
def test_a_forged_cursor_is_refused(get_problem, token):
    assert get_problem(f"/articles/?cursor={token}") == (400, "bad_request", "cursor", "invalid_cursor")


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_a_cursor_with_text_that_cannot_be_stored_is_refused(get_problem, character):
    assert get_problem(f"/topics/?cursor={make_cursor('name', character, 1)}")[3] == "invalid_cursor"
