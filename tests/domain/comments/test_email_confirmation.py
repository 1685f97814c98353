"""People who were approved before: known by an address that is proved for each comment, never by a name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail

from articles.domain.comments import email_confirmation, moderation, submission, thread
from articles.models import Article, BlockedWord, Comment, CommentPolicy


@pytest.fixture
def article(make_article: Callable[..., Article]) -> Article:
    """An article on a site that trusts people who were approved before."""
    CommentPolicy.objects.create(pk=1, moderation="trusted")
    return make_article()


@pytest.fixture
def write(article: Article) -> Callable[..., Comment]:
    """Sends a comment from an address of its own."""
    senders = iter(range(1, 250))

    def write(text: str, email: str = "ada@example.org", author: str = "Ada") -> Comment:
        return submission.submit(article, text, author, email, address=f"192.0.2.{next(senders)}")

    return write


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_who_was_approved_before_is_shown_as_soon_as_the_address_is_proved(write: Any, moderator: User) -> None:
    first = write("Mein erster.")
    email_confirmation.confirm(first)
    before = status(first)
    thread.approve([first], by=moderator)

    second = write("Mein zweiter.")
    unproved = status(second)
    email_confirmation.confirm(second)

    assert (before, unproved, status(second)) == ("pending", "pending", "approved")
    assert Comment.objects.get(pk=second.pk).seen_at is None  # moderators read it afterwards


def test_a_name_or_a_typed_address_is_no_identity(write: Any, moderator: User) -> None:
    first = write("Mein erster.")
    email_confirmation.confirm(first)
    thread.approve([first], by=moderator)

    borrowed_name = write("Auch Ada.", email="bo@example.org")
    email_confirmation.confirm(borrowed_name)
    borrowed_address = write("Wieder Ada.")  # whoever typed it cannot open the letter

    assert {status(borrowed_name), status(borrowed_address)} == {"pending"}


def test_an_address_that_was_never_proved_makes_nobody_known(write: Any, moderator: User) -> None:
    thread.approve([write("Mein erster.")], by=moderator)

    second = write("Mein zweiter.")
    email_confirmation.confirm(second)

    assert status(second) == "pending"


def test_a_rejection_ends_the_trust(write: Any, moderator: User) -> None:
    first, second = write("Mein erster."), write("Mein zweiter.")
    for comment in (first, second):
        email_confirmation.confirm(comment)
    thread.approve([first], by=moderator)
    thread.reject([second], by=moderator, reason="insult")

    third = write("Mein dritter.")
    email_confirmation.confirm(third)

    assert status(third) == "pending"


def test_what_the_screening_holds_waits_whoever_wrote_it(write: Any, moderator: User) -> None:
    BlockedWord.objects.create(text="Pleitegeier", kind="suspect")
    first = write("Mein erster.")
    email_confirmation.confirm(first)
    thread.approve([first], by=moderator)

    second = write("Diese Pleitegeier.")
    email_confirmation.confirm(second)

    assert status(second) == "pending"


PUT_BACK: dict[str, Callable[[Comment, User], Any]] = {
    "approved and held": lambda comment, by: (thread.approve([comment], by), thread.hold([comment], by)),
    "rejected and held": lambda comment, by: (thread.reject([comment], by, "insult"), thread.hold([comment], by)),
    "spam and held": lambda comment, by: (moderation.decide([comment.pk], "spam", by), thread.hold([comment], by)),
    "rejected and undone": lambda comment, by: moderation.undo(
        moderation.decide([comment.pk], "reject", by, moderation.DecisionReason("insult")).batch, by
    ),
    "approved and undone": lambda comment, by: moderation.undo(
        moderation.decide([comment.pk], "approve", by).batch, by
    ),
}


@pytest.mark.parametrize("way", PUT_BACK)
def test_what_a_moderator_has_put_back_waits_for_one_whoever_wrote_it(write: Any, moderator: User, way: str) -> None:
    first = write("Mein erster.")
    email_confirmation.confirm(first)
    thread.approve([first], by=moderator)
    second = write("Mein zweiter.")
    PUT_BACK[way](second, moderator)
    before = status(second)

    email_confirmation.confirm(second)

    assert (before, status(second)) == ("pending", "pending")


def test_the_letter_has_the_link_and_nobody_is_flooded_with_letters(
    write: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = [write(f"Nummer {n}") for n in range(5)]

    assert len(mail.outbox) == 3
    assert mail.outbox[0].to == ["ada@example.org"]
    token = mail.outbox[0].body.split("/comments/confirm/")[1].split("/")[0]
    assert email_confirmation.find(token) == made[0]


def test_the_letter_carries_no_word_of_who_typed_the_address(
    write: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write("Kauft bei Kanari!", author="Kanari GmbH")

    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert "/comments/confirm/" in letter.body
    assert "Kanari" not in letter.subject + letter.body


def test_without_trust_nobody_gets_a_letter(write: Any, django_capture_on_commit_callbacks: Any) -> None:
    CommentPolicy.objects.update(moderation="pre")

    with django_capture_on_commit_callbacks(execute=True):
        write("Mein erster.")

    assert not mail.outbox


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0:1abc:xyz", "\x00"])
def test_a_forged_link_confirms_nothing(db: None, token: str) -> None:
    assert email_confirmation.find(token) is None


def test_an_erased_address_is_confirmed_by_no_link(write: Any) -> None:
    comment = write("Mein erster.")
    token = email_confirmation.link(comment).split("/")[-2]
    Comment.objects.update(email="")

    assert email_confirmation.find(token) is None
