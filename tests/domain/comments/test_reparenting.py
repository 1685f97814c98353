"""Setting right whom a comment answers: the whole branch moves, never in a circle, never to another article."""

import pytest

from articles.domain.comments import reparenting, thread
from articles.models import AuditEntry, Comment
from articles.models.comments.comment import MAX_LEVELS, STEP


@pytest.fixture
def branch(make_article, make_comment):
    """a, its reply b, b's reply c; and d beside a."""
    article = make_article()
    a = make_comment(article, text="a")
    b = make_comment(article, a, text="b", parent_is_inferred=True)
    c = make_comment(article, b, text="c")
    return a, b, c, make_comment(article, text="d")


def paths():
    return dict(Comment.objects.values_list("text", "path"))


def test_a_branch_moves_below_another_comment(branch, moderator):
    a, b, _c, d = branch

    assert reparenting.move(b.pk, d.pk, moderator)

    assert paths() == {"a": "000001", "b": "000002000001", "c": "000002000001000001", "d": "000002"}
    b.refresh_from_db()
    assert (b.parent, b.parent_is_inferred) == (d, False)
    assert AuditEntry.objects.get().details == {"decision": "move", "before": a.pk, "after": d.pk}


def test_a_branch_moves_to_the_article(branch, moderator):
    _a, b, _c, _d = branch

    reparenting.move(b.pk, None, moderator)

    assert (paths()["b"], paths()["c"]) == ("000003", "000003000001")


@pytest.mark.parametrize("to", [1, 2])
def test_nothing_answers_itself_or_what_is_below_it(branch, moderator, to):
    before = paths()

    with pytest.raises(reparenting.ReparentingImpossible):
        reparenting.move(branch[1].pk, branch[to].pk, moderator)

    assert paths() == before


def test_nothing_moves_to_another_article(branch, make_article, make_comment, moderator):
    stranger = make_comment(make_article(), text="e")

    for parent in (stranger.pk, 999_999):
        with pytest.raises(reparenting.ReparentingImpossible):
            reparenting.move(branch[1].pk, parent, moderator)


def test_what_moves_below_a_pending_one_waits_with_it_and_is_free_elsewhere(branch, make_comment, moderator):
    _a, b, _c, d = branch
    waiting = make_comment(d.article, d, text="w", status="pending")

    reparenting.move(b.pk, waiting.pk, moderator)
    hidden = set(Comment.objects.filter(awaits_ancestor=True).values_list("text", flat=True))
    reparenting.move(b.pk, None, moderator)

    assert hidden == {"b", "c"}
    assert not Comment.objects.filter(awaits_ancestor=True).exists()


def test_what_stands_at_the_top_moves_below_one_that_was_put_back_and_can_be_read_there(branch, moderator):
    a, b, _c, d = branch
    thread.hold([d], moderator)

    assert reparenting.move(a.pk, d.pk, moderator)

    b.refresh_from_db()
    assert (b.path, b.is_visible) == ("000002000001000001", True)


def test_no_branch_moves_deeper_than_a_path_can_tell(branch, moderator):
    article, above, parent = branch[3].article, branch[3].path, branch[3]
    for _level in range(MAX_LEVELS - 2):
        above += f"{1:0{STEP}d}"
        parent = Comment.objects.create(article=article, parent=parent, path=above, text="x", status="approved")

    with pytest.raises(reparenting.ReparentingImpossible):
        reparenting.move(branch[1].pk, parent.pk, moderator)


def test_what_was_concluded_is_confirmed(branch, moderator):
    assert reparenting.confirm_parent(branch[1].pk, moderator)
    assert not reparenting.confirm_parent(branch[1].pk, moderator)
    assert not Comment.objects.filter(parent_is_inferred=True).exists()


def test_a_branch_that_goes_below_the_deepest_level_stays_where_it_is(branch, moderator):
    above = branch[1].path + f"{1:0{STEP}d}" * (MAX_LEVELS - len(branch[1].path) // STEP)
    Comment.objects.create(article=branch[1].article, parent=branch[1], path=above, text="x", status="approved")

    with pytest.raises(reparenting.ReparentingImpossible):
        reparenting.move(branch[1].pk, None, moderator)
