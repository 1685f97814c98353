"""Nothing is overwritten unseen: a change says which version it was made from. Sources: RFC 9110 (13.1.1), RFC 6585."""

import hashlib
import json

from django.db import models
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

from ..models import Article


class Missing(exceptions.APIException):
    """428: the change does not say what it was made from."""

    status_code = 428
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Say which version you have changed: send its ETag in If-Match."))


class Stale(exceptions.APIException):
    """412: somebody else has changed it since; the answer tells the current ETag, and the version of an article."""

    status_code = 412
    default_code = "stale"

    def __init__(self, etag: str, version: int | None = None) -> None:
        super().__init__(_("Somebody else has saved this in the meantime. Please read it again."))
        self.etag, self.version = etag, version


def tag(version: int) -> str:
    """The ETag of a version."""
    return f'"v{version}"'


def tag_of(row: models.Model) -> str:
    """The ETag of a row that counts no versions: made of all its columns."""
    told = {field.attname: field.value_to_string(row) for field in row._meta.concrete_fields}
    return f'"{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]}"'


def refuse_stale(request: Request, row: models.Model) -> None:
    """Raise Missing where If-Match says nothing, and Stale where it does not mean this row as it stands.

    Whoever goes on to change the row holds its lock by now.
    """
    given = parse_etags(request.headers.get("If-Match", ""))
    if not given:
        raise Missing
    current = tag_of(row)
    if "*" not in given and current not in given:
        raise Stale(current)


def expected_version(request: Request) -> int | None:
    """The version that If-Match names; None for `*`. Raises Missing, and Stale where it names none of ours."""
    given = parse_etags(request.headers.get("If-Match", ""))
    if not given:
        raise Missing
    if given == ["*"]:
        return None
    numbers = [one[2:-1] for one in given if one.startswith('"v')]
    if len(given) != 1 or len(numbers) != 1 or not (numbers[0].isascii() and numbers[0].isdigit()):
        return 0  # an ETag that was never ours is of no version
    return int(numbers[0][:18])


def mark(response: HttpResponseBase, row: models.Model) -> None:
    """Put the version on the answer."""
    response["ETag"] = tag(row.version) if isinstance(row, Article) else tag_of(row)
