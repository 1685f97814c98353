"""Where an outlet, an agency, a topic or a person is used, before it is deleted."""

import pytest

from articles.models import ArticleAgency, Contribution, Person, Source, Topic


@pytest.fixture
def used(make_article, make_clip, outlet):
    agency = Source.objects.create(kind="agency", name="dpa", slug="dpa")
    topic, person = Topic.objects.create(name="Brücken", slug="b"), Person.objects.create(name="Ada Lang", slug="ada")
    article = make_article(headline="Neue Brücke", state="draft")
    make_clip(source=outlet)
    article.topics.add(topic)
    Contribution.objects.create(article=article, person=person)
    ArticleAgency.objects.create(article=article, source=agency)
    return {"outlet": outlet, "agency": agency, "topic": topic, "person": person}


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("outlet", "Medium von Artikeln: 1 Entwurf Neue Brücke Medium von Ausschnitten: 1"),
        ("agency", "Agentur von Artikeln: 1 Entwurf Neue Brücke"),
        ("topic", "Schlagwort von Artikeln: 1 Entwurf Neue Brücke"),
        ("person", "Beteiligt an Artikeln: 1 Entwurf Neue Brücke"),
    ],
)
def test_an_entry_in_use_shows_where_and_is_not_deleted(used, name, usage, visit, admin_user, change_url, page_text):
    row, visitor = used[name], visit(admin_user)

    response = visitor.post(change_url(row).replace("/change/", "/delete/"), {"post": "yes"}, follow=True)

    assert usage in page_text(response)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_unused_entry_can_be_deleted(visit, admin_user, change_url, page_text):
    topic, visitor = Topic.objects.create(name="Brücken", slug="b"), visit(admin_user)

    text = page_text(visitor.get(change_url(topic)))
    visitor.post(change_url(topic).replace("/change/", "/delete/"), {"post": "yes"})

    assert "Wo es verwendet wird" in text or "Verwendet" in text
    assert not Topic.objects.exists()
