"""The list of articles is searched by the site's own search, in every state."""

import pytest

from articles.domain.search import index


@pytest.fixture
def headlines_of(make_article, visit, editor, page_text):
    for values in (
        {"headline": "Haus am See", "slug": "see-haus", "lead": "Ein Steg."},
        {"headline": "Drei Häuser", "state": "draft", "body": "<p>Neue Dächer.</p>"},
        {"headline": "Brücke", "slug": "die-bruecke", "body": "<p>Ein Bogen.</p>"},
    ):
        index.update(make_article(**values))

    def get(query):
        text = page_text(visit(editor).get("/admin/articles/article/", {"q": query}))
        return {name for name in ("Haus am See", "Drei Häuser", "Brücke") if name in text}

    return get


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("haus", {"Haus am See", "Drei Häuser"}),
        ("dach", {"Drei Häuser"}),
        ("häus", {"Haus am See", "Drei Häuser"}),
        ("steg -brücke", {"Haus am See"}),
        ("die-bruecke", {"Brücke"}),
        ("' OR 1=1 --", set()),
        ("%", set()),
        ("", {"Haus am See", "Drei Häuser", "Brücke"}),
    ],
)
def test_articles_are_found_by_any_of_their_words(headlines_of, query, headlines):
    assert headlines_of(query) == headlines


def test_an_article_is_found_by_its_id(headlines_of, make_article):
    article = make_article(headline="Brücke im Nebel")

    assert headlines_of(str(article.pk)) == {"Brücke"}
