"""What becomes of a clip, and how it is undone."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.domain import errors
from articles.domain.articles import review, workflow
from articles.domain.imports import triage
from articles.models import AuditEntry, Clip


@pytest.fixture
def clip(make_clip) -> Clip:
    return make_clip()


@pytest.fixture
def draft(clip, make_article):
    return make_article(state="draft", clip=clip)


def test_taking_a_clip_over_makes_one_responsible_for_its_article(clip, draft, reporter):
    triage.adopt(clip, reporter)

    draft.refresh_from_db()
    assert (Clip.objects.get().state, draft.responsible) == ("adopted", reporter)


def test_a_clip_without_an_article_cannot_be_taken_over(clip, reporter):
    with pytest.raises(errors.Refused, match="kein Artikel"):
        triage.adopt(clip, reporter)

    assert Clip.objects.get().state == "new"


@pytest.mark.parametrize("verb", sorted(triage.PUTTING_ASIDE))
def test_what_is_put_aside_takes_its_draft_along_and_brings_it_back(clip, draft, reporter, verb):
    triage.apply_move(clip, verb, reporter, "nur Werbung")
    draft.refresh_from_db()
    assert (clip.state, draft.state) == (workflow.get_move(clip, verb).goal, "discarded")

    triage.restore(clip, reporter)
    draft.refresh_from_db()
    assert (clip.state, draft.state, clip.state_reason) == ("new", "draft", "")
    assert [e.verb for e in AuditEntry.objects.about(clip).order_by("id")] == [verb, "restore"]


def test_a_draft_that_was_discarded_for_itself_stays_so(clip, draft, reporter):
    review.discard(draft, reporter, "zu alt")
    triage.discard(clip, reporter, "nur Werbung")

    triage.restore(clip, reporter)

    draft.refresh_from_db()
    assert (draft.state, draft.state_reason) == ("discarded", "zu alt")


def test_a_clip_whose_article_is_public_is_not_discarded(clip, make_article, reporter):
    make_article(clip=clip)

    with pytest.raises(errors.Refused, match="veröffentlicht"):
        triage.discard(clip, reporter, "nur Werbung")

    assert Clip.objects.get().state == "new"


@pytest.mark.parametrize("state", Clip.State.values)
@pytest.mark.parametrize("verb", [m.verb for m in workflow.CLIP_MOVES])
def test_only_the_moves_of_the_table_are_made(make_clip, make_article, state, verb):
    clip = make_clip(state=state)
    make_article(state="draft", clip=clip)
    move = workflow.get_move(clip, verb)

    if state in move.origins:
        assert triage.apply_move(clip, verb, None, "weil").state == move.goal
    else:
        with pytest.raises(errors.Refused):
            triage.apply_move(clip, verb, None, "weil")


def test_a_moderator_decides_about_no_clip(clip, moderator):
    with pytest.raises(PermissionDenied):
        triage.discard(clip, moderator, "nur Werbung")


def test_undoing_a_take_over_makes_nobody_responsible(clip, draft, reporter):
    triage.adopt(clip, reporter)
    triage.restore(clip, reporter)

    draft.refresh_from_db()
    assert (Clip.objects.get().state, draft.responsible) == ("new", None)
