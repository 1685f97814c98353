"""What every address of the admin tells whom, and every question to it, by the canaries of tests/access.py."""

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
    World,
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


class Filled(permissions.World):
    """One state's things of the world, as the admin's addresses are filled with them."""

    def __init__(self, world: World, state: str) -> None:
        mine = world.things[state]
        self.things = {
            **{name: mine[name] for name in ("article", "clip", "topic", "image", "person")},
            "article@published": mine["article"],
            "article@locked": mine["article"],
            "comment": mine["waiting"],
            "source": mine["outlet"],
            "preparedversion": mine["prepared"],
            "user": world.desk,
            "group": Group.objects.get(name="Moderation"),
            "page": Page.objects.get_or_create(key="privacy", defaults={"title": "Datenschutz", "body": "<p>Ja.</p>"})[
                0
            ],
            "imprint": Imprint.objects.get_or_create(pk=1, defaults={"provider": "Verlag"})[0],
            "commentpolicy": CommentPolicy.objects.get_or_create(pk=1)[0],
            "importrun": ImportRun.objects.get_or_create(parser_version="1", by=world.desk)[0],
            "frontplace": FrontPlace.objects.get_or_create(article=mine["article"])[0],
            "auditentry": audit.record("change", mine["article"], world.desk),
            "upload": Upload.objects.get_or_create(by=world.desk)[0],
        }
        self.draft = Draft.objects.create(
            by=world.desk,
            article=mine["article"],
            key=uuid.uuid4(),
            data={"headline": [canary(state, "h", "typed")], "form_version": ["1"]},
            based_on=1,
        )


def is_bound(route: str) -> bool:
    """Whether the address is about something of one article."""
    return "<" in route or "([^/]+)" in route


def said(response: Any) -> str:
    """The kinds of what an answer tells, its messages included."""
    messages = " ".join(str(one) for one in get_messages(response.wsgi_request))
    return summarize_kinds(canaries_in(response_text(response) + messages))


def read(client: Client, somebody: Any, world: World, states: tuple[str, ...]) -> dict[str, str]:
    """What this person is told by each address of the admin that is opened, in each of these states."""
    found: dict[str, str] = {}
    for number, state in enumerate(states):
        filled = Filled(world, state)
        for route in permissions.addresses():
            if number and not is_bound(route):
                continue
            if somebody is not None:
                client.force_login(somebody)  # logging out is one of the addresses
            with rolled_back():
                kinds = said(client.get(filled.fill(route)))
            if kinds:
                found[f"{route} {state}"] = kinds
    return found


def signed_in(role: str) -> tuple[Client, Any]:
    """Somebody in that role."""
    client = Client(raise_request_exception=False)
    return client, create_user(role) if role != "anonymous" else None


def hidden_from(role: str, found: dict[str, str]) -> dict[str, str]:
    """The addresses that tell this role what is not for it."""
    never = {"anonymous": "WFHRCPE", "reader": "WFHRCPE", "Moderation": "WFHR", "Administration": "", "superuser": ""}
    return {where: kinds for where, kinds in found.items() if set(kinds) & set(never.get(role, "E"))}


def test_no_address_of_the_admin_tells_a_moderator_what_the_public_may_not_read(db):
    found = read(*signed_in("Moderation"), World(QUICK_STATES), QUICK_STATES)

    assert hidden_from("Moderation", found) == {}
    assert {kind for kinds in found.values() for kind in kinds} >= set("wCPE")


@pytest.mark.slow
@pytest.mark.parametrize("role", permissions.ROLES)
def test_no_address_of_the_admin_tells_anybody_what_is_not_for_them(db, role):
    found = read(*signed_in(role), World(), STATES)

    assert hidden_from(role, found) == {}
    if role in {"Redaktion", "CvD", "Dokumentation", "Administration", "superuser"}:
        assert {kind for kinds in found.values() for kind in kinds} >= set("WFHCP")


FIELDS = (
    ("w", "headline"),
    ("w", "lead"),
    ("w", "slug"),
    ("f", "body"),
    ("f", "kicker"),
    ("h", "note"),
    ("h", "earlier"),
)
QUESTIONS = (
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
def test_no_question_in_the_admin_finds_out_for_a_moderator_what_no_page_tells(db, step):
    world, (client, somebody) = World(("draft", "excerpt", "published")), signed_in("Moderation")
    client.force_login(somebody)
    answered = {}
    for state in ("draft", "excerpt"):
        words = [canary(state, kind, name) for kind, name in FIELDS if kind not in PUBLIC.get(state, "")]
        for question in QUESTIONS:
            for word in words[::step]:
                response = client.get("/admin/articles/" + question.format(word))
                rows = response.context_data["cl"].result_list if response.status_code == 200 else []
                answered[question, word] = len(rows)
    offered = "/admin/autocomplete/?app_label=articles&model_name=comment&field_name=article&term="
    for state in ("draft", "excerpt"):
        answered["offered", state] = len(client.get(offered + canary(state, "f", "body")).json()["results"])

    assert {one: n for one, n in answered.items() if n} == {}
    assert len(client.get(offered + canary("excerpt", "w", "headline")).json()["results"]) == 1
    known = client.get(f"/admin/articles/article/?q={canary('published', 'f', 'body')}")
    assert [row.pk for row in known.context_data["cl"].result_list] == [world.articles["published"].pk]


def test_the_way_to_a_public_page_opens_nothing_that_one_may_not_see(db):
    """Django leads everybody who works here to the address of anything: that of a preview link opens a draft."""
    world, (client, somebody) = World(), signed_in("Moderation")
    client.force_login(somebody)
    link = world.things["draft"]["link"]
    kinds = {
        model: ContentType.objects.get_for_model(model).pk for model in (PreviewLink, type(world.articles["draft"]))
    }

    answers = {
        state: client.get(f"/admin/r/{kinds[type(one)]}/{one.pk}/").status_code for state, one in world.articles.items()
    }

    assert client.get(f"/admin/r/{kinds[PreviewLink]}/{link.pk}/").status_code == 404
    assert answers == {state: 302 if state in {"published", "excerpt"} else 404 for state in STATES}


def test_only_their_like_makes_tokens_for_those_who_may_do_everything(db):
    boss, (client, somebody) = create_user("superuser"), signed_in("Administration")
    client.force_login(somebody)

    assert "superuser" not in client.get("/admin/articles/apitoken/add/").content.decode()
    client.force_login(boss)
    assert "superuser" in client.get("/admin/articles/apitoken/add/").content.decode()
