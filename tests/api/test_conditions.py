"""What has not changed is not sent again."""

import pytest

from articles.models import Article


@pytest.fixture
def first(client, make_article):
    make_article(slug="a")
    return client.get("/api/v1/articles/a/")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
def test_what_the_reader_has_is_not_sent_again(client, first, form):
    again = client.get("/api/v1/articles/a/", headers={"if-none-match": form.format(first["ETag"])})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "public, no-cache"


def test_a_new_comment_is_a_new_answer(client, first, make_article, make_comment):
    make_comment(Article.objects.get(slug="a"))

    again = client.get("/api/v1/articles/a/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.json()["comment_count"]) == (200, 1)


def test_what_is_withdrawn_is_gone_at_once(client, first):
    Article.objects.update(state="withdrawn", withdrawn_reason="falsch")

    assert client.get("/api/v1/articles/a/", headers={"if-none-match": first["ETag"]}).status_code == 410


def test_nonsense_in_a_condition_does_no_harm(client, first):
    answers = [
        client.get("/api/v1/articles/a/", headers={"if-none-match": tag}).status_code for tag in ("", "x", '"', "\xff")
    ]

    assert answers == [200] * 4
