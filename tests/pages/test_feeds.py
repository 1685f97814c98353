"""The content of feeds, and their conformance to the specifications."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import etree, html
from pytest_django import DjangoAssertNumQueries

from articles.domain.articles.slug import change_slug
from articles.domain.search import index
from articles.models import Article, Comment, Contribution, Correction, Image, Person, Placement, Source, Topic

Make = Callable[..., Article]
KINDS = ("rss", "atom", "json")
NS = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "thr": "http://purl.org/syndication/thread/1.0",
}


@pytest.fixture
def full_article(make_article: Make, picture_file: Any) -> Article:
    """An article with everything that a feed can contain."""
    image = Image.objects.create(caption="Das Rathaus", credit="Foto: Ada/Bildhaus", alt_text="Ein Haus")
    image.file.save("haus.png", picture_file)
    image_without_file = Image.objects.create(caption="Ohne Datei", credit="Bo")
    figures = "".join(f'<figure data-image="{placed.pk}"></figure>' for placed in (image, image_without_file))
    text = f"<p>Erster Absatz.</p>{figures}"
    article = make_article(
        headline="Rathaus & Markt", lead="Ein <Vorspann>.", body=text + "<h2>Zwischen</h2><ul><li>Punkt</li></ul>",
        dateline="Neustadt", byline="Von Ada Berg",
    )  # fmt: skip
    for position, placed_image in enumerate((image, image_without_file)):
        Placement.objects.create(article=article, image=placed_image, position=position)
    Contribution.objects.create(article=article, person=Person.objects.create(name="Ada Berg", slug="ada-berg"))
    article.topics.add(Topic.objects.create(name="Bauen", slug="bauen"))
    return article


def _titles(answer: Any, kind: str) -> list[str]:
    if kind == "json":
        return [item["title"] for item in json.loads(answer.content)["items"]]
    root = etree.fromstring(answer.content)
    return root.xpath("//item/title/text()" if kind == "rss" else "//a:entry/a:title/text()", namespaces=NS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("base", ["/", "/sources/der-anzeiger/", "/topics/bauen/"])
def test_site_outlet_and_topic_have_a_feed_of_each_kind(
    client: Client, full_article: Article, make_article: Make, kind: str, base: str
) -> None:
    make_article(headline="Anderswo", source=None)
    make_article(headline="Entwurf", state="draft").topics.add(Topic.objects.get())

    titles = _titles(client.get(f"{base}feed.{kind}"), kind)

    assert titles == (["Anderswo", "Rathaus & Markt"] if base == "/" else ["Rathaus & Markt"])


def test_rss_conforms_to_its_specification(client: Client, full_article: Article) -> None:
    answer = client.get("/feed.rss")
    channel = etree.fromstring(answer.content).find("channel")
    item = channel.find("item")

    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert all(channel.findtext(name) for name in ("title", "link", "description", "language", "lastBuildDate"))
    assert channel.find("a:link", NS).get("href") == "http://testserver/feed.rss"
    assert item.findtext("link") == f"http://testserver/articles/{full_article.slug}/"
    assert item.find("guid").get("isPermaLink") == "false"
    assert html.fromstring(item.findtext("description")).text_content() == "Ein <Vorspann>."
    assert item.findtext("dc:creator", namespaces=NS) == "Ada Berg"
    assert item.findtext("media:content/media:credit", namespaces=NS) == "Foto: Ada/Bildhaus"
    text = item.findtext("content:encoded", namespaces=NS)
    assert "<p><strong>Neustadt</strong> – Erster Absatz.</p>" in text
    assert 'src="http://testserver/' in text and "Ohne Datei <small>Bo</small>" in text
    assert "<h2>Zwischen</h2>\n<ul><li>Punkt</li></ul>" in text


def test_atom_conforms_to_its_specification(client: Client, full_article: Article) -> None:
    answer = client.get("/feed.atom")
    feed = etree.fromstring(answer.content)
    entry = feed.find("a:entry", NS)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    for element in (feed, entry):
        assert all(element.findtext(f"a:{name}", namespaces=NS) for name in ("id", "title", "updated"))
        assert parse_datetime(element.findtext("a:updated", namespaces=NS)).tzinfo
    assert feed.find("a:link[@rel='self']", NS).get("href") == "http://testserver/feed.atom"
    assert entry.findtext("a:author/a:name", namespaces=NS) == "Ada Berg"
    assert (entry.find("a:summary", NS).get("type"), entry.findtext("a:summary", namespaces=NS)) == (
        "text",
        "Ein <Vorspann>.",
    )
    assert entry.find("a:content", NS).get("type") == "html"


def test_atom_names_the_site_as_author_of_articles_without_one(
    client: Client, make_article: Make, settings: Any
) -> None:
    settings.SITE_NAME = "Das Blatt"
    make_article(source=None)

    feed = etree.fromstring(client.get("/feed.atom").content)

    assert [name.text for name in feed.findall("a:author/a:name", NS)] == ["Das Blatt"]
    assert feed.find("a:entry/a:author", NS) is None  # so that the feed's holds


def test_json_feed_conforms_to_its_specification(client: Client, full_article: Article) -> None:
    answer = client.get("/feed.json")
    feed = json.loads(answer.content)
    item = feed["items"][0]

    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://testserver/feed.json"
    assert item["url"] == f"http://testserver/articles/{full_article.slug}/"
    assert parse_datetime(item["date_published"]).tzinfo
    assert item["authors"] == [{"name": "Ada Berg", "url": "http://testserver/people/ada-berg/"}]
    assert item["summary"] == "Ein <Vorspann>."
    assert "Erster Absatz." in item["content_html"]


def _ids(client: Client, slug: str) -> list[str]:
    page = html.fromstring(client.get(f"/articles/{slug}/").content)
    return [
        etree.fromstring(client.get("/feed.rss").content).findtext("channel/item/guid"),
        etree.fromstring(client.get("/feed.atom").content).findtext("a:entry/a:id", namespaces=NS),
        client.get("/feed.json").json()["items"][0]["id"],
        client.get("/feed.ninjs").json()["associations"][0]["uri"],
        client.get(f"/articles/{slug}/ninjs.json").json()["uri"],
        json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@id"],
    ]


def test_an_article_keeps_its_id_after_a_new_address_and_publication(client: Client, make_article: Make) -> None:
    article = make_article(slug="alt")
    Article.objects.update(created_at="2023-12-31T23:30:00Z")
    before = _ids(client, "alt")

    change_slug(article, "neu", by=None)
    Article.objects.update(publish_at="2025-03-01T12:00:00Z")

    assert _ids(client, "neu") == before == [f"tag:testserver,2023:articles/{article.pk}"] * 6


def test_a_comment_keeps_its_id_when_its_article_moves(
    client: Client, make_article: Make, make_comment: Callable[..., Comment]
) -> None:
    comment = make_comment(make_article(slug="alt"))
    Comment.objects.update(created_at="2023-06-01T12:00:00Z")

    change_slug(comment.article, "neu", by=None)
    rss = etree.fromstring(client.get("/comments/feed.rss").content).find("channel/item/guid")
    atom = etree.fromstring(client.get("/comments/feed.atom").content).findtext("a:entry/a:id", namespaces=NS)

    assert rss.text == atom == f"tag:testserver,2023:comments/{comment.pk}"
    assert rss.get("isPermaLink") == "false"


@pytest.mark.parametrize("kind", [*KINDS, "ninjs"])
def test_a_correction_is_in_the_feed_with_the_words_of_the_page(
    client: Client, full_article: Article, kind: str
) -> None:
    noon = parse_datetime("2024-06-19T10:05:00+00:00")
    Correction.objects.create(article=full_article, text="Es sind <zwei> Häuser.\nNicht drei.", dated=noon)
    page = html.fromstring(client.get(f"/articles/{full_article.slug}/").content).find_class("correction")[0]

    text = _content(client.get(f"/feed.{kind}"), kind)

    correction = html.fromstring(text.splitlines()[-1])
    assert _words(correction) == _words(page)
    assert "Es sind <zwei> Häuser." in correction.text_content()
    assert correction.xpath("//time/@datetime") == ["2024-06-19T10:05:00+00:00"]


def _content(answer: Any, kind: str) -> str:
    """The text of the only article."""
    if kind == "ninjs":
        return answer.json()["associations"][0]["bodies"][-1]["value"]
    if kind == "json":
        return answer.json()["items"][0]["content_html"]
    path = "channel/item/content:encoded" if kind == "rss" else "a:entry/a:content"
    return etree.fromstring(answer.content).findtext(path, namespaces=NS)


def _words(element: Any) -> list[str]:
    return " ".join(element.itertext()).split()


@pytest.mark.parametrize("kind", KINDS)
def test_an_excerpt_has_only_headline_lead_and_link_in_a_feed(
    client: Client, full_article: Article, outlet: Any, kind: str
) -> None:
    outlet.right = "excerpt"
    outlet.save()
    Correction.objects.create(article=full_article, text="Erster Absatz war falsch.")

    text = client.get(f"/feed.{kind}").content.decode()

    assert "Rathaus" in text and "Vorspann" in text
    assert not any(word in text for word in ("Erster Absatz", "Ada Berg", "Bildhaus", "Neustadt", "haus.png"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_takes_a_fixed_number_of_queries(
    client: Client, make_article: Make, kind: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(40):
        make_article()

    with django_assert_max_num_queries(6):
        assert len(_titles(client.get(f"/feed.{kind}"), kind)) == 30


def _comment_counts(answer: Any, kind: str) -> list[int]:
    if kind == "json":
        return [item["_comments"]["count"] for item in json.loads(answer.content)["items"]]
    root = etree.fromstring(answer.content)
    path = "//item/slash:comments/text()" if kind == "rss" else "//a:entry/thr:total/text()"
    return [int(n) for n in root.xpath(path, namespaces=NS)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_counts_the_comments_that_readers_see(
    client: Client, make_article: Make, make_comment: Callable[..., Comment], outlet: Source, kind: str
) -> None:
    bote = Source.objects.create(name="Bote", slug="bote", right="excerpt")
    make_article()
    make_comment(make_article(source=bote))
    discussed = make_article()
    removed = make_comment(discussed, status="rejected")
    make_comment(discussed, removed)
    make_comment(discussed)
    make_comment(discussed, make_comment(discussed, status="pending"), awaits_ancestor=True)

    assert _comment_counts(client.get(f"/feed.{kind}"), kind) == [2, 0, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_no_character_breaks_a_feed(client: Client, make_article: Make, kind: str) -> None:
    make_article(headline="Vor\x0bher ]]> & <b>", lead="\x1f\ufffe", body="<p>a\x0cb</p>")

    assert len(_titles(client.get(f"/feed.{kind}"), kind)) == 1


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_no_name_breaks_a_feed(client: Client, full_article: Article, settings: Any, kind: str) -> None:
    bad_name = "vor\x01nach\ufffe"
    settings.SITE_NAME = bad_name + "\ud800"
    for model in (Topic, Source, Person):
        model.objects.update(name=bad_name)
    Article.objects.update(
        headline=bad_name, dateline=bad_name, signoff=bad_name, original_url="https://e.example/" + bad_name
    )
    Image.objects.update(caption=bad_name, credit=bad_name)
    addresses = [
        "/",
        "/topics/bauen/",
        "/sources/der-anzeiger/",
        "/comments/",
        f"/articles/{full_article.slug}/comments/",
    ]

    answers = [client.get(f"{address}feed.{kind}") for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert all("vornach" in "".join(etree.fromstring(answer.content).itertext()) for answer in answers)


def test_an_unknown_kind_or_source_has_no_feed(client: Client, full_article: Article) -> None:
    paths = ("/feed.xml", "/feed.rss/", "/sources/nix/feed.rss", "/topics/nix/feed.atom", "/sources/nix/feed.json")

    assert [client.get(path).status_code for path in paths] == [404] * 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_search_has_a_feed_with_the_newest_first(client: Client, make_article: Make, kind: str) -> None:
    old = make_article(headline="Rat tagt", publish_at=timezone.now() - timedelta(days=3))
    new = make_article(headline="Haus", body="<p>Der Rat der Stadt.</p>")
    other, draft = make_article(headline="Markt", body=""), make_article(headline="Rat geheim", state="draft")
    for article in (old, new, other, draft):
        index.update(article)

    answer = client.get(f"/search/feed.{kind}?q=Rat")

    assert _titles(answer, kind) == ["Haus", "Rat tagt"]
    assert "http://testserver/search/?q=Rat" in answer.text
    assert f"http://testserver/search/feed.{kind}?q=Rat" in answer.text
    assert "Suche: Rat" in answer.text


def test_a_search_feed_is_filtered_like_the_page(client: Client, make_article: Make) -> None:
    bote = Source.objects.create(name="Bote", slug="bote", right="full")
    for article in (make_article(headline="Rat eins"), make_article(headline="Rat zwei", source=bote)):
        index.update(article)

    assert _titles(client.get("/search/feed.rss?q=Rat&source=bote"), "rss") == ["Rat zwei"]
    assert client.get("/search/feed.rss?q=Rat&source=nirgends").status_code == 404
    assert client.get("/search/feed.rss?q=Rat&from=2024-02-31").status_code == 400
    assert _titles(client.get("/search/feed.rss"), "rss") == []


def test_a_search_links_its_feeds(client: Client, make_article: Make) -> None:
    index.update(make_article(headline="Rat"))

    page = client.get("/search/?q=Rat&source=der-anzeiger").text

    assert page.count("/search/feed.atom?q=Rat&amp;source=der-anzeiger") == 2  # for programs and for people


def test_a_search_feed_takes_a_fixed_number_of_queries(
    client: Client, make_article: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        index.update(make_article(headline=f"Rat {number}"))

    with django_assert_max_num_queries(10):
        assert len(_titles(client.get("/search/feed.rss?q=Rat"), "rss")) == 30
