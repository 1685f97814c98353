"""Examples of everything that is sent and answered here: one small newspaper, the same in every operation.

Tests hold each against its schema and against what the running product answers, and send each that is to be sent.
"""

from collections.abc import Mapping
from typing import Any

SITE = "https://news.example"
V1 = f"{SITE}/api/v1"
PICTURE = f"{SITE}/pictures/9/de7c9d4ae3c9ffb51dabdfa7"
MORNING, NOON = "2024-06-19T06:00:00Z", "2024-06-19T10:30:00Z"

OUTLET = {"id": 3, "slug": "der-anzeiger", "name": "Der Anzeiger"}
AGENCY = {"id": 4, "slug": "dpa", "name": "dpa"}
TOPIC = {"id": 5, "slug": "rathaus", "name": "Rathaus"}
PERSON = {"id": 6, "slug": "erika-muster", "name": "Erika Muster"}
WHOLE_OUTLET = {
    **OUTLET,
    "kind": "outlet",
    "homepage": "https://anzeiger.example/",
    "url": f"{SITE}/sources/der-anzeiger/",
}
WHOLE_AGENCY = {**AGENCY, "kind": "agency", "homepage": "", "url": f"{SITE}/sources/dpa/"}
WHOLE_TOPIC = {**TOPIC, "description": "Um- und Ausbau.", "url": f"{SITE}/topics/rathaus/"}
ISSUED = {"value": "2024-06", "precision": "month"}
BODY = "<p>Die Stadt saniert ihr <strong>Rathaus</strong>.</p>"
BLOCKS = [
    {
        "kind": "paragraph",
        "text": "Die Stadt saniert ihr Rathaus.",
        "html": "Die Stadt saniert ihr <strong>Rathaus</strong>.",
    }
]

