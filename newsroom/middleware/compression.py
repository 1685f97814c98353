"""Compresses answers, and keeps the ETags of the API strong: a compressed answer has a strong ETag of its own.

A weak ETag never matches in If-Match (RFC 9110, 13.1.1): a program that accepts gzip could not write at all. A
compressed answer is another representation, so it has another ETag (8.8.3.3); articles/api/etags.py knows both.
"""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

ZERO_QUALITY = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def takes_gzip(header: str) -> bool:
    """Whether this Accept-Encoding accepts gzip, by this name or else by its old one (RFC 9110, 8.4.1.3)."""
    taken = {}
    for coding in header.lower().split(","):
        name, _semicolon, weight = coding.partition(";")
        taken[name.strip()] = not ZERO_QUALITY.fullmatch(weight)
    return taken.get("gzip", taken.get("x-gzip", False))


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for clients that accept gzip."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the client accepts it and it is worth it."""
        if not takes_gzip(request.headers.get("Accept-Encoding", "")):  # Django takes any name with gzip in it
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        etag = response.get("ETag", "")
        was_compressed = response.has_header("Content-Encoding")
        response = super().process_response(request, response)
        is_strong = etag.startswith('"') and request.path_info.startswith("/api/")
        if is_strong and response.has_header("Content-Encoding") and not was_compressed:
            response["ETag"] = f'{etag[:-1]}-gzip"'
        return response
