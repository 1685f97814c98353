"""Examples of articles, in every form in which they are answered."""

from typing import Any

from articles.api.examples.images import IMAGE, PICTURE
from articles.api.examples.sample_values import (
    FEED_TYPE,
    ISSUED,
    JSON_TYPE,
    LINES_TYPE,
    MORNING,
    NINJS_TYPE,
    NOON,
    SITE,
    V1,
    page,
)
from articles.api.examples.taxonomy import AGENCY, OUTLET, PERSON, TOPIC

ENTRY_POINTS = ("articles", "changes", "sources", "agencies", "topics", "persons", "images", "schema", "docs")
TABLE = (
    '<thead><tr><th scope="col">Jahr</th><th scope="col">Kosten</th></tr></thead>'
    "<tbody><tr><td>2026</td><td>1,2 Mio. Euro</td></tr></tbody>"
)
BODY = f"<p>Die Stadt saniert ihr <strong>Rathaus</strong>.</p>\n<table>{TABLE}</table>"
BLOCKS = [
    {
        "kind": "paragraph",
        "text": "Die Stadt saniert ihr Rathaus.",
        "html": "Die Stadt saniert ihr <strong>Rathaus</strong>.",
    },
    {
        "kind": "table",
        "text": "Jahr\tKosten\n2026\t1,2 Mio. Euro",
        "html": TABLE,
        "rows": [
            [{"text": "Jahr", "html": "Jahr", "header": True}, {"text": "Kosten", "html": "Kosten", "header": True}],
            [
                {"text": "2026", "html": "2026", "header": False},
                {"text": "1,2 Mio. Euro", "html": "1,2 Mio. Euro", "header": False},
            ],
        ],
    },
]
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
BODY_WITH_DATELINE = "<p><strong>Musterstadt</strong> – Die Stadt saniert ihr <strong>Rathaus</strong>.</p>"
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
    "bodies": [
        {"role": "main", "contentType": "text/html", "charCount": 30, "wordCount": 5, "value": BODY_WITH_DATELINE}
    ],
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
    "content_html": BODY_WITH_DATELINE,
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

RESPONSES: dict[str, dict[str, Any]] = {  # by operation and media type
    "getIndex": {JSON_TYPE: {name: f"{V1}/{name}/" for name in ENTRY_POINTS}},
    "listArticles": {
        JSON_TYPE: page(LISTED_ARTICLE),
        NINJS_TYPE: NINJS_LIST,
        FEED_TYPE: JSON_FEED,
        LINES_TYPE: LINES,
    },
    "getArticle": {JSON_TYPE: ARTICLE, NINJS_TYPE: NINJS, FEED_TYPE: JSON_FEED},
    "listChanges": {
        JSON_TYPE: {
            "results": [
                {"id": 12, "gone": False, "at": NOON, "api_url": f"{V1}/articles/12/"},
                {"id": 10, "gone": True, "at": NOON, "api_url": None},
            ],
            "next": None,
            "follow": f"{V1}/changes/?since=5f3a9c1e-48",
        }
    },
    "listDeskArticles": {JSON_TYPE: page(SHORT_DESK_ARTICLE)},
    "createArticle": {JSON_TYPE: {**DESK_ARTICLE, "version": 1, "etag": '"v1"', "clip": None}},
    "getDeskArticle": {JSON_TYPE: DESK_ARTICLE},
    "changeArticle": {JSON_TYPE: {**DESK_ARTICLE, "version": 8, "etag": '"v8"'}},
    "moveArticle": {
        JSON_TYPE: {
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
    "listRevisions": {JSON_TYPE: page(REVISION)},
    "restoreRevision": {JSON_TYPE: {**DESK_ARTICLE, "version": 8, "etag": '"v8"'}},
}

REQUESTS: dict[str, dict[str, Any]] = {  # by operation and media type
    "createArticle": {
        JSON_TYPE: {
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
    "changeArticle": {JSON_TYPE: {"lead": "Gefeiert wird auch.", "reason": "Vorspann"}},
    "moveArticle": {JSON_TYPE: {"move": "publish", "override_reason": "Eilmeldung"}},
    "restoreRevision": {JSON_TYPE: {"reason": "Die frühere Fassung war richtig."}},
}
