"""Stored responses to creations, so that a repeated request creates nothing twice."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """An idempotency key of a program, the hash of its request, and the response.

    Source: draft-ietf-httpapi-idempotency-key-header.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
