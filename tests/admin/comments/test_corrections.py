"""Corrections of parsed comments, and export and erasure of a person's data with a preview of what is erased."""

import json

import pytest

from articles.models import Comment, Decision

BASE = "/admin/articles/comment/"


@pytest.fixture
def thread(imported):
    """The nine comments of a shipped clip."""
    return list(imported("003").comments.order_by("path"))


@pytest.fixture
def guardian(moderator):
    """A moderator who may erase as well."""
    from django.contrib.auth.models import Permission

    moderator.user_permissions.add(Permission.objects.get(codename="erase_person"))
    return moderator


def test_a_parent_is_confirmed_or_changed_in_one_click(thread, visit, moderator, page_text):
    reply = next(c for c in thread if c.parent_id)
    Comment.objects.filter(pk=reply.pk).update(parent_is_inferred=True)
    visitor = visit(moderator)
    text = page_text(visitor.get(f"{BASE}{reply.pk}/change/"))

    visitor.post(f"{BASE}{reply.pk}/set-right/", {"what": "confirm"})
    is_inferred = Comment.objects.get(pk=reply.pk).parent_is_inferred
    visitor.post(f"{BASE}{reply.pk}/set-right/", {"what": "move", "parent": ""})

    assert "Importiert, gefunden in" in text
    assert "Worauf dies antwortet, hat das Einlesen gefolgert." in text
    assert is_inferred is False
    assert Comment.objects.get(pk=reply.pk).parent is None


def test_a_circle_of_replies_is_refused_with_a_message(thread, visit, moderator, page_text):
    reply = next(c for c in thread if c.parent_id)

    response = visit(moderator).post(
        f"{BASE}{reply.parent_id}/set-right/", {"what": "move", "parent": reply.pk}, follow=True
    )

    assert "kann nicht auf sich selbst antworten" in page_text(response)


def test_a_name_is_replaced_everywhere(thread, visit, moderator):
    comment = next(c for c in thread if c.author)

    visit(moderator).post(f"{BASE}{comment.pk}/set-right/", {"what": "pseudonymise"})

    renamed = Comment.objects.get(pk=comment.pk)
    assert renamed.author
    assert renamed.text
    assert not Comment.objects.filter(author=comment.author).exists()


def test_erasing_shows_what_is_erased_and_asks_for_a_reason(thread, visit, guardian, page_text):
    comment, visitor = thread[4], visit(guardian)
    address = f"{BASE}{comment.pk}/erase/"

    question = visitor.get(address)
    preview = visitor.post(address, {"scope": "comment", "reason": "Antrag", "show": "1"})
    refused = visitor.post(address, {"scope": "comment", "reason": ""})
    text_before = Comment.objects.get(pk=comment.pk).text
    visitor.post(address, {"scope": "comment", "reason": "Antrag"})

    assert "1 Leserkommentare, in 1 Ausschnitten und 0 Artikeln" in page_text(question)
    assert comment.text[:60] in page_text(preview)
    assert "Bitte geben Sie den Grund an." in page_text(refused)
    assert text_before == comment.text
    assert Comment.objects.get(pk=comment.pk).status == "erased"


def test_a_person_is_exported_as_a_file(thread, visit, guardian):
    response = visit(guardian).get(f"{BASE}{thread[0].pk}/export/")

    assert response["Content-Disposition"].startswith("attachment")
    assert json.loads(response.content)["comments"][0]["text"] == thread[0].text


@pytest.mark.parametrize("address", ["erase/", "export/"])
def test_a_moderator_without_the_permission_does_not_erase(thread, visit, moderator, address):
    assert visit(moderator).get(f"{BASE}{thread[0].pk}/{address}").status_code == 403
    assert visit(moderator).post(f"{BASE}{thread[0].pk}/{address}", {"scope": "comment"}).status_code == 403
    assert address not in visit(moderator).get(f"{BASE}{thread[0].pk}/change/").content.decode()


@pytest.mark.parametrize("action", ["confirm", "move", "confirm_name", "pseudonymise"])
def test_users_who_do_not_moderate_correct_nothing(thread, visit, editor, action):
    assert visit(editor).post(f"{BASE}{thread[0].pk}/set-right/", {"what": action}).status_code == 403
    assert not Decision.objects.exists()
