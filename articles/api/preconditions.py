"""Nothing is overwritten unseen: a change says which version it was made from. Sources: RFC 9110 (13.1.1), RFC 6585."""

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
    """412: somebody else has changed it since; the answer tells the current version."""

    status_code = 412
    default_code = "stale"

    def __init__(self, version: int) -> None:
        super().__init__(_("Somebody else has saved this in the meantime. Please read it again."))
        self.version = version


def tag(version: int) -> str:
    """The ETag of a version."""
    return f'"v{version}"'


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


def mark(response: HttpResponseBase, article: Article) -> None:
    """Put the version on the answer."""
    response["ETag"] = tag(article.version)
