"""How often something happened lately: the memory of the flood limits, shared by every worker process."""

from django.db import models


class RateLimitWindow(models.Model):
    """The moments at which one sender did one thing, or one article received something. Forgotten when they are over.

    `key` is a keyed hash that says neither the address nor what it did; see domain/rate_limit.py.
    """

    key = models.CharField(max_length=64, primary_key=True)
    times = models.JSONField(default=list)  # seconds since 1970, oldest first
    until = models.DateTimeField(db_index=True)  # from then on it says nothing any more

    def __str__(self) -> str:
        return f"{len(self.times)} × {self.key[:8]}"


class RequestCount(models.Model):
    """How many requests somebody sent to the API within one stretch of time. Forgotten when it is over.

    `key` is a keyed hash of who asks and of the stretch; see domain/api_usage.py.
    """

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hits} × {self.key[:8]}"


class SenderKey(models.Model):
    """The random half of the key under which addresses are hashed. A forgotten key makes its hashes meaningless."""

    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.created_at)
