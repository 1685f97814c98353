"""Full-text search among the filters, and its highlights."""

import pytest

from articles.domain.search import index


@pytest.fixture
def three_articles(make_article):
    for values in (
        {"headline": "Häuser", "body": "<p>Ein <strong>Haus</strong> & mehr.</p>"},
        {"headline": "Brücke", "lead": "<b>Haus</b>"},
        {"headline": "Entwurf", "body": "<p>Haus</p>", "state": "draft"},
    ):
        index.update(make_article(**values))


def test_a_search_query_combines_with_other_filters(find_headlines, three_articles):
    assert find_headlines("q=haus") == {"Häuser", "Brücke"}
    assert find_headlines("q=haus%20-br%C3%BCcke") == {"Häuser"}
    assert find_headlines("q=haus&source=der-kurier") == set()
    assert find_headlines("q=%22") == find_headlines("q=%2A") == set()
    assert find_headlines("q=") == {"Häuser", "Brücke"}


def test_highlights_are_escaped_html_and_optional(get, three_articles):
    rows = get("/articles/?q=haus&include=highlights&ordering=published_at")["results"]

    assert [row["highlights"] for row in rows] == [
        {"headline": "<mark>Häuser</mark>", "passage": "Ein <mark>Haus</mark> &amp; mehr."},
        {"headline": "Brücke", "passage": "&lt;b&gt;<mark>Haus</mark>&lt;/b&gt;"},
    ]
    assert "highlights" not in get("/articles/?q=haus")["results"][0]
    assert "body" not in rows[0]


@pytest.mark.parametrize(
    ("address", "name", "code"),
    [
        ("/articles/?include=highlights", "include", "needs_q"),
        ("/articles/1/?include=highlights", "include", "unknown_choice"),
        ("/articles/?fields=highlights", "fields", "unknown_choice"),
        ("/articles/?q=a&q=b", "q", "repeated"),
    ],
)
def test_highlights_need_a_search_query(get_problem, three_articles, address, name, code):
    assert get_problem(address) == (400, "bad_request", name, code)


def test_a_list_with_highlights_costs_as_many_queries_however_many_rows(get, make_article, django_assert_num_queries):
    for _ in range(6):
        index.update(make_article(headline="Haus"))

    # languages, how rare it is; articles; agencies, persons, topics, pictures; comment rules
    with django_assert_num_queries(8):
        get("/articles/?q=haus&include=highlights")
