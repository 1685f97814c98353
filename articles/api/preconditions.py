"""Optimistic locking: a change names in If-Match the version it was made from. RFC 9110 (13.1.1), RFC 6585."""

import hashlib
import json
import re

from django.db import models
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

from articles.api.addresses import absolute
from articles.api.etags import if_match_etags, normalize
from articles.models import Article

OBJECT_PATH = re.compile(r"/.*?/desk/[a-z]+/[0-9]+/")  # what is read and changed; moves and revisions stand below it


class PreconditionRequired(exceptions.APIException):
    """428: If-Match is missing."""

    status_code = 428
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Say which version you have changed: send its ETag in If-Match."))


class PreconditionFailed(exceptions.APIException):
    """412: it was changed meanwhile; the answer has the current ETag, and the version of an article."""

    status_code = 412
    default_code = "stale"

    def __init__(self, etag: str, version: int | None = None) -> None:
        super().__init__(_("Somebody else has saved this in the meantime. Please read it again."))
        self.etag, self.version = etag, version

    def describe(self, request: Request) -> None:
        """Set the detail: the ETag that was sent, the current one, and the address to read again."""
        shown = "".join(c for c in request.headers.get("If-Match", "")[:80] if c.isprintable())
        match = OBJECT_PATH.match(request.path)
        address = absolute(request, match[0] if match else request.path)
        message = _(
            "If-Match names %(given)s, but %(current)s stands here: somebody else has saved it in the meantime, or "
            "the ETag is of something else. Read %(address)s again, make your change in what you get, and send the "
            "ETag of that answer in If-Match."
        ) % {"given": shown, "current": self.etag, "address": address}
        self.detail = exceptions.ErrorDetail(message, self.default_code)


def version_etag(version: int) -> str:
    """The ETag of an article's version."""
    return f'"v{version}"'


def row_etag(row: models.Model) -> str:
    """The ETag of a row without a version: a hash of all its columns."""
    columns = {field.attname: field.value_to_string(row) for field in row._meta.concrete_fields}
    return f'"{hashlib.sha256(json.dumps(columns, sort_keys=True).encode()).hexdigest()[:32]}"'


def check_precondition(request: Request, row: models.Model) -> None:
    """Raise PreconditionRequired without If-Match, PreconditionFailed where it does not match the row.

    The caller holds the row's lock.
    """
    etags = if_match_etags(request)
    if not etags:
        raise PreconditionRequired
    current = row_etag(row)
    if "*" not in etags and normalize(current) not in etags:
        raise PreconditionFailed(current)


def expected_version(request: Request, article: Article) -> int | None:
    """The article's version if If-Match names it; None for `*`.

    Raises PreconditionRequired and PreconditionFailed. The caller checks again under the article's lock.
    """
    etags = if_match_etags(request)
    if not etags:
        raise PreconditionRequired
    if "*" in etags:
        return None
    current = version_etag(article.version)
    if normalize(current) not in etags:
        raise PreconditionFailed(current, article.version)
    return article.version


def set_etag(response: HttpResponseBase, row: models.Model) -> None:
    """Set the ETag header of the answer to that of the row."""
    response["ETag"] = version_etag(row.version) if isinstance(row, Article) else row_etag(row)
