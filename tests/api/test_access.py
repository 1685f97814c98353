"""Every address and method of the API × every role × every state of an article × every scope, against access.txt.

The addresses come from the URL resolver: a new one without a line fails, and so does a method that suddenly answers.
The responses are checked as well: tests/access.py puts a canary into every field, and the table says which kinds of
them a response may contain.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
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
    CanaryContent,
    canaries_in,
    canary,
    create_user,
    parse_cell,
    read_table,
    response_text,
    rolled_back,
    summarize_kinds,
)
from tests.rounds import every

TABLE = Path(__file__).with_name("access.txt")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")
NOUNS = {"sources": "outlet", "agencies": "agency", "topics": "topic", "persons": "person", "images": "image"}
QUICK_STATES = ("published", "locked")
QUICK_ROLES = ("anonymous", "Redaktion", "Moderation")
WITH = "include=source,images,comments,corrections&body=html"


@dataclass(frozen=True)
class RequestSpec:
    """A request to an address: its query, its data and its headers."""

    query: str = ""
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


ANY_VERSION = {"If-Match": "*"}
HIDDEN = (("w", "headline"), ("w", "lead"), ("f", "body"), ("f", "dateline"), ("h", "note"), ("h", "cliptext"))
LATER = (timezone.now() + timedelta(days=30)).isoformat()
# address → method, or method:subject → the request. Everything else is requested without query, data or headers.
REQUESTS: dict[str, dict[str, RequestSpec]] = {
    "articles/": {
        "GET": RequestSpec(f"?limit=100&{WITH}"),
        "GET:lines": RequestSpec(f"?{WITH}", headers={"Accept": "application/x-ndjson"}),
        "GET:ninjs": RequestSpec(headers={"Accept": "application/ninjs+json"}),
        "GET:feed": RequestSpec(headers={"Accept": "application/feed+json"}),
    },
    "articles/<slug:key>/": {
        "GET": RequestSpec(f"?{WITH}"),
        "GET:evidence": RequestSpec("?include=evidence,differences"),
        "GET:ninjs": RequestSpec(headers={"Accept": "application/ninjs+json"}),
        "GET:feed": RequestSpec(headers={"Accept": "application/feed+json"}),
    },
    "articles/<slug:key>/comments/": {
        "GET": RequestSpec(),
        "POST": RequestSpec(data={"author": "Ada", "text": "Ein neuer Gedanke."}),
    },
    "comments/<int:pk>/reports/": {
        "POST": RequestSpec(data={"kind": "quick", "reason": "insult", "explanation": "Grob."})
    },
    "clips/": {
        "GET": RequestSpec("?limit=100"),
        "POST": RequestSpec(data={"name": "turm.txt", "text": "Der Turm\n\nEr steht im Mai, sagte die Stadt."}),
        "POST:dry": RequestSpec("?dry_run=true", {"name": "turm.txt", "text": "Der Turm\n\nEr steht im Mai."}),
    },
    "clips/<int:pk>/moves/": {
        f"POST:{move.verb}": RequestSpec(data={"move": move.verb, "reason": "Anlass"}) for move in workflow.CLIP_MOVES
    },
    "clips/<int:pk>/decisions/": {
        "POST:kept": RequestSpec(data={"verdict": "kept", "start": 0, "end": 5}),
        "POST:reopened": RequestSpec(data={"verdict": "reopened"}),
    },
    "desk/articles/": {"GET": RequestSpec("?limit=100"), "POST": RequestSpec(data={"headline": "Neu"})},
    "desk/articles/<int:pk>/": {
        "GET": RequestSpec(),
        "PATCH": RequestSpec(data={"lead": "Neu."}, headers=ANY_VERSION),
        "PATCH:times": RequestSpec(data={"embargo_until": LATER}, headers=ANY_VERSION),
        "PATCH:note": RequestSpec(data={"note": "Neu."}, headers=ANY_VERSION),
    },
    "desk/articles/<int:pk>/moves/": {
        f"POST:{move.verb}": RequestSpec(
            data={"move": move.verb, "reason": "Anlass", "override_reason": "Eilig"}, headers=ANY_VERSION
        )
        for move in workflow.ARTICLE_MOVES
    },
    "desk/articles/<int:pk>/revisions/<int:revision>/restore/": {
        "POST": RequestSpec(data={"reason": "Anlass"}, headers=ANY_VERSION)
    },
    "desk/agency-tasks/": {"GET": RequestSpec("?limit=100")},
    "desk/agency-tasks/<int:pk>/decisions/": {
        "POST:done": RequestSpec(data={"verdict": "done"}),
        "POST:dismissed": RequestSpec(data={"verdict": "dismissed", "reason": "Anlass"}),
    },
    "desk/comments/": {"GET": RequestSpec("?limit=100")},
    "desk/decisions/": {
        "POST:approve": RequestSpec(data={"comments": ["waiting"], "verb": "approve"}),
        "POST:reject": RequestSpec(data={"comments": ["comment"], "verb": "reject", "reason": "insult"}),
    },
    "desk/images/": {"POST": RequestSpec(data={"caption": "Neu"})},
    "desk/images/<int:pk>/": {
        "GET": RequestSpec(),
        "PATCH": RequestSpec(data={"usage_terms": "Neu"}, headers=ANY_VERSION),
    },
    "desk/topics/": {"POST": RequestSpec(data={"name": "Neu"})},
    "desk/topics/<int:pk>/": {
        "GET": RequestSpec(),
        "PATCH": RequestSpec(data={"description": "Neu"}, headers=ANY_VERSION),
    },
    "desk/sources/": {"POST": RequestSpec(data={"name": "Neu", "kind": "agency"})},
    "desk/sources/<int:pk>/": {"GET": RequestSpec(), "PATCH": RequestSpec(data={"right": "full"}, headers=ANY_VERSION)},
    "desk/persons/": {"POST": RequestSpec(data={"name": "Neu"})},
    "desk/persons/<int:pk>/": {"GET": RequestSpec(), "PATCH": RequestSpec(data={"name": "Neu"}, headers=ANY_VERSION)},
}
LISTS = ("sources/", "agencies/", "topics/", "persons/", "images/")
REQUESTS |= {name: {"GET": RequestSpec("?limit=100")} for name in LISTS}


def routes() -> list[str]:
    """Every URL pattern of the API except the last, which answers unknown addresses."""
    paths = [str(pattern.pattern) or "index" for pattern in urls.urlpatterns]
    assert paths.pop().startswith("^")
    return paths


def requests_of(route: str) -> list[str]:
    """Every method of an address, some in more than one way."""
    named_requests = REQUESTS.get(route, {})
    return [
        *named_requests,
        *(
            method
            for method in METHODS
            if method not in {request_name.partition(":")[0] for request_name in named_requests}
        ),
    ]


def is_bound(route: str) -> bool:
    """Whether the address is about the thing of one article, so that its state matters."""
    return "<" in route or route == "desk/decisions/"


def keys() -> Iterator[tuple[str, str, str]]:
    """Address, way and state of all that is asked."""
    for route in routes():
        for request_name in requests_of(route):
            for state in STATES if is_bound(route) and request_name in REQUESTS.get(route, {"GET": 0}) else ("-",):
                yield route, request_name, state


def table() -> dict[tuple[str, str, str], list[str]]:
    """The written table: address, way and state → the scopes of a token, and an answer for each role."""
    return read_table(TABLE, keys())


def path_of(content: CanaryContent, route: str, state: str) -> str:
    """The route as an address of this content."""
    objects = content.rows[state if state != "-" else "published"]
    if not is_bound(route):
        return f"/api/v1/{'' if route == 'index' else route}"
    first, second = route.split("/")[0], route.split("/")[1]
    name = second if first == "desk" else first
    target = objects[
        {"articles": "article", "comments": "comment", "clips": "clip", "agency-tasks": "agencytask", **NOUNS}.get(
            name, "comment"
        )
    ]
    path = route.replace("<int:revision>", str(objects["revision"].pk))
    return "/api/v1/" + path.replace("<slug:key>", str(target.pk)).replace("<int:pk>", str(target.pk))


def result_of(client: Client, content: CanaryContent, key: tuple[str, str, str], secret: str = "") -> str:
    """The response in short: the status, `!` if a table was written to, and the kinds of canaries it contains."""
    route, request_name, state = key
    request = REQUESTS.get(route, {}).get(request_name, RequestSpec())
    data = request.data
    if route == "desk/decisions/" and data:
        data = {**data, "comments": [content.rows[state][name].pk for name in data["comments"]]}
    sent = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
    headers = request.headers | ({"Authorization": f"Bearer {secret}"} if secret else {})
    with rolled_back() as written_tables:
        path = path_of(content, route, state) + request.query
        response = client.generic(request_name.partition(":")[0], path, headers=headers, **sent)
        kinds = summarize_kinds(canaries_in(response_text(response)))
    return f"{response.status_code}{'!' if written_tables else ''}{':' if kinds else ''}{kinds}"


def signed_in(role: str) -> tuple[Client, Any]:
    """A client with a session of a new user with that role, and the user."""
    client = Client(raise_request_exception=False)
    if role == "anonymous":
        return client, None
    user = create_user(role)
    client.force_login(user)
    return client, user


def results_for(
    content: CanaryContent, roles: tuple[str, ...], keys_to_check: list[tuple[str, str, str]]
) -> dict[Any, dict[str, str]]:
    """The result of each request for each of these roles."""
    clients = {role: signed_in(role)[0] for role in roles}
    return {key: {role: result_of(clients[role], content, key) for role in roles} for key in keys_to_check}


def expected_results(roles: tuple[str, ...], keys_to_check: list[tuple[str, str, str]]) -> dict[Any, dict[str, str]]:
    """The results that the table expects for these roles."""
    rows = table()
    return {key: {role: rows[key][1 + ROLES.index(role)] for role in roles} for key in keys_to_check}


def test_every_address_and_method_of_the_api_has_a_line_in_the_table():
    rows = table()

    assert set(rows) == set(keys())
    assert {len(cells) for cells in rows.values()} == {1 + len(ROLES)}


def test_the_table_gives_nobody_content_beyond_their_role():
    for key, (_scope, *answers) in table().items():
        kinds = {role: set(parse_cell(cell)[1]) for role, cell in zip(ROLES, answers, strict=True)}
        for role in ("anonymous", "reader"):
            assert not any(kind.isupper() for kind in kinds[role]), (key, role)
        assert not kinds["Moderation"] & {"W", "F", "H", "R"}, key
        for role in ("Redaktion", "CvD", "Dokumentation"):
            assert not kinds[role] & {"P"}, (key, role)  # pending comments are for moderators only in the API
        assert not any("E" in letters for letters in kinds.values()), key


def test_every_address_responds_as_in_the_table(db):
    content, states = CanaryContent(), cycle(QUICK_STATES)
    cases = {key[:2]: next(states) for key in keys() if key[2] != "-"}  # one state for each address and method
    keys_to_check = [key for key in keys() if key[2] == cases.get(key[:2], "-")]

    assert results_for(content, QUICK_ROLES, keys_to_check) == expected_results(QUICK_ROLES, keys_to_check)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_address_responds_to_every_role_in_every_state_as_in_the_table(db, role):
    content, keys_to_check = CanaryContent(), list(keys())

    assert results_for(content, (role,), keys_to_check) == expected_results((role,), keys_to_check)


def expected_for_token(session: str, anonymous: str, needed: str, scopes: set[str]) -> str:
    """The result for a token: that of its user, that of anybody if no token is needed, or 403 if a scope is missing."""
    if needed == "-":
        return anonymous
    return session if session in {"403", "405"} or set(needed.split("+")) <= scopes else "403"


def token_results(
    content: CanaryContent, role: str, keys_to_check: list[tuple[str, str, str]]
) -> tuple[dict[Any, str], dict[Any, str]]:
    """The results of tokens with each scope and with several, for a user with that role; and the expected results."""
    results, expected, rows = {}, {}, table()
    until, client, user = timezone.now() + timedelta(days=1), Client(raise_request_exception=False), create_user(role)
    for scopes in ({scope} for scope in Scope.values):
        secret = api_tokens.issue(user, "Skript", scopes, until, None)[1]
        for key in keys_to_check:
            needed, *answers = rows[key]
            results[key, *scopes] = result_of(client, content, key, secret)
            expected[key, *scopes] = expected_for_token(answers[ROLES.index(role)], answers[0], needed, scopes)
    several_scopes = api_tokens.issue(user, "Skript", ["read", "edit", "publish"], until, None)[1]
    for key in keys_to_check:
        needed, *answers = rows[key]
        if "+" in needed:
            results[key, "both"] = result_of(client, content, key, several_scopes)
            expected[key, "both"] = answers[ROLES.index(role)]
    return results, expected


def test_a_token_can_do_within_its_scopes_what_its_user_may(db):
    keys_to_check = [key for key in keys() if key[2] in {"-", "draft"} and key[1] in REQUESTS.get(key[0], {"GET": 0})]
    results, expected = token_results(CanaryContent(("draft", "published")), "Moderation", keys_to_check[::3])

    assert len(results) > 100
    assert results == expected


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF)
def test_a_token_of_each_scope_can_do_what_each_role_may(db, role):
    content, keys_to_check = CanaryContent(), [key for key in keys() if key[2] in {"-", "draft", "published", "locked"}]
    results, expected = token_results(content, role, keys_to_check)

    assert results == expected


def test_a_token_of_a_former_staff_member_opens_nothing(db):
    content, reader = CanaryContent(("published",)), create_user("reader")
    reader.is_staff = True
    secret = api_tokens.issue(reader, "Skript", list(Scope.values), timezone.now() + timedelta(days=1), None)[1]
    reader.is_staff = False
    reader.save()
    rows = table()
    keys_to_check = [key for key in keys() if rows[key][0] != "-" and key[2] in {"-", "published"}]

    assert {result_of(Client(), content, key, secret) for key in keys_to_check} == {"401"}


@pytest.mark.parametrize("step", every(4))
def test_a_moderator_cannot_search_hidden_text(db, step):
    states = {"published", *STATES[::step]}
    CanaryContent(states)
    client, _somebody = signed_in("Moderation")
    hidden = [
        canary(state, kind, name) for state in states for kind, name in HIDDEN if kind not in PUBLIC.get(state, "")
    ]

    counts = {word: client.get(f"/api/v1/articles/?q={word}&count=true").json()["count"] for word in hidden}
    place_counts = {word: client.get(f"/api/v1/articles/?place={word}&count=true").json()["count"] for word in hidden}

    assert set(counts.values()) | set(place_counts.values()) == {0}
    assert client.get(f"/api/v1/articles/?q={canary('published', 'f', 'body')}&count=true").json()["count"] == 1
    assert len(hidden) > 50 / step
