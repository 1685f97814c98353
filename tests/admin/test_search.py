"""The list of articles is searched by the site's own search, in every state."""

import pytest

from articles.domain.search import index


@pytest.fixture
def listed(make_article, visit, editor, words_of):
    for values in (
        {"headline": "Haus am See", "slug": "see-haus", "lead": "Ein Steg."},
        {"headline": "Drei Häuser", "state": "draft", "body": "<p>Neue Dächer.</p>"},
        {"headline": "Brücke", "slug": "die-bruecke", "body": "<p>Ein Bogen.</p>"},
    ):
        index.update(make_article(**values))

    def get(asked):
        said = words_of(visit(editor).get("/admin/articles/article/", {"q": asked}))
        return {name for name in ("Haus am See", "Drei Häuser", "Brücke") if name in said}

    return get


@pytest.mark.parametrize(
    ("asked", "found"),
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
def test_articles_are_found_by_any_of_their_words(listed, asked, found):
    assert listed(asked) == found


def test_an_article_is_found_by_its_id(listed, make_article):
    article = make_article(headline="Brücke im Nebel")

    assert listed(str(article.pk)) == {"Brücke"}
