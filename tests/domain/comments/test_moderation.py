"""Deciding about comments: on record, taken back, never over somebody else's decision; it costs what it touches."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.domain.comments import claims, decision_letters, moderation, thread
from articles.models import AuditEntry, Claim, Comment, Decision, Notice, Report
from articles.models.comments import moderation_queue
from articles.models.comments.comment import MAX_LEVELS, STEP

INSULT = moderation.DecisionReason("insult")


@pytest.fixture
def colleague(moderator, django_user_model):
    """A second moderator."""
    user = django_user_model.objects.create_user("colleague", is_staff=True)
    user.user_permissions.set(moderator.user_permissions.all())
    return user


def report(comment, number=1, **values):
    values = {"kind": "quick", "reason": "insult", "receipt_token": f"{comment.pk}-{number}", **values}
    made = Report.objects.create(comment=comment, **values)
    Comment.objects.filter(pk=comment.pk).update(reports_count=comment.reports.open().count())
    return made


def test_a_decision_keeps_who_when_why_and_the_text(make_article, make_comment, moderator):
    comment = make_comment(make_article(), text="Das ist Mist.", status="pending")

    moderation.decide([comment.pk], "reject", moderator, moderation.DecisionReason("illegal", "§ 185 StGB", "Zeile 1"))

    decision = Decision.objects.get()
    assert (decision.comment, decision.by, decision.verb, decision.status_before) == (
        comment,
        moderator,
        "reject",
        "pending",
    )
    assert (decision.reason_text, decision.text_before) == (
        "rechtswidriger Inhalt: § 185 StGB: Zeile 1",
        "Das ist Mist.",
    )
    assert abs(decision.at - timezone.now()) < timedelta(minutes=1)


def test_the_audit_tells_of_a_decision_without_a_word_of_the_reader(make_article, make_comment, moderator):
    comment = make_comment(make_article(), text="Geheimwort", author="Ada")

    moderation.decide([comment.pk], "reject", moderator, moderation.DecisionReason("other", note="Geheimwort steht da"))

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id, entry.by, entry.reason) == (
        "moderate",
        comment.pk,
        moderator,
        "sonstiger Verstoß",
    )
    assert entry.details["decision"] == "reject"


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        (moderation.DecisionReason(), "reason"),
        (moderation.DecisionReason("because"), "reason"),
        (moderation.DecisionReason("illegal", note="?"), "legal_ground"),
        (moderation.DecisionReason("other"), "note"),
    ],
)
def test_a_rejection_says_why(make_article, make_comment, moderator, reason, field):
    comment = make_comment(make_article(), status="pending")

    with pytest.raises(moderation.IncompleteDecision) as error:
        moderation.decide([comment.pk], "reject", moderator, reason)

    assert error.value.field == field
    assert (Comment.objects.get().status, Decision.objects.count()) == ("pending", 0)


@pytest.mark.parametrize("change", [{"note": "anders"}, {"verb": "approve"}, {"text_before": "anders"}, {"by": None}])
def test_nobody_rewrites_a_decision(make_article, make_comment, moderator, change):
    moderation.decide([make_comment(make_article(), status="pending").pk], "reject", moderator, INSULT)
    rows = Decision.objects.all()
    if change == {"by": None}:
        assert rows.update(**change) == 1  # an account may go
        return

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


def test_the_words_of_a_decision_can_be_erased(make_article, make_comment, moderator):
    moderation.decide([make_comment(make_article(), status="pending").pk], "reject", moderator, INSULT)

    assert Decision.objects.update(text_before="", note="") == 1


def test_the_second_of_two_moderators_is_told(make_article, make_comment, moderator, colleague):
    comment = make_comment(make_article(), status="pending")
    known = moderation.last_known()
    moderation.decide([comment.pk], "approve", colleague, as_of=known)

    outcome = moderation.decide([comment.pk], "reject", moderator, INSULT, as_of=known)

    assert (outcome.changed, [(d.by, d.verb) for d in outcome.overtaken]) == ([], [(colleague, "approve")])
    assert Comment.objects.get().status == "approved"


def test_what_somebody_has_open_is_left_alone(make_article, make_comment, moderator, colleague):
    comment = make_comment(make_article(), status="pending")
    assert claims.claim(comment, colleague) is None

    outcome = moderation.decide([comment.pk], "approve", moderator)

    assert ([c.by for c in outcome.held], Comment.objects.get().status) == ([colleague], "pending")
    assert claims.claim(comment, moderator).by == colleague
    assert claims.claim(comment, moderator, take_over=True) is None
    assert moderation.decide([comment.pk], "approve", moderator).changed == [comment.pk]


def test_a_claim_ends_by_itself(make_article, make_comment, moderator, colleague):
    comment = make_comment(make_article(), status="pending")
    claims.claim(comment, colleague)
    Claim.objects.update(at=timezone.now() - timedelta(minutes=6))

    assert list(claims.free_for(Comment.objects.pending(), moderator)) == [comment]
    assert claims.claim(comment, moderator) is None
    assert Claim.objects.get().by == moderator


def test_five_hundred_are_decided_in_few_queries_and_taken_back_as_one(make_article, moderator):
    article = make_article()
    Comment.objects.bulk_create(
        Comment(article=article, path=f"{n:0{STEP}d}", text=f"Meinung {n}", author="Ada") for n in range(1, 501)
    )
    pks = list(Comment.objects.values_list("pk", flat=True))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        outcome = moderation.decide(pks, "approve", moderator, as_of=0)
    shown = Comment.objects.visible().count()
    undone = moderation.undo(outcome.batch, moderator)

    assert len(outcome.changed) == shown == len(undone.changed) == 500
    assert len(queries) <= 40
    assert len({d.batch for d in Decision.objects.filter(verb="approve")}) == 1
    assert set(Comment.objects.values_list("status", "awaits_ancestor", "decided_at")) == {("pending", False, None)}


def test_undoing_leaves_what_was_decided_since(make_article, make_comment, moderator, colleague):
    article = make_article()
    first, second = make_comment(article, status="pending"), make_comment(article, status="pending")
    batch = moderation.decide([first.pk, second.pk], "approve", moderator).batch
    moderation.decide([second.pk], "reject", colleague, INSULT)

    outcome = moderation.undo(batch, moderator)

    assert (outcome.changed, [d.by for d in outcome.overtaken]) == ([first.pk], [colleague])
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == ["pending", "rejected"]
    assert moderation.undo(batch, moderator).changed == []


def test_undoing_brings_the_earlier_decision_back(make_article, make_comment, moderator, colleague):
    comment = make_comment(make_article(), status="pending")
    moderation.decide([comment.pk], "reject", colleague, INSULT)
    batch = moderation.decide([comment.pk], "approve", moderator).batch

    moderation.undo(batch, moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by, comment.decision_note) == ("rejected", colleague, "Beleidigung")


def test_what_was_undone_before_counts_for_nothing_when_something_is_undone(make_article, make_comment, moderator):
    comment = make_comment(make_article(), status="approved")
    moderation.undo(moderation.decide([comment.pk], "spam", moderator).batch, moderator)

    moderation.undo(moderation.decide([comment.pk], "reject", moderator, INSULT).batch, moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.decided_at, comment.decided_by) == ("approved", None, None)
    assert list(moderation_queue.rows("unread")) == [comment]


def test_replies_stay_below_what_is_put_back(make_article, make_comment, moderator):
    article = make_article()
    top = make_comment(article)
    below = make_comment(article, make_comment(article, top))
    thread.hold([top])
    held = (Comment.objects.visible().count(), list(Comment.objects.in_threads().values_list("status", flat=True)))

    thread.approve([top], moderator)

    below.refresh_from_db()
    assert held == (2, ["approved", "approved", "pending"])
    assert (below.awaits_ancestor, Comment.objects.visible().count()) == (False, 3)


def test_a_reply_waits_for_the_nearest_pending_one_too(make_article, make_comment, moderator):
    article = make_article()
    top = make_comment(article, status="pending")
    middle = make_comment(article, top, status="pending", awaits_ancestor=True)
    lowest = make_comment(article, middle, awaits_ancestor=True)

    thread.approve([top], moderator)

    assert set(Comment.objects.filter(awaits_ancestor=True)) == {lowest}


def test_below_the_deepest_level_a_reply_waits_as_well(make_article, moderator):
    article, above, parent = make_article(), "", None
    for _level in range(MAX_LEVELS):
        above += f"{1:0{STEP}d}"
        status = "approved" if len(above) < STEP * MAX_LEVELS else "pending"
        parent = Comment.objects.create(article=article, parent=parent, path=above, text="x", status=status)
    beside = thread.add(article, "y", parent=parent, status="approved")

    thread.reject([parent], moderator, "insult")
    thread.hold([parent])
    in_threads = set(Comment.objects.in_threads().values_list("pk", flat=True))

    assert (beside.awaits_ancestor, Comment.objects.get(pk=beside.pk).awaits_ancestor) == (True, False)
    assert {parent.pk, beside.pk} <= in_threads


def test_a_decision_costs_what_it_touches(make_article, make_comment, moderator):
    article = make_article()
    Comment.objects.bulk_create(
        Comment(article=article, path=f"{n:0{STEP}d}", text="x", author="Ada", status="approved")
        for n in range(1, 2001)
    )
    comment = make_comment(article, status="pending")
    make_comment(article, comment, awaits_ancestor=True)

    with CaptureQueriesContext(connection) as queries:
        thread.approve([comment], moderator)

    rows = [q["sql"] for q in queries if '"path" >=' in q["sql"]]
    assert len(rows) == 1
    assert Comment.objects.filter(awaits_ancestor=True).count() == 0
    assert len(queries) <= 14


# reports


def test_approving_keeps_a_reported_comment_and_answers_the_reports(make_article, make_comment, moderator):
    comment = make_comment(make_article(), seen_at=timezone.now())
    reported = report(comment)

    batch = moderation.decide([comment.pk], "approve", moderator).batch
    reported.refresh_from_db()
    assert (reported.decision, reported.decided_by, Comment.objects.get().reports_count) == ("kept", moderator, 0)

    moderation.undo(batch, moderator)
    reported.refresh_from_db()
    assert (reported.decision, reported.decided_at, Comment.objects.get().reports_count) == ("", None, 1)


def test_rejecting_answers_the_reports_too(make_article, make_comment, moderator):
    comment = make_comment(make_article())
    reports = [report(comment, 1), report(comment, 2)]

    moderation.decide([comment.pk], "reject", moderator, INSULT)

    assert {Report.objects.get(pk=r.pk).decision for r in reports} == {"removed"}


# cutting


def test_a_cut_passage_is_marked_and_the_old_text_is_kept(make_article, make_comment, moderator):
    comment = make_comment(make_article(), text="Gut gesagt, du Trottel, weiter so.", status="pending")

    batch = moderation.cut(comment.pk, ", du Trottel,", moderator).batch
    comment.refresh_from_db()
    assert (comment.text, comment.status) == ("Gut gesagt[…] weiter so.", "pending")
    assert Decision.objects.get().text_before == "Gut gesagt, du Trottel, weiter so."

    moderation.undo(batch, moderator)
    comment.refresh_from_db()
    assert comment.text == "Gut gesagt, du Trottel, weiter so."


@pytest.mark.parametrize(
    ("text", "passage", "nth", "left"),
    [
        ("a b a b", "a", 1, "a b […] b"),
        ("eins\nzwei drei", "eins\r\nzwei", None, "[…] drei"),
        ("a […] b c", "b", None, "a […] c"),
        ("aaa", "aa", 1, "a[…]"),
    ],
)
def test_the_passage_that_is_meant_is_cut(make_article, make_comment, moderator, text, passage, nth, left):
    comment = make_comment(make_article(), text=text)

    moderation.cut(comment.pk, passage, moderator, nth)

    assert Comment.objects.get().text == left


@pytest.mark.parametrize(("passage", "nth"), [("", None), ("fehlt", None), ("a", None), ("a", 2), ("a b a", None)])
def test_what_cannot_be_cut_is_said(make_article, make_comment, moderator, passage, nth):
    comment = make_comment(make_article(), text="a b a")

    with pytest.raises(moderation.IncompleteDecision):
        moderation.cut(comment.pk, passage, moderator, nth)

    assert (Comment.objects.get().text, Decision.objects.count()) == ("a b a", 0)


# letters


def send(later=timedelta(minutes=11)):
    Notice.objects.filter(sent_at=None).update(due_at=timezone.now() - later)
    return decision_letters.send_due()


def test_the_author_is_told_on_which_law_a_rejection_stands(make_article, make_comment, moderator):
    article, author_columns = (
        make_article(headline="Rathaus"),
        {"email": "ada@example.org", "email_confirmed_at": timezone.now()},
    )
    comment = make_comment(article, text="Du Lump!", status="pending", **author_columns)
    moderation.decide(
        [comment.pk], "reject", moderator, moderation.DecisionReason("illegal", "§ 185 StGB", "Beleidigung")
    )

    assert decision_letters.send_due() == 0  # it can still be undone
    assert (send(), send()) == (1, 0)

    letter = mail.outbox[0]
    assert letter.to == ["ada@example.org"]
    for words in ("Rathaus", "> Du Lump!", "rechtswidriger Inhalt", "§ 185 StGB", "Ein Mensch", "Gericht"):
        assert words in letter.body


def test_nobody_has_advertising_carried_to_others_by_our_letters(make_article, make_comment, moderator):
    typed = {"text": "Kauft bei Kanari!", "author": "Kanari GmbH", "email": "somebody@example.org"}
    comment = make_comment(make_article(), status="pending", status_token="private", **typed)
    reason = moderation.DecisionReason("illegal", "§ 16 UWG", "Kauft bei Kanari! ist Werbung.")
    moderation.decide([comment.pk], "reject", moderator, reason)

    send()

    letter = mail.outbox[0]
    assert letter.to == ["somebody@example.org"]
    assert "Kanari" not in letter.subject + letter.body
    for words in ("Newsroom", "rechtswidriger Inhalt", "§ 16 UWG", "/comments/status/private/"):
        assert words in letter.body


@pytest.mark.parametrize("values", [{"email": ""}, {"email": "ada@example.org", "from_a_clip": True}])
def test_nobody_without_an_address_of_their_own_is_written_to(make_article, make_comment, make_clip, moderator, values):
    clip = make_clip() if values.pop("from_a_clip", False) else None
    comment = make_comment(make_article(), clip=clip, status="pending", **values)

    moderation.decide([comment.pk], "reject", moderator, INSULT)

    assert not Notice.objects.exists()


def test_what_is_undone_in_time_is_never_told(make_article, make_comment, moderator):
    comment = make_comment(make_article(), email="ada@example.org", status="pending")
    batch = moderation.decide([comment.pk], "reject", moderator, INSULT).batch

    moderation.undo(batch, moderator)

    assert (send(), mail.outbox) == (0, [])


def test_who_was_told_of_a_rejection_is_told_of_its_undoing(make_article, make_comment, moderator):
    comment = make_comment(make_article(), email="ada@example.org", status="pending")
    batch = moderation.decide([comment.pk], "reject", moderator, INSULT).batch
    send()

    moderation.undo(batch, moderator)
    send()

    assert len(mail.outbox) == 2
    assert "zurückgenommen" in mail.outbox[1].body
