"""The formats of one address: plain JSON, ninjs, JSON Feed and JSON lines."""

import json
import tracemalloc
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article

NINJS, FEED, LINES = "application/ninjs+json", "application/feed+json", "application/x-ndjson"


@pytest.fixture
def ask(client, db):
    return lambda path, accept: client.get(f"/api/v1{path}", headers={"accept": accept})


def json_lines(response):
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


@pytest.mark.parametrize("accept", ["*/*", "application/json", f"{FEED};q=0.1, application/json"])
def test_plain_json_is_the_default_format(ask, make_article, accept):
    make_article(slug="a")

    assert ask("/articles/a/", accept)["Content-Type"] == "application/json"


def test_an_article_is_available_as_ninjs(ask, make_article):
    make_article(slug="a", headline="Rathaus")

    response = ask("/articles/a/", NINJS)

    assert response["Content-Type"] == NINJS
    assert "Accept" in response["Vary"]
    assert response.json()["headlines"][0]["value"] == "Rathaus"


def test_a_list_is_available_as_paged_json_feed(ask, make_article):
    for _ in range(3):
        make_article()

    first = ask("/articles/?limit=2", FEED)
    second = ask(first.json()["next_url"].removeprefix("http://testserver/api/v1"), FEED)

    assert first["Link"] == f'<{first.json()["next_url"]}>; rel="next"'
    assert [len(response.json()["items"]) for response in (first, second)] == [2, 1]
    assert "next_url" not in second.json()


def test_a_list_is_available_as_ninjs_with_filters(ask, make_article):
    make_article(genre="report", headline="Reportage")
    make_article(genre="news")

    document = ask("/articles/?genre=report", NINJS).json()

    assert (document["type"], [item["name"] for item in document["associations"]]) == ("composite", ["Reportage"])


@pytest.mark.parametrize("accept", [NINJS, FEED])
def test_an_excerpt_has_no_text_in_any_form(ask, make_article, outlet, accept):
    outlet.right = "excerpt"
    outlet.save()
    make_article(slug="a", headline="Rathaus", body="<p>KANARI</p>")

    answers = [ask("/articles/a/", accept).content, ask("/articles/", accept).content]
    answers.append(b"".join(ask("/articles/?body=html", LINES).streaming_content))

    assert [b"Rathaus" in answer for answer in answers] == [True] * 3
    assert [b"KANARI" in answer for answer in answers] == [False] * 3


def test_all_articles_are_available_as_json_lines(ask, make_article):
    articles = [make_article(publish_at=timezone.now() - timedelta(hours=number % 3)) for number in range(1, 250)]
    make_article(state="draft")

    response = ask("/articles/?body=text&fields=headline", LINES)
    rows = json_lines(response)

    assert response["Content-Type"] == LINES
    assert sorted(row["id"] for row in rows) == sorted(article.pk for article in articles)
    assert set(rows[0]) == {"id", "headline", "body"}


def test_an_article_locked_during_an_export_is_left_out_of_the_rest(ask, make_article):
    for _ in range(150):
        make_article()

    stream = iter(ask("/articles/", LINES).streaming_content)
    next(stream)
    Article.objects.update(state="locked")

    assert len(list(stream)) == 99  # the batch that was read already


@pytest.mark.slow
def test_the_memory_of_an_export_does_not_grow_with_it(ask, make_article, outlet):
    now = timezone.now()
    text = "<p>" + "Die Stadt saniert ihr Rathaus. " * 300 + "</p>"
    fields = {"body": text, "source": outlet, "state": "published", "publish_at": now}
    Article.objects.bulk_create([Article(headline="H", slug=f"a-{number}", **fields) for number in range(1_000)])

    assert peak_memory(ask("/articles/?body=html", LINES)) < 8_000_000 < 1_000 * len(text)


def peak_memory(response):
    tracemalloc.start()
    for _line in response.streaming_content:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_standard_format_takes_no_options(client, db):
    response = client.get("/api/v1/articles/?body=html", headers={"accept": NINJS})

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"][0]["code"] == "unknown_parameter"


def test_an_export_has_no_pages(client, db):
    response = client.get("/api/v1/articles/?limit=5", headers={"accept": LINES})

    assert response.json()["errors"][0]["name"] == "limit"


def test_a_withdrawn_article_answers_410_in_every_format(ask, make_article):
    make_article(slug="w", state="withdrawn")

    assert [ask("/articles/w/", form).status_code for form in (NINJS, FEED)] == [410, 410]


def test_an_etag_belongs_to_one_format(ask, client, make_article):
    make_article(slug="a")
    tag = ask("/articles/a/", NINJS)["ETag"]

    responses = [
        client.get("/api/v1/articles/a/", headers={"accept": accept, "if-none-match": tag}) for accept in (NINJS, FEED)
    ]

    assert [response.status_code for response in responses] == [304, 200]
