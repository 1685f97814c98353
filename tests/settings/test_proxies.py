"""X-Forwarded-* is believed only from proxies that the operator named."""

import ipaddress

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.middleware import proxies


def seen(settings, trusted: list[str], address: str, **headers: str) -> tuple[str, bool]:
    """The address the site believes in, and whether any forwarded header is left."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(n) for n in trusted]
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    proxies.trusted_proxies(lambda _request: HttpResponse())(request)
    return proxies.client_address(request), any(h in request.META for h in proxies.FORWARDED)


@pytest.mark.parametrize(
    ("trusted", "address", "forwarded", "believed"),
    [
        ([], "203.0.113.9", "198.51.100.1", ("203.0.113.9", False)),
        (["10.0.0.0/8"], "203.0.113.9", "198.51.100.1", ("203.0.113.9", False)),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1", ("198.51.100.1", True)),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", ("203.0.113.9", True)),
    ],
)
def test_the_first_stranger_from_the_right_is_the_client(settings, trusted, address, forwarded, believed):
    assert seen(settings, trusted, address, HTTP_X_FORWARDED_FOR=forwarded) == believed
