"""The pages of outlets, agencies and topics, and the lists of them."""

import re
from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, ArticleAgency, Source, Topic

from .test_front import headlines

Make = Callable[..., Article]


def listed_names(html: str) -> list[str]:
    """The names listed on a page, in order."""
    return re.findall(r'<li><a href="/(?:sources|topics)/[^"]+/"><bdi>([^<]*)</bdi></a></li>', html.split("<main")[1])


def test_an_outlet_shows_its_articles_and_no_others(client: Client, make_article: Make) -> None:
    make_article(headline="Vom Anzeiger")
    make_article(headline="Vom Boten", source=Source.objects.create(name="Bote", slug="bote", right="full"))

    assert headlines(client.get("/sources/der-anzeiger/").text) == ["Vom Anzeiger"]


def test_an_agency_shows_its_own_and_contributed_articles(client: Client, make_article: Make) -> None:
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    make_article(headline="Ohne Agentur")
    for part in ("origin", "contributed"):
        ArticleAgency.objects.create(article=make_article(headline=part), source=dpa, part=part)

    page = client.get("/sources/dpa/").text

    assert headlines(page) == ["contributed", "origin"]
    assert '<p class="kicker">Agentur</p>' in page


def test_a_topic_shows_its_articles_and_no_others(client: Client, make_article: Make) -> None:
    topic = Topic.objects.create(name="Bauen", slug="bauen", description="Häuser und Straßen.")
    make_article(headline="Mit Thema").topics.add(topic)
    make_article(headline="Ohne Thema")

    page = client.get("/topics/bauen/").text

    assert headlines(page) == ["Mit Thema"]
    assert "Häuser und Straßen." in page


def test_entries_of_drafts_only_are_unknown(client: Client, make_article: Make) -> None:
    make_article(headline="Offen")
    draft = make_article(state="draft", source=Source.objects.create(name="geheim", slug="geheim", right="full"))
    draft.topics.add(Topic.objects.create(name="geheim", slug="geheim"))
    agency = Source.objects.create(kind="agency", name="geheim", slug="geheim-2")
    ArticleAgency.objects.create(article=draft, source=agency)

    unknown = client.get("/nix/").content
    answers = [client.get(p) for p in ("/sources/geheim/", "/sources/geheim-2/", "/topics/geheim/", "/sources/nix/")]

    assert [(a.status_code, a.content) for a in answers] == [(404, unknown)] * 4
    assert not any("geheim" in client.get(p).text for p in ("/", "/sources/", "/topics/"))


def test_the_lists_name_entries_of_published_articles(client: Client, make_article: Make) -> None:
    article = make_article()
    article.topics.add(Topic.objects.create(name="Bauen", slug="bauen"), Topic.objects.create(name="Amt", slug="amt"))
    ArticleAgency.objects.create(article=article, source=Source.objects.create(kind="agency", name="dpa", slug="dpa"))

    assert listed_names(client.get("/sources/").text) == ["Der Anzeiger", "dpa"]
    assert listed_names(client.get("/topics/").text) == ["Amt", "Bauen"]


def test_empty_lists_say_so(client: Client, db: None) -> None:
    assert "Noch ist nichts veröffentlicht." in client.get("/sources/").text
    assert "Noch hat kein Artikel ein Thema." in client.get("/topics/").text


def test_an_outlet_takes_four_queries_however_many_articles(
    client: Client, make_article: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        make_article()

    with django_assert_num_queries(4) as queries:  # the outlet, its articles, their agencies, the topics
        client.get("/sources/der-anzeiger/")

    assert not any('"articles_article"."body"' in query["sql"] for query in queries.captured_queries)


def test_names_are_sorted_regardless_of_case(client: Client, make_article: Make) -> None:
    for slug, name in (("weserkurve", "Weserkurve"), ("taz", "taz")):
        make_article(source=Source.objects.create(name=name, slug=slug, right="full"))
    make_article()

    assert listed_names(client.get("/sources/").text) == ["Der Anzeiger", "taz", "Weserkurve"]
