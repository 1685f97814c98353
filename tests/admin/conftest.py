"""Fixtures of the admin's tests: signed-in clients that fill in forms as a browser does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from articles.domain.imports import importer
from articles.models import Article, Right


class Visitor(Client):
    """A client that opens pages and posts their forms with some values changed."""

    def form(self, url: str, form_id: str = "article_form") -> dict[str, Any]:
        """The form data that a browser would post if nothing were typed."""
        page = html.fromstring(self.get(url).content.decode())
        fields: dict[str, Any] = {}
        for name, value in page.get_element_by_id(form_id).form_values():
            if "__prefix__" not in name:
                fields.setdefault(name, []).append(value.removeprefix("\n"))  # as browsers do in a textarea
        return fields

    def fill(self, url: str, form_id: str = "article_form", **typed: Any) -> Any:
        """Open the form, type, and post it."""
        return self.post(url, {**self.form(url, form_id), **typed})


@pytest.fixture
def visit() -> Callable[[User], Visitor]:
    """Makes a client that is signed in as a user."""

    def sign_in(user: User) -> Visitor:
        visitor = Visitor()
        visitor.force_login(user)
        return visitor

    return sign_in


@pytest.fixture
def imported(seed: Callable[[str], bytes], db: None) -> Callable[..., Article]:
    """The draft made from one of the shipped clips."""

    def import_seed(number: str, right: str = Right.FULL) -> Article:
        outcome = importer.import_clip(seed(number), f"{number}.txt", importer.ImportDefaults(right=right))
        assert outcome.article is not None
        return outcome.article

    return import_seed


@pytest.fixture
def change_url() -> Callable[[Any], str]:
    """The address of a row's page in the admin."""
    return lambda row: f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def page_text() -> Callable[[Any], str]:
    """The text of a page, in one line."""

    def read(response: Any) -> str:
        page = html.fromstring(response.content.decode())
        html.etree.strip_elements(page, "script", "style", with_tail=False)
        return " ".join(" ".join(page.itertext()).split())

    return read
