"""Prepared versions of live articles."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.domain.articles import review, scheduled_changes
from articles.models import Article, PreparedVersion


@pytest.fixture
def due_at():
    return timezone.now() - timedelta(seconds=1)


def test_a_prepared_version_is_published_once_when_due(make_article, editor, due_at):
    article = make_article()
    scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "Nachtrag", due_at)
    scheduled_changes.prepare(article, {"kicker": "Morgen"}, editor, "später", due_at + timedelta(days=1))

    first, second = scheduled_changes.apply_due(), scheduled_changes.apply_due()

    article.refresh_from_db()
    assert (first, second) == ((1, [], 0), (0, [], 0))
    assert (article.lead, article.kicker) == ("Neu.", "")
    assert article.history.first().history_user == editor


def test_a_due_date_out_of_bounds_is_refused(make_article, editor):
    never = timezone.now().replace(year=9999)

    with pytest.raises(ValidationError, match=r"9999-.*kann nicht stimmen"):
        scheduled_changes.prepare(make_article(), {"lead": "Neu."}, editor, "irgendwann", never)

    assert not PreparedVersion.objects.exists()


def test_a_failing_version_does_not_block_others(make_article, editor, due_at):
    broken = scheduled_changes.prepare(make_article(), {"headline": ""}, editor, "falsch", due_at)
    article = make_article()
    scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "gut", due_at)

    outcome = scheduled_changes.apply_due()

    assert outcome == (1, [broken], 0)
    assert Article.objects.get(pk=article.pk).lead == "Neu."


def test_an_applied_version_cannot_be_dropped_or_applied_again(make_article, editor):
    article = make_article()
    prepared = scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "gut")
    stale_copy = PreparedVersion.objects.get()
    scheduled_changes.apply(prepared, editor)
    Article.objects.filter(pk=article.pk).update(lead="")

    assert (scheduled_changes.drop(stale_copy, editor), scheduled_changes.apply(stale_copy, editor)) == (False, False)
    assert PreparedVersion.objects.get().state == "applied"
    assert Article.objects.get().lead == ""


@pytest.mark.parametrize("address", ["/articles/{}/", "/api/v1/articles/{}/"])
def test_the_first_request_after_the_due_time_gets_the_new_text(make_article, editor, due_at, client, address):
    article = make_article(lead="Alt.")
    scheduled_changes.prepare(article, {"lead": "Entschieden."}, editor, "Nachtrag", due_at)

    answer = client.get(address.format(article.slug)).content.decode()

    assert "Entschieden." in answer
    assert "Alt." not in answer


def test_a_prepared_version_is_hidden_before_its_time(make_article, editor, due_at, client):
    article = make_article(lead="Alt.")
    scheduled_changes.prepare(article, {"lead": "Entschieden."}, editor, "Nachtrag", due_at + timedelta(minutes=1))

    page = client.get(f"/articles/{article.slug}/").content.decode()

    assert "Alt." in page
    assert "Entschieden." not in page


def test_a_failing_version_is_not_retried_on_every_request(make_article, editor, due_at, client):
    article = make_article()
    scheduled_changes.prepare(article, {"headline": ""}, editor, "falsch", due_at)

    assert client.get(f"/articles/{article.slug}/").status_code == 200
    PreparedVersion.objects.update(values={"lead": "Nun doch."})

    assert "Nun doch." not in client.get(f"/articles/{article.slug}/").content.decode()
    assert scheduled_changes.apply_due() == (1, [], 0)


def test_a_locked_article_takes_no_change(make_article, editor, due_at):
    article = make_article()
    scheduled_changes.prepare(article, {"lead": "Neu."}, editor, "Nachtrag", due_at)
    review.lock(article, None, "Verfügung")

    assert len(scheduled_changes.apply_due().stuck) == 1
    assert Article.objects.get().lead == ""
