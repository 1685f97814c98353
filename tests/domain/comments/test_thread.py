"""Taking comments in and deciding about them."""

from articles.domain.comments import thread
from articles.models import Comment


def test_siblings_are_numbered_and_replies_stand_below_their_parent(make_article):
    article = make_article()
    first = thread.add(article, "eins")
    thread.approve([first], None)
    first.refresh_from_db()

    replies = [thread.add(article, "a", parent=first), thread.add(article, "b", parent=first)]
    second = thread.add(article, "zwei")

    assert [c.path for c in (*replies, second)] == ["000001000001", "000001000002", "000002"]


def test_approving_shows_and_rejecting_hides_with_who_and_why(make_article, make_comment, moderator):
    comment = make_comment(make_article(), status="pending")

    assert thread.approve([comment], moderator) == 1
    shown = Comment.objects.visible().count()
    assert thread.reject([comment], moderator, "insult") == 1

    comment.refresh_from_db()
    assert (shown, Comment.objects.visible().count()) == (1, 0)
    assert (comment.decided_by, comment.decision_note) == (moderator, "Beleidigung")


def test_a_reply_waits_as_long_as_a_comment_above_it_is_pending(make_article, make_comment, moderator):
    article = make_article()
    top = make_comment(article, status="pending")
    middle = make_comment(article, top, awaits_ancestor=True)
    make_comment(article, middle, awaits_ancestor=True)

    before = Comment.objects.visible().count()
    thread.approve([top], moderator)

    assert (before, Comment.objects.visible().count()) == (0, 3)


def test_deciding_twice_changes_nothing_the_second_time(make_article, make_comment, moderator):
    comment = make_comment(make_article(), status="pending")
    thread.approve([comment], moderator)

    assert thread.approve([comment], moderator) == 0


def test_replies_are_looked_up_in_no_order_so_that_the_index_of_parents_serves(
    make_article, make_comment, moderator, django_assert_max_num_queries
):
    comment = make_comment(make_article(), status="pending")

    with django_assert_max_num_queries(20) as asked:
        thread.approve([comment], moderator)

    by_parent = [q["sql"] for q in asked.captured_queries if '"parent_id" IN' in q["sql"]]
    assert ["ORDER BY" in sql for sql in by_parent] == [False]
