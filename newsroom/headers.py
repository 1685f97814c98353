"""Sets on each answer which caches may keep it, and who may embed it, unless the view has done so.

The public pages are the same for everybody. Caches may keep them but revalidate each time: what is withdrawn is gone at
once, and no planned change is hidden by a copy. An ETag saves sending the text. It is weak, because the compressed page
has the same one. Any other answer is not kept by caches.
Sources: RFC 9110 (8.8.1, 13.1.2, 15.4.5), RFC 9111 (4.3.4), fetch.spec.whatwg.org (Cross-Origin-Resource-Policy).
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers

PAGE_CACHE_CONTROL = "public, no-cache"
SAFE_METHODS = ("GET", "HEAD")
PRIVATE_PREFIXES = ("/admin/", "/api/")


def defaults(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware: headers of any answer, be it of a view, a redirect, a static file or an error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        cache_control = response.get("Cache-Control", "")
        if response.status_code >= 400 and "no-store" not in cache_control:
            response["Cache-Control"] = "no-store"
        elif not cache_control:  # browsers would keep a 301 for good, and an article may get its former address back
            response["Cache-Control"] = "no-cache" if 300 <= response.status_code < 400 else "no-store"
        is_static = request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400
        elsewhere = is_static or response.has_header("Access-Control-Allow-Origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if elsewhere else "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY))
        return response

    return middleware


def pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Inside of the compression: the ETag of a public page, and 304 where the client has it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _conditional(request, response) if _is_for_all(request, response) else response

    return middleware


def _is_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is a public page that does not depend on a cookie and has no Cache-Control of its own."""
    return (
        request.method in SAFE_METHODS
        and response.status_code == 200
        and not response.streaming
        and not request.path_info.startswith(PRIVATE_PREFIXES)
        and not response.has_header("Cache-Control")
        and not response.cookies
        and not has_vary_header(response, "Cookie")
    )


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = PAGE_CACHE_CONTROL
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Accept-Encoding"])  # the compression does not look at a 304
    if "If-None-Match" not in request.headers:
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
