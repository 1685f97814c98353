"""No address of the admin and no search in it leaks hidden text; the canary words of tests/access.py show it."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.test import Client

from articles.domain import audit
from articles.models import CommentPolicy, Draft, FrontPlace, ImportRun, Imprint, Page, PreviewLink, Upload
from tests.access import (
    PUBLIC,
    STATES,
    CanaryContent,
    canaries_in,
    canary,
    create_user,
    response_text,
    rolled_back,
    summarize_kinds,
)
from tests.rounds import every

from . import test_permissions as permissions

QUICK_STATES = ("draft", "excerpt")


class StateRows(permissions.AdminRows):
    """The canary rows of one state, as the admin's addresses are filled with them."""

    def __init__(self, content: CanaryContent, state: str) -> None:
        made = content.rows[state]
        self.rows = {
            **{name: made[name] for name in ("article", "clip", "topic", "image", "person", "agencytask")},
            "article@published": made["article"],
            "article@locked": made["article"],
            "comment": made["waiting"],
            "source": made["outlet"],
            "preparedversion": made["prepared"],
            "user": content.writer,
            "group": Group.objects.get(name="Moderation"),
            "page": Page.objects.get_or_create(key="privacy", defaults={"title": "Datenschutz", "body": "<p>Ja.</p>"})[
                0
            ],
            "imprint": Imprint.objects.get_or_create(pk=1, defaults={"provider": "Verlag"})[0],
            "commentpolicy": CommentPolicy.objects.get_or_create(pk=1)[0],
            "importrun": ImportRun.objects.get_or_create(parser_version="1", by=content.writer)[0],
            "frontplace": FrontPlace.objects.get_or_create(article=made["article"])[0],
            "auditentry": audit.record("change", made["article"], content.writer),
            "upload": Upload.objects.get_or_create(by=content.writer)[0],
        }
        self.draft = Draft.objects.create(
            by=content.writer,
            article=made["article"],
            key=uuid.uuid4(),
            data={"headline": [canary(state, "h", "typed")], "form_version": ["1"]},
            based_on=1,
        )


def is_bound(route: str) -> bool:
    """Whether the route names a row."""
    return "<" in route or "([^/]+)" in route


def canary_kinds(response: Any) -> str:
    """The kinds of canary words in a response, its messages included."""
    messages = " ".join(str(message) for message in get_messages(response.wsgi_request))
    return summarize_kinds(canaries_in(response_text(response) + messages))


def read_all(client: Client, user: Any, content: CanaryContent, states: tuple[str, ...]) -> dict[str, str]:
    """The kinds of canary words that each address of the admin shows this user, in each of these states."""
    kinds_by_address: dict[str, str] = {}
    for number, state in enumerate(states):
        rows = StateRows(content, state)
        for route in permissions.admin_routes():
            if number and not is_bound(route):
                continue
            if user is not None:
                client.force_login(user)  # logging out is one of the addresses
            with rolled_back():
                kinds = canary_kinds(client.get(rows.fill(route)))
            if kinds:
                kinds_by_address[f"{route} {state}"] = kinds
    return kinds_by_address


def client_and_user(role: str) -> tuple[Client, Any]:
    """A client and a user in that role, who is not yet logged in; no user for anonymous visitors."""
    client = Client(raise_request_exception=False)
    return client, create_user(role) if role != "anonymous" else None


def forbidden_kinds(role: str, kinds_by_address: dict[str, str]) -> dict[str, str]:
    """The addresses that show this role kinds of canary words that it may not read."""
    forbidden = {
        "anonymous": "WFHRCPE",
        "reader": "WFHRCPE",
        "Moderation": "WFHR",
        "Administration": "",
        "superuser": "",
    }
    return {address: kinds for address, kinds in kinds_by_address.items() if set(kinds) & set(forbidden.get(role, "E"))}


