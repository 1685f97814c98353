"""Every bulk action names each chosen row that it left out, with the reason."""

from itertools import cycle
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory

from articles.domain.comments import moderation
from articles.models import Article, Clip, Comment, Image, Reading, Source, Topic
from tests.rounds import every

FIELDS = {Article: "headline", Clip: "text", Comment: "text", Image: "caption", Source: "name"}
FORM_VALUES = {"reason": "insult", "right": "full", "topic": "Verkehr", "credit": "Foto: Ada", "responsible": ""}


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


def address(model: Any, query: str = "") -> str:
    return f"/admin/articles/{model._meta.model_name}/{query}"


def remove(model: Any, row: Any) -> None:
    Reading.objects.filter(clip=row.pk if model is Clip else 0).delete()
    model.objects.filter(pk=row.pk).delete()


def test_every_list_with_actions_is_tested_here(admin_user: User) -> None:
    with_actions = {
        model
        for model in admin.site._registry
        if model.__module__.startswith("articles") and actions(model, admin_user)
    }

    assert with_actions <= set(FIELDS)


@pytest.mark.parametrize("step", every(2))
def test_every_confirmation_page_names_rows_that_left_the_list(
    make_two: Any, visit: Any, admin_user: User, step: int
) -> None:
    count, turns = 0, cycle((False, True))
    for model, field in FIELDS.items():
        for action in actions(model, admin_user):
            for is_gone in (False, True) if step == 1 else (next(turns),):
                savepoint = transaction.savepoint()
                staying, leaving = make_two(model)
                if is_gone:
                    remove(model, leaving)
                else:
                    model.objects.filter(pk=leaving.pk).update(**{field: "Anders"})
                chosen = {"action": action, "_selected_action": [staying.pk, leaving.pk], "as_of": "0"}
                text = visit(admin_user).post(address(model, "?q=Wort"), chosen, follow=True).text
                case = f"{model.__name__} {action} {'gone' if is_gone else 'changed'}"

                assert (
                    "Das gibt es hier nicht mehr." if is_gone else "Seit die Liste gezeigt wurde, geändert"
                ) in text, case
                assert f"Nummer {leaving.pk}" in text or not is_gone, case
                transaction.savepoint_rollback(savepoint)
                count += 1
    assert count >= 40 / step


def test_every_result_names_rows_that_were_deleted_after_the_confirmation_page(
    make_two: Any, visit: Any, admin_user: User
) -> None:
    Topic.objects.create(name="Verkehr", slug="verkehr")
    count = 0
    for model in FIELDS:
        for action in actions(model, admin_user):
            savepoint = transaction.savepoint()
            staying, leaving = make_two(model)
            visitor = visit(admin_user)
            chosen = {"action": action, "_selected_action": [staying.pk, leaving.pk], "as_of": "0"}
            question = visitor.post(address(model), chosen)
            context = getattr(question, "context_data", None) or {}
            if "hidden" in context:  # otherwise the comments were decided without a confirmation page
                hidden = dict(context["hidden"])
                remove(model, leaving)
                action_url = context.get("action_url") or address(model)
                text = visitor.post(action_url, {**hidden, **FORM_VALUES}, follow=True).text
                assert f"Nummer {leaving.pk}" in text, f"{model.__name__} {action}"
                assert "Das gibt es hier nicht mehr." in text
                count += 1
            transaction.savepoint_rollback(savepoint)
    assert count >= 15


@pytest.mark.parametrize("action", ["approve_chosen", "reject_chosen", "reject_as_spam", "hold_chosen"])
def test_each_comment_that_was_not_decided_is_named_with_its_reason(
    make_article: Any, make_comment: Any, visit: Any, moderator: User, admin_user: User, action: str
) -> None:
    article = make_article()
    status = "approved" if action == "hold_chosen" else "pending"
    rows = [make_comment(article, status=status, text=f"Wort{n}x") for n in range(8)]
    last_decision = moderation.last_known()
    moderation.decide([c.pk for c in rows[:6]], "spam", admin_user)
    Comment.objects.filter(pk=rows[6].pk).update(status="erased", text="")
    visitor = visit(moderator)
    chosen = {"action": action, "_selected_action": [c.pk for c in rows], "as_of": last_decision}

    response = visitor.post(address(Comment), chosen)
    if action == "reject_chosen":
        hidden = dict(response.context_data["hidden"])
        response = visitor.post(response.context_data["action_url"], {**hidden, "reason": "insult"})

    assert response.text.count("war um") == 6
    assert all(f"Wort{n}x" in response.text for n in range(6))
    assert "Wurde gelöscht." in response.text
    assert Comment.objects.get(pk=rows[7].pk).status != status
