"""Recognises senders by a keyed hash of their IP address that cannot be reversed.

The hash needs two keys: the site's SECRET_KEY, which is not in the database, and a random one that is, and that is
deleted after SENDER_KEY_DAYS. Hashes under a deleted key cannot be compared any more.
"""

import ipaddress
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import SenderKey

HOUSEHOLD_BITS = 64  # the network part of an IPv6 address; devices choose the rest themselves
UNKNOWN_SENDER = "unknown"  # where the server has no address: all these share one limit


def network(address: str) -> str:
    """The network of a sender: the IPv4 address, or the /64 of an IPv6 one; UNKNOWN_SENDER for anything else."""
    try:
        parsed = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return UNKNOWN_SENDER
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((int(parsed) >> HOUSEHOLD_BITS << HOUSEHOLD_BITS, HOUSEHOLD_BITS)))
        parsed = parsed.ipv4_mapped
    return str(parsed)


def _without_port(address: str) -> str:
    address = address.strip().partition("%")[0]
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def sender_hash(address: str) -> str:
    """The address as 64 hexadecimal digits, the same for the same sender as long as the key lasts."""
    return salted_hmac("articles.sender", f"{_key()} {network(address)}", algorithm="sha256").hexdigest()


def forget_keys() -> int:
    """Delete the expired keys; returns how many. The next hash creates a new one."""
    oldest = timezone.now() - timedelta(days=settings.SENDER_KEY_DAYS)
    return SenderKey.objects.filter(created_at__lt=oldest).delete()[0]


def _key() -> str:
    oldest = timezone.now() - timedelta(days=settings.SENDER_KEY_DAYS)
    stored = SenderKey.objects.filter(created_at__gte=oldest).order_by("id").first()
    return (stored or _new_key()).key


@transaction.atomic
def _new_key() -> SenderKey:
    forget_keys()
    created = SenderKey.objects.create(key=secrets.token_hex(32))
    return SenderKey.objects.order_by("id").first() or created  # whoever came first
