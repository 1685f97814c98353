"""Feeds of readers' comments."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles.models import Article, Comment, Source

Make = Callable[..., Article]
MakeComment = Callable[..., Comment]


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_site_and_each_article_have_a_feed_of_visible_comments(
    client: Client, make_article: Make, make_comment: MakeComment, kind: str
) -> None:
    article, other = make_article(), make_article()
    visible = make_comment(article, text="Sichtbar & <b>frei</b>.", author="Ada", email="geheim@example.org")
    make_comment(other, text="Anderswo.")
    pending = make_comment(article, text="geheim-wartend", status="pending")
    make_comment(article, pending, text="geheim-darunter", awaits_ancestor=True)
    make_comment(article, text="geheim-entfernt", status="rejected")

    of_site = client.get(f"/comments/feed.{kind}")
    of_article = client.get(f"/articles/{article.slug}/comments/feed.{kind}")

    for feed, is_included in ((of_site, True), (of_article, False)):
        assert feed.status_code == 200
        assert feed["Content-Type"].startswith(f"application/{kind}+xml")
        etree.fromstring(feed.content)
        assert f"http://testserver/articles/{article.slug}/comments/{visible.pk}/" in feed.text
        assert ("Anderswo." in feed.text) is is_included
        assert "geheim" not in feed.text
    assert "&lt;p&gt;Sichtbar &amp;amp; &amp;lt;b&amp;gt;frei&amp;lt;/b&amp;gt;.&lt;/p&gt;" in of_site.text


def test_no_feed_contains_what_is_not_public(
    client: Client, make_article: Make, make_comment: MakeComment, outlet: Source
) -> None:
    hour = timedelta(hours=1)
    excerpt = Source.objects.create(kind="outlet", name="Blatt", slug="blatt", right="excerpt")
    hidden = [
        make_article(state="draft", slug="entwurf"),
        make_article(state="withdrawn"),
        make_article(embargo_until=timezone.now() + hour),
        make_article(source=excerpt),
    ]
    for article in hidden:
        make_comment(article, text="geheim")

    of_site = client.get("/comments/feed.rss")
    answers = [client.get(f"/articles/{a.slug}/comments/feed.rss") for a in hidden]

    assert "geheim" not in of_site.text
    assert [a.status_code for a in answers] == [404, 410, 404, 200]
    assert "geheim" not in answers[3].text


def test_a_feed_is_short_and_takes_one_query(
    client: Client, make_article: Make, make_comment: MakeComment, django_assert_num_queries: Any
) -> None:
    articles = [make_article() for _ in range(4)]
    for number in range(40):
        make_comment(articles[number % 4], text=f"Nummer {number}.")

    with django_assert_num_queries(1):
        feed = client.get("/comments/feed.atom").text

    assert feed.count("<entry>") == 30
    assert "Nummer 39." in feed and "Nummer 9." not in feed


def test_text_that_xml_cannot_hold_breaks_no_feed(
    client: Client, make_article: Make, make_comment: MakeComment
) -> None:
    make_comment(make_article(), text="vor\x0bnach ]]> \ufffe", author="A\x01da")

    etree.fromstring(client.get("/comments/feed.rss").content)
    etree.fromstring(client.get("/comments/feed.atom").content)


def test_an_unknown_kind_of_feed_is_not_found(client: Client, db: None) -> None:
    assert client.get("/comments/feed.json").status_code == 404
    assert client.get("/comments/feed.exe").status_code == 404


def test_the_sites_feed_reads_only_the_newest_comments(
    client: Client, make_article: Make, make_comment: MakeComment, django_assert_num_queries: Any
) -> None:
    make_comment(make_article())

    with django_assert_num_queries(1) as queries:
        client.get("/comments/feed.atom")

    sql = queries.captured_queries[0]["sql"]
    assert ("EXISTS(" in sql, '"article_id" IN (' in sql) == (True, False)  # else all comments are read and sorted
