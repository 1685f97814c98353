"""X-Forwarded-* headers are used only from trusted proxies."""

import ipaddress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.middleware import proxies


def seen_address(settings, trusted: list[str], address: str, **headers: str) -> tuple[str, bool]:
    """The client address that the site uses, and whether any forwarded header is left."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(network) for network in trusted]
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    proxies.trusted_proxies(lambda _request: HttpResponse())(request)
    return proxies.client_address(request), any(header in request.META for header in proxies.FORWARDED)


@pytest.mark.parametrize(
    ("trusted", "address", "forwarded", "expected"),
    [
        ([], "203.0.113.9", "198.51.100.1", ("203.0.113.9", False)),
        (["10.0.0.0/8"], "203.0.113.9", "198.51.100.1", ("203.0.113.9", False)),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1", ("198.51.100.1", True)),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", ("203.0.113.9", True)),
    ],
)
def test_the_last_untrusted_forwarded_address_is_the_client(settings, trusted, address, forwarded, expected):
    assert seen_address(settings, trusted, address, HTTP_X_FORWARDED_FOR=forwarded) == expected
