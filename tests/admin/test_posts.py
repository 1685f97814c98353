"""What a filled-in POST to the admin does: address × group × state of the article, against the table posts.txt.

Every address of an article, its clip, its comments and its prepared version has its lines, bulk actions included: one
without a line fails. Those of other models, and the statuses of an empty POST, are in permissions.txt.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.admin.articles import bulk
from articles.domain.articles import workflow
from tests.access import STAFF, CanaryContent, parse_cell, read_table, rolled_back

from . import test_permissions as permissions
from .test_access import StateRows, canary_kinds, client_and_user

TABLE = Path(__file__).with_name("posts.txt")
STATES = ("draft", "approved", "published", "embargoed", "withdrawn", "discarded", "locked")
QUICK = (("Redaktion", "Moderation"), ("published", "locked"))
REASON = {"reason": "Anlass"}
ARTICLE, CLIP, COMMENT = "articles/article/<int:object_id>/", "articles/clip/<int:object_id>/", "articles/comment/"
BULK_VALUES = {"assign": {"responsible": ""}, "add_topic": {"topic": "Rathaus"}, "drop_topic": {"topic": "Rathaus"}}
# route → case → form data; {article} and the like are primary keys of the rows
POSTED: dict[str, dict[str, dict[str, str]]] = {
    **{
        f"{ARTICLE}{move.verb.replace('_', '-')}/": {"reason": REASON}
        for move in workflow.ARTICLE_MOVES
        if move.verb != "publish"
    },
    f"{ARTICLE}draft/": {"typed": {"headline": "Neu", "form_version": "1"}},
    f"{ARTICLE}preview/": {"typed": {"headline": "Neu", "form_version": "1"}},
    f"{ARTICLE}conflict/<uuid:key>/": {"empty": {}},
    f"{ARTICLE}prepare/": {"filled": {"_prepare": "1", "headline": "Neu", "body": "<p>Neu.</p>", **REASON}},
    f"{ARTICLE}address/": {"filled": {"slug": "neue-adresse", **REASON}},
    f"{ARTICLE}differences/": {"empty": {}},
    f"{ARTICLE}links/": {"filled": {"days": "3", "note": "Anwalt"}},
    f"{ARTICLE}history/<int:history_id>/restore/": {"reason": REASON},
    "articles/article/bulk/": {
        action.name: {"bulk": action.name, "rows": "{article}", **REASON, **BULK_VALUES.get(action.name, {})}
        for action in bulk.ACTIONS
    },
    **{f"{CLIP}{move.verb.replace('_', '-')}/": {"reason": REASON} for move in workflow.CLIP_MOVES},
    f"{CLIP}triage/": {
        move.verb: {"verb": move.verb, "known": "new", **REASON}
        for move in workflow.CLIP_MOVES
        if move.verb in {"adopt", "discard"}
    },
    f"{CLIP}assign-role/": {"filled": {"start": "0", "end": "5", "role": "headline"}},
    f"{CLIP}decide-place/": {"kept": {"kept": "0-5"}, "undo": {"undo": "1"}},
    f"{CLIP}look-at/": {"filled": {"warning": "0", "code": "x"}},
    f"{CLIP}data/": {"empty": {}},
    "articles/clip/bulk/": {
        move.verb: {"bulk": move.verb, "rows": "{clip}", **REASON}
        for move in workflow.CLIP_MOVES
        if move.verb != "start"
    },
    f"{COMMENT}<int:object_id>/decide/": {
        "approve": {"verb": "approve", "known": "0"},
        "reject": {"verb": "reject", "reason": "insult", "known": "0"},
    },
    f"{COMMENT}<int:object_id>/cut/": {"filled": {"passage": "waiting"}},
    f"{COMMENT}<int:object_id>/take-over/": {"empty": {}},
    f"{COMMENT}<int:object_id>/approve/": {"empty": {}},
    f"{COMMENT}<int:object_id>/set-right/": {"name": {"what": "confirm_name"}},
    f"{COMMENT}<int:object_id>/erase/": {"filled": {"scope": "comment", **REASON}},
    f"{COMMENT}<int:object_id>/export/": {"empty": {}},
    f"{COMMENT}decide/": {"approve": {"verb": "approve", "id": "{comment}"}},
    f"{COMMENT}reject/": {"filled": {"id": "{comment}", "reason": "insult"}},
}
# Django's own addresses of each model, which need permissions but no data.
POSTED["articles/agencytask/<path:object_id>/change/"] = {
    "done": {"_done": "1"},
    "dismissed": {"_dismissed": "1", **REASON},
}
FORMS = ("change/", "delete/", "history/")
POSTED |= {
    f"articles/{name}/<path:object_id>/{form}": {"empty": {"post": "yes"} if form == "delete/" else {}}
    for name in ("article", "clip", "comment", "preparedversion", "agencytask")
    for form in FORMS
    if (name, form) != ("agencytask", "change/")
}
READ_ONLY = {"^([^/]+)/history/([^/]+)/$", "<path:object_id>/", "<str:object_id>/history/compare/"}


def keys() -> list[tuple[str, str, str]]:
    """Route, case and state of every POST."""
    return [(route, case, state) for route, cases in POSTED.items() for case in cases for state in STATES]


def test_every_address_of_an_article_and_its_related_rows_is_in_the_table():
    bound = set()
    for route in permissions.admin_routes():
        _app, _slash, rest = route.partition("/")
        name, _slash, end = rest.partition("/")
        if name in {"article", "clip", "comment", "preparedversion", "agencytask"} and (
            "<" in end or end.endswith("bulk/")
        ):
            bound |= {route} if end not in READ_ONLY and "draft/<uuid" not in end else set()

    assert bound - POSTED.keys() == set()
    assert set(read_table(TABLE, keys())) == set(keys())


def post_result(client: Client, state_rows: StateRows, route: str, values: dict[str, str]) -> str:
    """The response in short: the status, `!` where something was written, and the kinds of canary words shown."""
    keys_by_name = {name: getattr(row, "pk", "") for name, row in state_rows.rows.items()}
    data = {name: value.format(**keys_by_name) for name, value in values.items()}
    client.cookies.pop("messages", None)  # messages that an earlier response has left
    revision = str(state_rows.rows["article"].history.last().pk)
    with rolled_back() as written_tables:
        response = client.post(state_rows.fill(route.replace("<int:history_id>", revision)), data)
        kinds = canary_kinds(response)
    return f"{response.status_code}{'!' if written_tables else ''}{':' if kinds else ''}{kinds}"


def actual_results(roles: tuple[str, ...], states: tuple[str, ...]) -> dict[tuple[str, str, str], dict[str, str]]:
    """The response to each of these roles in each of these states."""
    content, results = CanaryContent(states), {}
    rows_by_state: dict[str, Any] = {state: StateRows(content, state) for state in states}
    clients: dict[str, Client] = {}
    for role in roles:
        clients[role], user = client_and_user(role)
        clients[role].force_login(user)
    for route, case, state in keys():
        if state in states:
            by_role = {
                role: post_result(clients[role], rows_by_state[state], route, POSTED[route][case]) for role in roles
            }
            results[route, case, state] = by_role
    return results


def expected_results(roles: tuple[str, ...], states: tuple[str, ...]) -> dict[tuple[str, str, str], dict[str, str]]:
    """The cells of the table for these roles and states."""
    rows = read_table(TABLE, keys())
    return {key: {role: rows[key][STAFF.index(role)] for role in roles} for key in keys() if key[2] in states}


def test_the_table_of_posts_lets_no_moderator_write_or_read_an_article():
    for (route, case, state), cells in read_table(TABLE, keys()).items():
        status, kinds = parse_cell(cells[STAFF.index("Moderation")])
        assert not set(kinds) & set("WFHR"), (route, case, state)
        assert route.startswith(COMMENT) or not status.endswith("!"), (route, case, state)


def test_a_filled_post_does_for_a_role_what_the_table_says(db):
    assert actual_results(*QUICK) == expected_results(*QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF)
def test_a_filled_post_does_for_every_role_in_every_state_what_the_table_says(db, role):
    assert actual_results((role,), STATES) == expected_results((role,), STATES)
