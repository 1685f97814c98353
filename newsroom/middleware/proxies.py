"""Trusts X-Forwarded-* only where it comes from a proxy that the operator has listed."""

import ipaddress
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def _is_trusted(address: str) -> bool:
    try:
        return any(ipaddress.ip_address(address) in network for network in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def sender(environ: dict[str, Any]) -> str:
    """The address that a request came from: the first from the right that is no trusted proxy.

    `environ` is that of WSGI (PEP 3333), as the server made it; X-Forwarded-For counts only where a proxy set it.
    """
    address = str(environ.get("REMOTE_ADDR", ""))
    if _is_trusted(address):
        for hop in reversed([h.strip() for h in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if h.strip()]):
            address = hop
            if not _is_trusted(hop):
                break
    return address


def trusted_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set REMOTE_ADDR to the first address from the right that is no trusted proxy; drop untrusted headers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        meta = request.META
        if _is_trusted(meta.get("REMOTE_ADDR", "")):
            meta["REMOTE_ADDR"] = sender(meta)
        else:
            for header in FORWARDED:
                meta.pop(header, None)
        return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> str:
    """The address that the request came from, once trusted_proxies() has set it."""
    return str(request.META.get("REMOTE_ADDR", ""))
