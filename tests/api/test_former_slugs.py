"""Slugs that an article, a topic, a source or a person had once, in the API as on the site."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.api.views.docs import openapi
from articles.domain.articles.slug import change_slug
from articles.domain.taxonomy import entries
from articles.models import Article, Comment, Redirect, Topic
from tests.rounds import every

from .test_writing import Program

V1 = "/api/v1"
SEGMENTS = ("articles", "topics", "sources", "agencies", "persons")
PAGES = {"articles": "articles", "topics": "topics", "sources": "sources", "agencies": "sources", "persons": "people"}
QUERIES = {"articles": ("", "?body=html&include=images", "?fields=headline&body=none")}
FORMATS = {"articles": ("application/json", "application/ninjs+json", "application/feed+json", "*/*")}
CONDITIONS: tuple[dict[str, str], ...] = (
    {},
    {"if-none-match": "*"},
    {"if-none-match": '"x"'},
    {"if-modified-since": "Mon, 01 Jan 2035 00:00:00 GMT"},
)


def rename(row: Any, slug: str) -> None:
    """Give the row another slug, as the desk does."""
    if isinstance(row, Article):
        change_slug(row, slug, by=None)
    else:
        entries.change(row, {"slug": slug}, by=None)


@pytest.fixture
def rows(make_article: Any, add_agency: Any, add_topic: Any, add_person: Any, add_image: Any) -> dict[str, Any]:
    """One of each kind, all of one article; each was called `alt` and then `zwischen`, and is `neu` now."""
    article = make_article(slug="alt")
    named = {
        "articles": article,
        "topics": add_topic(article),
        "sources": article.source,
        "agencies": add_agency(article),
        "persons": add_person(article),
    }
    make_article(headline="Anderswo", source=None)
    for segment, row in named.items():
        mark = "-a" if segment == "agencies" else ""  # an agency is a source, too
        for name in ("alt", "zwischen", "neu"):
            if row.slug != name + mark:
                rename(row, name + mark)
    add_image(article)
    return named


def follow(client: Client, address: str, method: str = "get", **kwargs: Any) -> Any:
    """The answer at the address that this one is sent on to with 308."""
    answer = getattr(client, method)(V1 + address, **kwargs)
    assert answer.status_code == 308
    return getattr(client, method)(answer["Location"], **kwargs)


def former(segment: str, name: str = "alt") -> str:
    """The former slug of the row of this kind."""
    return f"{name}-a" if segment == "agencies" else name


def forms(segment: str) -> list[tuple[str, str, dict[str, str], str]]:
    """Query, media type, condition and former slug of each form in which this kind can be asked for."""
    accepted = FORMATS.get(segment, ("application/json",))
    return [
        form
        for form in product(QUERIES.get(segment, ("",)), accepted, CONDITIONS, ("alt", "zwischen"))
        if not form[0] or form[1] in {"application/json", "*/*"}
    ]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("step", every(7))
def test_a_read_is_sent_to_the_present_address_in_every_form(
    client: Client, rows: dict[str, Any], step: int, method: str
) -> None:
    for segment, (query, accept, condition, name) in ((s, form) for s in SEGMENTS for form in forms(s)[::step]):
        headers = {"accept": accept, **condition}
        answer = getattr(client, method)(f"{V1}/{segment}/{former(segment, name)}/{query}", headers=headers)

        present = f"{V1}/{segment}/{former(segment, 'neu')}/{query}"
        assert (answer.status_code, answer["Location"]) == (308, present), (segment, query, accept, condition)
        assert answer["Content-Type"] == "application/problem+json" and answer["Cache-Control"] == "no-store"
        if method == "get":
            assert answer.json()["code"] == "moved" and present in answer.json()["detail"]
        assert getattr(client, method)(answer["Location"], headers={"accept": accept}).status_code == 200


def test_api_and_site_lead_to_the_same(client: Client, rows: dict[str, Any]) -> None:
    for segment in SEGMENTS:
        page = client.get(f"/{PAGES[segment]}/{former(segment)}/")
        answer = client.get(f"{V1}/{segment}/{former(segment)}/")

        assert page["Location"].split("/")[2] == answer["Location"].split("/")[4] == former(segment, "neu"), segment


def test_a_client_keeps_its_copy_across_the_change(client: Client, rows: dict[str, Any]) -> None:
    etag = client.get(f"{V1}/articles/neu/")["ETag"]

    answer = follow(client, "/articles/alt/", headers={"if-none-match": etag})

    assert (answer.status_code, answer["ETag"]) == (304, etag)


def test_comments_are_read_and_sent_on_with_their_words(client: Client, rows: dict[str, Any]) -> None:
    read = client.get(f"{V1}/articles/alt/comments/?as=tree")
    words = {"text": "Das ist gut so.", "author": "Ada"}
    sent = client.post(f"{V1}/articles/alt/comments/", words, content_type="application/json")
    nothing_done = Comment.objects.count()
    followed = follow(client, "/articles/alt/comments/", "post", data=words, content_type="application/json")

    assert (read.status_code, read["Location"]) == (308, f"{V1}/articles/neu/comments/?as=tree")
    assert (sent.status_code, sent["Location"], nothing_done) == (308, f"{V1}/articles/neu/comments/", 0)
    assert (followed.status_code, Comment.objects.get().article) == (201, rows["articles"])


def test_an_error_of_the_request_comes_before_the_new_address(client: Client, rows: dict[str, Any]) -> None:
    assert client.get(f"{V1}/articles/alt/?sorce=x").status_code == 400
    assert client.get(f"{V1}/articles/alt/?body=x").status_code == 400
    assert client.get(f"{V1}/articles/alt/", headers={"accept": "image/png"}).status_code == 406
    assert client.put(f"{V1}/articles/alt/").status_code == 405


def test_a_withdrawn_article_is_gone_at_its_former_address_too(client: Client, rows: dict[str, Any]) -> None:
    Article.objects.update(state="withdrawn", withdrawn_reason="Der Bericht war falsch.")

    answer = follow(client, "/articles/alt/")

    assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn")


def test_a_former_address_of_a_hidden_row_reads_like_an_unknown_one(client: Client, rows: dict[str, Any]) -> None:
    Article.objects.update(state="draft")

    for segment in SEGMENTS:
        hidden, unknown = (client.get(f"{V1}/{segment}/{key}/") for key in (former(segment), "nie"))
        assert (segment, hidden.status_code, hidden.content) == (segment, 404, unknown.content)


def test_an_outlets_former_address_leads_to_no_agency(client: Client, rows: dict[str, Any]) -> None:
    assert client.get(f"{V1}/agencies/alt/").status_code == 404


def test_an_address_that_another_row_has_now_is_that_rows(client: Client, rows: dict[str, Any], get: Any) -> None:
    topic = entries.create(Topic(name="Anderes", slug="alt"), by=None)
    Article.objects.get(headline="Anderswo").topics.add(topic)

    assert get("/topics/alt/")["name"] == "Anderes"
    assert [row["headline"] for row in get("/articles/?topic=alt")["results"]] == ["Anderswo"]


def test_a_filter_takes_a_former_slug(find_headlines: Callable[[str], set[str]], rows: dict[str, Any]) -> None:
    forms = ("topic={}", "source={}", "agency={}-a", "person={}", "topic=nie,{}", "topic={},neu", "source={0},{0}")
    queries = [form.format(name) for form, name in product(forms, ("alt", "zwischen", "neu"))]

    found = {query: find_headlines(query) for query in queries}

    assert found == {query: {rows["articles"].headline} for query in queries}


def test_the_pictures_of_an_article_are_found_by_its_former_slug(get: Any, rows: dict[str, Any]) -> None:
    counts = [len(get(f"/images/?article={key}")["results"]) for key in ("alt", "zwischen", "neu", "nie")]

    assert counts == [1, 1, 1, 0]


def test_the_desk_filters_and_names_by_former_slugs(rows: dict[str, Any], editor: User) -> None:
    program = Program(editor)
    found = program.ask("GET", "/desk/articles/?source=alt").json()["results"]
    words = {
        "headline": "Neues",
        "source": "alt",
        "topics": ["zwischen"],
        "agencies": [{"source": "alt-a"}],
        "persons": [{"person": "alt"}],
    }
    made = program.ask("POST", "/desk/articles/", words)

    assert [row["id"] for row in found] == [rows["articles"].pk]
    assert made.status_code == 201
    draft = Article.objects.get(headline="Neues")
    assert (draft.source, [*draft.topics.all()]) == (rows["sources"], [rows["topics"]])


@pytest.mark.parametrize("query", ["source={}", "topic={}"])
def test_the_sites_search_takes_a_former_slug(client: Client, rows: dict[str, Any], query: str) -> None:
    old = client.get(f"/search/?q=Rathaus&{query.format('alt')}")
    feed = client.get(f"/search/feed.rss?q=Rathaus&{query.format('alt')}")

    assert (old.status_code, feed.status_code) == (200, 200)
    assert query.format("neu") in old.text and query.format("alt") not in old.text


def test_unknown_and_extreme_keys_find_nothing(client: Client, rows: dict[str, Any]) -> None:
    Redirect.objects.all().delete()

    keys = ("nie", "x" * 100, "x" * 101, "x" * 5_000, "0", "999999", "9" * 18, "9" * 19, "9" * 30, "-", "_")
    for segment in [*SEGMENTS, "images"]:  # a picture has no slug
        assert {client.get(f"{V1}/{segment}/{key}/").status_code for key in keys} == {404}, segment


def test_the_schema_says_where_an_address_may_have_changed() -> None:
    document = openapi()
    with_key = [
        (path, method, operation["responses"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "{key}" in path
    ]

    assert len(with_key) == 8  # comments are read and sent
    for path, _method, responses in with_key:
        assert ("308" in responses) is ("/images/" not in path), path
        if "308" in responses:
            assert "Location" in responses["308"]["headers"]
