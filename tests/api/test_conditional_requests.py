"""Conditional requests: unchanged content is answered with 304."""

import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from articles.api import conditional_requests
from articles.models import Article, Source
from tests.api.test_writing import Program


@pytest.fixture
def first(client, make_article):
    make_article(slug="a")
    return client.get("/api/v1/articles/a/")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
def test_an_unchanged_article_gets_304(client, first, form):
    second = client.get("/api/v1/articles/a/", headers={"if-none-match": form.format(first["ETag"])})

    assert (second.status_code, second.content) == (304, b"")
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] == "public, no-cache"


def test_a_new_comment_changes_the_response(client, first, make_article, make_comment):
    make_comment(Article.objects.get(slug="a"))

    second = client.get("/api/v1/articles/a/", headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.json()["comment_count"]) == (200, 1)


def test_a_withdrawn_article_is_gone_at_once(client, first):
    Article.objects.update(state="withdrawn", withdrawn_reason="falsch")

    assert client.get("/api/v1/articles/a/", headers={"if-none-match": first["ETag"]}).status_code == 410


def test_a_malformed_condition_is_ignored(client, first):
    answers = [
        client.get("/api/v1/articles/a/", headers={"if-none-match": tag}).status_code for tag in ("", "x", '"', "\xff")
    ]

    assert answers == [200] * 4


# by date


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when the test says so."""
    cache.clear()
    now = SimpleNamespace(at=float(int(time.time())))
    monkeypatch.setattr(conditional_requests, "time", SimpleNamespace(time=lambda: now.at))
    return now


def test_if_modified_since_gets_304_as_well(client, make_article, clock):
    make_article(slug="a")
    fresh = client.get("/api/v1/articles/a/")
    clock.at += 5
    dated = client.get("/api/v1/articles/a/")

    second = client.get("/api/v1/articles/a/", headers={"if-modified-since": dated["Last-Modified"]})

    assert "Last-Modified" not in fresh  # a second is too long to tell two answers apart
    assert (second.status_code, second["Last-Modified"]) == (304, dated["Last-Modified"])


def test_a_change_of_anything_that_is_shown_is_a_new_date(client, make_article, make_comment, clock):
    article = make_article(slug="a")
    client.get("/api/v1/articles/a/")
    clock.at += 5
    first = client.get("/api/v1/articles/a/")["Last-Modified"]
    make_comment(article)

    second = client.get("/api/v1/articles/a/", headers={"if-modified-since": first})

    assert (second.status_code, second.json()["comment_count"]) == (200, 1)


def test_an_etag_counts_more_than_a_date(client, make_article, clock):
    make_article(slug="a")
    client.get("/api/v1/articles/a/")
    clock.at += 5
    date = client.get("/api/v1/articles/a/")["Last-Modified"]

    second = client.get("/api/v1/articles/a/", headers={"if-modified-since": date, "if-none-match": '"x"'})

    assert second.status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "application/ninjs+json", "application/feed+json"])
def test_a_noindex_article_says_so_in_every_format(client, make_article, settings, accept):
    settings.DEMO = False
    noindexed, indexed = make_article(noindex=True), make_article()

    answers = [
        client.get(f"/api/v1/articles/{article.slug}/", headers={"accept": accept}) for article in (noindexed, indexed)
    ]
    second = client.get(
        f"/api/v1/articles/{noindexed.slug}/", headers={"accept": accept, "if-none-match": answers[0]["ETag"]}
    )

    assert [a.get("X-Robots-Tag") for a in (*answers, second)] == ["noindex", None, "noindex"]
    assert second.status_code == 304


def test_the_comments_of_a_noindex_article_say_so_too(client, make_article, settings):
    settings.DEMO = False
    noindexed, indexed = make_article(noindex=True), make_article()

    answers = [client.get(f"/api/v1/articles/{article.pk}/comments/") for article in (noindexed, indexed)]

    assert [a.get("X-Robots-Tag") for a in answers] == ["noindex", None]


def test_a_demonstration_is_noindex_in_the_api_as_on_its_pages(client, make_article, settings):
    settings.DEMO = True
    article = make_article()

    api = [client.get(f"/api/v1/{path}")["X-Robots-Tag"] for path in ("", "articles/", f"articles/{article.slug}/")]
    page = client.get(article.get_absolute_url()).content.decode()

    assert api == ["noindex, nofollow"] * 3
    assert '<meta name="robots" content="noindex, nofollow">' in page


@pytest.mark.parametrize(
    "path",
    [
        *("/clips/", "/clips/7/", "/desk/articles/", "/desk/articles/12/revisions/", "/desk/comments/"),
        *("/desk/topics/5/", "/desk/sources/3/", "/desk/persons/6/", "/desk/images/9/"),
    ],
)
def test_a_staff_program_gets_304_for_what_it_has(example_world, admin_user, path):
    program = Program(admin_user)
    first = program.ask("GET", path)

    second = program.ask("GET", path, If_None_Match=first["ETag"])
    other = program.ask("GET", path, If_None_Match='"x"')

    assert (first.status_code, second.status_code, second.content, other.status_code) == (200, 304, b"", 200)
    assert second["Cache-Control"] == first["Cache-Control"] == "private, no-store"
    assert not first.has_header("Last-Modified")


def test_a_staff_article_is_never_answered_with_304(example_world, admin_user):
    program = Program(admin_user)
    first = program.ask("GET", "/desk/articles/12/")
    Source.objects.filter(pk=3).update(right="internal")

    second = program.ask("GET", "/desk/articles/12/", If_None_Match=first["ETag"])

    assert (second.status_code, second["ETag"]) == (200, first["ETag"])
    assert second.json()["gates"] != first.json()["gates"]


def test_a_conditional_request_reveals_nothing_to_the_unauthorized(example_world, moderator):
    assert Program(moderator).ask("GET", "/clips/7/", If_None_Match="*").status_code == 403


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json;q=0.1, application/ninjs+json", "application/ninjs+json"),
        ("application/ninjs+json;q=0.3, application/json;q=0.7", "application/json"),
        ("application/feed+json;q=0.9, */*;q=0.1", "application/feed+json"),
        ("application/json;q=0, */*", "application/ninjs+json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/*;q=0.5, application/feed+json;q=0.2", "application/json"),
        ("application/json;q=viel", "application/json"),
        ("", "application/json"),
    ],
)
def test_the_format_with_the_highest_quality_is_sent(client, make_article, accept, content_type):
    answer = client.get(f"/api/v1/articles/{make_article().pk}/", headers={"accept": accept})

    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, content_type)


@pytest.mark.parametrize("accept", ["application/json;q=0", "text/html", "image/*", "*/*;q=0", "nonsense"])
def test_no_acceptable_format_gets_406(client, make_article, accept):
    answer = client.get(f"/api/v1/articles/{make_article().pk}/", headers={"accept": accept})

    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
