"""The list of versions: complete, read-only, and never rewritten."""

from datetime import UTC, datetime

import pytest

from articles.domain.articles import revisions
from articles.models import Article


@pytest.fixture
def changed(make_article, editor):
    """An article with two versions."""
    article = make_article(headline="Rathaus brennt")
    article.headline, article.body = "Rathaus <b>gelöscht</b>", "<p>Das Feuer ist aus.</p>"
    revisions.save(article, editor, "Feuer aus")
    return article


def test_the_list_shows_user_change_and_reason(changed, visit, editor, page_text):
    text = page_text(visit(editor).get(f"/admin/articles/article/{changed.pk}/history/"))

    assert "editor Feuer aus" in text
    assert "Rathaus brennt → Rathaus <b>gelöscht</b>" in text
    assert "2 Fassungen" in text


def test_a_version_can_be_viewed(changed, visit, reporter, page_text):
    first = changed.history.last()

    text = page_text(visit(reporter).get(f"/admin/articles/article/{changed.pk}/history/{first.pk}/"))

    assert "Überschrift Rathaus brennt" in text


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


def test_a_source_has_versions_too(outlet, visit, admin_user, change_url, page_text):
    visit(admin_user).fill(change_url(outlet), "source_form", right="excerpt", _save="1")

    text = page_text(visit(admin_user).get(f"/admin/articles/source/{outlet.pk}/history/"))

    assert "admin" in text
    assert "full → excerpt" in text or "Volltext → Anriss und Link" in text


@pytest.mark.parametrize("noun", ["article", "image", "source"])
@pytest.mark.parametrize("number", ["abc", "1_2", "²", "9" * 30])
def test_versions_of_an_invalid_key_are_not_found(noun, number, visit, admin_user):
    visitor = visit(admin_user)

    assert visitor.get(f"/admin/articles/{noun}/{number}/history/").status_code == 404
    assert visitor.get(f"/admin/articles/{noun}/{number}/history/1/").status_code == 404


@pytest.mark.parametrize("number", ["abc", "9" * 30])
def test_a_version_that_is_no_number_is_not_found(number, changed, visit, editor):
    assert visit(editor).get(f"/admin/articles/article/{changed.pk}/history/{number}/").status_code == 404


def test_the_list_of_versions_has_its_title(changed, visit, editor, page_text):
    text = page_text(visit(editor).get(f"/admin/articles/article/{changed.pk}/history/"))

    assert "Fassungen: Rathaus <b>gelöscht</b>" in text
    assert "View history" not in text


def test_changes_are_shown_with_labels(make_article, visit, editor, page_text):
    article = make_article(state="draft", publish_at=None, body="<p>Das Feuer ist " + "sehr " * 60 + "groß.</p>")
    article.publish_at = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
    article.state, article.slug = "published", "feuer"
    article.body = article.body.replace("groß", "klein")
    revisions.save(article, editor)

    response = visit(editor).get(f"/admin/articles/article/{article.pk}/history/")

    text = page_text(response)
    assert "Entwurf → veröffentlicht" in text
    assert "→ 1. Juli 2026 12:30" in text
    assert "<del>groß</del>" in response.content.decode()
    assert "<ins>klein</ins>" in response.content.decode()
    assert "None" not in text


def test_a_version_shows_its_values_with_labels(make_article, visit, editor, page_text):
    article = make_article(publish_at=datetime(2026, 7, 1, 10, 30, tzinfo=UTC), body="<p>Das Feuer ist aus.</p>")

    url = f"/admin/articles/article/{article.pk}/history/{article.history.get().pk}/"
    text = page_text(visit(editor).get(url))

    assert "1. Juli 2026 12:30" in text
    assert "<p>" not in text


def test_a_change_of_markup_alone_is_shown_as_markup(make_article, visit, editor, page_text):
    article = make_article(body="<p>Das Feuer ist aus.</p>")
    article.body = "<p>Das <strong>Feuer</strong> ist aus.</p>"
    revisions.save(article, editor)

    text = page_text(visit(editor).get(f"/admin/articles/article/{article.pk}/history/"))

    assert "→ <p>Das <strong> Feuer </strong> ist aus.</p>" in text
