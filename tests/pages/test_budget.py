"""The number of queries of each page, whatever the amount of content."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.domain.search import index
from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic
from articles.pages import sitemaps

BUDGET = {
    "/": 6,
    "/articles/rathaus-wird-saniert-1/": 12,
    "/sources/": 2,
    "/sources/der-anzeiger/": 4,
    "/sources/dpa/": 4,
    "/topics/": 2,
    "/topics/bauen/": 4,
    "/people/ada-berg/": 4,
    "/archive/": 3,
    "/archive/2024/": 4,
    "/archive/2024/06/": 3,
    "/search/": 3,
    "/search/?q=Rathaus": 10,
    "/imprint/": 2,
    "/about/privacy/": 3,
    "/feed.rss": 6,
    "/sources/der-anzeiger/feed.atom": 7,
    "/topics/bauen/feed.json": 7,
    "/search/feed.rss?q=Rathaus": 9,
    "/feed.ninjs": 6,
    "/sitemap.xml": 3,
    "/sitemap-news.xml": 1,
    "/sitemap-pages.xml": 3,
    "/sitemap-articles-{block}.xml": 2,
    "/robots.txt": 0,
    "/manifest.webmanifest": 0,
    "/unbekannt/": 1,
}


@pytest.fixture
def large_site(make_article: Callable[..., Article]) -> None:
    """More than one page of every kind of content."""
    dpa = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    topic, ada = Topic.objects.create(name="Bauen", slug="bauen"), Person.objects.create(name="Ada", slug="ada-berg")
    for number in range(40):
        precision = "year" if number % 2 else "day"
        day = date(2024, 1, 1) if number % 2 else date(2024, 6, 1 + number % 28)
        article = make_article(
            issued_on=day, issued_precision=precision, publish_at=timezone.now() - timedelta(hours=number + 1)
        )
        article.topics.add(topic)
        ArticleAgency.objects.create(article=article, source=dpa)
        Contribution.objects.create(article=article, person=ada)
        index.update(article)


def test_every_page_takes_its_number_of_queries(
    client: Client, large_site: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    block = Article.objects.earliest("pk").pk // sitemaps.BLOCK_IDS

    for form, number in BUDGET.items():
        address = form.format(block=block)
        with django_assert_num_queries(number, info=address):
            client.get(address)
