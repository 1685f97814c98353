"""Every action of every list, whatever is registered: run on one row, none ends in a server error."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.urls import reverse
from model_bakery import baker

from articles.models import FrontPlace, Imprint, Page

NEEDED = {"articles.image": {"caption": "Bild"}, "articles.auditentry": {"noun": "articles.topic", "verb": "change"}}


def actions():
    """Each registered model with the name of each action that a superuser is offered in its list."""
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return [
        (model, name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.get_actions(request)
    ]


@pytest.fixture
def row_of(make_article, make_clip, make_comment, admin_user):
    """Makes a row of a model."""
    makers = {
        "articles.article": make_article,
        "articles.clip": make_clip,
        "articles.comment": lambda: make_comment(make_article(), status="pending"),
        "articles.frontplace": lambda: FrontPlace.objects.create(article=make_article()),
        "articles.imprint": lambda: Imprint.objects.get_or_create(pk=1)[0],
        "articles.page": lambda: Page.objects.first() or baker.make(Page),
        "auth.user": lambda: admin_user,
    }

    def make(model):
        label = model._meta.label_lower
        return makers[label]() if label in makers else baker.make(model, **NEEDED.get(label, {}))

    return make


@pytest.mark.parametrize(("model", "action"), actions(), ids=lambda value: getattr(value, "__name__", value))
def test_an_action_on_one_row_is_answered_without_a_server_error(model, action, row_of, visit, admin_user):
    row = row_of(model)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    response = visit(admin_user).post(address, {"action": action, "_selected_action": [row.pk]})

    assert response.status_code in {200, 302}


def test_the_record_of_log_ins_offers_no_action_of_its_package(visit, admin_user):
    """What django-axes counts is not used here (see login_guard.py), so its clean-up has no period to go by."""
    response = visit(admin_user).get("/admin/axes/accessattempt/")

    assert response.status_code == 200
    assert not [name for model, name in actions() if model._meta.app_label == "axes"]
