"""Believes X-Forwarded-* only where it comes from a proxy that the operator named."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def _is_trusted(address: str) -> bool:
    try:
        return any(ipaddress.ip_address(address) in network for network in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def trusted_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set REMOTE_ADDR to the first address from the right that is no trusted proxy; drop what strangers claim."""

    def middleware(request: HttpRequest) -> HttpResponse:
        meta = request.META
        if not _is_trusted(meta.get("REMOTE_ADDR", "")):
            for header in FORWARDED:
                meta.pop(header, None)
            return get_response(request)
        for hop in reversed([h.strip() for h in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if h.strip()]):
            meta["REMOTE_ADDR"] = hop
            if not _is_trusted(hop):
                break
        return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> str:
    """The address that the request came from, once trusted_proxies() has looked at it."""
    return str(request.META.get("REMOTE_ADDR", ""))
