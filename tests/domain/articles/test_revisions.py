"""Saving articles."""

import pytest

from articles.domain.articles import revisions
from articles.models import Article, Image


def test_every_save_is_one_revision_with_user_and_reason(make_article, editor):
    article = make_article()
    article.headline = "Neu"

    revisions.save(article, editor, "Tippfehler")

    last = article.history.first()
    assert (last.headline, last.history_user, last.history_change_reason) == ("Neu", editor, "Tippfehler")


def test_a_save_that_changes_nothing_is_no_revision(make_article, editor):
    article = make_article()
    before = article.history.count()

    assert revisions.save(article, editor) is False
    assert article.history.count() == before


def test_a_stale_save_is_refused_and_overwrites_nothing(make_article, editor):
    article = make_article()
    stale_copy, current_copy = (Article.objects.get(pk=article.pk) for _ in range(2))
    current_copy.headline = "Ihre Fassung"
    revisions.save(current_copy, editor, expected_version=1)
    stale_copy.headline = "Meine Fassung"

    with pytest.raises(revisions.Conflict) as conflict:
        revisions.save(stale_copy, editor, expected_version=1)

    assert conflict.value.current.headline == "Ihre Fassung"
    assert Article.objects.get().headline == "Ihre Fassung"


def test_the_pictures_of_an_article_follow_the_figures_of_its_body(make_article, editor):
    first, second = (Image.objects.create(caption=c, credit="x") for c in "ab")
    article = make_article()

    article.body = f'<figure data-image="{second.pk}"></figure><p>x</p><figure data-image="{first.pk}"></figure>'
    revisions.save(article, editor)
    before = [p.image for p in article.placements.all()]
    article.body = f'<p>x</p><figure data-image="{first.pk}"></figure><figure data-image="999999"></figure>'
    revisions.save(article, editor)

    assert (before, [p.image for p in article.placements.all()]) == ([second, first], [first])
