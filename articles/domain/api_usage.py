"""Counts requests to the API, for all workers together: in the cache where they share one, else in the database.

It fails open: where the count is unavailable, every request passes. Each worker counts for itself first and adds to the
shared count after some requests: most requests cost no write, and a limit may be passed by what is not shared yet.
"""

import logging
import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.crypto import salted_hmac

from articles.models import RequestCount

log = logging.getLogger(__name__)
NOT_SHARED = ("locmem", "dummy")
SHARES_PER_LIMIT = 20  # a worker adds to the shared count after this part of a limit
MAX_SENDERS = 10_000  # that a worker remembers


@dataclass(frozen=True, slots=True)
class UsageStatus:
    """The usage of one client: `remaining` of `limit` requests, and the seconds until all are available again."""

    limit: int
    remaining: int
    seconds: int
    window: int

    @property
    def is_over(self) -> bool:
        """Whether this request was one too many."""
        return self.remaining < 0


@dataclass(slots=True)
class _Count:
    shared: int = 0  # of all workers, when the count was last read
    unshared: int = 0  # of this worker since then


_counts: OrderedDict[str, _Count] = OrderedDict()
_lock = Lock()  # a worker may have threads


def count(who: str, limit: int, window: int) -> UsageStatus:
    """Count one request of `who`, who may send `limit` of them in each stretch of `window` seconds."""
    now = time.time()
    end = (math.floor(now / window) + 1) * window
    key = salted_hmac("articles.requests", f"{who} {limit} {end}", algorithm="sha256").hexdigest()
    try:
        hits = _in_cache(key, window) if is_cache_shared() else _in_database(key, limit, end)
    except Exception as error:  # the cache's libraries have errors of their own
        log.warning("Requests cannot be counted: %s", error, exc_info=True)
        hits = 0
    return UsageStatus(limit, limit - hits, max(1, math.ceil(end - now)), window)


def is_cache_shared() -> bool:
    """Whether all workers see the same cache."""
    backend = settings.CACHES["default"]["BACKEND"]
    return not any(name in backend for name in NOT_SHARED)


def _in_cache(key: str, window: int) -> int:
    name = f"articles.requests.{key}"
    if cache.add(name, 1, window):
        return 1
    return int(cache.incr(name))


def _in_database(key: str, limit: int, end: float) -> int:
    with _lock:
        here = _counts.setdefault(key, _Count())
        _counts.move_to_end(key)
        if len(_counts) > MAX_SENDERS:
            _counts.popitem(last=False)
        here.unshared += 1
        unshared = here.unshared
        if unshared < max(1, limit // SHARES_PER_LIMIT):
            return here.shared + unshared
        here.unshared = 0
    total = _add_to_shared_count(key, unshared, end)
    with _lock:
        here.shared = max(here.shared, total)
        return here.shared + here.unshared


def _add_to_shared_count(key: str, hits: int, end: float) -> int:
    """Add `hits` to the count of all workers; returns the sum."""
    until = datetime.fromtimestamp(end, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_requestcount (key, hits, until) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET hits = articles_requestcount.hits + excluded.hits RETURNING hits",
            [key, hits, connection.ops.adapt_datetimefield_value(until)],
        )
        (total,) = cursor.fetchone()
    if total == hits:  # the first of a stretch forgets those that are over
        RequestCount.objects.filter(until__lt=datetime.now(UTC)).delete()
    return int(total)
