"""Examples of tasks about agencies' texts."""

from typing import Any

from articles.api.examples.sample_values import JSON_TYPE, MORNING, NOON, page

TASK = {
    "id": 2,
    "kind": "kill",
    "state": "open",
    "article": 12,
    "clip": 8,
    "earlier_clip": 7,
    "matched_by": "headline",
    "created_at": MORNING,
    "decided_at": None,
    "decided_by": None,
    "reason": "",
}
WHOLE_TASK = {
    **TASK,
    "earlier_text": "Der Turm\n\nEr steht im Mai, sagte die Stadt.",
    "later_text": "dpa zieht zurück: Der Turm",
}
DONE = {"state": "done", "decided_at": NOON, "decided_by": "erika", "reason": "Artikel zurückgezogen"}

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "listAgencyTasks": {JSON_TYPE: page(TASK)},
    "getAgencyTask": {JSON_TYPE: WHOLE_TASK},
    "decideAgencyTask": {JSON_TYPE: {**TASK, **DONE}},
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "decideAgencyTask": {JSON_TYPE: {"verdict": "done", "reason": "Artikel zurückgezogen"}},
}
