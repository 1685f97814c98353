"""A creation that is sent twice with the same Idempotency-Key is carried out once and answered twice.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from articles.domain.staff import staff
from articles.models import IdempotencyKey

KEY_LIFETIME = timedelta(days=1)
MAX_KEY_CHARS = 200  # characters of a key


class IdempotencyKeyReused(exceptions.APIException):
    """422: the key was sent with another request before."""

    status_code = 422
    default_code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key came with another request before."))


def create_once(request: Request, create: Callable[[], tuple[dict[str, Any], int]]) -> Response:
    """The answer of `create()`, stored in the same transaction; the stored one for a known key.

    `create` returns the answer's data and status. Raises IdempotencyKeyReused and ValidationError.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        answer, status = create()
        return Response(answer, status)
    if len(key) > MAX_KEY_CHARS or not key.isascii() or not key.isprintable():
        raise exceptions.ValidationError({"Idempotency-Key": [_("At most 200 visible characters.")]})
    digest = _digest(request)
    if (stored := _stored_response(request, key, digest)) is not None:
        return stored
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(user=staff(request), key=key, request_hash=digest, status=0, answer={})
            answer, status = create()
            row.status, row.answer = status, json.loads(json.dumps(answer, default=str))
            row.save(update_fields=["status", "answer"])
    except IntegrityError:
        if (stored := _stored_response(request, key, digest)) is None:
            raise
        return stored
    return Response(answer, status)


def _stored_response(request: Request, key: str, digest: str) -> Response | None:
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEY_LIFETIME).delete()
    row = IdempotencyKey.objects.filter(user=staff(request), key=key).first()
    if row is None:
        return None
    if row.request_hash != digest:
        raise IdempotencyKeyReused
    return Response(row.answer, row.status, headers={"Idempotency-Replayed": "true"})


def _digest(request: Request) -> str:
    data = {name: str(value) for name, value in request.data.items()} if hasattr(request.data, "items") else {}
    files = {name: hashlib.sha256(file.read()).hexdigest() for name, file in request.FILES.items()}
    for file in request.FILES.values():
        file.seek(0)
    content = json.dumps([request.method, request.get_full_path(), data, files], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
