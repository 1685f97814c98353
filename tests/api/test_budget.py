"""How many queries an address may cost, however many rows it shows."""

import pytest

from articles.models import Correction

ALL = "include=source,images,comments,corrections"


@pytest.fixture
def many(make_article, make_comment, make_clip, add_image, add_agency, add_topic, add_person, outlet):
    for n in range(6):
        article = make_article(slug=f"a{n}", clip=make_clip(source=outlet))
        for m in range(3):
            make_comment(article, make_comment(article, clip=article.clip), clip=article.clip)
            add_image(article)
            add_agency(article, f"agentur{m}")
            add_topic(article, f"thema{m}")
            add_person(article, f"person{m}")
            Correction.objects.create(article=article, text="Es waren zwei.")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/articles/", 4),  # articles with outlet, clip and count of comments; agencies; persons; topics
        ("/articles/?body=html", 4),
        (f"/articles/?{ALL}", 7),
        ("/articles/?count=true", 5),
        ("/articles/?fields=headline", 2),
        ("/articles/?source=der-anzeiger&agency=agentur1&topic=thema1&person=person1&date_from=2024", 5),
        ("/articles/a1/", 6),
        ("/articles/a1/?body=none&include=", 4),
        (f"/articles/a1/?{ALL}", 7),
        ("/articles/a1/comments/", 2),
        ("/articles/a1/comments/?as=tree", 2),
        ("/sources/", 1),
        ("/agencies/?count=true", 2),
        ("/topics/", 1),
        ("/persons/", 1),
        ("/images/", 1),
        ("/images/?article=a1", 1),
        ("/sources/der-anzeiger/", 1),
        ("/", 0),
        ("/schema/", 0),
    ],
)
def test_an_address_costs_a_fixed_number_of_queries(get, many, django_assert_num_queries, address, queries):
    with django_assert_num_queries(queries):
        get(address)


def test_no_query_reads_the_bytes_or_the_text_of_a_clip(get, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as queries:
        get(f"/articles/?body=html&{ALL}")
        get("/articles/a1/comments/")

    read = [q["sql"] for q in queries.captured_queries]
    assert not [sql for sql in read if '"articles_clip"."data"' in sql or '"articles_clip"."text"' in sql]
    assert not [sql for sql in read if '"email"' in sql or '"note"' in sql or '"decision_note"' in sql]
