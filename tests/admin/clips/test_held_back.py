"""What lists, pages and the API show of texts that no import publishes."""

import pytest

from articles.domain.imports import importer
from articles.models import Article, Clip

TEXT = """Freibad öffnet im Sommer länger

Die Gemeinde will ihr Freibad im kommenden Sommer länger öffnen. Das hat der Rat am Dienstagabend beschlossen.

Gegenstimmen kamen aus der Fraktion der Freien Wähler. Deren Sprecher hält die Kosten für zu hoch, sagte er am Abend.
"""


@pytest.fixture
def imported(db):
    """A text with an embargo and one without."""
    defaults = importer.ImportDefaults(right="full")
    files = [
        ("a.txt", f"Sperrfrist: Redebeginn\n\n{TEXT}".encode()),
        ("b.txt", TEXT.replace("Freibad", "Bad").encode()),
    ]
    return importer.import_clips(files, defaults, publish_reason="Probe")


def test_the_list_of_clips_shows_and_finds_what_is_held_back(imported, visit, editor, page_text):
    response = visit(editor).get("/admin/articles/clip/?waiting=held")

    assert [row.pk for row in response.context_data["cl"].result_list] == [imported[0].clip.pk]
    assert "Sperrfrist" in page_text(response)


def test_the_list_of_articles_shows_and_finds_what_is_held_back(imported, visit, editor, page_text):
    response = visit(editor).get("/admin/articles/article/?waiting=held")

    assert [row.pk for row in response.context_data["cl"].result_list] == [imported[0].article.pk]
    assert "Sperrfrist" in page_text(response)
    everything = visit(editor).get("/admin/articles/article/")
    assert len(everything.context_data["cl"].result_list) == 2


def test_the_articles_form_says_why_it_waits_and_leads_to_the_warning(imported, visit, editor, page_text):
    text = page_text(visit(editor).get(f"/admin/articles/article/{imported[0].article.pk}/change/"))

    assert "nicht ungesehen veröffentlicht" in text


def test_what_the_desk_has_published_is_not_held_back_any_more(imported):
    Article.objects.filter(pk=imported[0].article.pk).update(state="discarded")
    Clip.objects.filter(pk=imported[0].clip.pk).update(state="discarded")

    assert not Article.objects.held().exists()
    assert not Clip.objects.held().exists()
