"""Sources, agencies, topics, persons and images are listed if something public uses them."""

import pytest

from articles.models import Right, Source


def test_the_index_links_the_first_addresses(get):
    index = get("/")

    assert index["articles"] == "http://testserver/api/v1/articles/"
    assert [get(a)["results"] for n, a in index.items() if n not in {"schema", "docs"}] == [[]] * 7
    assert get(index["schema"])["openapi"] == "3.1.0"


def test_outlets_and_agencies_are_sources_and_agencies_have_a_list_of_their_own(get, make_article, add_agency):
    add_agency(make_article(), "dpa")

    assert [(s["name"], s["kind"]) for s in get("/sources/")["results"]] == [
        ("Der Anzeiger", "outlet"),
        ("dpa", "agency"),
    ]
    assert [s["name"] for s in get("/agencies/")["results"]] == ["dpa"]
    assert get("/agencies/dpa/") == get("/sources/dpa/")


def test_an_outlet_is_not_listed_as_an_agency(get_problem, make_article):
    make_article()

    assert get_problem("/agencies/der-anzeiger/")[0] == 404


def test_a_source_does_not_show_its_right_and_agreement(get, make_article, outlet):
    outlet.right_note = "KANARI"
    outlet.save()
    make_article()

    assert get("/sources/der-anzeiger/") == {
        "id": outlet.pk,
        "slug": "der-anzeiger",
        "name": "Der Anzeiger",
        "kind": "outlet",
        "homepage": "",
        "url": "http://testserver/sources/der-anzeiger/",
    }


@pytest.mark.parametrize("noun", ["agencies", "topics", "persons", "images"])
def test_entries_of_hidden_articles_only_are_neither_listed_nor_found(
    noun, get, get_problem, make_article, add_agency, add_topic, add_person, add_image
):
    add = {"agencies": add_agency, "topics": add_topic, "persons": add_person, "images": add_image}[noun]
    article = make_article(state="draft")
    row = add(article)

    hidden = get(f"/{noun}/")["results"], get_problem(f"/{noun}/{row.pk}/")[0]
    article.state, article.slug, article.publish_at = "published", "a", article.created_at
    article.save()

    assert hidden == ([], 404)
    assert [r["id"] for r in get(f"/{noun}/")["results"]] == [row.pk] == [get(f"/{noun}/{row.pk}/")["id"]]


def test_an_outlet_of_drafts_alone_is_not_found(get_problem, make_article, outlet):
    make_article(state="draft")

    assert get_problem("/sources/der-anzeiger/")[0] == get_problem(f"/sources/{outlet.pk}/")[0] == 404


def test_a_source_of_excerpts_is_public_and_their_pictures_are_not(get, get_problem, make_article, add_image, outlet):
    Source.objects.update(right=Right.EXCERPT)
    image = add_image(make_article())

    assert get("/sources/der-anzeiger/")["name"] == "Der Anzeiger"
    assert get_problem(f"/images/{image.pk}/")[0] == 404


def test_a_topic_leads_to_its_page_and_its_articles(get, find_headlines, make_article, add_topic):
    add_topic(make_article(headline="eins"), "Brücken")

    topic = get("/topics/")["results"][0]

    assert (topic["name"], topic["description"]) == ("Brücken", "")
    assert find_headlines(f"topic={topic['id']}") == {"eins"}
