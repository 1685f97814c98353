"""Problem details (RFC 9457) with stable codes, for every error of the API."""

import json
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.preconditions import PreconditionFailed, version_etag
from articles.domain import errors, live_use
from articles.domain.articles import restore, revisions
from articles.domain.comments import moderation, submission
from articles.domain.images import inspection

MEDIA_TYPE = "application/problem+json"
CODES = {
    308: "moved",
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "refused",
    410: "withdrawn",
    412: "stale",
    413: "too_large",
    415: "unsupported_media_type",
    422: "idempotency_key_reused",
    428: "precondition_required",
    429: "too_many_requests",
    500: "error",
    503: "unavailable",
}


class RequestTooLarge(exceptions.APIException):
    """413: the request is larger than the limit."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("This is more than is read here at once."))


class AddressChanged(exceptions.APIException):
    """308: what had this slug once has another one now. Every method is sent on, with its body."""

    status_code = HTTPStatus.PERMANENT_REDIRECT
    default_code = "moved"

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug
        self.location = ""

    def lead(self, request: Request, kwargs: Mapping[str, Any]) -> None:
        """Set the location: the address that was asked, with the present slug and the same query; and the detail."""
        assert request.resolver_match is not None  # a view was found
        path = reverse(request.resolver_match.view_name, kwargs={**kwargs, "key": self.slug})
        query = request.META.get("QUERY_STRING", "")
        self.location = iri_to_uri(path + (f"?{query}" if query else ""))
        sentence = _("Nothing has been done: the address is %(address)s. Send the same there.")
        self.detail = exceptions.ErrorDetail(sentence % {"address": self.location}, self.default_code)


class ArticleWithdrawn(exceptions.APIException):
    """410: the article was public once and was withdrawn."""

    status_code = HTTPStatus.GONE
    default_code = "withdrawn"

    def __init__(self, reason: str) -> None:
        message = _("This article has been withdrawn by the newsroom.")
        super().__init__(f"{message} {reason}".strip())


def bad_parameter(name: str, message: str, code: str = "invalid") -> exceptions.ValidationError:
    """The exception for an invalid query parameter."""
    return exceptions.ValidationError({name: [exceptions.ErrorDetail(message, code)]})


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception inside a view; None for an unexpected one, which is logged and answered with 500."""
    if isinstance(error, Http404):
        # Django's own words name the model; an unknown and a hidden object must read the same.
        error = exceptions.NotFound(_("There is nothing at this address, or it is not public."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = RequestTooLarge()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError(_("The request could not be read."))
    error = _api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, PreconditionFailed):
        error.describe(context["request"])
        headers["ETag"] = error.etag
    if isinstance(error, AddressChanged):
        error.lead(context["request"], context["kwargs"])
        headers["Location"] = error.location
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        error.status_code = 401  # the first way in asks for a token, whatever else there is
        headers["WWW-Authenticate"] = 'Bearer realm="newsroom"'
    if isinstance(error, exceptions.Throttled) and (wait := getattr(error, "wait", None)):
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(_problem(error), error.status_code, headers=headers, content_type=MEDIA_TYPE)


def problem_response(status: int, detail: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A problem outside of a view, for example where no address matches."""
    body = json.dumps({**_problem_type(status), "detail": detail}, ensure_ascii=False)
    return HttpResponse(body, MEDIA_TYPE, status, headers={"Cache-Control": "no-store", **(headers or {})})


def server_error(error: BaseException | None) -> HttpResponse:
    """500, or 503 where the database is away."""
    if isinstance(error, errors.DATABASE_AWAY):
        message = _("The database does not answer at the moment. Please try again in a minute.")
        return problem_response(503, message, {"Retry-After": str(errors.RETRY_AFTER_SECONDS)})
    return problem_response(500, _("Something went wrong on our side. Please try again in a few minutes."))


class ActionRefused(exceptions.APIException):
    """409: the domain refuses the action in the present state; `gates` are the reasons."""

    status_code = HTTPStatus.CONFLICT
    default_code = "refused"

    def __init__(self, message: str, gates: Any = ()) -> None:
        super().__init__(message)
        self.gates = gates


def _api_exception(error: Exception) -> Exception:
    """The domain's exception as the one that HTTP has for it; any other unchanged."""
    if isinstance(error, revisions.Conflict):
        return PreconditionFailed(version_etag(error.current.version), error.current.version)
    if isinstance(error, live_use.LiveChangeRefused):
        return exceptions.PermissionDenied(str(error))
    if isinstance(error, errors.Refused):
        return ActionRefused(str(error), error.gates)
    if isinstance(error, restore.RestoreImpossible | inspection.ImageRefused):
        return ActionRefused(str(error))
    if isinstance(error, ValidationError):  # a model's own word
        faults = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        return exceptions.ValidationError(
            {n.replace("__all__", ""): list(_error_details(of_it)) for n, of_it in faults.items()}
        )
    if isinstance(error, moderation.IncompleteDecision):
        return exceptions.ValidationError({error.field: [exceptions.ErrorDetail(str(error), "incomplete")]})
    if isinstance(error, submission.SubmissionRejected):
        return _rejected(error)
    return error


def _error_details(faults: Iterable[ValidationError]) -> Iterator[exceptions.ErrorDetail]:
    for fault in faults:
        for message in fault.messages:
            yield exceptions.ErrorDetail(message, fault.code or "invalid")


def _rejected(error: submission.SubmissionRejected) -> exceptions.APIException:
    if error.kind == submission.RejectionKind.TOO_MANY:
        return exceptions.Throttled(wait=error.seconds, detail=str(error))
    if error.kind == submission.RejectionKind.CLOSED:
        return exceptions.PermissionDenied(str(error))
    return exceptions.ValidationError({error.field: [exceptions.ErrorDetail(str(error), "rejected")]})


def _problem_type(status: int) -> dict[str, Any]:
    code = CODES.get(status, "error")
    title = HTTPStatus(status).phrase
    return {"type": f"urn:newsroom:problem:{code}", "title": title, "status": int(status), "code": code}


def _problem(error: exceptions.APIException) -> dict[str, Any]:
    problem = _problem_type(error.status_code)
    if isinstance(error, PreconditionFailed) and error.version is not None:
        problem["version"] = error.version
    if isinstance(error, ActionRefused) and error.gates:
        problem["errors"] = [{"name": g.field, "code": g.code, "message": str(g.message)} for g in error.gates]
    if isinstance(error, exceptions.ValidationError):
        problem["detail"] = _("Please check the parameters that are named below.")
        problem["errors"] = list(_errors(error.detail))
    else:
        problem["detail"] = str(error.detail)
    return problem


def _errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each error with the path of its field: `agencies.0.source`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _errors(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
    elif isinstance(detail, list) and any(isinstance(part, dict | list) for part in detail):
        for number, inner in enumerate(detail):
            yield from _errors(inner, f"{path}.{number}".lstrip("."))
    else:
        for message in detail if isinstance(detail, list) else [detail]:
            yield {"name": path, "code": str(getattr(message, "code", "invalid")), "message": str(message)}
