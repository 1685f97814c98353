"""Receiving comments: what is taken, what is refused, and with what words."""

import pytest

from articles.domain.comments import submission
from articles.models import Comment


def test_a_readers_comment_waits_for_a_moderator(make_article):
    comment = submission.submit(make_article(), "Guter Text.", "Ada")

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

    with pytest.raises(submission.SubmissionRejected) as rejected:
        submission.submit(article, text, author)

    assert rejected.value.field == field
    assert not Comment.objects.exists()


def test_control_characters_and_direction_overrides_are_left_out(make_article):
    comment = submission.submit(make_article(), "Ja\x00\x7f\u202e\u061c!\r\nNein\u2028👩\u200d🚒", "A\u200fda")

    assert (comment.text, comment.author) == ("Ja!\nNein\n👩\u200d🚒", "Ada")


def test_foreign_hidden_and_unknown_parents_are_refused_alike(make_article, make_comment):
    article = make_article()
    parents = [make_comment(make_article()).pk, make_comment(article, status="pending").pk, 999_999]

    answers = set()
    for parent in parents:
        with pytest.raises(submission.SubmissionRejected) as rejected:
            submission.submit(article, "Hallo", "Ada", parent_id=parent)
        answers.add((rejected.value.field, str(rejected.value)))

    assert len(answers) == 1


@pytest.mark.parametrize("values", [{"comment_status": "closed"}, {"comment_status": "paused"}])
def test_closed_comments_take_nothing(make_article, values):
    with pytest.raises(submission.SubmissionRejected):
        submission.submit(make_article(**values), "Hallo", "Ada")
