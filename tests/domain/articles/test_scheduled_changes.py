"""Prepared versions of live articles."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.domain.articles import review, scheduled_changes
from articles.models import Article, PreparedVersion


@pytest.fixture
def soon():
    return timezone.now() - timedelta(seconds=1)


def test_a_version_goes_live_at_its_minute_and_once(make_article, editor, soon):
    article = make_article()
    scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "Nachtrag", soon)
    scheduled_changes.prepare(article, {"kicker": "Morgen"}, editor, "später", soon + timedelta(days=1))

    first, second = scheduled_changes.apply_due(), scheduled_changes.apply_due()

    article.refresh_from_db()
    assert (first, second) == ((1, [], 0), (0, [], 0))
    assert (article.lead, article.kicker) == ("Neu.", "")
    assert article.history.first().history_user == editor


def test_a_minute_that_cannot_be_right_is_refused(make_article, editor):
    never = timezone.now().replace(year=9999)

    with pytest.raises(ValidationError, match=r"9999-.*kann nicht stimmen"):
        scheduled_changes.prepare(make_article(), {"lead": "Neu."}, editor, "irgendwann", never)

    assert not PreparedVersion.objects.exists()


def test_one_that_cannot_go_live_keeps_no_other_back(make_article, editor, soon):
    bad = scheduled_changes.prepare(make_article(), {"headline": ""}, editor, "falsch", soon)
    good = make_article()
    scheduled_changes.prepare(good, {"lead": "Neu."}, editor, "gut", soon)

    due = scheduled_changes.apply_due()

    assert due == (1, [bad], 0)
    assert Article.objects.get(pk=good.pk).lead == "Neu."


def test_what_is_decided_stays_decided(make_article, editor):
    article = make_article()
    prepared = scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "gut")
    old = PreparedVersion.objects.get()
    scheduled_changes.apply(prepared, editor)
    Article.objects.filter(pk=article.pk).update(lead="")

    assert (scheduled_changes.drop(old, editor), scheduled_changes.apply(old, editor)) == (False, False)
    assert PreparedVersion.objects.get().state == "applied"
    assert Article.objects.get().lead == ""


@pytest.mark.parametrize("door", ["/articles/{}/", "/api/v1/articles/{}/"])
def test_who_asks_first_after_the_minute_reads_the_new_text(make_article, editor, soon, client, door):
    article = make_article(lead="Alt.")
    scheduled_changes.prepare(article, {"lead": "Entschieden."}, editor, "Nachtrag", soon)

    answer = client.get(door.format(article.slug)).content.decode()

    assert "Entschieden." in answer
    assert "Alt." not in answer


def test_before_its_minute_nobody_reads_it(make_article, editor, soon, client):
    article = make_article(lead="Alt.")
    scheduled_changes.prepare(article, {"lead": "Entschieden."}, editor, "Nachtrag", soon + timedelta(minutes=1))

    page = client.get(f"/articles/{article.slug}/").content.decode()

    assert "Alt." in page
    assert "Entschieden." not in page


def test_one_that_cannot_go_live_is_not_tried_at_every_look(make_article, editor, soon, client):
    article = make_article()
    scheduled_changes.prepare(article, {"headline": ""}, editor, "falsch", soon)

    assert client.get(f"/articles/{article.slug}/").status_code == 200
    PreparedVersion.objects.update(values={"lead": "Nun doch."})

    assert "Nun doch." not in client.get(f"/articles/{article.slug}/").content.decode()
    assert scheduled_changes.apply_due() == (1, [], 0)


def test_a_locked_article_takes_no_change(make_article, editor, soon):
    article = make_article()
    scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "Nachtrag", soon)
    review.lock(article, None, "Verfügung")

    assert len(scheduled_changes.apply_due().stuck) == 1
    assert Article.objects.get().lead == ""
