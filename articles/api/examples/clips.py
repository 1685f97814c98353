"""Examples of clips."""

from typing import Any

from articles.api.examples.sample_values import FORM_TYPE, ISSUED, JSON_TYPE, page
from articles.api.examples.taxonomy import OUTLET

CLIP = {
    "id": 7,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "state": "new",
    "state_reason": "",
    "size": 43,
    "encoding": "utf-8",
    "language": "de",
    "source": OUTLET,
    "url": "",
    "right": "",
    "issued": ISSUED,
    "format": "text",
    "parent": None,
    "held": [],
}
CLIP_TEXT = "Der Turm\n\nEr steht im Mai, sagte die Stadt."
WHOLE_CLIP = {
    **CLIP,
    "names": ["turm.txt"],
    "text": CLIP_TEXT,
    "reader_version": "0.3",
    "segments": [
        {"start": 0, "end": 8, "role": "headline", "rule": "headline.first"},
        {"start": 8, "end": 10, "role": "blank", "rule": "blank"},
        {"start": 10, "end": 43, "role": "paragraph", "rule": "uncertain"},
    ],
    "said": [],
    "range_in_parent": [],
    "children": [],
    "warnings": [
        {
            "code": "uncertain_text",
            "message": "It is uncertain whether some sentences belong to the text (places: 1).",
            "spans": [[10, 43]],
            "params": [["places", 1]],
        }
    ],
    "articles": [12],
}
SENT_CLIP = {
    "status": "new",
    "sentence": "Neu: aus turm.txt wurde ein Entwurf.",
    "clip": 7,
    "article": 12,
    "held": [],
    "children": [],
}

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "listClips": {JSON_TYPE: page(CLIP)},
    "importClip": {JSON_TYPE: SENT_CLIP},
    "getClip": {JSON_TYPE: WHOLE_CLIP},
    "moveClip": {JSON_TYPE: {**CLIP, "state": "discarded", "state_reason": "Werbung"}},
    "decideClipPlace": {
        JSON_TYPE: {
            "uncertain": [{"start": 210, "end": 268}],
            "fields_changed": ["body"],
            "fields_kept": [],
            "is_prepared": False,
        }
    },
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "importClip": {
        JSON_TYPE: {"name": "turm.txt", "text": CLIP_TEXT},
        FORM_TYPE: {"file": CLIP_TEXT},
    },
    "moveClip": {JSON_TYPE: {"move": "discard", "reason": "Werbung"}},
    "decideClipPlace": {JSON_TYPE: {"verdict": "removed", "start": 10, "end": 43}},
}
