"""Lets pages of other sites use the API from a browser, where the operator has listed them.

Never with cookies: a session works on the site's own pages only. Source: fetch.spec.whatwg.org.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

EXPOSED_HEADERS = "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed"
REQUEST_HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, Idempotency-Key"


def cors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the browser's preflight request, and mark the answer to the request itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not (settings.CORS_ORIGINS and request.path.startswith("/api/")):
            return get_response(request)
        origin = request.headers.get("Origin", "")
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if asks_first else get_response(request)
        patch_vary_headers(response, ["Origin"])
        if origin and ("*" in settings.CORS_ORIGINS or origin in settings.CORS_ORIGINS):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
            if asks_first:
                response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PATCH"
                response["Access-Control-Allow-Headers"] = REQUEST_HEADERS
                response["Access-Control-Max-Age"] = "3600"
        return response

    return middleware
