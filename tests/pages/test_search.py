"""The search page: hits, highlights, filters and malformed addresses."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.domain.search import index
from articles.models import Source, Topic


@pytest.fixture
def add_article(make_article):
    def make(headline, lead="", text="", **values):
        article = make_article(headline=headline, lead=lead, body=f"<p>{text}</p>" if text else "", **values)
        index.update(article)
        return article

    return make


@pytest.fixture
def search_page(client):
    def get(query, status=200):
        response = client.get(f"/search/?{query}")
        assert response.status_code == status
        return response.content.decode()

    return get


def test_hits_are_marked_in_the_original_text(add_article, search_page):
    add_article("Drei Häuser & ein <b>Turm</b>", text="Vom Turm aus sieht man jedes <strong>Haus</strong>.")

    page = search_page("q=haus")

    assert "Drei <mark>Häuser</mark> &amp; ein &lt;b&gt;Turm&lt;/b&gt;" in page
    assert "sieht man jedes <mark>Haus</mark>." in page
    assert "1 Treffer" in page


def test_a_page_without_a_query_shows_only_the_form(add_article, search_page):
    add_article("Rat tagt")

    assert "Rat tagt" not in search_page("")


def test_an_empty_result_has_a_message_with_suggestions(add_article, search_page):
    add_article("Rat tagt")

    assert "Nichts Veröffentlichtes passt zu diesen Wörtern." in search_page("q=Mond")
    assert 'href="?q=Rat"' in search_page("q=Rat&from=1999&to=1999")
    assert "Bitte nennen Sie auch ein Wort" in search_page("q=-Rat")
    assert "Darin steht kein Wort" in search_page("q=%3F%3F")


def test_the_search_page_is_indexed_and_its_hits_are_not(search_page, db, settings):
    settings.DEMO = False

    assert '<meta name="robots" content="noindex, follow">' in search_page("q=Rat")
    assert '<meta name="robots"' not in search_page("")


def test_every_page_links_the_search(client, db):
    assert '<a href="/search/">Suche</a>' in client.get("/").content.decode()


def test_hits_are_filtered_by_outlet_topic_and_time(add_article, search_page):
    other = Source.objects.create(name="Die Post", slug="die-post", right="full")
    topic = Topic.objects.create(name="Rathaus", slug="rathaus")
    add_article("Rat eins", source=other, issued_on=date(2024, 6, 1), issued_precision="month")
    add_article("Rat zwei", issued_on=date(2023, 1, 2), issued_precision="day").topics.add(topic)
    add_article("Rat drei", source=None, publish_at=timezone.now() - timedelta(days=1))

    def shown_numbers(query):
        page = search_page(f"q=Rat&{query}")
        return {number for number in ("eins", "zwei", "drei") if f"<mark>Rat</mark> {number}" in page}

    assert shown_numbers("") == {"eins", "zwei", "drei"}
    assert shown_numbers("source=die-post") == {"eins"}
    assert shown_numbers("topic=rathaus") == {"zwei"}
    assert shown_numbers("from=2024-06-10&to=2024-06-12") == {"eins"}
    assert shown_numbers("to=2023") == {"zwei"}
    assert shown_numbers("from=2025") == {"drei"}
    assert shown_numbers("from=0001&to=9999") == {"eins", "zwei", "drei"}


def test_a_second_page_continues_after_the_first(add_article, search_page):
    for number in range(12):
        add_article(f"Rat {number:02}", publish_at=timezone.now() - timedelta(hours=number + 1))
    first = search_page("q=Rat")
    add_article("Rat neu")

    next_query = first.split('<a rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    second = search_page(next_query)

    assert "</mark> 09<" in first and "</mark> 10<" not in first
    assert "</mark> 10<" in second and "</mark> 11<" in second and "</mark> 09<" not in second
    assert "Zurück zu den besten Treffern" in second


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%00", 200),
        ("q=Rat%00haus", 200),
        ("q=%FF%FE", 200),
        ("q=" + "a" * 10_000, 200),
        ("q=" + "%22(" * 1_000, 200),
        ("q=Rat&q=Haus", 200),
        ("q=Rat&unknown=1", 200),
        ("q=Rat&from=2024-02-31", 400),
        ("q=Rat&from=gestern", 400),
        ("q=Rat&from=2024&to=2023", 400),
        ("q=Rat&to=0000", 400),
        ("q=Rat&from=%00", 200),
        ("q=Rat&source=nirgends", 404),
        ("q=Rat&topic='", 404),
        ("q=Rat&after=x", 404),
        ("q=Rat&after=1-99999999999999999-1", 404),
        ("q=Rat&after=9-0-0", 404),
        ("after=", 404),
    ],
)
def test_a_malformed_query_gets_a_valid_status(client, add_article, query, status):
    add_article("Der Rat")

    assert client.get(f"/search/?{query}").status_code == status


@pytest.mark.parametrize("kind", ["rss", "atom", "json", "ninjs"])
@pytest.mark.parametrize("query", ["Rat%01", "%0B%1FRat", "Rat%EF%BF%BE", "Rat%C2%85"])
def test_characters_that_no_feed_can_contain_are_removed_from_a_query(client, add_article, query, kind):
    add_article("Der Rat")

    answer = client.get(f"/search/feed.{kind}?q={query}")

    assert answer.status_code == 200
    assert "Der Rat" in answer.text


def test_hidden_outlets_and_topics_are_not_offered(add_article, search_page):
    Source.objects.create(name="Verschwiegene Zeitung", slug="verschwiegen", right="full")
    Topic.objects.create(name="Verschwiegenes Thema", slug="verschwiegenes")
    add_article("Rat")

    assert "Verschwiegen" not in search_page("q=Rat")
    search_page("q=Rat&source=verschwiegen", 404)


def test_searching_sets_no_cookie(client, add_article):
    add_article("Rat")

    page = client.get("/search/?q=Rat")

    assert "1 Treffer" in page.text
    assert not page.cookies
