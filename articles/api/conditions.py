"""Spares the reader what it has already: an ETag on every answer, and 304 where it still holds."""

import hashlib

from django.http import HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

KEPT = ("ETag", "Cache-Control", "Vary", "Content-Location")


def make_conditional(request: Request, response: Response) -> None:
    """Let a good answer be kept by anybody, but asked for again each time: what is withdrawn must go at once."""
    if response.status_code == 200 and request.method in {"GET", "HEAD"}:
        response["Cache-Control"] = "public, no-cache"
        response.add_post_render_callback(lambda rendered: _unless_known(request, rendered))


def _unless_known(request: Request, response: Response) -> HttpResponseBase:
    tag = hashlib.sha256(response.content).hexdigest()[:32]
    response["ETag"] = f'"{tag}"'
    known = {etag.removeprefix("W/").strip('"') for etag in parse_etags(request.headers.get("If-None-Match", ""))}
    if tag not in known and "*" not in known:
        return response
    headers = {name: response[name] for name in KEPT if response.has_header(name)}
    return HttpResponseNotModified(headers=headers)
