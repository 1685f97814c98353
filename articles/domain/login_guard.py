"""Slows whoever guesses passwords, by account, by address and by both, and shuts nobody out for good.

Each attempt is counted before the password is looked at, so that a hundred at once are a hundred; one that succeeds is
taken back. After some free failures each further one brings a pause twice as long, up to a bound. Attempts within a
pause are refused unseen and do not lengthen it. Whoever has logged in before from a device or an address is not held
up by what others do to the account: a known device counts for itself alone. An address that has not failed at an
account yet has a lane of its own there, which those who go on guessing cannot fill: they would need a new network
for each try. The counts are in the database, so all
workers and hosts share them; they tell neither names nor addresses. Whether a name exists makes no difference.
"""

import math
import secrets
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.db import transaction

from articles.domain.rate_limit import RateLimited, key
from articles.domain.sender_hashes import network as network_of
from articles.models import RateLimitWindow

COUNTED_SECONDS = 24 * 3600  # failures that are older are forgotten
KNOWN_SECONDS = 90 * 24 * 3600  # that a device or an address is known after a log-in
MAX_TIMES = 60  # of the failures that are kept for one name: more lengthen no pause
SALT = "articles.known-device"


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures are free, the seconds of the first pause, and those of the longest."""

    free: int
    first_pause: int
    longest_pause: int

    def pause(self, failures: int) -> int:
        """The seconds to wait after so many failures."""
        beyond = failures - self.free
        return 0 if beyond < 0 else min(self.first_pause * 2 ** min(beyond, 20), self.longest_pause)


BOTH = Limit(5, 5, 900)
ACCOUNT = Limit(10, 2, 60)
FIRST = Limit(10, 2, 20)  # first tries of addresses at one account: short, for the person on a new device
ADDRESS = Limit(20, 5, 900)  # an office has one address


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as it was counted: under which keys, and when (seconds since 1970)."""

    keys: tuple[str, ...]
    moment: float
    own: str  # the key that a success wipes out
    known: str = ""  # the key under which the address becomes known for this account


def begin(name: str, address: str, device: str = "") -> Attempt:
    """Count one attempt to log in as `name` from `address`; raises RateLimited with the seconds until the next.

    `device` is what known_device() has given to this browser, or nothing.
    """
    account, network = key("login account", _folded(name)), network_of(address)
    both = key("login", f"{_folded(name)} {network}")
    known = key("login known", f"{_folded(name)} {network}")
    if own := _device_key(device, account):
        return _count({own: BOTH}, own, known)
    limits = {both: BOTH, key("login address", network): ADDRESS}
    rows = {row.key: row for row in RateLimitWindow.objects.filter(key__in=[both, known])}
    if known not in rows:
        has_failed = both in rows and any(moment > time.time() - COUNTED_SECONDS for moment in rows[both].times)
        limits |= {account: ACCOUNT} if has_failed else {key("login first", account): FIRST}
    return _count(limits, both, known)


def begin_confirmation(user_id: int) -> Attempt:
    """Count one attempt to confirm one's own password within a session; raises RateLimited."""
    own = key("login confirmation", user_id)
    return _count({own: BOTH}, own)


def count_wrong_token(address: str) -> None:
    """Count an API token that is none; raises RateLimited where this address has sent many. Valid ones always pass."""
    own = key("login token", network_of(address))
    _count({own: ADDRESS}, own)


@transaction.atomic
def succeed(attempt: Attempt) -> None:
    """Take the attempt back: the password was right."""
    for row in RateLimitWindow.objects.select_for_update().filter(key__in=attempt.keys).order_by("key"):
        row.times = [] if row.key == attempt.own else [t for t in row.times if t != attempt.moment]
        row.save(update_fields=["times"])
    if attempt.known:
        until = datetime.fromtimestamp(attempt.moment + KNOWN_SECONDS, UTC)
        RateLimitWindow.objects.update_or_create(key=attempt.known, defaults={"times": [], "until": until})


def known_device(name: str) -> str:
    """A signed word for a browser from which `name` has logged in: the value of a cookie, good for KNOWN_SECONDS."""
    return signing.dumps([key("login account", _folded(name)), secrets.token_urlsafe(12)], salt=SALT)


def _device_key(device: str, account: str) -> str:
    try:
        owner, number = signing.loads(device, salt=SALT, max_age=KNOWN_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return key("login device", f"{account} {number}") if owner == account else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _count(limits: dict[str, Limit], own: str, known: str = "") -> Attempt:
    # Looking first costs a read, and holds up nobody.
    _refuse_within_pause(RateLimitWindow.objects.filter(key__in=limits), limits, time.time())
    return _count_one(limits, own, known)


def _refuse_within_pause(rows: Iterable[RateLimitWindow], limits: dict[str, Limit], now: float) -> None:
    ends = [0.0]
    for row in rows:
        if times := _counted(row, now):
            ends.append(times[-1] + limits[row.key].pause(len(times)))
    if (wait := math.ceil(max(ends) - now)) > 0:
        raise RateLimited(wait)


def _counted(row: RateLimitWindow, now: float) -> list[float]:
    return [t for t in row.times if t > now - COUNTED_SECONDS][-MAX_TIMES:]


@transaction.atomic
def _count_one(limits: dict[str, Limit], own: str, known: str) -> Attempt:
    now = time.time()
    until = datetime.fromtimestamp(now + COUNTED_SECONDS, UTC)
    windows = [RateLimitWindow(key=name, until=until) for name in sorted(limits)]
    RateLimitWindow.objects.bulk_create(windows, ignore_conflicts=True)
    # The others wait here for their turn.
    rows = list(RateLimitWindow.objects.select_for_update().filter(key__in=limits).order_by("key"))
    _refuse_within_pause(rows, limits, now)  # others may have been counted since the first look
    for row in rows:
        row.times, row.until = [*_counted(row, now), now], until
    RateLimitWindow.objects.bulk_update(rows, ["times", "until"])
    return Attempt(tuple(limits), now, own, known)
