"""Setting right what was read wrongly, and a person's data: by who may, in one click, with what goes shown before."""

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


def test_a_parent_is_confirmed_or_changed_in_one_click(thread, visit, moderator, words_of):
    reply = next(c for c in thread if c.parent_id)
    Comment.objects.filter(pk=reply.pk).update(parent_is_inferred=True)
    visitor = visit(moderator)
    shown = words_of(visitor.get(f"{BASE}{reply.pk}/change/"))

    visitor.post(f"{BASE}{reply.pk}/set-right/", {"what": "confirm"})
    confirmed = Comment.objects.get(pk=reply.pk).parent_is_inferred
    visitor.post(f"{BASE}{reply.pk}/set-right/", {"what": "move", "parent": ""})

    assert "Importiert, gefunden in" in shown
    assert "Worauf dies antwortet, hat das Einlesen gefolgert." in shown
    assert confirmed is False
    assert Comment.objects.get(pk=reply.pk).parent is None


def test_a_circle_is_refused_with_a_sentence(thread, visit, moderator, words_of):
    reply = next(c for c in thread if c.parent_id)

    response = visit(moderator).post(
        f"{BASE}{reply.parent_id}/set-right/", {"what": "move", "parent": reply.pk}, follow=True
    )

    assert "kann nicht auf sich selbst antworten" in words_of(response)


def test_a_name_is_replaced_everywhere(thread, visit, moderator):
    named = next(c for c in thread if c.author)

    visit(moderator).post(f"{BASE}{named.pk}/set-right/", {"what": "pseudonymise"})

    renamed = Comment.objects.get(pk=named.pk)
    assert renamed.author
    assert renamed.text
    assert not Comment.objects.filter(author=named.author).exists()


def test_erasing_shows_what_goes_and_asks_why(thread, visit, guardian, words_of):
    one, visitor = thread[4], visit(guardian)
    address = f"{BASE}{one.pk}/erase/"

    question = visitor.get(address)
    again = visitor.post(address, {"scope": "comment", "reason": "Antrag", "show": "1"})
    unanswered = visitor.post(address, {"scope": "comment", "reason": ""})
    untouched = Comment.objects.get(pk=one.pk).text
    visitor.post(address, {"scope": "comment", "reason": "Antrag"})

    assert "1 Leserkommentare, in 1 Ausschnitten und 0 Artikeln" in words_of(question)
    assert one.text[:60] in words_of(again)
    assert "Bitte geben Sie den Grund an." in words_of(unanswered)
    assert untouched == one.text
    assert Comment.objects.get(pk=one.pk).status == "erased"


def test_a_person_is_exported_as_a_file(thread, visit, guardian):
    response = visit(guardian).get(f"{BASE}{thread[0].pk}/export/")

    assert response["Content-Disposition"].startswith("attachment")
    assert json.loads(response.content)["comments"][0]["text"] == thread[0].text


@pytest.mark.parametrize("address", ["erase/", "export/"])
def test_a_moderator_alone_does_not_erase(thread, visit, moderator, address):
    assert visit(moderator).get(f"{BASE}{thread[0].pk}/{address}").status_code == 403
    assert visit(moderator).post(f"{BASE}{thread[0].pk}/{address}", {"scope": "comment"}).status_code == 403
    assert address not in visit(moderator).get(f"{BASE}{thread[0].pk}/change/").content.decode()


@pytest.mark.parametrize("what", ["confirm", "move", "confirm_name", "pseudonymise"])
def test_nobody_else_sets_right(thread, visit, editor, what):
    assert visit(editor).post(f"{BASE}{thread[0].pk}/set-right/", {"what": what}).status_code == 403
    assert not Decision.objects.exists()
