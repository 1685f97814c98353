"""The way of an article through the house: only the allowed moves, by who may make them, and with a reason."""

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


def test_a_text_goes_from_the_desk_to_the_public(draft, reporter, editor):
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
    one = workflow.get_move(article, verb)

    if state in one.origins:
        review.apply_move(article, verb, None, "weil")
        assert article.state == one.goal
    else:
        with pytest.raises(errors.Refused):
            review.apply_move(article, verb, None, "weil")
        assert Article.objects.get().state == state


def test_who_may_not_makes_no_move(submitted, reporter):
    with pytest.raises(PermissionDenied):
        review.approve(submitted, reporter)
    with pytest.raises(PermissionDenied):
        publishing.publish(submitted, by=reporter)

    assert Article.objects.get().state == "in_review"


@pytest.mark.parametrize("verb", [m.verb for m in workflow.ARTICLE_MOVES if m.asks_why])
def test_what_asks_for_a_reason_is_not_done_without_one(make_article, verb):
    one = {m.verb: m for m in workflow.ARTICLE_MOVES}[verb]
    article = make_article(state=one.origins[0])

    with pytest.raises(errors.Refused, match="Grund"):
        workflow.check_move(article, verb, None, "  ")


def test_nobody_approves_what_they_gave_for_review_unless_the_house_allows_it(draft, editor, settings):
    review.submit(draft, editor)

    with pytest.raises(errors.Refused, match="jemand anders"):
        review.approve(draft, editor)
    settings.APPROVE_OWN_TEXTS = True
    review.approve(draft, editor)

    assert draft.state == "approved"


def test_nobody_approves_what_they_wrote_though_somebody_else_gave_it_for_review(draft, reporter, editor):
    draft.history.update(history_user=editor)
    review.submit(draft, reporter)

    assert "approve" not in {m.verb for m in workflow.possible_moves(draft, editor)}
    with pytest.raises(errors.Refused):
        review.approve(draft, editor)


def test_an_approved_text_that_is_edited_needs_approval_again(approved, reporter):
    approved.lead = "Anders."
    revisions.save(approved, reporter, "Nachtrag")

    assert Article.objects.get().state == "in_review"


def test_that_can_be_switched_off(approved, reporter, settings):
    settings.REAPPROVE_EDITED = False
    approved.lead = "Anders."
    revisions.save(approved, reporter)

    assert Article.objects.get().state == "approved"


def test_who_is_responsible_and_until_when_can_be_said_without_another_approval(approved, reporter):
    approved.responsible = reporter
    approved.due_at = approved.created_at
    revisions.save(approved, reporter)

    assert Article.objects.get().state == "approved"


def test_a_strict_house_publishes_only_what_is_approved(submitted, editor, settings):
    settings.PUBLISH_NEEDS_APPROVAL = True

    with pytest.raises(errors.Refused, match="freigegeben"):
        publishing.publish(submitted, by=editor)
    review.approve(submitted, editor)
    publishing.publish(submitted, by=editor)

    assert submitted.state == "published"


def test_what_is_locked_is_out_of_everywhere_and_nobody_changes_its_text(make_article, editor):
    article = make_article()
    review.lock(article, editor, "einstweilige Verfügung")
    article.lead = "Anders."

    with pytest.raises(errors.Refused, match="gesperrt"):
        revisions.save(article, editor)

    assert not Article.objects.published().exists()
    assert not Article.objects.withdrawn().exists()


def test_unlocked_it_is_a_draft_and_what_was_withdrawn_stays_withdrawn(make_article):
    drafted, withdrawn = make_article(), make_article(state="withdrawn", withdrawn_at=None)
    for article in (drafted, withdrawn):
        review.lock(article, None, "Anwalt")
        review.unlock(article, None, "geklärt")

    assert (drafted.state, withdrawn.state) == ("draft", "withdrawn")
    assert drafted.state_reason == ""


def test_two_who_decide_at_once_decide_once(submitted, editor):
    old = Article.objects.get()
    review.approve(submitted, editor)

    with pytest.raises(errors.Refused):
        review.approve(old, editor)
