"""The commands for personal data: export, erasure and retention."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.domain.comments import moderation
from articles.models import Comment, Decision, Report


def run_command(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def ada(make_article, make_comment, moderator):
    """A comment that was decided about and reported."""
    comment = make_comment(make_article(), text="Das ist mein Text.", email="ada@example.org", status="pending")
    Report.objects.create(comment=comment, kind="quick", reason="insult", receipt_token="a", email="bob@example.org")
    moderation.decide([comment.pk], "reject", moderator, moderation.DecisionReason("insult"))
    return comment


def test_everything_a_person_wrote_is_exported(ada):
    export = json.loads(run_command("export_person", "--email", "ADA@example.org"))

    (comment,) = export["comments"]
    assert (comment["text"], comment["name"], comment["status"]) == ("Das ist mein Text.", "Ada", "rejected")
    assert comment["decisions"][0]["reason"] == "insult"
    assert "bob@example.org" not in json.dumps(export)


def test_a_dry_run_of_the_erasure_lists_data_and_erases_nothing(ada):
    output = run_command("erase", "--email", "ada@example.org", "--dry-run")

    assert "Das ist mein Text." in output
    assert "1 Leserkommentare" in output
    assert Comment.objects.get().text == "Das ist mein Text."


def test_erasing_needs_a_reason_and_a_person(ada):
    for arguments in (["--email", "ada@example.org"], ["--reason", "Antrag"], ["--name", "Ada", "--reason", "x"]):
        with pytest.raises(CommandError):
            call_command("erase", *arguments)
    assert Comment.objects.get().status == "rejected"


def test_erased_data_is_erased_again_after_a_restore(ada):
    run_command("erase", "--comment", str(ada.pk), "--reason", "Antrag")
    Comment.objects.update(text="Das ist mein Text.", status="approved")

    assert "1 Leserkommentar wurde" in run_command("erase", "--again")
    assert Comment.objects.get().text == ""


def test_personal_data_is_deleted_after_its_retention_time(ada, make_comment, settings):
    fresh = make_comment(ada.article, text="Neu", email="neu@example.org", sender_hash="f")
    ages = timezone.now() - timedelta(days=400)
    Comment.objects.filter(pk=ada.pk).update(created_at=ages, decided_at=ages, sender_hash="e")
    Report.objects.update(created_at=ages, decided_at=ages, decision="removed", name="Bob")

    run_command("retain")

    ada.refresh_from_db()
    assert (ada.text, ada.email, ada.author, ada.sender_hash, ada.status) == ("[…]", "", "", "", "rejected")
    assert Decision.objects.get().text_before == ""
    assert (Report.objects.get().email, Report.objects.get().name) == ("", "")
    fresh.refresh_from_db()
    assert (fresh.text, fresh.email, fresh.sender_hash) == ("Neu", "neu@example.org", "f")


def test_no_personal_data_is_deleted_without_a_retention_time(ada, settings):
    for name in ("KEEP_SENDER_DAYS", "KEEP_EMAIL_DAYS", "KEEP_REJECTED_DAYS", "KEEP_REPORT_DAYS"):
        setattr(settings, name, 0)
    Comment.objects.update(
        created_at=timezone.now() - timedelta(days=4000), decided_at=timezone.now() - timedelta(4000)
    )

    run_command("retain")

    ada.refresh_from_db()
    assert (ada.text, ada.email) == ("Das ist mein Text.", "ada@example.org")
