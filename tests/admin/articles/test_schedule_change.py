"""Preparing a change of a published article at its form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.domain.articles import scheduled_changes
from articles.models import Article, AuditEntry, PreparedVersion


@pytest.fixture
def article(make_article):
    return make_article(headline="Rathaus wird saniert", lead="Noch offen.")


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/prepare/"


def test_the_input_of_the_articles_form_is_taken_along(article, address, visit, editor, change_url):
    typed = {**visit(editor).form(change_url(article)), "headline": "Rathaus wird verkauft"}

    form = visit(editor).post(address, typed).context_data["form"]

    assert form["headline"].value() == "Rathaus wird verkauft"
    assert not PreparedVersion.objects.exists()


def test_the_old_text_stays_until_the_minute_of_the_new_one(noon, article, address, visit, editor):
    minute = noon + timedelta(hours=1)
    visit(editor).fill(
        address,
        "prepare_form",
        lead="Entschieden.",
        reason="Ratsbeschluss",
        goes_live_at=minute.strftime("%Y-%m-%dT%H:%M"),
        _prepare="1",
    )

    prepared = PreparedVersion.objects.get()
    assert (prepared.values, prepared.reason) == ({"lead": "Entschieden."}, "Ratsbeschluss")
    assert prepared.goes_live_at == minute
    assert Article.objects.get().lead == "Noch offen."

    PreparedVersion.objects.update(goes_live_at=timezone.now())
    scheduled_changes.apply_due()

    assert Article.objects.published().get().lead == "Entschieden."
    assert list(AuditEntry.objects.values_list("verb", flat=True).order_by("id")) == ["prepare", "change", "apply"]


def test_the_desk_proposes_and_the_duty_editor_decides(article, address, visit, reporter, editor, change_url):
    page = visit(reporter).get(address).content.decode()
    assert 'name="goes_live_at"' not in page

    visit(reporter).fill(address, "prepare_form", headline="Anders", reason="Fehler", _prepare="1")
    prepared = PreparedVersion.objects.get()
    assert (prepared.created_by, prepared.goes_live_at) == (reporter, None)

    visit(editor).post(change_url(prepared), {"_apply": "1"})
    assert Article.objects.get().headline == "Anders"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"lead": "Noch offen."}, "Nichts unterscheidet sich von dem, was jetzt zu lesen ist."),
        ({"headline": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"lead": "Neu.", "goes_live_at": "2020-01-01T10:00"}, "Diese Minute ist vorbei."),
        ({"lead": "Neu.", "reason": ""}, "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_a_refused_change_shows_the_form_with_a_message(article, address, visit, editor, page_text, typed, message):
    response = visit(editor).fill(address, "prepare_form", _prepare="1", **{"reason": "darum", **typed})

    assert response.status_code == 200
    assert message in page_text(response)
    assert not PreparedVersion.objects.exists()


def test_only_a_published_article_has_prepared_changes(make_article, visit, editor):
    draft = make_article(state="draft")

    assert visit(editor).get(f"/admin/articles/article/{draft.pk}/prepare/").status_code == 403


def test_a_moderator_prepares_nothing(address, visit, moderator):
    assert visit(moderator).get(address).status_code == 403
