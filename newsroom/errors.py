"""Error handlers: problem details for the API, pages for people."""

import sys

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from articles.admin.base import expired_session
from articles.api import exceptions
from articles.pages import errors


def is_api_request(request: HttpRequest) -> bool:
    """Whether the address is below that of the API, known or not."""
    return request.path_info == "/api" or request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is invalid; its host may be invalid as well."""
    if is_api_request(request):
        return exceptions.problem_response(400, _("The request could not be read."))
    return errors.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    if is_api_request(request):
        return exceptions.problem_response(404, _("There is nothing at this address, or it is not public."))
    return errors.not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a problem for the API, Django's own page for people."""
    if is_api_request(request):
        return exceptions.problem_response(403, _("This is not allowed."))
    return defaults.permission_denied(request, exception or PermissionDenied())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the CSRF check failed."""
    if is_api_request(request):
        return exceptions.problem_response(403, _("The CSRF token is missing, or it is not that of this session."))
    return expired_session.csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away."""
    if is_api_request(request):
        return exceptions.server_error(sys.exc_info()[1])
    return errors.server_error(request)
