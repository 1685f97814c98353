"""Every list of every registered model: few queries, no count of a whole table, every filter and order."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from model_bakery import baker

from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

MODELS = [model for model in admin.site._registry if model._meta.label_lower not in {"articles.imprint"}]
MADE_BY_FIXTURES = {
    f"articles.{noun}" for noun in ("article", "clip", "comment", "frontplace", "commentpolicy", "page")
}
NEEDED = {"articles.image": {"caption": "Bild"}, "articles.auditentry": {"noun": "articles.topic", "verb": "change"}}
COUNT_OF_A_TABLE = re.compile(r"SELECT COUNT\(\*\)[^(]* FROM (?!\()")


@pytest.fixture
def rows_of_the_list(make_article, make_clip, make_comment, admin_user, model):
    """Twenty rows of the model, each with related rows of its own, so that a query per row would show."""
    name = model._meta.label_lower
    is_ours = name.startswith(("articles.", "auth.")) and name not in MADE_BY_FIXTURES
    for number in range(20):
        source = Source.objects.create(name=f"Quelle {number}", slug=f"quelle-{number}")
        article = make_article(clip=make_clip(f"Text {number}"), source=source, responsible=admin_user)
        make_comment(article, status="pending")
        if is_ours:
            baker.make(model, **NEEDED.get(name, {}))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_list_costs_fifteen_queries_at_most_and_counts_no_whole_table(model, rows_of_the_list, visit, admin_user):
    visitor = visit(admin_user)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(address)

    assert response.status_code in {200, 302}
    assert len(queries) <= 15
    if model._meta.app_label != "axes":  # that package's own pages, which have few rows
        assert [q["sql"] for q in queries if COUNT_OF_A_TABLE.search(q["sql"])] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_no_filter_of_a_list_loads_the_names_of_a_table(model):
    model_admin = admin.site._registry[model]
    bounded = {"auth.group", "contenttypes.contenttype"}

    for list_filter in model_admin.list_filter:
        if isinstance(list_filter, str):
            field = model._meta.get_field(list_filter)
            assert not field.is_relation or field.related_model._meta.label_lower in bounded


@pytest.fixture
def two_articles(make_article, editor):
    """One article with a value for each filter, and one without."""
    article, _other = make_article(headline="Brücke", responsible=editor), make_article(headline="Turm")
    agency = Source.objects.create(kind="agency", name="Agentur Nord", slug="nord")
    ArticleAgency.objects.create(article=article, source=agency)
    article.topics.add(Topic.objects.create(name="Bauwesen", slug="bauwesen"))
    Contribution.objects.create(article=article, person=Person.objects.create(name="Ada Lang", slug="ada-lang"))


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("agency=Agentur Nord", ["Brücke"]),
        ("agency=nord", ["Brücke"]),
        ("agency=Süd", []),
        ("topic=bauwes", ["Brücke"]),
        ("person=Ada Lang", ["Brücke"]),
        ("person=Lang", ["Brücke"]),
        ("who=editor", ["Brücke"]),
        ("outlet=Der Anzeiger", ["Turm", "Brücke"]),
        ("outlet=anzeig", ["Turm", "Brücke"]),
        ("outlet=Anzeiger&topic=Bauwesen", ["Brücke"]),
    ],
)
def test_articles_are_filtered_by_a_name_or_a_part_of_it(two_articles, query, headlines, visit, editor):
    response = visit(editor).get(f"/admin/articles/article/?{query}")

    assert [article.headline for article in response.context_data["cl"].result_list] == headlines


def test_a_filter_offers_names_by_djangos_autocomplete(two_articles, visit, editor):
    visitor = visit(editor)
    content = visitor.get("/admin/articles/article/").content.decode()

    addresses = [address.replace("&amp;", "&") for address in re.findall(r'data-offers="([^"]*)"', content)]
    offered = [[row["text"] for row in visitor.get(f"{address}&term=a").json()["results"]] for address in addresses]

    assert offered == [["Der Anzeiger"], ["Agentur Nord"], ["Bauwesen"], ["Ada Lang"]]


def test_both_queries_for_linked_articles_find_the_same(two_articles, monkeypatch):
    from articles.models.articles import querysets

    links = ArticleAgency.objects.all()
    articles = list(Article.objects.reached_through(links))
    monkeypatch.setattr(querysets, "MAX_LOOKED_UP_ROWS", 0)

    assert (
        [article.headline for article in Article.objects.reached_through(links)]
        == [article.headline for article in articles]
        == ["Brücke"]
    )


def test_a_list_longer_than_the_count_limit_shows_more_than(make_article, visit, editor, monkeypatch, page_text):
    from articles.admin.base import changelist

    monkeypatch.setattr(changelist, "MAX_COUNTED_ROWS", 2)
    monkeypatch.setattr(changelist.LargeListAdmin, "list_per_page", 1)
    for _number in range(3):
        make_article()

    assert "mehr als 2 Artikel" in page_text(visit(editor).get("/admin/articles/article/"))