IMAGE = {
    "id": 9,
    "kind": "photo",
    "caption": "Das Rathaus im Juni",
    "credit": "Erika Muster/dpa",
    "photographer": "Erika Muster",
    "agency": "dpa",
    "copyright": "",
    "usage_terms": "",
    "rights_until": "2034-12-31",
    "alt_text": "Ein Gerüst verdeckt die Fassade des Rathauses.",
    "file": f"{PICTURE}/whole-1600.jpg",
    "width": 1600,
    "height": 1067,
    "focal_point": {"x": 0.5, "y": 0.4},
    "renditions": [
        {
            "url": f"{PICTURE}/whole-960.webp",
            "media_type": "image/webp",
            "width": 960,
            "height": 640,
            "crop": None,
        },
        {
            "url": f"{PICTURE}/whole-1600.jpg",
            "media_type": "image/jpeg",
            "width": 1600,
            "height": 1067,
            "crop": None,
        },
    ],
}
LISTED_ARTICLE = {
    "id": 12,
    "slug": "rathaus-wird-saniert",
    "url": f"{SITE}/articles/rathaus-wird-saniert/",
    "api_url": f"{V1}/articles/12/",
    "language": "de",
    "genre": "news",
    "kicker": "Innenstadt",
    "headline": "Rathaus wird saniert",
    "headline_is_provisional": False,
    "subheadline": "",
    "lead": "Im Juni beginnen die Arbeiten.",
    "dateline": "Musterstadt",
    "byline": "Von Erika Muster",
    "signoff": "",
    "source": OUTLET,
    "agencies": [{**AGENCY, "part": "contributed"}],
    "persons": [{**PERSON, "role": "author"}],
    "topics": [TOPIC],
    "issued": ISSUED,
    "published_at": MORNING,
    "updated_at": NOON,
    "original_url": "https://anzeiger.example/rathaus",
    "is_excerpt": False,
    "comments_are": "open",
    "comments_closed": "",
    "comments_closed_told": "",
    "comment_count": 2,
    "comments_url": f"{V1}/articles/12/comments/",
}
ARTICLE = {
    **LISTED_ARTICLE,
    "body": BLOCKS,
    "images": [{**IMAGE, "is_decorative": False}],
    "corrections": [{"dated": NOON, "text": "In einer früheren Fassung hieß es, die Arbeiten begännen im Mai."}],
}
WRITTEN = "<p><strong>Musterstadt</strong> – Die Stadt saniert ihr <strong>Rathaus</strong>.</p>"
TAG = "tag:news.example,2024:articles/12"
NINJS_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
NINJS_ITEM = {
    "uri": TAG,
    "type": "text",
    "representationType": "full",
    "version": "7",
    "versionCreated": "2024-06-19T10:30:00+00:00",
    "firstCreated": "2024-06-19T06:00:00+00:00",
    "pubStatus": "usable",
    "language": "de",
    "slugline": "rathaus-wird-saniert",
    "headlines": [{"role": "main", "contentType": "text/plain", "value": "Rathaus wird saniert"}],
    "descriptions": [{"role": "summary", "contentType": "text/plain", "value": "Im Juni beginnen die Arbeiten."}],
    "infoSources": [
        {"name": "Newsroom", "role": "aggregator", "uri": f"{SITE}/"},
        {"name": "Der Anzeiger", "role": "originator"},
    ],
    "copyrightHolder": "Der Anzeiger",
    "genres": [{"name": "Current", "uri": "http://cv.iptc.org/newscodes/genre/Current"}],
    "subjects": [{"name": "Rathaus", "uri": f"{SITE}/topics/rathaus/"}],
    "altIds": [{"role": "web", "value": f"{SITE}/articles/rathaus-wird-saniert/"}],
    "located": "Musterstadt",
    "bodies": [{"role": "main", "contentType": "text/html", "charCount": 30, "wordCount": 5, "value": WRITTEN}],
    "people": [{"name": "Erika Muster", "rel": "author", "uri": f"{SITE}/people/erika-muster/"}],
    "associations": [
        {
            "name": "image-9",
            "rel": "picture",
            "uri": f"{PICTURE}/whole-1600.jpg",
            "type": "picture",
            "descriptions": [{"role": "caption", "contentType": "text/plain", "value": "Das Rathaus im Juni"}],
            "renditions": [
                {
                    "name": "whole-1600-jpg",
                    "href": f"{PICTURE}/whole-1600.jpg",
                    "contentType": "image/jpeg",
                    "width": 1600,
                    "height": 1067,
                }
            ],
        }
    ],
}
NINJS = {"standard": NINJS_STANDARD, **NINJS_ITEM}
NINJS_LIST = {
    "standard": NINJS_STANDARD,
    "uri": f"{V1}/articles/",
    "type": "composite",
    "title": "Newsroom",
    "pubStatus": "usable",
    "associations": [{"name": "Rathaus wird saniert", "rel": "member", **NINJS_ITEM}],
}
FEED_ITEM = {
    "id": TAG,
    "url": f"{SITE}/articles/rathaus-wird-saniert/",
    "title": "Rathaus wird saniert",
    "summary": "Im Juni beginnen die Arbeiten.",
    "content_html": WRITTEN,
    "image": f"{PICTURE}/whole-1600.jpg",
    "date_published": "2024-06-19T06:00:00+00:00",
    "date_modified": "2024-06-19T10:30:00+00:00",
    "authors": [{"name": "Erika Muster", "url": f"{SITE}/people/erika-muster/"}],
    "tags": ["Rathaus"],
    "language": "de",
    "_comments": {"count": 2},
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Newsroom",
    "description": "",
    "home_page_url": f"{SITE}/",
    "feed_url": f"{V1}/articles/",
    "language": "de",
    "items": [FEED_ITEM],
}
LINES = '{"id":12,"headline":"Rathaus wird saniert"}\n{"id":11,"headline":"Der Turm steht"}\n'

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
        {"start": 10, "end": 43, "role": "paragraph", "rule": "text.rest"},
    ],
    "warnings": [{"code": "no_source", "message": "Der Text nennt kein Medium."}],
    "articles": [12],
}
SENT_CLIP = {"status": "new", "sentence": "Neu: aus turm.txt wurde ein Entwurf.", "clip": 7, "article": 12}

