"""Readers' comments in the archive."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation

from articles.models import Comment
from articles.models.comments.comment import MAX_LEVELS, STEP


def test_a_comment_waits_for_approval(make_article):
    comment = Comment.objects.create(article=make_article(), text="Hallo", path="000001")

    assert comment.status == Comment.Status.PENDING
    assert not Comment.objects.visible().exists()


def test_a_status_has_a_word_of_the_interface():
    with translation.override("de"):
        words = [str(label) for label in Comment.Status.labels]

    assert words == ["wartet", "freigeschaltet", "abgelehnt", "Spam", "gelöscht (Person)"]


def test_a_parent_of_another_article_is_refused_by_the_database(make_article, make_comment):
    parent = make_comment(make_article())
    elsewhere = make_article()

    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.create(article=elsewhere, parent=parent, path="000001000001", text="x")
    reply = make_comment(parent.article, parent)
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=reply.pk).update(article=elsewhere)


def test_two_comments_never_share_a_place(make_article, make_comment):
    first = make_comment(make_article())

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(article=first.article, path=first.path, text="x")


def test_a_comment_without_text_is_refused_unless_it_was_erased(make_article, make_comment):
    article = make_article()
    make_comment(article, text="", status="erased")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(article, text="")


def test_a_removed_comment_keeps_its_place_only_above_visible_replies(make_article, make_comment):
    article = make_article()
    removed = make_comment(article, status="rejected")
    middle = make_comment(article, removed, status="spam")
    reply = make_comment(article, middle)
    make_comment(article, reply, status="rejected")
    make_comment(article, status="rejected")
    make_comment(article, status="pending")
    last = make_comment(article)

    shown = [(c.pk, c.is_visible) for c in article.comments.in_threads().order_by("path")]

    assert shown == [(removed.pk, False), (middle.pk, False), (reply.pk, True), (last.pk, True)]
    assert Comment.objects.visible().count() == 2


def test_a_thread_reads_parents_before_replies_in_one_query(make_article, make_comment, django_assert_num_queries):
    article = make_article()
    first, second = make_comment(article), make_comment(article)
    reply = make_comment(article, first)

    with django_assert_num_queries(1):
        order = [(c.pk, c.depth) for c in article.comments.in_threads().order_by("path")]

    assert order == [(first.pk, 0), (reply.pk, 1), (second.pk, 0)]


def beside(article, parent, number, **values):
    """A reply below the deepest level: its path has no room for another one, so that it stands beside its parent."""
    path = f"{1:0{STEP}d}" * (MAX_LEVELS - 1) + f"{number:0{STEP}d}"
    values = {"text": "Gut so.", "status": "approved", **values}
    return Comment.objects.create(article=article, parent=parent, path=path, **values)


def test_a_removed_comment_keeps_its_place_also_where_its_replies_stand_beside_it(make_article, make_comment):
    article = make_article()
    removed = beside(article, make_comment(article), 1, status="rejected")
    middle = beside(article, removed, 2, status="spam")
    reply = beside(article, middle, 3)
    beside(article, reply, 4, status="rejected")
    unanswered = beside(article, make_comment(article), 5, status="rejected")
    beside(article, unanswered, 6, status="pending")
    waiting = beside(article, unanswered, 7, status="rejected")
    beside(article, waiting, 8, awaits_ancestor=True)

    shown = [(c.pk, c.is_visible) for c in article.comments.in_threads().order_by("path") if c.depth]

    assert shown == [(removed.pk, False), (middle.pk, False), (reply.pk, True)]


def test_replies_are_below_what_they_answer_also_where_they_stand_beside_it(make_article, make_comment):
    article = make_article()
    top = make_comment(article)
    first = beside(article, top, 1)
    second = beside(article, first, 2)
    third = beside(article, second, 3)

    assert set(Comment.objects.below(first)) == {second, third}
    assert set(Comment.objects.below(top)) == {first, second, third}
