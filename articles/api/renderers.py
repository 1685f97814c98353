"""The formats of articles beside plain JSON: ninjs, JSON Feed, and exports with an object a line."""

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from articles.api.addresses import absolute, base
from articles.api.pagination import after_values
from articles.formats import feed, ninjs
from articles.models import Article

BATCH_ROWS = 100  # rows in memory at a time


class NinjsRenderer(JSONRenderer):
    """IPTC's JSON for news."""

    media_type = ninjs.MEDIA_TYPE
    format = feed.NINJS


class JsonFeedRenderer(JSONRenderer):
    """JSON Feed 1.1."""

    media_type = "application/feed+json"
    format = "feed"  # “json” is the plain one


class JsonLinesRenderer(BaseRenderer):
    """One JSON object a line; problems are rendered as JSON."""

    media_type = "application/x-ndjson"
    format = "lines"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """Render a problem: rows are streamed and never come here."""
        return bytes(JSONRenderer().render(data, media_type, context))


DETAIL_RENDERERS = [JSONRenderer, NinjsRenderer, JsonFeedRenderer]
LIST_RENDERERS = [*DETAIL_RENDERERS, JsonLinesRenderer]


FEED_KINDS = {NinjsRenderer.format: feed.NINJS, JsonFeedRenderer.format: feed.JSON}


def as_feed(request: Request, articles: Sequence[Article], kind: str, following: str | None) -> Any:
    """These articles as ninjs or JSON Feed; `following` is the address of the next page."""
    home = base(request) + "/"
    about = feed.Feed(
        title=settings.SITE_NAME,
        description="",
        page=absolute(request, reverse("front")),
        address=absolute(request, request.get_full_path()),
        language=get_language() or settings.LANGUAGE_CODE,
        site=settings.SITE_NAME,
    )
    document = json.loads(feed.write(about, articles, FEED_KINDS[kind], home)[0])
    return {**document, "next_url": following} if following and FEED_KINDS[kind] == feed.JSON else document


def stream_lines(rows: Any, keys: Sequence[str], write: Callable[[Article], Any]) -> StreamingHttpResponse:
    """All rows, an object a line; a batch is read when the one before has been sent. The last key is unique."""
    response = StreamingHttpResponse(_lines(rows, keys, write), content_type=JsonLinesRenderer.media_type)
    response["Cache-Control"] = "no-store"  # it has no ETag to ask with
    return response


def _lines(rows: Any, keys: Sequence[str], write: Callable[[Article], Any]) -> Iterator[bytes]:
    last: Any = None
    while True:
        rest = rows if last is None else rows.filter(after_values([(k, getattr(last, k.lstrip("-"))) for k in keys]))
        batch = list(rest.order_by(*keys)[:BATCH_ROWS])
        for last in batch:
            yield json.dumps(write(last), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if len(batch) < BATCH_ROWS:
            return
        batch.clear()
        gc.collect()  # rows and what belongs to them point at each other
