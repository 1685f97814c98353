"""Says what went wrong: problem details (RFC 9457) with codes that programs may rely on."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    410: "withdrawn",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


class Withdrawn(exceptions.APIException):
    """The article was public once and was taken back."""

    status_code = HTTPStatus.GONE
    default_code = "withdrawn"

    def __init__(self, reason: str) -> None:
        told = _("This article has been withdrawn by the newsroom.")
        super().__init__(f"{told} {reason}".strip())


def bad_parameter(name: str, message: str, code: str = "invalid") -> exceptions.ValidationError:
    """The exception for a parameter of the address that cannot be understood."""
    return exceptions.ValidationError({name: [exceptions.ErrorDetail(message, code)]})


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception inside a view; None for a fault of our own, which is logged and stays a 500."""
    if isinstance(error, Http404):
        # Django's own words name the model; an unknown and a hidden object must read the same.
        error = exceptions.NotFound(_("There is nothing at this address, or it is not public."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError(_("The request could not be read."))
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, exceptions.Throttled) and error.wait:
        headers["Retry-After"] = str(int(error.wait) + 1)
    return Response(_problem(error), error.status_code, headers=headers, content_type=MEDIA_TYPE)


def _problem(error: exceptions.APIException) -> dict[str, Any]:
    code = CODES.get(error.status_code, "error")
    problem: dict[str, Any] = {
        "type": f"urn:newsroom:problem:{code}",
        "title": HTTPStatus(error.status_code).phrase,
        "status": int(error.status_code),
        "code": code,
    }
    if isinstance(error, exceptions.ValidationError):
        problem["detail"] = _("Please check the parameters that are named below.")
        problem["errors"] = list(_errors(error.detail))
    else:
        problem["detail"] = str(error.detail)
    return problem


def _errors(detail: Any) -> list[dict[str, str]]:
    by_name = detail if isinstance(detail, dict) else {"": detail}
    return [
        {"name": str(name), "code": str(getattr(message, "code", "invalid")), "message": str(message)}
        for name, messages in by_name.items()
        for message in (messages if isinstance(messages, list) else [messages])
    ]
