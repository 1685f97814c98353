"""Counters of the rate limits, shared by all worker processes."""

from django.db import models


class RateLimitWindow(models.Model):
    """The times at which one sender did something, or one article received something. Deleted when they are over.

    `key` is a keyed hash of address and action; see domain/rate_limit.py.
    """

    key = models.CharField(max_length=64, primary_key=True)
    times = models.JSONField(default=list)  # seconds since 1970, oldest first
    until = models.DateTimeField(db_index=True)  # expires then

    def __str__(self) -> str:
        return f"{len(self.times)} × {self.key[:8]}"


class RequestCount(models.Model):
    """The number of requests of one client to the API within one window. Deleted when it is over.

    `key` is a keyed hash of client and window; see domain/api_usage.py.
    """

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hits} × {self.key[:8]}"


class SenderKey(models.Model):
    """The random half of the key under which addresses are hashed. Hashes under a deleted key cannot be compared."""

    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.created_at)
