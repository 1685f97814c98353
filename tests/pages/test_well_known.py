"""Sitemaps, robots.txt, security.txt and the manifest."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as running
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Contribution, Image, Imprint, Person, Placement, Topic
from articles.pages import sitemaps

Make = Callable[..., Article]
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
LOCS = "//s:loc/text()"


def sitemap_values(client: Client, path: str, xpath: str = LOCS) -> list[str]:
    """The values of an XPath expression in a sitemap."""
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content).xpath(xpath, namespaces=NS)


def all_addresses(client: Client) -> set[str]:
    """Every address in every sitemap that the index names."""
    files = sitemap_values(client, "/sitemap.xml")
    return {address for file in files for address in sitemap_values(client, file.removeprefix("http://testserver"))}


def test_the_sitemaps_list_exactly_the_public_addresses(client: Client, make_article: Make) -> None:
    public = make_article()
    public.topics.add(Topic.objects.create(name="Bauen", slug="bauen"))
    hidden = [
        make_article(noindex=True),
        make_article(state="draft", slug="geheim"),
        make_article(state="withdrawn"),
        make_article(embargo_until=timezone.now() + timedelta(hours=1)),
        make_article(expires_at=timezone.now() - timedelta(minutes=1)),
    ]

    named = all_addresses(client)

    assert f"http://testserver/articles/{public.slug}/" in named
    assert {"http://testserver/", "http://testserver/topics/bauen/", "http://testserver/sources/der-anzeiger/"} <= named
    assert not {f"http://testserver/articles/{article.slug}/" for article in hidden} & named


def test_every_address_of_a_sitemap_exists(client: Client, make_article: Make) -> None:
    make_article().topics.add(Topic.objects.create(name="Bauen", slug="bauen"))

    answers = {a: client.get(a.removeprefix("http://testserver")).status_code for a in all_addresses(client)}

    assert set(answers.values()) == {200}, answers


def test_a_person_of_noindex_articles_only_is_noindex_too(client: Client, make_article: Make, settings: Any) -> None:
    settings.DEMO = False
    noindexed, indexed = (Person.objects.create(name=name, slug=name.lower()) for name in ("Nora", "Ada"))
    Contribution.objects.create(article=make_article(noindex=True), person=noindexed)
    for article in (make_article(noindex=True), make_article()):
        Contribution.objects.create(article=article, person=indexed)

    pages = [client.get(f"/people/{slug}/").text for slug in ("nora", "ada")]
    listed = [a.removeprefix("http://testserver") for a in all_addresses(client) if "/people/" in a]

    assert ['name="robots" content="noindex' in page for page in pages] == [True, False]
    assert listed == ["/people/ada/"]


def test_articles_have_their_date_of_change_and_pictures_in_the_sitemap(
    client: Client, make_article: Make, picture_file: Any
) -> None:
    article = make_article()
    image = Image.objects.create(caption="Haus", credit="Ada")
    image.file.save("haus.png", picture_file)
    Placement.objects.create(article=article, image=image)

    path = sitemap_values(client, "/sitemap.xml")[-1].removeprefix("http://testserver")

    assert datetime.fromisoformat(sitemap_values(client, path, "//s:lastmod/text()")[0]) <= timezone.now()
    assert sitemap_values(client, path, "//image:loc/text()")[0].startswith("http://testserver/")


def test_the_news_sitemap_covers_two_days(noon: datetime, client: Client, make_article: Make) -> None:
    make_article(headline="Neu & gut", source=None)
    make_article(headline="Heute erschienen", issued_on=noon.date(), issued_precision="day")
    make_article(headline="Altes heute", issued_on=date(2024, 6, 1), issued_precision="day")
    make_article(headline="Vorgestern", source=None, publish_at=timezone.now() - timedelta(hours=49))

    assert sitemap_values(client, "/sitemap-news.xml", "//news:title/text()") == ["Heute erschienen", "Neu & gut"]
    assert sitemap_values(client, "/sitemap-news.xml", "//news:language/text()") == ["de", "de"]


def test_a_sitemap_takes_a_fixed_number_of_queries(
    client: Client, make_article: Make, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [make_article() for _ in range(30)]
    blocks = {row.pk // sitemaps.BLOCK_IDS for row in rows}

    with django_assert_max_num_queries(6 * len(blocks)):
        named = [address for block in blocks for address in sitemap_values(client, f"/sitemap-articles-{block}.xml")]
    assert len(named) == 30


def test_an_empty_block_of_the_sitemap_is_not_found(client: Client, make_article: Make) -> None:
    block = make_article().pk // sitemaps.BLOCK_IDS

    answers = [client.get(f"/sitemap-articles-{number}.xml").status_code for number in (block, block + 7, 10**15)]
    assert answers == [200, 404, 404]


def test_robots_txt_names_the_sitemap(client: Client, db: None, settings: Any) -> None:
    settings.DEMO = False

    assert "\nSitemap: http://testserver/sitemap.xml\n" in client.get("/robots.txt").text


def test_security_txt_names_the_contact(client: Client, db: None, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404

    Imprint.objects.create(pk=1, email="post@anzeiger.example")
    assert "Contact: mailto:post@anzeiger.example\n" in client.get("/.well-known/security.txt").text

    settings.SECURITY_CONTACT = "https://anzeiger.example/melden"
    text = client.get("/.well-known/security.txt").text
    expires = datetime.fromisoformat(re.search(r"Expires: (\S+)", text)[1])
    assert "Contact: https://anzeiger.example/melden\n" in text
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_the_manifest_names_icons_that_exist(client: Client, db: None) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix(running.STATIC_URL))


@pytest.mark.parametrize("path", ["/sitemap-articles-x.xml", "/sitemap-articles--1.xml", "/sitemap-.xml"])
def test_a_malformed_sitemap_address_is_not_found(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_page_has_one_description(client: Client, make_article: Make) -> None:
    make_article(headline="Rathaus wird saniert").topics.add(Topic.objects.create(name="Bauen", slug="bauen"))
    paths = {address.removeprefix("http://testserver") for address in all_addresses(client)} | {"/search/"}

    descriptions_by_path = {
        path: re.findall('<meta name="description" content="([^"]+)">', client.get(path).text) for path in paths
    }

    assert {path: descriptions for path, descriptions in descriptions_by_path.items() if len(descriptions) != 1} == {}
    assert descriptions_by_path["/"] == ["Newsroom: Rathaus wird saniert"]
    assert descriptions_by_path["/topics/bauen/"] == ["Artikel zum Thema Bauen, die neuesten zuerst."]
