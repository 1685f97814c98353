"""The filters of the list of articles and the values they refuse."""

from datetime import date

import pytest

from articles.models import Source


@pytest.fixture
def two_articles(make_article, db):
    other = Source.objects.create(name="Die Post", slug="die-post", right="full")
    return make_article(headline="eins"), make_article(headline="zwei", source=other)


def test_articles_of_an_outlet_by_slug_or_id(find_headlines, two_articles):
    assert find_headlines("source=die-post") == find_headlines(f"source={two_articles[1].source_id}") == {"zwei"}
    assert find_headlines("source=die-post,der-anzeiger") == {"eins", "zwei"}
    assert find_headlines("source=der-kurier") == set()


def test_articles_of_an_agency_whatever_its_part(find_headlines, two_articles, add_agency):
    add_agency(two_articles[0], "dpa", "contributed")
    add_agency(two_articles[0], "AFP")

    assert find_headlines("agency=dpa") == find_headlines("agency=dpa,afp") == {"eins"}


def test_articles_on_a_topic_and_of_a_person(find_headlines, two_articles, add_topic, add_person):
    add_topic(two_articles[0], "Rathaus")
    add_topic(two_articles[1], "Brücke")
    add_person(two_articles[1], "Erika")

    assert find_headlines("topic=rathaus") == {"eins"}
    assert find_headlines("person=erika") == {"zwei"}
    assert find_headlines("topic=rathaus&person=erika") == set()


def test_a_language_finds_its_regional_forms(find_headlines, make_article):
    for language in ("de", "de-AT", "den", "en"):
        make_article(headline=language, language=language)

    assert find_headlines("language=de") == {"de", "de-AT"}
    assert find_headlines("language=EN,de-at") == {"en", "de-AT"}


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("date_from=2024-06-19&date_to=2024-06-19", {"Tag", "Monat", "Jahr"}),
        ("date_from=2024-06-20&date_to=2024-06-30", {"Monat", "Jahr"}),
        ("date_from=2024-06&date_to=2024-06", {"Tag", "Monat", "Jahr"}),
        ("date_from=2024-07", {"Jahr"}),
        ("date_to=2024-05", {"Jahr"}),
        ("date_from=2024&date_to=2024", {"Tag", "Monat", "Jahr"}),
        ("date_from=2025", set()),
        ("date_to=2023", set()),
        ("date_from=&date_to=", {"Tag", "Monat", "Jahr", "undatiert"}),
    ],
)
def test_a_range_of_dates_overlaps_with_what_is_known(find_headlines, make_article, query, headlines):
    make_article(headline="Tag", issued_on=date(2024, 6, 19), issued_precision="day")
    make_article(headline="Monat", issued_on=date(2024, 6, 1), issued_precision="month")
    make_article(headline="Jahr", issued_on=date(2024, 1, 1), issued_precision="year")
    make_article(headline="undatiert")

    assert find_headlines(query) == headlines


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("sorce=taz", "sorce", "unknown_parameter"),
        ("state=draft", "state", "unknown_parameter"),
        ("note__contains=a", "note__contains", "unknown_parameter"),
        ("format=xml", "format", "unknown_parameter"),
        ("source=a&source=b", "source", "repeated"),
        ("source=a%00b", "source", "invalid_value"),
        ("source=%FF%FE", "source", "invalid_value"),
        ("source=a,,b", "source", "invalid_value"),
        ("topic='%20OR%201=1", "topic", "invalid_value"),
        ("language=%25", "language", "invalid_value"),
        ("date_from=2024-02-31", "date_from", "invalid_date"),
        ("date_from=2024-00", "date_from", "invalid_date"),
        ("date_to=0000", "date_to", "invalid_date"),
        ("date_to=19.06.2024", "date_to", "invalid_date"),
        ("date_to=٢٠٢٤", "date_to", "invalid_date"),
        ("date_from=2024-07&date_to=2024-06", "date_from", "invalid_range"),
        ("limit=0", "limit", "invalid_number"),
        ("limit=-1", "limit", "invalid_number"),
        ("limit=²", "limit", "invalid_number"),
        ("limit=", "limit", "invalid_number"),
        ("count=yes", "count", "unknown_choice"),
        ("ordering=note", "ordering", "unknown_choice"),
        ("fields=note", "fields", "unknown_choice"),
        ("include=clip", "include", "unknown_choice"),
        ("body=pdf", "body", "unknown_choice"),
    ],
)
def test_a_parameter_that_cannot_be_understood_is_named(get_problem, query, name, code):
    assert get_problem(f"/articles/?{query}") == (400, "bad_request", name, code)


def test_extreme_but_well_formed_values_find_what_is_there(find_headlines, make_article):
    make_article(headline="eins", issued_on=date(2024, 6, 19), issued_precision="day")

    assert find_headlines("date_from=0001&date_to=9999-12-31") == {"eins"}
    assert find_headlines("limit=" + "9" * 5_000) == {"eins"}
    assert find_headlines("source=" + "9" * 90) == set()


def test_pictures_of_an_article(get, make_article, add_image):
    article, other_article = make_article(slug="a"), make_article(slug="b")
    image = add_image(article)
    add_image(other_article)

    assert [i["id"] for i in get("/images/?article=a")["results"]] == [image.pk]
    assert len(get("/images/?article=a,b")["results"]) == 2
