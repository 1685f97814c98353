"""Whoever chooses rows and acts on them is told of each that was left out, and why: at every action of every list."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory

from articles.domain.comments import moderation
from articles.models import Article, Clip, Comment, Image, Reading, Source, Topic

FIELDS = {Article: "headline", Clip: "text", Comment: "text", Image: "caption", Source: "name"}
ANSWERS = {"reason": "insult", "right": "full", "topic": "Verkehr", "credit": "Foto: Ada", "responsible": ""}


@pytest.fixture
def make_two(make_article: Any, make_clip: Any, make_comment: Any) -> Any:
    """Two rows of a model that a search for „Wort“ finds."""

    def make(model: Any) -> list[Any]:
        if model is Comment:
            article = make_article()
            return [make_comment(article, status="pending", text=f"Wort {n}") for n in range(2)]
        if model is Article:
            return [make_article(headline=f"Wort {n}", state="draft") for n in range(2)]
        if model is Clip:
            return [make_clip(f"Wort {n}") for n in range(2)]
        if model is Image:
            return [Image.objects.create(caption=f"Wort {n}") for n in range(2)]
        return [Source.objects.create(name=f"Wort {n}", slug=f"wort-{n}", kind="outlet") for n in range(2)]

    return make


def actions(model: Any, user: User) -> list[str]:
    """The names of its actions."""
    request = RequestFactory().get("/")
    request.user = user
    return list(admin.site._registry[model].get_actions(request))


def address(model: Any, more: str = "") -> str:
    return f"/admin/articles/{model._meta.model_name}/{more}"


def remove(model: Any, row: Any) -> None:
    Reading.objects.filter(clip=row.pk if model is Clip else 0).delete()
    model.objects.filter(pk=row.pk).delete()


def test_no_list_has_an_action_that_is_not_walked_here(admin_user: User) -> None:
    with_actions = {
        model
        for model in admin.site._registry
        if model.__module__.startswith("articles") and actions(model, admin_user)
    }

    assert with_actions <= set(FIELDS)


def test_every_question_names_what_left_its_list_meanwhile(make_two: Any, visit: Any, admin_user: User) -> None:
    walked = 0
    for model, field in FIELDS.items():
        for action in actions(model, admin_user):
            for is_gone in (False, True):
                point = transaction.savepoint()
                stays, leaves = make_two(model)
                if is_gone:
                    remove(model, leaves)
                else:
                    model.objects.filter(pk=leaves.pk).update(**{field: "Anders"})
                chosen = {"action": action, "_selected_action": [stays.pk, leaves.pk], "as_of": "0"}
                said = visit(admin_user).post(address(model, "?q=Wort"), chosen, follow=True).text
                case = f"{model.__name__} {action} {'gone' if is_gone else 'changed'}"

                assert (
                    "Das gibt es hier nicht mehr." if is_gone else "Seit die Liste gezeigt wurde, geändert"
                ) in said, case
                assert f"Nummer {leaves.pk}" in said or not is_gone, case
                transaction.savepoint_rollback(point)
                walked += 1
    assert walked >= 40


def test_every_answer_names_what_is_gone_since_the_question(make_two: Any, visit: Any, admin_user: User) -> None:
    Topic.objects.create(name="Verkehr", slug="verkehr")
    walked = 0
    for model in FIELDS:
        for action in actions(model, admin_user):
            point = transaction.savepoint()
            stays, leaves = make_two(model)
            visitor = visit(admin_user)
            chosen = {"action": action, "_selected_action": [stays.pk, leaves.pk], "as_of": "0"}
            question = visitor.post(address(model), chosen)
            if "hidden" in (getattr(question, "context_data", None) or {}):  # else comments were decided at once
                hidden = dict(question.context_data["hidden"])
                remove(model, leaves)
                to = question.context_data.get("action_url") or address(model)
                said = visitor.post(to, {**hidden, **ANSWERS}, follow=True).text
                assert f"Nummer {leaves.pk}" in said, f"{model.__name__} {action}"
                assert "Das gibt es hier nicht mehr." in said
                walked += 1
            transaction.savepoint_rollback(point)
    assert walked >= 15


@pytest.mark.parametrize("action", ["approve_chosen", "reject_chosen", "reject_as_spam", "hold_chosen"])
def test_each_comment_that_was_not_decided_is_named_with_its_reason(
    make_article: Any, make_comment: Any, visit: Any, moderator: User, admin_user: User, action: str
) -> None:
    article = make_article()
    status = "approved" if action == "hold_chosen" else "pending"
    rows = [make_comment(article, status=status, text=f"Wort{n}x") for n in range(8)]
    known = moderation.last_known()
    moderation.decide([c.pk for c in rows[:6]], "spam", admin_user)
    Comment.objects.filter(pk=rows[6].pk).update(status="erased", text="")
    visitor = visit(moderator)
    chosen = {"action": action, "_selected_action": [c.pk for c in rows], "as_of": known}

    answer = visitor.post(address(Comment), chosen)
    if action == "reject_chosen":
        hidden = dict(answer.context_data["hidden"])
        answer = visitor.post(answer.context_data["action_url"], {**hidden, "reason": "insult"})

    assert answer.text.count("war um") == 6
    assert all(f"Wort{n}x" in answer.text for n in range(6))
    assert "Wurde gelöscht." in answer.text
    assert Comment.objects.get(pk=rows[7].pk).status != status
