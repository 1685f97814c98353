"""Says that something is wrong as the door speaks that was asked: to programs with a problem, to people with a page."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from articles.admin.base import expired_session
from articles.api import exceptions
from articles.pages import errors


def is_api_request(request: HttpRequest) -> bool:
    """Whether the address is one of the API, known or not."""
    return request.path_info == "/api" or request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent makes no sense; the host may be among it."""
    if is_api_request(request):
        return exceptions.problem_response(400, _("The request could not be read."))
    return errors.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    if is_api_request(request):
        return exceptions.problem_response(404, _("There is nothing at this address, or it is not public."))
    return errors.not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: Django's own for people."""
    if is_api_request(request):
        return exceptions.problem_response(403, _("This is not allowed."))
    return defaults.permission_denied(request, exception)  # type: ignore[arg-type]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that is not from here."""
    if is_api_request(request):
        return exceptions.problem_response(403, _("The CSRF token is missing, or it is not that of this session."))
    return expired_session.csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away."""
    if is_api_request(request):
        return exceptions.server_error(sys.exc_info()[1])
    return errors.server_error(request)
