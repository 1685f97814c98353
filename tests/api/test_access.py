"""Every address and method of the API × every role × every state of an article × every scope, against access.txt.

The addresses come from the URL resolver: a new one without a line fails, and so does a method that suddenly answers.
What is answered is read as well: tests/access.py puts a canary into every field, and the table says which kinds of
them an answer may hold.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.api import urls
from articles.domain import api_tokens
from articles.domain.articles import workflow
from articles.models.api_token import Scope
from tests.access import (
    PUBLIC,
    ROLES,
    STAFF,
    STATES,
    World,
    canary,
    cells_of,
    letters,
    person,
    table_of,
    text_of,
    told,
    undone,
)
from tests.rounds import every

TABLE = Path(__file__).with_name("access.txt")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")
NOUNS = {"sources": "outlet", "agencies": "agency", "topics": "topic", "persons": "person", "images": "image"}
QUICK_STATES = ("published", "locked")
QUICK_ROLES = ("anonymous", "Redaktion", "Moderation")
WITH = "include=source,images,comments,corrections&body=html"


@dataclass(frozen=True)
class Ask:
    """One way to ask an address: its query, what is sent, and which form is wanted."""

    query: str = ""
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


ANY = {"If-Match": "*"}
HIDDEN = (("w", "headline"), ("w", "lead"), ("f", "body"), ("f", "dateline"), ("h", "note"), ("h", "cliptext"))
LATER = (timezone.now() + timedelta(days=30)).isoformat()
# address → method, or method:what it is about → how it is asked. What is not here is asked without anything.
ASKED: dict[str, dict[str, Ask]] = {
    "articles/": {
        "GET": Ask(f"?limit=100&{WITH}"),
        "GET:lines": Ask(f"?{WITH}", headers={"Accept": "application/x-ndjson"}),
        "GET:ninjs": Ask(headers={"Accept": "application/ninjs+json"}),
        "GET:feed": Ask(headers={"Accept": "application/feed+json"}),
    },
    "articles/<slug:key>/": {
        "GET": Ask(f"?{WITH}"),
        "GET:evidence": Ask("?include=evidence,differences"),
        "GET:ninjs": Ask(headers={"Accept": "application/ninjs+json"}),
        "GET:feed": Ask(headers={"Accept": "application/feed+json"}),
    },
    "articles/<slug:key>/comments/": {"GET": Ask(), "POST": Ask(data={"author": "Ada", "text": "Ein neuer Gedanke."})},
    "comments/<int:pk>/reports/": {"POST": Ask(data={"kind": "quick", "reason": "insult", "explanation": "Grob."})},
    "clips/": {
        "GET": Ask("?limit=100"),
        "POST": Ask(data={"name": "turm.txt", "text": "Der Turm\n\nEr steht im Mai, sagte die Stadt."}),
        "POST:dry": Ask("?dry_run=true", {"name": "turm.txt", "text": "Der Turm\n\nEr steht im Mai."}),
    },
    "clips/<int:pk>/moves/": {
        f"POST:{one.verb}": Ask(data={"move": one.verb, "reason": "Anlass"}) for one in workflow.CLIP_MOVES
    },
    "desk/articles/": {"GET": Ask("?limit=100"), "POST": Ask(data={"headline": "Neu"})},
    "desk/articles/<int:pk>/": {
        "GET": Ask(),
        "PATCH": Ask(data={"lead": "Neu."}, headers=ANY),
        "PATCH:times": Ask(data={"embargo_until": LATER}, headers=ANY),
        "PATCH:note": Ask(data={"note": "Neu."}, headers=ANY),
    },
    "desk/articles/<int:pk>/moves/": {
        f"POST:{one.verb}": Ask(data={"move": one.verb, "reason": "Anlass", "override_reason": "Eilig"}, headers=ANY)
        for one in workflow.ARTICLE_MOVES
    },
    "desk/articles/<int:pk>/revisions/<int:revision>/restore/": {"POST": Ask(data={"reason": "Anlass"}, headers=ANY)},
    "desk/comments/": {"GET": Ask("?limit=100")},
    "desk/decisions/": {
        "POST:approve": Ask(data={"comments": ["waiting"], "verb": "approve"}),
        "POST:reject": Ask(data={"comments": ["comment"], "verb": "reject", "reason": "insult"}),
    },
    "desk/images/": {"POST": Ask(data={"caption": "Neu"})},
    "desk/images/<int:pk>/": {"GET": Ask(), "PATCH": Ask(data={"usage_terms": "Neu"}, headers=ANY)},
    "desk/topics/": {"POST": Ask(data={"name": "Neu"})},
    "desk/topics/<int:pk>/": {"GET": Ask(), "PATCH": Ask(data={"description": "Neu"}, headers=ANY)},
    "desk/sources/": {"POST": Ask(data={"name": "Neu", "kind": "agency"})},
    "desk/sources/<int:pk>/": {"GET": Ask(), "PATCH": Ask(data={"right": "full"}, headers=ANY)},
    "desk/persons/": {"POST": Ask(data={"name": "Neu"})},
    "desk/persons/<int:pk>/": {"GET": Ask(), "PATCH": Ask(data={"name": "Neu"}, headers=ANY)},
}
LISTS = ("sources/", "agencies/", "topics/", "persons/", "images/")
ASKED |= {name: {"GET": Ask("?limit=100")} for name in LISTS}


def routes() -> list[str]:
    """Every address, as the resolver has it, but for the last, which says that there is nothing."""
    found = [str(one.pattern) or "index" for one in urls.urlpatterns]
    assert found.pop().startswith("^")
    return found


def ways(route: str) -> list[str]:
    """Every method of an address, some in more than one way."""
    asked = ASKED.get(route, {})
    return [*asked, *(one for one in METHODS if one not in {way.partition(":")[0] for way in asked})]


def is_bound(route: str) -> bool:
    """Whether the address is about the thing of one article, so that its state matters."""
    return "<" in route or route == "desk/decisions/"


def keys() -> Iterator[tuple[str, str, str]]:
    """Address, way and state of all that is asked."""
    for route in routes():
        for way in ways(route):
            for state in STATES if is_bound(route) and way in ASKED.get(route, {"GET": 0}) else ("-",):
                yield route, way, state


def table() -> dict[tuple[str, str, str], list[str]]:
    """The written table: address, way and state → the scopes of a token, and an answer for each role."""
    return table_of(TABLE, keys())


def path_of(world: World, route: str, state: str) -> str:
    """The route as an address of this world."""
    things = world.things[state if state != "-" else "published"]
    if not is_bound(route):
        return f"/api/v1/{'' if route == 'index' else route}"
    first, second = route.split("/")[0], route.split("/")[1]
    name = second if first == "desk" else first
    thing = things[{"articles": "article", "comments": "comment", "clips": "clip", **NOUNS}.get(name, "comment")]
    path = route.replace("<int:revision>", str(things["revision"].pk))
    return "/api/v1/" + path.replace("<slug:key>", str(thing.pk)).replace("<int:pk>", str(thing.pk))


def answer(client: Client, world: World, key: tuple[str, str, str], secret: str = "") -> str:
    """What is answered: the status, `!` where something was written, and the kinds of canaries that were told."""
    route, way, state = key
    ask = ASKED.get(route, {}).get(way, Ask())
    data = ask.data
    if route == "desk/decisions/" and data:
        data = {**data, "comments": [world.things[state][name].pk for name in data["comments"]]}
    sent = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
    headers = ask.headers | ({"Authorization": f"Bearer {secret}"} if secret else {})
    with undone() as written:
        path = path_of(world, route, state) + ask.query
        response = client.generic(way.partition(":")[0], path, headers=headers, **sent)
        found = letters(told(text_of(response)))
    return f"{response.status_code}{'!' if written else ''}{':' if found else ''}{found}"


def signed_in(role: str) -> tuple[Client, Any]:
    """Somebody in that role, with a session."""
    client = Client(raise_request_exception=False)
    if role == "anonymous":
        return client, None
    somebody = person(role)
    client.force_login(somebody)
    return client, somebody


def walk(world: World, roles: tuple[str, ...], asked: list[tuple[str, str, str]]) -> dict[Any, dict[str, str]]:
    """What each of these roles is answered."""
    clients = {role: signed_in(role)[0] for role in roles}
    return {key: {role: answer(clients[role], world, key) for role in roles} for key in asked}


def written(roles: tuple[str, ...], asked: list[tuple[str, str, str]]) -> dict[Any, dict[str, str]]:
    """What the table says to them."""
    rows = table()
    return {key: {role: rows[key][1 + ROLES.index(role)] for role in roles} for key in asked}


def test_every_address_and_method_of_the_api_has_its_line_in_the_table():
    rows = table()

    assert set(rows) == set(keys())
    assert {len(cells) for cells in rows.values()} == {1 + len(ROLES)}


def test_the_table_lets_nobody_read_what_is_not_for_them():
    for key, (_scope, *answers) in table().items():
        kinds = {role: set(cells_of(one)[1]) for role, one in zip(ROLES, answers, strict=True)}
        for role in ("anonymous", "reader"):
            assert not any(kind.isupper() for kind in kinds[role]), (key, role)
        assert not kinds["Moderation"] & {"W", "F", "H", "R"}, key
        for role in ("Redaktion", "CvD", "Dokumentation"):
            assert not kinds[role] & {"P"}, (key, role)  # what waits is the moderators', by this door
        assert not any("E" in found for found in kinds.values()), key


def test_every_address_answers_as_the_table_says(db):
    world, asked = World(), [key for key in keys() if key[2] in {"-", *QUICK_STATES}]

    assert walk(world, QUICK_ROLES, asked) == written(QUICK_ROLES, asked)


@pytest.mark.slow
def test_every_address_answers_every_role_in_every_state_as_the_table_says(db):
    world, asked = World(), list(keys())

    assert walk(world, ROLES, asked) == written(ROLES, asked)


def expected(session: str, anonymous: str, needed: str, scopes: set[str]) -> str:
    """What a token is answered: as its person, as anybody where nobody is asked, or that it is not for this."""
    if needed == "-":
        return anonymous
    return session if session in {"403", "405"} or set(needed.split("+")) <= scopes else "403"


def tokens(world: World, role: str, asked: list[tuple[str, str, str]]) -> tuple[dict[Any, str], dict[Any, str]]:
    """What a token of each scope, and one of all, is answered for somebody in that role; and what the table says."""
    found, wanted, rows = {}, {}, table()
    until, client, somebody = timezone.now() + timedelta(days=1), Client(raise_request_exception=False), person(role)
    for scopes in ({one} for one in Scope.values):
        secret = api_tokens.issue(somebody, "Skript", scopes, until, None)[1]
        for key in asked:
            needed, *answers = rows[key]
            found[key, *scopes] = answer(client, world, key, secret)
            wanted[key, *scopes] = expected(answers[ROLES.index(role)], answers[0], needed, scopes)
    both = api_tokens.issue(somebody, "Skript", ["read", "edit", "publish"], until, None)[1]
    for key in asked:
        needed, *answers = rows[key]
        if "+" in needed:
            found[key, "both"] = answer(client, world, key, both)
            wanted[key, "both"] = answers[ROLES.index(role)]
    return found, wanted


def test_a_token_does_within_its_scopes_what_its_person_may(db):
    filled = [key for key in keys() if key[2] in {"-", "draft"} and key[1] in ASKED.get(key[0], {"GET": 0})]
    found, wanted = tokens(World(("draft", "published")), "Moderation", filled[::3])

    assert len(found) > 100
    assert found == wanted


@pytest.mark.slow
def test_a_token_of_each_scope_does_for_each_role_what_its_person_may(db):
    world, asked = World(), [key for key in keys() if key[2] in {"-", "draft", "published", "locked"}]
    for role in STAFF:
        found, wanted = tokens(world, role, asked)
        assert found == wanted


def test_a_token_of_somebody_who_does_not_work_here_opens_nothing(db):
    world, reader = World(("published",)), person("reader")
    reader.is_staff = True
    secret = api_tokens.issue(reader, "Skript", list(Scope.values), timezone.now() + timedelta(days=1), None)[1]
    reader.is_staff = False
    reader.save()
    rows = table()
    asked = [key for key in keys() if rows[key][0] != "-" and key[2] in {"-", "published"}]

    assert {answer(Client(), world, key, secret) for key in asked} == {"401"}


@pytest.mark.parametrize("step", every(4))
def test_a_moderator_cannot_search_what_no_answer_shows(db, step):
    states = {"published", *STATES[::step]}
    World(states)
    client, _somebody = signed_in("Moderation")
    hidden = [
        canary(state, kind, name) for state in states for kind, name in HIDDEN if kind not in PUBLIC.get(state, "")
    ]

    found = {word: client.get(f"/api/v1/articles/?q={word}&count=true").json()["count"] for word in hidden}
    places = {word: client.get(f"/api/v1/articles/?place={word}&count=true").json()["count"] for word in hidden}

    assert set(found.values()) | set(places.values()) == {0}
    assert client.get(f"/api/v1/articles/?q={canary('published', 'f', 'body')}&count=true").json()["count"] == 1
    assert len(hidden) > 50 / step