SHORT_DESK_ARTICLE = {
    "id": 12,
    "version": 7,
    "etag": '"v7"',
    "state": "draft",
    "slug": None,
    "kicker": "Innenstadt",
    "headline": "Rathaus wird saniert",
    "headline_is_provisional": False,
    "subheadline": "",
    "lead": "Im Juni beginnen die Arbeiten.",
    "dateline": "Musterstadt",
    "byline": "Von Erika Muster",
    "signoff": "",
    "genre": "news",
    "language": "de",
    "source": OUTLET,
    "original_url": "https://anzeiger.example/rathaus",
    "issued": ISSUED,
    "published_at": None,
    "expires_at": None,
    "embargo_until": None,
    "comments_are": "open",
    "noindex": False,
    "due_at": None,
    "responsible": "reporter",
    "note": "",
    "clip": 7,
    "right": "full",
    "created_at": MORNING,
    "updated_at": NOON,
}
DESK_ARTICLE = {
    **SHORT_DESK_ARTICLE,
    "body": BODY,
    "blocks": BLOCKS,
    "agencies": [{**AGENCY, "part": "contributed"}],
    "persons": [{**PERSON, "role": "author"}],
    "topics": [TOPIC],
    "moves": ["submit", "publish", "discard"],
    "gates": [{"code": "state", "field": "state", "message": "Der Stand ist „Entwurf“.", "blocks": True}],
}
REVISION = {
    "id": 40,
    "version": 6,
    "saved_at": MORNING,
    "saved_by": "reporter",
    "reason": "Vorspann",
    "state": "draft",
    "headline": "Rathaus wird saniert",
}
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
DESK_TOPIC = {**TOPIC, "description": "Um- und Ausbau."}
DESK_SOURCE = {
    **OUTLET,
    "kind": "outlet",
    "homepage": "https://anzeiger.example/",
    "right": "full",
    "right_note": "Vertrag vom 1. Juni 2024",
    "right_until": "2034-12-31",
}
NOUNS = ("articles", "changes", "sources", "agencies", "topics", "persons", "images", "schema", "docs")
PLAIN, NINJS_TYPE, FEED_TYPE = "application/json", "application/ninjs+json", "application/feed+json"
LINES_TYPE, FORM_TYPE = "application/x-ndjson", "multipart/form-data"


