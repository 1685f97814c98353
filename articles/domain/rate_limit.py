"""Limits how often something may happen within ten minutes. The count is in the database: all workers share it.

It fails closed: where the database does not answer, nothing can be stored either.
"""

import math
import time
from datetime import UTC, datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from articles.models import RateLimitWindow

WINDOW_SECONDS = 600
ROW_LIFETIME_SECONDS = (
    3600  # seconds that a row outlives its window, so that nobody deletes what another is counting on
)


class RateLimited(Exception):
    """The limit is reached; `seconds` until the next one is allowed."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many; again in {seconds} s")
        self.seconds = seconds


def key(what: str, who: object) -> str:
    """The keyed hash under which `what` is counted for `who`."""
    return salted_hmac("articles.rate", f"{what} {who}", algorithm="sha256").hexdigest()


def wait(limits: dict[str, int]) -> int:
    """The seconds until one more is allowed under each of these names; 0 where it is now. One read."""
    now = time.time()
    rows = RateLimitWindow.objects.filter(key__in=limits).values_list("key", "times")
    return max((_seconds(times, limits[name], now) for name, times in rows), default=0)


def take(name: str, limit: int) -> None:
    """Count one more under this name, or raise RateLimited. Call it in the transaction of what is counted."""
    with transaction.atomic():
        now = time.time()
        RateLimitWindow.objects.filter(until__lt=datetime.fromtimestamp(now - ROW_LIFETIME_SECONDS, UTC)).delete()
        until = datetime.fromtimestamp(now + WINDOW_SECONDS, UTC)
        RateLimitWindow.objects.bulk_create([RateLimitWindow(key=name, until=until)], ignore_conflicts=True)
        row = RateLimitWindow.objects.select_for_update().get(key=name)  # the others wait here for their turn
        seconds = _seconds(row.times, limit, now)
        if seconds:
            raise RateLimited(seconds)
        row.times = [t for t in row.times if t > now - WINDOW_SECONDS] + [now]
        row.until = until
        row.save()


def _seconds(times: list[float], limit: int, now: float) -> int:
    recent = [t for t in times if t > now - WINDOW_SECONDS]
    return max(1, math.ceil(recent[-limit] + WINDOW_SECONDS - now)) if len(recent) >= limit else 0
