"""What a filled-in POST to the admin does: address × group × state of the article, against the table posts.txt.

Every address of an article, its clip, its comments and its prepared version has its lines, bulk actions included: one
without a line fails. Those of other things, and what an empty POST is answered, stand in permissions.txt.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.admin.articles import bulk
from articles.domain.articles import workflow
from tests.access import STAFF, World, parse_cell, read_table, rolled_back

from . import test_permissions as permissions
from .test_access import Filled, said, signed_in

TABLE = Path(__file__).with_name("posts.txt")
STATES = ("draft", "approved", "published", "embargoed", "withdrawn", "discarded", "locked")
QUICK = (("Redaktion", "Moderation"), ("published", "locked"))
WHY = {"reason": "Anlass"}
ARTICLE, CLIP, COMMENT = "articles/article/<int:object_id>/", "articles/clip/<int:object_id>/", "articles/comment/"
BULK_WITH = {"assign": {"responsible": ""}, "add_topic": {"topic": "Rathaus"}, "drop_topic": {"topic": "Rathaus"}}
# address → what it is about → what is sent; {article} and its like are numbers of this world
SENT: dict[str, dict[str, dict[str, str]]] = {
    **{
        f"{ARTICLE}{one.verb.replace('_', '-')}/": {"reason": WHY}
        for one in workflow.ARTICLE_MOVES
        if one.verb != "publish"
    },
    f"{ARTICLE}draft/": {"typed": {"headline": "Neu", "form_version": "1"}},
    f"{ARTICLE}preview/": {"typed": {"headline": "Neu", "form_version": "1"}},
    f"{ARTICLE}conflict/<uuid:key>/": {"empty": {}},
    f"{ARTICLE}prepare/": {"filled": {"_prepare": "1", "headline": "Neu", "body": "<p>Neu.</p>", **WHY}},
    f"{ARTICLE}address/": {"filled": {"slug": "neue-adresse", **WHY}},
    f"{ARTICLE}differences/": {"empty": {}},
    f"{ARTICLE}links/": {"filled": {"days": "3", "note": "Anwalt"}},
    f"{ARTICLE}history/<int:history_id>/restore/": {"reason": WHY},
    "articles/article/bulk/": {
        one.name: {"bulk": one.name, "rows": "{article}", **WHY, **BULK_WITH.get(one.name, {})} for one in bulk.ACTIONS
    },
    **{f"{CLIP}{one.verb.replace('_', '-')}/": {"reason": WHY} for one in workflow.CLIP_MOVES},
    f"{CLIP}triage/": {
        one.verb: {"verb": one.verb, "known": "new", **WHY}
        for one in workflow.CLIP_MOVES
        if one.verb in {"adopt", "discard"}
    },
    f"{CLIP}assign-role/": {"filled": {"start": "0", "end": "5", "role": "headline"}},
    f"{CLIP}look-at/": {"filled": {"warning": "0", "code": "x"}},
    f"{CLIP}data/": {"empty": {}},
    "articles/clip/bulk/": {
        one.verb: {"bulk": one.verb, "rows": "{clip}", **WHY} for one in workflow.CLIP_MOVES if one.verb != "start"
    },
    f"{COMMENT}<int:object_id>/decide/": {
        "approve": {"verb": "approve", "known": "0"},
        "reject": {"verb": "reject", "reason": "insult", "known": "0"},
    },
    f"{COMMENT}<int:object_id>/cut/": {"filled": {"passage": "waiting"}},
    f"{COMMENT}<int:object_id>/take-over/": {"empty": {}},
    f"{COMMENT}<int:object_id>/approve/": {"empty": {}},
    f"{COMMENT}<int:object_id>/set-right/": {"name": {"what": "confirm_name"}},
    f"{COMMENT}<int:object_id>/erase/": {"filled": {"scope": "comment", **WHY}},
    f"{COMMENT}<int:object_id>/export/": {"empty": {}},
    f"{COMMENT}decide/": {"approve": {"verb": "approve", "id": "{comment}"}},
    f"{COMMENT}reject/": {"filled": {"id": "{comment}", "reason": "insult"}},
}
# Django's own of each of them, where nothing is filled in but one's rights.
FORMS = ("change/", "delete/", "history/")
SENT |= {
    f"articles/{name}/<path:object_id>/{form}": {"empty": {"post": "yes"} if form == "delete/" else {}}
    for name in ("article", "clip", "comment", "preparedversion")
    for form in FORMS
}
OF_ANOTHER_KIND = {"^([^/]+)/history/([^/]+)/$", "<path:object_id>/", "<str:object_id>/history/compare/"}  # only read


def keys() -> list[tuple[str, str, str]]:
    """Address, what it is about and state of all that is sent."""
    return [(route, way, state) for route, ways in SENT.items() for way in ways for state in STATES]


def test_every_address_of_an_article_and_what_belongs_to_it_is_posted_to():
    bound = set()
    for route in permissions.addresses():
        _app, _slash, rest = route.partition("/")
        name, _slash, end = rest.partition("/")
        if name in {"article", "clip", "comment", "preparedversion"} and ("<" in end or end.endswith("bulk/")):
            bound |= {route} if end not in OF_ANOTHER_KIND and "draft/<uuid" not in end else set()

    assert bound - SENT.keys() == set()
    assert set(read_table(TABLE, keys())) == set(keys())


def answer(client: Client, filled: Filled, route: str, sent: dict[str, str]) -> str:
    """What is answered: the status, `!` where something was written, and the kinds of canaries that were told."""
    numbers = {name: getattr(thing, "pk", "") for name, thing in filled.things.items()}
    data = {name: value.format(**numbers) for name, value in sent.items()}
    client.cookies.pop("messages", None)  # what an answer before this one has left to be told
    revision = str(filled.things["article"].history.last().pk)
    with rolled_back() as written:
        response = client.post(filled.fill(route.replace("<int:history_id>", revision)), data)
        kinds = said(response)
    return f"{response.status_code}{'!' if written else ''}{':' if kinds else ''}{kinds}"


def walk(roles: tuple[str, ...], states: tuple[str, ...]) -> dict[tuple[str, str, str], dict[str, str]]:
    """What each of these roles is answered in each of these states."""
    world, found = World(states), {}
    worlds: dict[str, Any] = {state: Filled(world, state) for state in states}
    clients: dict[str, Client] = {}
    for role in roles:
        clients[role], somebody = signed_in(role)
        clients[role].force_login(somebody)
    for route, way, state in keys():
        if state in states:
            asked = {role: answer(clients[role], worlds[state], route, SENT[route][way]) for role in roles}
            found[route, way, state] = asked
    return found


def written(roles: tuple[str, ...], states: tuple[str, ...]) -> dict[tuple[str, str, str], dict[str, str]]:
    """What the table says to them."""
    rows = read_table(TABLE, keys())
    return {key: {role: rows[key][STAFF.index(role)] for role in roles} for key in keys() if key[2] in states}


def test_the_table_of_posts_lets_no_moderator_write_or_read_an_article():
    for (route, way, state), cells in read_table(TABLE, keys()).items():
        did, kinds = parse_cell(cells[STAFF.index("Moderation")])
        assert not set(kinds) & set("WFHR"), (route, way, state)
        assert route.startswith(COMMENT) or not did.endswith("!"), (route, way, state)


def test_a_filled_post_does_for_a_role_what_the_table_says(db):
    assert walk(*QUICK) == written(*QUICK)


@pytest.mark.slow
def test_a_filled_post_does_for_every_role_in_every_state_what_the_table_says(db):
    assert walk(STAFF, STATES) == written(STAFF, STATES)
