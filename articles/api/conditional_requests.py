"""Conditional requests: an ETag on every answer, the time of its last change, and 304 where the client has it.

Last-Modified is when this answer was first seen as it is: no stored time changes whenever a name, a right or a
comment does. It is kept in the cache; where it is not known, or too recent to tell two answers apart, none is sent.
Source: RFC 9110 (8.8.2, 13.1.3).
"""

import hashlib
import logging
import time

from django.core.cache import cache
from django.http import HttpResponseBase, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.etags import etags_of, normalize

log = logging.getLogger(__name__)
NOT_MODIFIED_HEADERS = (
    *("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Location", "X-Robots-Tag"),
    *("RateLimit", "RateLimit-Policy", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"),
)
FIRST_SEEN_SECONDS = 86_400  # seconds
SETTLED_SECONDS = 2  # seconds: a date has no smaller unit than one, and workers see a change one after another


def make_conditional(request: Request, response: HttpResponseBase) -> None:
    """Let any cache keep a public answer but revalidate it each time: what is withdrawn must be gone at once."""
    if isinstance(response, Response) and response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response["Cache-Control"] = "public, no-cache"
        response.add_post_render_callback(lambda rendered: _with_validators(request, rendered))


def answer_not_modified(request: Request, response: HttpResponseBase) -> None:
    """Answer 304 by ETag to staff programs. Caches keep none of these answers, so there is no Last-Modified."""
    if isinstance(response, Response) and response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response.add_post_render_callback(lambda rendered: _with_etag(request, rendered))


def _with_etag(request: Request, response: Response) -> HttpResponseBase:
    if not response.has_header("ETag"):
        response["ETag"] = f'"{_digest(response)}"'
    etag = _matching_etag(request, normalize(response["ETag"]), None)
    return _not_modified(response, etag) if etag else response


def _with_validators(request: Request, response: Response) -> HttpResponseBase:
    tag = _digest(response)
    response["ETag"] = f'"{tag}"'
    since = _last_modified(request, tag)
    if since is not None:
        response["Last-Modified"] = http_date(since)
    etag = _matching_etag(request, tag, since)
    return _not_modified(response, etag) if etag else response


def _digest(response: Response) -> str:
    return hashlib.sha256(response.content).hexdigest()[:32]


def _not_modified(response: Response, etag: str) -> HttpResponseNotModified:
    """A 304 with the ETag that the client sent, by which a cache finds its copy (RFC 9111, 4.3.4).

    That ETag may be the one of a compressed answer.
    """
    headers = {name: response[name] for name in NOT_MODIFIED_HEADERS if response.has_header(name)}
    return HttpResponseNotModified(headers={**headers, "ETag": etag.removeprefix("W/")})


def _matching_etag(request: Request, tag: str, since: int | None) -> str:
    """The ETag that the client sent for this answer; empty where it has another one.

    If-None-Match is read before If-Modified-Since, whose date has to be equal.
    """
    if "If-None-Match" in request.headers:
        etags = etags_of(request, "If-None-Match")
        return etags.get(tag) or (f'"{tag}"' if "*" in etags else "")
    date = request.headers.get("If-Modified-Since")
    return f'"{tag}"' if date and since is not None and parse_http_date_safe(date) == since else ""


def _last_modified(request: Request, tag: str) -> int | None:
    """When this answer was first seen at this address, in seconds since 1970; None where that is not known (yet)."""
    request_key = f"{request.build_absolute_uri()} {request.headers.get('Accept', '')}"
    name = f"articles.answer.{hashlib.sha256(request_key.encode()).hexdigest()}"
    now = int(time.time())
    try:
        seen = cache.get(name)
        if seen is None or seen[0] != tag:
            seen = (tag, now)
            cache.set(name, seen, FIRST_SEEN_SECONDS)
    except Exception as error:  # the cache's libraries have errors of their own; an answer comes without it
        log.warning("The cache does not answer: %s", error, exc_info=True)
        return None
    return int(seen[1]) if now - seen[1] >= SETTLED_SECONDS else None
