"""Absolute addresses: of the site where it has one, else of the host that was asked."""

from django.conf import settings
from rest_framework.request import Request


def base(request: Request) -> str:
    """Scheme and host of the site, without a slash at the end."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def absolute(request: Request, path: str) -> str:
    """The absolute address of a path of this site; an address elsewhere stays as it is."""
    return base(request) + path if path.startswith("/") else path
