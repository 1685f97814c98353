"""Every list of the admin, whatever is registered: few queries, no count of a whole table, every filter and order."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from model_bakery import baker

from articles.models import Article, ArticleAgency, Contribution, Person, Source, Topic

PAGES = [model for model in admin.site._registry if model._meta.label_lower not in {"articles.imprint"}]
MADE_OTHERWISE = {f"articles.{noun}" for noun in ("article", "clip", "comment", "frontplace", "commentpolicy", "page")}
NEEDED = {"articles.image": {"caption": "Bild"}, "articles.auditentry": {"noun": "articles.topic", "verb": "change"}}
WHOLE = re.compile(r"SELECT COUNT\(\*\)[^(]* FROM (?!\()")


@pytest.fixture
def in_its_list(make_article, make_clip, make_comment, admin_user, model):
    """Some rows of the noun, each with things of its own, so that asking for them one by one would show."""
    name = model._meta.label_lower
    is_ours = name.startswith(("articles.", "auth.")) and name not in MADE_OTHERWISE
    for number in range(20):
        source = Source.objects.create(name=f"Quelle {number}", slug=f"quelle-{number}")
        article = make_article(clip=make_clip(f"Text {number}"), source=source, responsible=admin_user)
        make_comment(article, status="pending")
        if is_ours:
            baker.make(model, **NEEDED.get(name, {}))


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label_lower)
def test_a_list_costs_fifteen_queries_at_most_and_counts_no_whole_table(model, in_its_list, visit, admin_user):
    visitor = visit(admin_user)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(address)

    assert response.status_code in {200, 302}
    assert len(queries) <= 15
    if model._meta.app_label != "axes":  # that package's own pages, of few rows
        assert [q["sql"] for q in queries if WHOLE.search(q["sql"])] == []


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label_lower)
def test_no_filter_of_a_list_loads_the_names_of_a_table(model):
    page = admin.site._registry[model]
    bounded = {"auth.group", "contenttypes.contenttype"}

    for one in page.list_filter:
        if isinstance(one, str):
            field = model._meta.get_field(one)
            assert not field.is_relation or field.related_model._meta.label_lower in bounded


@pytest.fixture
def two_articles(make_article, editor):
    """One with all that one can filter by, and one without."""
    one, _other = make_article(headline="Brücke", responsible=editor), make_article(headline="Turm")
    agency = Source.objects.create(kind="agency", name="Agentur Nord", slug="nord")
    ArticleAgency.objects.create(article=one, source=agency)
    one.topics.add(Topic.objects.create(name="Bauwesen", slug="bauwesen"))
    Contribution.objects.create(article=one, person=Person.objects.create(name="Ada Lang", slug="ada-lang"))


@pytest.mark.parametrize(
    ("question", "found"),
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
def test_articles_are_filtered_by_a_name_or_a_part_of_it(two_articles, question, found, visit, editor):
    response = visit(editor).get(f"/admin/articles/article/?{question}")

    assert [article.headline for article in response.context_data["cl"].result_list] == found


def test_a_filter_offers_names_by_djangos_own_way(two_articles, visit, editor):
    visitor = visit(editor)
    content = visitor.get("/admin/articles/article/").content.decode()

    addresses = [address.replace("&amp;", "&") for address in re.findall(r'data-offers="([^"]*)"', content)]
    offered = [[row["text"] for row in visitor.get(f"{one}&term=a").json()["results"]] for one in addresses]

    assert offered == [["Der Anzeiger"], ["Agentur Nord"], ["Bauwesen"], ["Ada Lang"]]


def test_many_links_are_asked_for_as_one_walks(two_articles, monkeypatch):
    from articles.models.articles import querysets

    links = ArticleAgency.objects.all()
    few = list(Article.objects.reached_through(links))
    monkeypatch.setattr(querysets, "MAX_LOOKED_UP_ROWS", 0)

    assert (
        [one.headline for one in Article.objects.reached_through(links)] == [one.headline for one in few] == ["Brücke"]
    )


def test_more_rows_than_are_counted_are_told_as_more(make_article, visit, editor, monkeypatch, words_of):
    from articles.admin.base import changelist

    monkeypatch.setattr(changelist, "MAX_COUNTED_ROWS", 2)
    monkeypatch.setattr(changelist.LargeListAdmin, "list_per_page", 1)
    for _number in range(3):
        make_article()

    assert "mehr als 2 Artikel" in words_of(visit(editor).get("/admin/articles/article/"))
