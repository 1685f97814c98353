"""The audit: what is recorded, and that nobody rewrites it."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from articles.domain import audit
from articles.models import Article, AuditEntry


@pytest.fixture
def entry(make_article, editor) -> AuditEntry:
    return audit.record("publish", make_article(headline="Rathaus brennt"), editor, " Eilmeldung ", state="draft")


def test_an_entry_tells_who_did_what_to_which_version_and_why(entry, editor):
    entry.refresh_from_db()

    assert (entry.by, entry.verb, entry.noun, entry.version) == (editor, "publish", "articles.article", 1)
    assert (entry.object_text, entry.reason, entry.details) == ("Rathaus brennt", "Eilmeldung", {"state": "draft"})


@pytest.mark.parametrize(
    "values",
    [{"verb": "withdraw"}, {"reason": "anders"}, {"object_text": "anders"}, {"details": {"a": 1}}, {"object_id": None}],
)
def test_no_entry_is_rewritten(entry, values):
    with pytest.raises(DatabaseError, match="audit_is_append_only"), transaction.atomic():
        AuditEntry.objects.update(**values)


def test_an_entry_is_not_given_to_somebody_else(entry, moderator):
    with pytest.raises(DatabaseError, match="audit_is_append_only"), transaction.atomic():
        AuditEntry.objects.update(by=moderator)


def test_no_entry_is_removed(entry):
    with pytest.raises(DatabaseError, match="audit_is_append_only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_an_entry_may_lose_words_so_that_a_person_can_be_erased(entry, editor):
    editor.delete()
    AuditEntry.objects.update(object_text="", reason="", details={})

    entry.refresh_from_db()
    assert (entry.by, entry.verb, entry.object_text, entry.reason) == (None, "publish", "", "")


def test_no_word_of_a_reader_stands_in_the_audit(make_article, make_comment, moderator):
    comment = make_comment(make_article(), author="Ada Muster", text="Mein Wort.")

    entry = audit.record("accept_comments", comment, moderator)

    assert (entry.object_text, entry.object_id, entry.details) == ("", comment.pk, {})


@pytest.mark.parametrize("verb", ["export", "import"])
def test_an_entry_about_all_rows_of_a_kind_names_none_of_them(verb, editor):
    entry = audit.record(verb, Article(), editor, rows=3)

    assert (entry.noun, entry.object_id, entry.object_text, entry.version) == ("articles.article", None, "", None)


def test_many_things_are_recorded_in_one_query(make_article, editor, django_assert_num_queries):
    articles = [make_article() for _ in range(20)]

    with django_assert_num_queries(1):
        audit.record_all("withdraw", articles, editor, "Rechte erloschen")

    assert AuditEntry.objects.about(articles[3]).get().reason == "Rechte erloschen"


def test_an_unknown_verb_is_a_mistake(make_article, editor):
    with pytest.raises(ValueError, match="polish"):
        audit.record("polish", make_article(), editor)


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_empties_the_audit_and_guards_it_again(entry, make_article):
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()

    audit.record("publish", make_article(source=None), None)
    with pytest.raises(DatabaseError, match="audit_is_append_only"), transaction.atomic():
        AuditEntry.objects.all().delete()
