"""Readers report comments by two doors, and are told what became of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from articles.domain.comments import moderation, reports, thread
from articles.domain.comments.submission import RejectionKind, SubmissionRejected
from articles.models import Comment, CommentPolicy, Report

NOTICE = {
    "explanation": "Der zweite Satz ist eine Beleidigung im Sinn von Paragraf 185.",
    "url": "https://news.example/articles/a/comments/1/",
    "name": "Ada Beispiel",
    "email": "Ada@Example.org",
    "good_faith": True,
}


@pytest.fixture
def comment(make_article: Callable[..., Any], make_comment: Callable[..., Comment]) -> Comment:
    """A comment that everybody can read."""
    return make_comment(make_article())


def test_a_report_is_counted_and_the_comment_stays_until_the_threshold(comment: Comment) -> None:
    for sender in range(2):
        reports.report(comment, "insult", address=f"192.0.2.{sender}")
    comment.refresh_from_db()
    before = (comment.status, comment.reports_count)

    reports.report(comment, "hate", address="192.0.2.9")
    comment.refresh_from_db()

    assert before == ("approved", 2)
    assert (comment.status, comment.reports_count) == ("pending", 3)


def test_one_sender_alone_hides_nothing_whatever_names_and_doors(comment: Comment) -> None:
    reports.report(comment, "insult", address="192.0.2.1")
    for name in ("eins", "zwei"):
        reports.notify(comment, **{**NOTICE, "email": f"{name}@example.org"}, address="192.0.2.1")
    comment.refresh_from_db()
    before = (comment.status, comment.reports_count)

    for sender in (2, 3):
        reports.report(comment, "insult", address=f"192.0.2.{sender}")
    comment.refresh_from_db()

    assert before == ("approved", 3)
    assert (comment.status, comment.reports_count) == ("pending", 5)


def test_nobody_reports_the_same_comment_twice(comment: Comment) -> None:
    reports.report(comment, "insult", address="192.0.2.1")

    with pytest.raises(SubmissionRejected) as rejected:
        reports.report(comment, "hate", address="192.0.2.1")
    comment.refresh_from_db()

    assert "schon gemeldet" in str(rejected.value)
    assert (Report.objects.count(), comment.reports_count) == (1, 1)


def test_a_notice_is_not_refused_because_somebody_in_the_same_house_has_reported(comment: Comment) -> None:
    reports.report(comment, "insult", address="192.0.2.1")
    reports.notify(comment, **NOTICE, address="192.0.2.1")

    reports.notify(comment, **{**NOTICE, "email": "bo@example.org"}, address="192.0.2.1")
    with pytest.raises(SubmissionRejected):
        reports.notify(comment, **{**NOTICE, "email": "ADA@example.org"}, address="192.0.2.7")

    assert Report.objects.count() == 3


def test_reports_are_limited_like_comments(make_comment: Any, comment: Comment) -> None:
    others = [make_comment(comment.article) for _ in range(5)]
    for other in others:
        reports.report(other, "spam", address="192.0.2.1")

    with pytest.raises(SubmissionRejected) as rejected:
        reports.report(comment, "spam", address="192.0.2.1")

    assert (rejected.value.kind, rejected.value.seconds > 500) == (RejectionKind.TOO_MANY, True)
    assert Report.objects.count() == 5


def test_nobody_can_hide_a_comment_again_that_a_moderator_has_weighed(comment: Comment, moderator: User) -> None:
    CommentPolicy.objects.create(pk=1, report_threshold=1)
    reports.report(comment, "insult", address="192.0.2.1")
    thread.approve([comment], by=moderator)

    reports.report(comment, "insult", address="192.0.2.2")
    comment.refresh_from_db()

    assert (comment.status, comment.reports_count) == ("approved", 1)


def test_replies_stay_below_a_comment_that_returns_to_the_queue(comment: Comment, make_comment: Any) -> None:
    CommentPolicy.objects.create(pk=1, report_threshold=1)
    reply = make_comment(comment.article, comment)

    reports.report(comment, "insult", address="192.0.2.1")
    comment.refresh_from_db()
    reply.refresh_from_db()

    assert (comment.status, reply.is_visible) == ("pending", True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"explanation": "Schlimm!"}, "explanation"),
        ({"explanation": "x" * 5_001}, "explanation"),
        ({"url": " "}, "url"),
        ({"name": " "}, "name"),
        ({"email": ""}, "email"),
        ({"good_faith": False}, "good_faith"),
    ],
)
def test_a_notice_has_all_that_article_16_asks_for(comment: Comment, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(SubmissionRejected) as rejected:
        reports.notify(comment, **{**NOTICE, **wrong}, address="192.0.2.1")

    assert rejected.value.field == field
    assert not Report.objects.exists()


def test_whoever_reports_abuse_of_children_need_not_say_who_they_are(comment: Comment) -> None:
    made = reports.notify(comment, **{**NOTICE, "name": "", "email": ""}, is_anonymous=True, address="192.0.2.1")

    assert (made.name, made.email, made.is_anonymous) == ("", "", True)


def test_the_receipt_comes_at_once_and_the_decision_later(
    comment: Comment, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = reports.notify(comment, **NOTICE, address="192.0.2.1")
    receipts = [(m.to, m.subject) for m in mail.outbox]
    mail.outbox.clear()

    thread.reject([comment], by=moderator, reason="insult")
    reports.send_due()  # it can still be undone
    too_early = len(mail.outbox)
    Report.objects.update(decided_at=timezone.now() - timedelta(minutes=11))
    reports.send_due()
    reports.send_due()

    letters = [m for m in mail.outbox if m.to == ["ada@example.org"]]
    assert receipts == [(["ada@example.org"], "Ihre Meldung ist eingegangen – Newsroom")]
    assert too_early == 0
    assert len(letters) == 1
    assert "Der Leserkommentar wurde entfernt." in letters[0].body
    assert "Streitbeilegungsstelle" in letters[0].body
    assert made.receipt_token in letters[0].body


def test_letters_to_who_reports_carry_no_word_that_was_typed(
    comment: Comment, moderator: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    advertising = {
        "explanation": "Kauft bei Kanari, dort ist alles gut!",
        "url": "https://kanari.example/",
        "name": "Kanari",
    }
    with django_capture_on_commit_callbacks(execute=True):
        made = reports.notify(comment, **{**NOTICE, **advertising}, address="192.0.2.1")
    thread.approve([comment], by=moderator)
    Report.objects.update(decided_at=timezone.now() - timedelta(minutes=11))
    reports.send_due()
    page = client.get(f"/reports/{made.receipt_token}/").text

    assert [m.to for m in mail.outbox] == [["ada@example.org"]] * 2
    for letter in mail.outbox:
        assert "kanari" not in (letter.subject + letter.body).casefold()
        assert f"/articles/{comment.article.slug}/comments/{comment.pk}/" in letter.body
    assert "Kauft bei Kanari, dort ist alles gut!" in page


def test_a_receipt_that_did_not_go_is_sent_later(
    comment: Comment, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        made = reports.notify(comment, **NOTICE, address="192.0.2.1")
    made.refresh_from_db()
    failed = made.receipt_sent_at
    Report.objects.update(created_at=timezone.now() - timedelta(minutes=11))

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reports.send_due()
    made.refresh_from_db()

    assert failed is None and made.receipt_sent_at is not None
    assert len(mail.outbox) == 1


MEANWHILE: dict[str, Callable[[Any, Comment, User], Any]] = {
    "undone": lambda batch, _comment, by: moderation.undo(batch, by),
    "held": lambda _batch, comment, by: thread.hold([comment], by),
    "rejected": lambda _batch, comment, by: thread.reject([comment], by, "insult"),
    "undone and rejected": lambda batch, comment, by: (
        moderation.undo(batch, by),
        thread.reject([comment], by, "insult"),
    ),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_what_is_decided_while_the_answer_is_going_out_is_answered_too(
    comment: Comment, moderator: User, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    def send() -> None:
        Report.objects.filter(decided_at__isnull=False).update(decided_at=timezone.now() - timedelta(minutes=11))
        reports.send_due()

    made = reports.notify(comment, **NOTICE)
    batch = moderation.decide([comment.pk], "approve", moderator).batch
    acts = [lambda: MEANWHILE[meanwhile](batch, comment, moderator)]

    class SlowServer(EmailBackend):
        def send_messages(self, messages: Any) -> int:
            taken = super().send_messages(messages)
            while acts:
                acts.pop()()
            return taken

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend", SlowServer)
    send()
    thread.reject([comment], moderator, "insult")
    send()
    send()

    first, second = mail.outbox
    assert "bleibt" in first.body
    assert "wurde entfernt" in second.body
    assert Report.objects.get(pk=made.pk).notified_at is not None


def test_an_open_report_is_answered_whatever_was_sent_before(comment: Comment, moderator: User) -> None:
    made = reports.notify(comment, **NOTICE)
    Report.objects.update(notified_at=timezone.now())  # as it was left by a mail that took too long

    thread.reject([comment], moderator, "insult")

    made.refresh_from_db()
    assert (made.decision, made.notified_at) == ("removed", None)
