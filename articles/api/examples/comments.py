"""Examples of readers' comments, reports and decisions."""

from typing import Any

from articles.api.examples.sample_values import JSON_TYPE, NOON, SITE, page

COMMENT = {
    "id": 31,
    "parent": None,
    "depth": 0,
    "state": "visible",
    "author": "Ada",
    "author_is_inferred": False,
    "parent_is_inferred": False,
    "text": "Das wurde Zeit.",
    "written_at": None,
    "written_text": "",
    "received_at": NOON,
    "is_imported": False,
    "appeared_in": None,
}
REPLY = {**COMMENT, "id": 32, "parent": 31, "depth": 1, "author": "Bo", "text": "Und wer zahlt?"}
DESK_COMMENT = {
    "id": 33,
    "article": 12,
    "headline": "Rathaus wird saniert",
    "parent": None,
    "status": "pending",
    "waits": False,
    "author": "Cem",
    "text": "Ein Gedanke dazu.",
    "is_imported": False,
    "received_at": NOON,
    "decided_at": None,
    "decision_note": "",
    "reports": 0,
    "screened": [],
}

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "listComments": {JSON_TYPE: page(COMMENT, REPLY)},
    "sendComment": {JSON_TYPE: {"id": 33, "state": "waits", "status_url": f"{SITE}/comments/status/Zk3vR9/"}},
    "reportComment": {JSON_TYPE: {"received_at": NOON}},
    "listDeskComments": {JSON_TYPE: page(DESK_COMMENT)},
    "decide": {
        JSON_TYPE: {"batch": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "changed": [33], "overtaken": [], "held": []}
    },
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "sendComment": {JSON_TYPE: {"author": "Cem", "text": "Ein Gedanke dazu.", "parent": 31}},
    "reportComment": {JSON_TYPE: {"kind": "quick", "reason": "insult", "explanation": "Das geht zu weit."}},
    "decide": {
        JSON_TYPE: {"comments": [33], "verb": "reject", "reason": "advertising", "note": "Werbung für ein Lokal."}
    },
}