def page(row: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    """A page of rows, the last one."""
    return {"results": [row, *more], "next": None}


ANSWERS: dict[str, dict[str, Any]] = {  # by operation and media type; alone: the plain one
    "getIndex": {PLAIN: {noun: f"{V1}/{noun}/" for noun in NOUNS}},
    "listArticles": {
        PLAIN: page(LISTED_ARTICLE),
        NINJS_TYPE: NINJS_LIST,
        FEED_TYPE: JSON_FEED,
        LINES_TYPE: LINES,
    },
    "getArticle": {PLAIN: ARTICLE, NINJS_TYPE: NINJS, FEED_TYPE: JSON_FEED},
    "listComments": {PLAIN: page(COMMENT, REPLY)},
    "sendComment": {PLAIN: {"id": 33, "state": "waits", "status_url": f"{SITE}/comments/status/Zk3vR9/"}},
    "reportComment": {PLAIN: {"received_at": NOON}},
    "listChanges": {
        PLAIN: {
            "results": [
                {"id": 12, "gone": False, "at": NOON, "api_url": f"{V1}/articles/12/"},
                {"id": 10, "gone": True, "at": NOON, "api_url": None},
            ],
            "next": None,
            "follow": f"{V1}/changes/?since=5f3a9c1e-48",
        }
    },
    "listSources": {PLAIN: page(WHOLE_OUTLET, WHOLE_AGENCY)},
    "getSource": {PLAIN: WHOLE_OUTLET},
    "listAgencies": {PLAIN: page(WHOLE_AGENCY)},
    "getAgency": {PLAIN: WHOLE_AGENCY},
    "listTopics": {PLAIN: page(WHOLE_TOPIC)},
    "getTopic": {PLAIN: WHOLE_TOPIC},
    "listPersons": {PLAIN: page(PERSON)},
    "getPerson": {PLAIN: PERSON},
    "listImages": {PLAIN: page(IMAGE)},
    "getImage": {PLAIN: IMAGE},
    "listClips": {PLAIN: page(CLIP)},
    "importClip": {PLAIN: SENT_CLIP},
    "getClip": {PLAIN: WHOLE_CLIP},
    "moveClip": {PLAIN: {**CLIP, "state": "discarded", "state_reason": "Werbung"}},
    "listDeskArticles": {PLAIN: page(SHORT_DESK_ARTICLE)},
    "createArticle": {PLAIN: {**DESK_ARTICLE, "version": 1, "etag": '"v1"', "clip": None}},
    "getDeskArticle": {PLAIN: DESK_ARTICLE},
    "changeArticle": {PLAIN: {**DESK_ARTICLE, "version": 8, "etag": '"v8"'}},
    "moveArticle": {
        PLAIN: {
            **DESK_ARTICLE,
            "version": 8,
            "etag": '"v8"',
            "state": "published",
            "slug": "rathaus-wird-saniert",
            "published_at": NOON,
            "moves": ["withdraw", "lock"],
            "gates": [],
        }
    },
    "listRevisions": {PLAIN: page(REVISION)},
    "restoreRevision": {PLAIN: {**DESK_ARTICLE, "version": 8, "etag": '"v8"'}},
    "listDeskComments": {PLAIN: page(DESK_COMMENT)},
    "decide": {PLAIN: {"batch": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "changed": [33], "overtaken": [], "held": []}},
    "createImage": {PLAIN: IMAGE},
    "getDeskImage": {PLAIN: IMAGE},
    "changeImage": {PLAIN: IMAGE},
    "createTopic": {PLAIN: DESK_TOPIC},
    "getDeskTopic": {PLAIN: DESK_TOPIC},
    "changeTopic": {PLAIN: DESK_TOPIC},
    "createSource": {PLAIN: DESK_SOURCE},
    "getDeskSource": {PLAIN: DESK_SOURCE},
    "changeSource": {PLAIN: DESK_SOURCE},
    "createPerson": {PLAIN: PERSON},
    "getDeskPerson": {PLAIN: PERSON},
    "changePerson": {PLAIN: PERSON},
}

SAID_OF_PICTURE = {"caption": "Das Rathaus im Juni", "credit": "Erika Muster/dpa", "alt_text": "Ein Gerüst."}
SENT: dict[str, dict[str, Any]] = {  # by operation and media type
    "sendComment": {PLAIN: {"author": "Cem", "text": "Ein Gedanke dazu.", "parent": 31}},
    "reportComment": {PLAIN: {"kind": "quick", "reason": "insult", "explanation": "Das geht zu weit."}},
    "importClip": {
        PLAIN: {"name": "turm.txt", "text": CLIP_TEXT},
        FORM_TYPE: {"file": CLIP_TEXT},
    },
    "moveClip": {PLAIN: {"move": "discard", "reason": "Werbung"}},
    "createArticle": {
        PLAIN: {
            "headline": "Rathaus wird saniert",
            "lead": "Im Juni beginnen die Arbeiten.",
            "body": BODY,
            "source": "der-anzeiger",
            "agencies": [{"source": "dpa", "part": "contributed"}],
            "persons": [{"person": "erika-muster", "role": "author"}],
            "topics": ["rathaus"],
            "issued": "2024-06",
            "genre": "news",
        }
    },
    "changeArticle": {PLAIN: {"lead": "Gefeiert wird auch.", "reason": "Vorspann"}},
    "moveArticle": {PLAIN: {"move": "publish", "override_reason": "Eilmeldung"}},
    "restoreRevision": {PLAIN: {"reason": "Die frühere Fassung war richtig."}},
    "decide": {PLAIN: {"comments": [33], "verb": "reject", "reason": "advertising", "note": "Werbung für ein Lokal."}},
    "createImage": {
        PLAIN: SAID_OF_PICTURE,
        FORM_TYPE: {"file": "(the bytes of the picture)", **SAID_OF_PICTURE},
    },
    "changeImage": {PLAIN: {"credit": "Erika Muster/dpa", "rights_until": "2034-12-31"}},
    "createTopic": {PLAIN: {"name": "Brücken", "description": "Um- und Ausbau."}},
    "changeTopic": {PLAIN: {"description": "Um- und Ausbau."}},
    "createSource": {PLAIN: {"name": "Der Bote", "kind": "outlet", "right": "full", "right_until": "2034-12-31"}},
    "changeSource": {PLAIN: {"right": "full", "right_note": "Vertrag vom 1. Juni 2024"}},
    "createPerson": {PLAIN: {"name": "Bo Beispiel"}},
    "changePerson": {PLAIN: {"name": "Erika Muster-Mann"}},
}

NUMBERS = {  # of what an address names, by operation
    **dict.fromkeys(("getClip", "moveClip"), 7),
    "reportComment": 31,
    **dict.fromkeys(("getDeskImage", "changeImage"), 9),
    **dict.fromkeys(("getDeskTopic", "changeTopic"), 5),
    **dict.fromkeys(("getDeskSource", "changeSource"), 3),
    **dict.fromkeys(("getDeskPerson", "changePerson"), 6),
}
KEYS = {
    "getSource": "der-anzeiger",
    "getAgency": "dpa",
    "getTopic": "rathaus",
    "getPerson": "erika-muster",
    "getImage": "9",
}
ASKED: dict[str, Any] = {  # by name, where neither the operation nor the schema says more
    "agency": "dpa",
    "source": "der-anzeiger",
    "topic": "rathaus",
    "person": "erika-muster",
    "place": "Musterstadt",
    "q": "rathaus",
    "language": "de",
    "genre": "news",
    "state": "draft",
    "status": "pending",
    "date_from": "2024-06",
    "date_to": "2024-06-30",
    "published_from": "2024-06-19T00:00:00Z",
    "published_to": "2024-06-20T00:00:00Z",
    "changed_since": "2024-06-19T08:00:00Z",
    "fields": ["headline", "lead"],
    "include": ["source", "images"],
    "since": "5f3a9c1e-48",
    "revision": 40,
    "If-Match": '"v7"',
    "If-None-Match": '"5d41402abc4b2a76b9719d911017c592"',
    "If-Modified-Since": "Wed, 19 Jun 2024 10:30:00 GMT",
    "Idempotency-Key": "rathaus-1",
}
OF_OPERATION: dict[tuple[str, str], Any] = {
    ("listArticles", "id"): "12,31",
    ("listArticles", "body"): "html",
    ("getArticle", "body"): "html",
    ("listClips", "state"): "new",
    ("listDeskArticles", "clip"): 7,
    ("listDeskComments", "article"): 12,
    ("listImages", "article"): "rathaus-wird-saniert",
    ("importClip", "dry_run"): "true",
    **{(f"change{noun}", "If-Match"): "*" for noun in ("Topic", "Source", "Person", "Image")},
}


def of_parameter(operation: str, parameter: Mapping[str, Any]) -> Any:
    """What a parameter may look like; KeyError where nobody has thought of one."""
    name, schema = str(parameter["name"]), parameter["schema"]
    if (operation, name) in OF_OPERATION:
        return OF_OPERATION[operation, name]
    if name == "id":
        return NUMBERS.get(operation, 12)
    if name == "key":
        return KEYS.get(operation, "rathaus-wird-saniert")
    return schema["default"] if "default" in schema else ASKED[name]


def show(operation: dict[str, Any]) -> None:
    """Put the examples into an operation of the schema. A success without one is an error of whoever added it."""
    name = operation["operationId"]
    for parameter in operation.get("parameters", ()):  # a cursor brings its own: it depends on the order
        if "example" not in parameter:
            parameter["example"] = of_parameter(name, parameter)
    for media_type, content in operation.get("requestBody", {"content": {}})["content"].items():
        content["example"] = SENT[name][media_type]
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for media_type, content in answer["content"].items():
                content["example"] = ANSWERS[name][media_type]
