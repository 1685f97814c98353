"""The admin's lists need few queries for many rows and escape hostile text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.domain.articles import revisions
from articles.models import Article, Image, Person, Right, Source, Topic

HOSTILE = "<script>alert(1)</script>"
LISTS = ["article", "clip", "comment", "image", "source", "topic", "person"]


@pytest.fixture
def row_count():
    """The number of rows of each model: more than a page shows."""
    return 55


@pytest.fixture
def filled_lists(make_article, make_clip, make_comment, row_count):
    """Rows of every model."""
    clips = [make_clip(f"Ausschnitt {n} {HOSTILE}") for n in range(row_count)]
    for number, clip in enumerate(clips):
        article = make_article(
            clip=clip, body="<p>Der Text.</p>", kicker=HOSTILE, headline=f"{number} {HOSTILE}", lead="Der Vorspann."
        )
        first = make_comment(article, text=f"Eltern {HOSTILE}", author=HOSTILE, status="pending")
        make_comment(article, parent=first, text="Antwort", status="pending")
        image = Image.objects.create(caption=f"Bild {HOSTILE}", credit=HOSTILE)
        article.body += f'<figure data-image="{image.pk}"></figure>'
        revisions.save(article, None)
        Source.objects.create(name=f"Quelle {number}", slug=f"quelle-{number}")
        Topic.objects.create(name=f"Thema {number} {HOSTILE}", slug=f"thema-{number}")
        Person.objects.create(name=f"Person {number} {HOSTILE}", slug=f"person-{number}")


def test_a_list_costs_fifteen_queries_at_most_and_reads_no_long_texts(filled_lists, visit, admin_user):
    for noun in LISTS:  # in one test, since making the rows takes longer than reading all lists
        visitor = visit(admin_user)

        with CaptureQueriesContext(connection) as queries:
            response = visitor.get(f"/admin/articles/{noun}/")

        assert (noun, response.status_code) == (noun, 200)
        assert len(queries) <= 15, noun
        columns = " ".join(q["sql"].split(" FROM ")[0] for q in queries)
        for column in ("articles_article.body", "articles_article.lead", "articles_clip.data", "articles_clip.text"):
            table, name = column.split(".")
            assert f'"{table}"."{name}"' not in columns, noun


@pytest.mark.parametrize("row_count", [3])
def test_hostile_text_is_text_in_a_list(filled_lists, visit, admin_user):
    contents = {noun: visit(admin_user).get(f"/admin/articles/{noun}/").content.decode() for noun in LISTS}

    nouns_with_escaped_text = {noun for noun, content in contents.items() if "&lt;script&gt;alert(1)" in content}
    assert nouns_with_escaped_text == {*LISTS} - {"source", "clip"}  # whose lists show no hostile text
    assert [noun for noun, content in contents.items() if HOSTILE in content] == []


@pytest.mark.parametrize("row_count", [18])
def test_a_list_can_be_searched(filled_lists, visit, admin_user):
    query = {"q": "Quelle 17 ' \" % \\"}

    statuses = {noun: visit(admin_user).get(f"/admin/articles/{noun}/", query).status_code for noun in LISTS}

    assert statuses == dict.fromkeys(LISTS, 200)


def test_an_articles_row_shows_its_open_points(imported, visit, editor, page_text):
    imported("003", right=Right.UNCLEAR)

    text = page_text(visit(editor).get("/admin/articles/article/"))

    assert "Putin in Nordkorea Plötzlich ziemlich beste Freunde Entwurf taz" in text
    assert "Nutzungsrecht: ungeklärt 1 Bild ohne Datei 9 Leserkommentare warten" in text


def test_a_month_is_shown_as_a_month(imported, visit, editor, page_text):
    imported("000")

    text = page_text(visit(editor).get("/admin/articles/article/"))

    assert "Juni 2024" in text
    assert "1. Juni 2024" not in text


def test_articles_are_filtered_by_a_typed_outlet(make_article, visit, editor, page_text):
    other = Source.objects.create(name="Die Welle", slug="die-welle", right=Right.FULL)
    make_article(headline="Im Anzeiger")
    make_article(headline="In der Welle", source=other)

    text = page_text(visit(editor).get("/admin/articles/article/", {"outlet": "welle"}))

    assert "In der Welle" in text
    assert "Im Anzeiger" not in text


def test_a_typed_filter_keeps_the_other_filters(make_article, visit, editor):
    make_article()

    content = visit(editor).get("/admin/articles/article/", {"state__exact": "published", "q": "Rathaus"}).content

    assert b'<input type="hidden" name="state__exact" value="published">' in content
    assert b'<input type="hidden" name="q" value="Rathaus">' in content


def test_an_article_published_for_later_is_called_scheduled(make_article, visit, editor, page_text):
    from datetime import timedelta

    from django.utils import timezone

    make_article(publish_at=timezone.now() + timedelta(days=2))
    make_article(state=Article.State.DRAFT)

    text = page_text(visit(editor).get("/admin/articles/article/"))

    assert "geplant Der Anzeiger" in text
    assert "Entwurf Der Anzeiger" in text


@pytest.mark.parametrize("query", ["outlet=%00", "headline=%00", "state=%00", "state__exact=a%00b", "q=%00", "%00=1"])
def test_a_filter_that_no_database_can_answer_is_a_bad_request(query, make_article, visit, editor):
    make_article()

    assert visit(editor).get(f"/admin/articles/article/?{query}").status_code == 400


def test_a_field_that_offers_rows_overlooks_a_nul(outlet, visit, editor):
    query = "term=Anz%00eiger&app_label=articles&model_name=article&field_name=source"

    response = visit(editor).get(f"/admin/autocomplete/?{query}")

    assert [row["text"] for row in response.json()["results"]] == ["Der Anzeiger"]
