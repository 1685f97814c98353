"""Reads the ETags of requests and normalizes them.

Our ETags are made of what is stored, or of the answer before it is compressed. The server adds `-gzip` to that of a
compressed answer, and a proxy that compresses adds its own coding or makes the ETag weak (nginx). Both still name one
version of one object, so both are accepted, in If-Match as well: refusing them there would exclude every program
behind such a proxy and protect nobody's work.
"""

import re

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

CODING_SUFFIX = re.compile(r"([-;]{1,2}(gzip|br|zstd|deflate|df))+$")

ETAG_LIST = re.compile(r'[\s,]*(?:(?:W/)?"[^"]*"\s*(?:,[\s,]*|$))+')


def normalize(etag: str) -> str:
    """An ETag without quotes, weakness and coding; `*` stays."""
    return CODING_SUFFIX.sub("", etag.removeprefix("W/").strip('"'))


def etags_of(request: Request, header: str) -> dict[str, str]:
    """The ETags of If-Match or If-None-Match as they were sent, by their normalized form."""
    return {normalize(etag): etag for etag in parse_etags(request.headers.get(header, ""))}


def if_match_etags(request: Request) -> dict[str, str]:
    """The ETags of If-Match; empty where the header is missing. Raises ValidationError for an invalid one.

    `*` must be alone (RFC 9110, 13.1.1): beside an ETag it is ambiguous.
    """
    header = request.headers.get("If-Match", "").strip()
    etags = etags_of(request, "If-Match")
    if not header or header == "*" or (etags and ETAG_LIST.fullmatch(header)):
        return etags
    message = _('Give an ETag with its quotes, as it was in the answer that you have read: "v1"; or *.')
    if "*" in (part.strip() for part in header.split(",")):
        message = _('* means any version and stands alone. Give either * or ETags: "v1", "v2".')
    raise exceptions.ValidationError({"If-Match": [exceptions.ErrorDetail(message, "invalid_value")]})
