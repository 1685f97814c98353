"""What the examples of several subjects have in common: addresses, times, media types, a page of rows."""

from collections.abc import Mapping
from typing import Any

SITE = "https://news.example"
V1 = f"{SITE}/api/v1"
MORNING, NOON = "2024-06-19T06:00:00Z", "2024-06-19T10:30:00Z"
ISSUED = {"value": "2024-06", "precision": "month"}
JSON_TYPE, NINJS_TYPE, FEED_TYPE = "application/json", "application/ninjs+json", "application/feed+json"
LINES_TYPE, FORM_TYPE = "application/x-ndjson", "multipart/form-data"


def page(row: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    """The last page of a list, with these rows."""
    return {"results": [row, *more], "next": None}
