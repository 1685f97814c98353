"""The workflow of an article: only allowed moves, only with the permission, and with a reason where required."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.domain import errors
from articles.domain.articles import publishing, review, revisions, workflow
from articles.models import Article, AuditEntry


@pytest.fixture
def draft(make_article, reporter) -> Article:
    article = make_article(state="draft", headline="Brücke gesperrt")
    article.history.update(history_user=reporter)
    return article


@pytest.fixture
def submitted(draft, reporter) -> Article:
    return review.submit(draft, reporter)


@pytest.fixture
def approved(submitted, editor) -> Article:
    return review.approve(submitted, editor)


def test_an_article_passes_the_workflow_to_publication(draft, reporter, editor):
    review.submit(draft, reporter)
    review.send_back(draft, editor, "Die Quelle fehlt.")
    assert (draft.state, draft.state_reason) == ("returned", "Die Quelle fehlt.")

    review.submit(draft, reporter)
    review.approve(draft, editor)
    publishing.publish(draft, by=editor)

    assert Article.objects.published().get() == draft
    assert draft.state_reason == ""


def test_every_move_is_one_revision_and_one_audit_entry(submitted, editor):
    review.send_back(submitted, editor, "Die Quelle fehlt.")

    entries = AuditEntry.objects.about(submitted).order_by("id")
    assert [(e.verb, e.version) for e in entries] == [("submit", 2), ("send_back", 3)]
    assert entries[1].reason == "Die Quelle fehlt."
    assert submitted.history.count() == 3


@pytest.mark.parametrize("state", Article.State.values)
@pytest.mark.parametrize("verb", [m.verb for m in workflow.ARTICLE_MOVES if m.verb not in {"publish", "withdraw"}])
def test_only_the_moves_of_the_table_are_made(make_article, state, verb):
    article = make_article(state=state)
    move = workflow.get_move(article, verb)

    if state in move.origins:
        review.apply_move(article, verb, None, "weil")
        assert article.state == move.goal
    else:
        with pytest.raises(errors.Refused):
            review.apply_move(article, verb, None, "weil")
        assert Article.objects.get().state == state


def test_a_move_needs_its_permission(submitted, reporter):
    with pytest.raises(PermissionDenied):
        review.approve(submitted, reporter)
    with pytest.raises(PermissionDenied):
        publishing.publish(submitted, by=reporter)

    assert Article.objects.get().state == "in_review"


@pytest.mark.parametrize("verb", [m.verb for m in workflow.ARTICLE_MOVES if m.asks_why])
def test_a_move_that_needs_a_reason_is_refused_without_one(make_article, verb):
    move = {m.verb: m for m in workflow.ARTICLE_MOVES}[verb]
    article = make_article(state=move.origins[0])

    with pytest.raises(errors.Refused, match="Grund"):
        workflow.check_move(article, verb, None, "  ")


def test_nobody_approves_their_own_submission_unless_configured(draft, editor, settings):
    review.submit(draft, editor)

    with pytest.raises(errors.Refused, match="jemand anders"):
        review.approve(draft, editor)
    settings.APPROVE_OWN_TEXTS = True
    review.approve(draft, editor)

    assert draft.state == "approved"


def test_nobody_approves_their_own_text_that_another_user_submitted(draft, reporter, editor):
    draft.history.update(history_user=editor)
    review.submit(draft, reporter)

    assert "approve" not in {m.verb for m in workflow.possible_moves(draft, editor)}
    with pytest.raises(errors.Refused):
        review.approve(draft, editor)


def test_an_approved_text_that_is_edited_needs_approval_again(approved, reporter):
    approved.lead = "Anders."
    revisions.save(approved, reporter, "Nachtrag")

    assert Article.objects.get().state == "in_review"


def test_approval_of_edited_texts_can_be_switched_off(approved, reporter, settings):
    settings.REAPPROVE_EDITED = False
    approved.lead = "Anders."
    revisions.save(approved, reporter)

    assert Article.objects.get().state == "approved"


def test_responsible_and_due_date_change_without_another_approval(approved, reporter):
    approved.responsible = reporter
    approved.due_at = approved.created_at
    revisions.save(approved, reporter)

    assert Article.objects.get().state == "approved"


def test_only_approved_articles_are_published_if_configured(submitted, editor, settings):
    settings.PUBLISH_NEEDS_APPROVAL = True

    with pytest.raises(errors.Refused, match="freigegeben"):
        publishing.publish(submitted, by=editor)
    review.approve(submitted, editor)
    publishing.publish(submitted, by=editor)

    assert submitted.state == "published"


def test_a_locked_article_is_hidden_and_cannot_be_changed(make_article, editor):
    article = make_article()
    review.lock(article, editor, "einstweilige Verfügung")
    article.lead = "Anders."

    with pytest.raises(errors.Refused, match="gesperrt"):
        revisions.save(article, editor)

    assert not Article.objects.published().exists()
    assert not Article.objects.withdrawn().exists()


def test_an_unlocked_article_is_a_draft_or_stays_withdrawn(make_article):
    drafted, withdrawn = make_article(), make_article(state="withdrawn", withdrawn_at=None)
    for article in (drafted, withdrawn):
        review.lock(article, None, "Anwalt")
        review.unlock(article, None, "geklärt")

    assert (drafted.state, withdrawn.state) == ("draft", "withdrawn")
    assert drafted.state_reason == ""


def test_concurrent_decisions_count_once(submitted, editor):
    stale_copy = Article.objects.get()
    review.approve(submitted, editor)

    with pytest.raises(errors.Refused):
        review.approve(stale_copy, editor)
