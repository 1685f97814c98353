"""No letter contradicts the state at the time it is sent, whatever was decided in whatever order before.

All sequences of decisions about a comment up to a length are tried, with and without time passing in between: the
letters to the author (rejected, taken back) and to the reporter (receipt, decision). A mail server can be slow: each
decision is also made while each letter is being sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from articles.domain.comments import decision_letters, moderation, reports
from articles.domain.privacy import erasure
from articles.models import Comment, Decision, Notice, Report

ACTS = ("approve", "insult", "illegal", "spam", "hold", "undo", "report", "erase", "time passes")
REFUSED, BACK = "refused", "taken back"
NOTICE = {"explanation": "Der zweite Satz ist eine Beleidigung.", "url": "https://x.example/", "good_faith": True}


class SlowServer(EmailBackend):
    """A mail server so slow that `meanwhile` is called before it has accepted the letter."""

    meanwhile: Callable[[Any], None] | None = None

    def send_messages(self, messages: Any) -> int:
        sent = super().send_messages(messages)
        for letter in messages:
            if SlowServer.meanwhile is not None:
                SlowServer.meanwhile(letter)
        return sent


@pytest.fixture(autouse=True)
def _slow_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SlowServer"
    monkeypatch.setattr(SlowServer, "meanwhile", None)


class Correspondence:
    """A comment with the letters that its author and its reporter have received."""

    def __init__(self, comment: Comment, moderator: User) -> None:
        self.comment, self.moderator = comment, moderator
        self.known: Any = None  # the rejection that the author was told of, if any
        self.answered: list[str] = []  # letters to the reporter
        self.answer = ""  # the last decision sent to the reporter
        self.batch: Any = None
        self.letters = 0
        self.may_be_answered_again = False

    def copy(self) -> "Correspondence":
        clone = Correspondence(self.comment, self.moderator)
        clone.__dict__ |= {**self.__dict__, "answered": list(self.answered)}
        return clone

    def do(self, act: str) -> bool:
        """Apply an act; returns whether it had an effect."""
        status = Comment.objects.values_list("status", flat=True).get(pk=self.comment.pk)
        if status == "erased" and act != "time passes":
            return False
        if act == "time passes":
            return self.let_time_pass()
        if act == "report":
            if status != "approved" or Report.objects.exists():
                return False
            reports.notify(self.comment, name="Bo", email="bo@example.org", address="10.0.0.1", **NOTICE)
            return True
        if act == "erase":
            erasure.erase(erasure.PersonToErase(comments=(self.comment.pk,)), self.moderator, "Auf Wunsch")
            return True
        if act == "undo":
            return self.batch is not None and bool(moderation.undo(self.batch, self.moderator).changed)
        reason = (
            moderation.DecisionReason(act, "§ 185 StGB" if act == "illegal" else "")
            if act in {"insult", "illegal"}
            else None
        )
        outcome = moderation.decide([self.comment.pk], "reject" if reason else act, self.moderator, reason)
        self.batch = outcome.batch if outcome.changed else self.batch
        return bool(outcome.changed)

    def let_time_pass(self, meanwhile: str = "") -> bool:
        """Make all letters due and send them; each is compared with the state when its sending began. The act
        `meanwhile` happens before the mail server has accepted the first letter; returns whether any was sent."""
        long_ago = timezone.now() - timedelta(minutes=11)
        Notice.objects.filter(sent_at=None).update(due_at=long_ago)
        Report.objects.filter(decided_at__isnull=False, notified_at=None).update(decided_at=long_ago)
        Report.objects.filter(receipt_sent_at=None).update(created_at=long_ago)
        mail.outbox.clear()
        pending_acts, errors = [meanwhile] if meanwhile else [], []

        def check_letter(letter: Any) -> None:
            try:
                (self.to_author if letter.to == ["ada@example.org"] else self.to_reporter)(letter)
            except AssertionError as error:  # raised here it would count as a failed letter
                errors.append(error)
            if pending_acts and self.do(pending_acts.pop()):
                self.may_be_answered_again = True

        SlowServer.meanwhile = check_letter
        decision_letters.send_due()
        reports.send_due()
        if errors:
            raise errors[0]
        self.letters += len(mail.outbox)
        if not meanwhile:
            self.check_letters_are_complete()
        return bool(mail.outbox)

    def current_state(self) -> tuple[str, Any]:
        """The status and the current rejection, worked out from the stored decisions alone."""
        decisions: list[Decision] = []
        for decision in Decision.objects.order_by("pk"):
            decisions = decisions[:-1] if decision.verb == "undo" else [*decisions, decision]
        status = Comment.objects.values_list("status", flat=True).get(pk=self.comment.pk)
        return status, decisions[-1] if status == "rejected" else None

    def to_author(self, letter: Any) -> None:
        status, rejection = self.current_state()
        if "zurückgenommen" in letter.body:
            assert self.known is not None, "taken back what was never told"
            assert status in {"approved", "pending"}
            self.known = None
        else:
            assert rejection is not None, f"refused, and it is {status}"
            assert str(rejection.get_reason_code_display()) in letter.body
            assert self.known != rejection, "told twice"
            self.known = rejection

    def to_reporter(self, letter: Any) -> None:
        status, _rejection = self.current_state()
        if "eingegangen" in letter.subject:
            assert Report.objects.get().decided_at is None, "a person will look at what was decided"
            assert not self.answered
            self.answered.append("receipt")
        else:
            assert ("bleibt" in letter.body) == (status == "approved")
            assert ("wurde entfernt" in letter.body) == (status in {"rejected", "spam", "erased"})
            assert "decision" not in self.answered or self.may_be_answered_again, "two answers"
            self.answered.append("decision")
            self.answer = Report.objects.get().decision

    def check_letters_are_complete(self) -> None:
        """Check that author and reporter know the current state."""
        status, rejection = self.current_state()
        if status == "rejected":
            assert self.known == rejection, "a rejection was not told"
        elif status in {"approved", "pending"}:
            assert self.known is None, f"believes it refused, and it is {status}"
        report = Report.objects.first()
        if report is not None and "decision" not in self.answered:
            assert report.decided_at is None
            assert self.answered == ["receipt"]
        elif report is not None and report.decided_at is not None:
            assert report.decision == self.answer, "was told another decision"


@contextmanager
def rolled_back() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def try_acts(state: Correspondence, steps: int, path: str, interruptions: tuple[str, ...] = ()) -> int:
    """Try all sequences of `steps` acts; after each, time passes twice, and the second time nothing is sent.

    `interruptions` are acts that happen while the first letter is being sent.
    """
    checked = 1
    for interruption in ("", *interruptions):
        with rolled_back():
            clone = state.copy()
            try:
                if not clone.let_time_pass(interruption) and interruption:
                    break  # no letter is sent
                if interruption:
                    clone.let_time_pass()
                assert not clone.let_time_pass()
            except AssertionError as error:
                raise AssertionError(f"{path} → {interruption} during the letter: {error}") from error
    for act in ACTS if steps else ():
        with rolled_back():
            next_state = state.copy()
            try:
                has_effect = next_state.do(act)
            except AssertionError as error:
                raise AssertionError(f"{path} → {act}: {error}") from error
            if has_effect:
                checked += try_acts(next_state, steps - 1, f"{path} → {act}", interruptions)
    return checked


def try_all_paths(
    make_article: Callable[..., Any],
    make_comment: Callable[..., Comment],
    moderator: User,
    steps: int,
    interruptions: tuple[str, ...] = (),
) -> int:
    checked = 0
    for status, confirmed in (("pending", None), ("approved", timezone.now())):
        with rolled_back():
            comment = make_comment(
                make_article(),
                status=status,
                email="ada@example.org",
                email_confirmed_at=confirmed,
                status_token="private",
            )
            checked += try_acts(Correspondence(comment, moderator), steps, status, interruptions)
    return checked


@pytest.mark.django_db
def test_no_letter_contradicts_the_current_state(make_article: Any, make_comment: Any, moderator: User) -> None:
    assert try_all_paths(make_article, make_comment, moderator, steps=2) > 50


@pytest.mark.parametrize(("steps", "minimum"), [(1, 10), pytest.param(2, 50, marks=pytest.mark.slow)])
@pytest.mark.django_db
def test_a_decision_made_while_a_letter_is_sent_is_in_the_next_letter(
    make_article: Any, make_comment: Any, moderator: User, steps: int, minimum: int
) -> None:
    interruptions = tuple(act for act in ACTS if act != "time passes")

    assert try_all_paths(make_article, make_comment, moderator, steps, interruptions) > minimum


@pytest.mark.slow
@pytest.mark.django_db
def test_no_letter_contradicts_the_current_state_after_more_decisions(
    make_article: Any, make_comment: Any, moderator: User
) -> None:
    assert try_all_paths(make_article, make_comment, moderator, steps=4) > 1_000
