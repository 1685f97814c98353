"""Taking comments in and deciding about them."""

import pytest

from articles.desk import moderating
from articles.models import Comment


def test_a_readers_comment_waits_for_a_moderator(make_article):
    comment = moderating.submit(make_article(), "Guter Text.", "Ada")

    assert (comment.status, comment.path) == ("pending", "000001")


@pytest.mark.parametrize(
    ("text", "author", "field"),
    [
        ("", "Ada", "text"),
        (" \n\u202e ", "Ada", "text"),
        ("\u200b\u200d", "Ada", "text"),
        ("Hallo", "  ", "author"),
        ("Hallo", "\u200b", "author"),
        ("Hallo", "A" * 81, "author"),
        ("x" * 2001, "Ada", "text"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(make_article, text, author, field):
    article = make_article()

    with pytest.raises(moderating.Rejected) as rejected:
        moderating.submit(article, text, author)

    assert rejected.value.field == field
    assert not Comment.objects.exists()


def test_control_characters_and_direction_overrides_are_left_out(make_article):
    comment = moderating.submit(make_article(), "Ja\x00\x7f\u202e\u061c!\r\nNein\u2028👩\u200d🚒", "A\u200fda")

    assert (comment.text, comment.author) == ("Ja!\nNein\n👩\u200d🚒", "Ada")


def test_foreign_hidden_and_unknown_parents_are_refused_alike(make_article, make_comment):
    article = make_article()
    parents = [make_comment(make_article()).pk, make_comment(article, status="pending").pk, 999_999]

    answers = set()
    for parent in parents:
        with pytest.raises(moderating.Rejected) as rejected:
            moderating.submit(article, "Hallo", "Ada", parent_id=parent)
        answers.add((rejected.value.field, str(rejected.value)))

    assert len(answers) == 1


@pytest.mark.parametrize("values", [{"comments_are": "closed"}, {"comments_are": "paused"}])
def test_closed_comments_take_nothing(make_article, values):
    with pytest.raises(moderating.Rejected):
        moderating.submit(make_article(**values), "Hallo", "Ada")


def test_siblings_are_numbered_and_replies_stand_below_their_parent(make_article):
    article = make_article()
    first = moderating.add(article, "eins")
    moderating.approve([first], None)
    first.refresh_from_db()

    replies = [moderating.add(article, "a", parent=first), moderating.add(article, "b", parent=first)]
    second = moderating.add(article, "zwei")

    assert [c.path for c in (*replies, second)] == ["000001000001", "000001000002", "000002"]


def test_approving_shows_and_rejecting_hides_with_who_and_why(make_article, make_comment, moderator):
    comment = make_comment(make_article(), status="pending")

    assert moderating.approve([comment], moderator) == 1
    shown = Comment.objects.visible().count()
    assert moderating.reject([comment], moderator, "Beleidigung") == 1

    comment.refresh_from_db()
    assert (shown, Comment.objects.visible().count()) == (1, 0)
    assert (comment.decided_by, comment.decision_note) == (moderator, "Beleidigung")


def test_a_reply_waits_as_long_as_a_comment_above_it_is_pending(make_article, make_comment, moderator):
    article = make_article()
    top = make_comment(article, status="pending")
    middle = make_comment(article, top, waits=True)
    make_comment(article, middle, waits=True)

    before = Comment.objects.visible().count()
    moderating.approve([top], moderator)

    assert (before, Comment.objects.visible().count()) == (0, 3)


def test_deciding_twice_changes_nothing_the_second_time(make_article, make_comment, moderator):
    comment = make_comment(make_article(), status="pending")
    moderating.approve([comment], moderator)

    assert moderating.approve([comment], moderator) == 0
