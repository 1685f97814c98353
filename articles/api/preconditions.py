"""Nothing is overwritten unseen: a change says which version it was made from. Sources: RFC 9110 (13.1.1), RFC 6585."""

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
    """428: the change does not say what it was made from."""

    status_code = 428
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Say which version you have changed: send its ETag in If-Match."))


class PreconditionFailed(exceptions.APIException):
    """412: somebody else has changed it since; the answer tells the current ETag, and the version of an article."""

    status_code = 412
    default_code = "stale"

    def __init__(self, etag: str, version: int | None = None) -> None:
        super().__init__(_("Somebody else has saved this in the meantime. Please read it again."))
        self.etag, self.version = etag, version

    def describe(self, request: Request) -> None:
        """Say what was asked for, what stands, and where to go from here."""
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
    """The ETag of a version."""
    return f'"v{version}"'


def row_etag(row: models.Model) -> str:
    """The ETag of a row that counts no versions: made of all its columns."""
    columns = {field.attname: field.value_to_string(row) for field in row._meta.concrete_fields}
    return f'"{hashlib.sha256(json.dumps(columns, sort_keys=True).encode()).hexdigest()[:32]}"'


def check_precondition(request: Request, row: models.Model) -> None:
    """Raise Missing where If-Match says nothing, and Stale where it does not mean this row as it stands.

    Whoever goes on to change the row holds its lock by now.
    """
    etags = if_match_etags(request)
    if not etags:
        raise PreconditionRequired
    current = row_etag(row)
    if "*" not in etags and normalize(current) not in etags:
        raise PreconditionFailed(current)


def expected_version(request: Request, article: Article) -> int | None:
    """The version that If-Match names; None for `*`. Of several it is the one at which the article is, or Stale.

    Raises Missing, and Stale where none is meant. Whoever goes on asks again under the article's lock.
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
    """Put the version on the answer."""
    response["ETag"] = version_etag(row.version) if isinstance(row, Article) else row_etag(row)
