"""No letter contradicts what holds when it is sent, whatever was decided in whatever order before.

All sequences of decisions about a comment are walked up to a length, each with the time passing in between or not: the
author's letters (not shown, taken back) and those of who reported it (receipt, decision). A mail server takes its time:
each decision is made while each letter is going out, too.
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
    """A mail server that takes so long that something else happens before it has taken the letter."""

    meanwhile: Callable[[Any], None] | None = None

    def send_messages(self, messages: Any) -> int:
        taken = super().send_messages(messages)
        for letter in messages:
            if SlowServer.meanwhile is not None:
                SlowServer.meanwhile(letter)
        return taken


@pytest.fixture(autouse=True)
def _slow_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SlowServer"
    monkeypatch.setattr(SlowServer, "meanwhile", None)


class Correspondence:
    """A comment, who wrote it, who reported it; and the letters that both have got."""

    def __init__(self, comment: Comment, moderator: User) -> None:
        self.comment, self.moderator = comment, moderator
        self.known: Any = None  # what the author knows: a refusal (its decision), or nothing of one
        self.answered: list[str] = []  # to who reported
        self.answer = ""  # the last
        self.batch: Any = None
        self.letters = 0
        self.may_be_answered_again = False

    def copy(self) -> "Correspondence":
        made = Correspondence(self.comment, self.moderator)
        made.__dict__ |= {**self.__dict__, "answered": list(self.answered)}
        return made

    def do(self, act: str) -> bool:
        """Returns whether it made any difference."""
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
        why = (
            moderation.DecisionReason(act, "§ 185 StGB" if act == "illegal" else "")
            if act in {"insult", "illegal"}
            else None
        )
        outcome = moderation.decide([self.comment.pk], "reject" if why else act, self.moderator, why)
        self.batch = outcome.batch if outcome.changed else self.batch
        return bool(outcome.changed)

    def let_time_pass(self, meanwhile: str = "") -> bool:
        """Everything falls due, and goes; a letter is judged by what held when it began to go. `meanwhile` is done
        before the mail server has taken the first."""
        long_ago = timezone.now() - timedelta(minutes=11)
        Notice.objects.filter(sent_at=None).update(due_at=long_ago)
        Report.objects.filter(decided_at__isnull=False, notified_at=None).update(decided_at=long_ago)
        Report.objects.filter(receipt_sent_at=None).update(created_at=long_ago)
        mail.outbox.clear()
        acts, errors = [meanwhile] if meanwhile else [], []

        def going(letter: Any) -> None:
            try:
                (self.to_author if letter.to == ["ada@example.org"] else self.to_reporter)(letter)
            except AssertionError as error:  # it would be taken for a letter that failed
                errors.append(error)
            if acts and self.do(acts.pop()):
                self.may_be_answered_again = True

        SlowServer.meanwhile = going
        decision_letters.send_due()
        reports.send_due()
        if errors:
            raise errors[0]
        self.letters += len(mail.outbox)
        if not meanwhile:
            self.has_told_all()
        return bool(mail.outbox)

    def stands(self) -> tuple[str, Any]:
        """The status, and the rejection that holds: by the record alone."""
        made: list[Decision] = []
        for one in Decision.objects.order_by("pk"):
            made = made[:-1] if one.verb == "undo" else [*made, one]
        status = Comment.objects.values_list("status", flat=True).get(pk=self.comment.pk)
        return status, made[-1] if status == "rejected" else None

    def to_author(self, letter: Any) -> None:
        status, rejection = self.stands()
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
        status, _rejection = self.stands()
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

    def has_told_all(self) -> None:
        """Nobody goes on believing what does not hold; and what was never told is told."""
        status, rejection = self.stands()
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
def undone_afterwards() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def walk(now: Correspondence, steps: int, way: str, during: tuple[str, ...] = ()) -> int:
    """All ways from here; after each of them time passes twice, and the second time there is nothing to send.

    `during` are done while the first letter is going out.
    """
    found = 1
    for meanwhile in ("", *during):
        with undone_afterwards():
            last = now.copy()
            try:
                if not last.let_time_pass(meanwhile) and meanwhile:
                    break  # no letter goes
                if meanwhile:
                    last.let_time_pass()
                assert not last.let_time_pass()
            except AssertionError as error:
                raise AssertionError(f"{way} → {meanwhile} during the letter: {error}") from error
    for act in ACTS if steps else ():
        with undone_afterwards():
            after = now.copy()
            try:
                is_new = after.do(act)
            except AssertionError as error:
                raise AssertionError(f"{way} → {act}: {error}") from error
            if is_new:
                found += walk(after, steps - 1, f"{way} → {act}", during)
    return found


def try_all(
    make_article: Callable[..., Any],
    make_comment: Callable[..., Comment],
    by: User,
    steps: int,
    during: tuple[str, ...] = (),
) -> int:
    found = 0
    for status, confirmed in (("pending", None), ("approved", timezone.now())):
        with undone_afterwards():
            comment = make_comment(
                make_article(),
                status=status,
                email="ada@example.org",
                email_confirmed_at=confirmed,
                status_token="private",
            )
            found += walk(Correspondence(comment, by), steps, status, during)
    return found


@pytest.mark.django_db
def test_no_letter_contradicts_what_holds(make_article: Any, make_comment: Any, moderator: User) -> None:
    assert try_all(make_article, make_comment, moderator, steps=2) > 50


@pytest.mark.parametrize(("steps", "ways"), [(1, 10), pytest.param(2, 50, marks=pytest.mark.slow)])
@pytest.mark.django_db
def test_a_decision_made_while_a_letter_is_sent_is_in_the_next_letter(
    make_article: Any, make_comment: Any, moderator: User, steps: int, ways: int
) -> None:
    during = tuple(act for act in ACTS if act != "time passes")

    assert try_all(make_article, make_comment, moderator, steps, during) > ways


@pytest.mark.slow
@pytest.mark.django_db
def test_no_letter_contradicts_what_holds_after_more_decisions(
    make_article: Any, make_comment: Any, moderator: User
) -> None:
    assert try_all(make_article, make_comment, moderator, steps=4) > 1_000
