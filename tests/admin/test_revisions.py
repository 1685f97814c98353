"""The list of versions: complete, read-only, and never rewritten."""

import pytest

from articles.desk import revising
from articles.models import Article


@pytest.fixture
def changed(make_article, editor):
    """An article with two versions."""
    article = make_article(headline="Rathaus brennt")
    article.headline, article.body = "Rathaus <b>gelöscht</b>", "<p>Das Feuer ist aus.</p>"
    revising.save(article, editor, "Feuer aus")
    return article


def test_the_list_tells_who_changed_what_and_why(changed, visit, editor, words_of):
    said = words_of(visit(editor).get(f"/admin/articles/article/{changed.pk}/history/"))

    assert "editor Feuer aus" in said
    assert "Rathaus brennt → Rathaus <b>gelöscht</b>" in said
    assert "2 Fassungen" in said


def test_a_version_can_be_looked_at(changed, visit, reporter, words_of):
    first = changed.history.last()

    said = words_of(visit(reporter).get(f"/admin/articles/article/{changed.pk}/history/{first.pk}/"))

    assert "Überschrift Rathaus brennt" in said


def test_a_version_of_another_article_is_not_found(changed, make_article, visit, editor):
    other = make_article()

    response = visit(editor).get(f"/admin/articles/article/{other.pk}/history/{changed.history.last().pk}/")

    assert response.status_code == 404


def test_a_version_cannot_be_written_to(changed, visit, admin_user):
    first = changed.history.last()

    response = visit(admin_user).post(
        f"/admin/articles/article/{changed.pk}/history/{first.pk}/", {"headline": "Gefälscht"}
    )

    assert response.status_code == 403
    assert Article.history.filter(id=changed.pk).count() == 2
    assert Article.objects.get(pk=changed.pk).headline == "Rathaus <b>gelöscht</b>"


def test_versions_are_not_for_everybody(changed, visit, moderator, reader):
    first = changed.history.last()

    assert visit(reader).get(f"/admin/articles/article/{changed.pk}/history/{first.pk}/").status_code == 302


def test_a_source_has_versions_too(outlet, visit, admin_user, page_of, words_of):
    visit(admin_user).fill(page_of(outlet), "source_form", right="excerpt", _save="1")

    said = words_of(visit(admin_user).get(f"/admin/articles/source/{outlet.pk}/history/"))

    assert "admin" in said
    assert "full → excerpt" in said or "Volltext → Anriss und Link" in said