def test_no_address_shows_a_moderator_what_is_not_public(db):
    kinds_by_address = read_all(*client_and_user("Moderation"), CanaryContent(QUICK_STATES), QUICK_STATES)

    assert forbidden_kinds("Moderation", kinds_by_address) == {}
    assert {kind for kinds in kinds_by_address.values() for kind in kinds} >= set("wCPE")


@pytest.mark.slow
@pytest.mark.parametrize("role", permissions.ROLES)
def test_no_address_shows_a_role_what_it_may_not_read(db, role):
    kinds_by_address = read_all(*client_and_user(role), CanaryContent(), STATES)

    assert forbidden_kinds(role, kinds_by_address) == {}
    if role in {"Redaktion", "CvD", "Dokumentation", "Administration", "superuser"}:
        assert {kind for kinds in kinds_by_address.values() for kind in kinds} >= set("WFHCP")


FIELDS = (
    ("w", "headline"),
    ("w", "lead"),
    ("w", "slug"),
    ("f", "body"),
    ("f", "kicker"),
    ("h", "note"),
    ("h", "earlier"),
)
QUERIES = (
    "article/?q={}",
    "comment/?headline={}",
    "article/?note__contains={}",
    "article/?state_reason__contains={}",
    "article/?body__contains={}",
    "article/?clip__text__contains={}",
    "article/?topics__name__contains={}",
    "article/?responsible__username__contains=writer&q={}",
    "comment/?article__headline__contains={}",
    "comment/?article__note__contains={}",
    "comment/?clip__text__contains={}",
)


@pytest.mark.parametrize("step", every(3))
def test_no_search_or_filter_reveals_hidden_text_to_a_moderator(db, step):
    content, (client, user) = CanaryContent(("draft", "excerpt", "published")), client_and_user("Moderation")
    client.force_login(user)
    counts = {}
    for state in ("draft", "excerpt"):
        canaries = [canary(state, kind, name) for kind, name in FIELDS if kind not in PUBLIC.get(state, "")]
        for query in QUERIES:
            for canary_word in canaries[::step]:
                response = client.get("/admin/articles/" + query.format(canary_word))
                rows = response.context_data["cl"].result_list if response.status_code == 200 else []
                counts[query, canary_word] = len(rows)
    autocomplete = "/admin/autocomplete/?app_label=articles&model_name=comment&field_name=article&term="
    for state in ("draft", "excerpt"):
        counts["offered", state] = len(client.get(autocomplete + canary(state, "f", "body")).json()["results"])

    assert {query: count for query, count in counts.items() if count} == {}
    assert len(client.get(autocomplete + canary("excerpt", "w", "headline")).json()["results"]) == 1
    published = client.get(f"/admin/articles/article/?q={canary('published', 'f', 'body')}")
    assert [row.pk for row in published.context_data["cl"].result_list] == [content.articles["published"].pk]


def test_the_redirect_to_a_public_page_opens_no_hidden_article(db):
    """Django redirects staff to the public address of any row: that of a preview link would open a draft."""
    content, (client, user) = CanaryContent(), client_and_user("Moderation")
    client.force_login(user)
    link = content.rows["draft"]["link"]
    content_types = {
        model: ContentType.objects.get_for_model(model).pk for model in (PreviewLink, type(content.articles["draft"]))
    }

    statuses = {
        state: client.get(f"/admin/r/{content_types[type(article)]}/{article.pk}/").status_code
        for state, article in content.articles.items()
    }

    assert client.get(f"/admin/r/{content_types[PreviewLink]}/{link.pk}/").status_code == 404
    assert statuses == {state: 302 if state in {"published", "excerpt"} else 404 for state in STATES}


def test_only_a_superuser_makes_tokens_for_superusers(db):
    superuser, (client, user) = create_user("superuser"), client_and_user("Administration")
    client.force_login(user)

    assert "superuser" not in client.get("/admin/articles/apitoken/add/").content.decode()
    client.force_login(superuser)
    assert "superuser" in client.get("/admin/articles/apitoken/add/").content.decode()
