"""Error responses of the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

V1 = "/api/v1"


def test_a_problem_is_complete(client, db):
    response = client.get(f"{V1}/articles/nirgends/")

    problem = response.json()

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert problem["type"] == "urn:newsroom:problem:not_found"
    assert (problem["title"], problem["status"], problem["code"]) == ("Not Found", 404, "not_found")
    assert problem["detail"]
    assert response["Cache-Control"] == "no-store"


def test_hidden_and_unknown_articles_get_identical_responses(client, make_article):
    soon = timezone.now() + timedelta(hours=1)
    past = timezone.now() - timedelta(minutes=1)
    hidden = [make_article(slug=s, state=s) for s in ("draft", "in_review", "approved", "locked", "discarded")]
    hidden.append(make_article(publish_at=soon))
    hidden.append(make_article(embargo_until=soon))
    hidden.append(make_article(expires_at=past))
    hidden.append(make_article(source=type(hidden[0].source).objects.create(name="x", slug="x", right="internal")))

    answers = {client.get(f"{V1}/articles/{key}/").content for a in hidden for key in (a.pk, a.slug)}

    assert answers == {client.get(f"{V1}/articles/nirgends/").content}


def test_a_withdrawn_article_is_gone_and_shows_only_the_reason(client, get_problem, make_article):
    article = make_article(slug="a", headline="KANARI", state="withdrawn", withdrawn_reason="Der Bericht war falsch.")

    assert get_problem("/articles/a/")[:2] == get_problem(f"/articles/{article.pk}/")[:2] == (410, "withdrawn")
    assert get_problem("/articles/a/comments/")[:2] == (410, "withdrawn")
    assert client.get("/api/v1/articles/a/").json()["detail"].endswith("Der Bericht war falsch.")
    assert b"KANARI" not in client.get(f"{V1}/articles/a/").content


@pytest.mark.parametrize(
    "path",
    [
        "/articles/99999999999999999999999999/",
        "/articles/0/",
        "/articles/%00/",
        "/articles/%FF/",
        "/articles/a%0Ab/",
        "/articles/..%2f..%2fetc/",
        "/articles/" + "a" * 3_000 + "/",
        "/articles/a b/comments/",
        "/sources/%00/",
        "/images/rathaus/",
        "/nichts/",
        "/nichts/da/?x=1",
    ],
)
def test_an_unknown_address_is_not_found(get_problem, path):
    assert get_problem(path)[:2] == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/a/", "/articles/a/comments/", "/schema/", "/nichts/"])
def test_read_only_addresses_refuse_writes(get_problem, method, path):
    expected = (404, "not_found") if path == "/nichts/" else (405, "method_not_allowed")
    if (path, method) == ("/articles/a/comments/", "post"):
        expected = (415, "unsupported_media_type")  # the one thing that readers send: see test_writing_more.py

    assert get_problem(path, method)[:2] == expected


def test_only_json_is_acceptable(get_problem, get):
    assert get_problem("/articles/", accept="text/html")[:2] == (406, "not_acceptable")
    assert get_problem("/articles/", accept="image/png")[:2] == (406, "not_acceptable")


def test_a_browser_can_open_the_api(client, db):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    assert client.get(f"{V1}/articles/", headers={"accept": accept}).status_code == 200


def test_a_missing_slash_is_redirected(client, db):
    response = client.get(f"{V1}/articles?limit=1")

    assert (response.status_code, response["Location"]) == (301, f"{V1}/articles/?limit=1")


def test_too_many_parameters_are_one_problem(get_problem):
    query = "&".join(f"p{n}=1" for n in range(1_500))

    assert get_problem(f"/articles/?{query}")[:2] == (400, "bad_request")


def test_the_browsers_script_in_a_parameters_name_stays_text(client, db):
    response = client.get(f"{V1}/articles/?<script>alert(1)</script>=1")

    assert response["Content-Type"] == "application/problem+json"
    assert response["X-Content-Type-Options"] == "nosniff"
