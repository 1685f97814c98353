"""Redirects programs with 308, which keeps method and body: after 301 and 302 most clients send a GET.

Source: RFC 9110, 15.4.9.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.api import exceptions
from newsroom.errors import is_api_request

SAFE_METHODS = {"GET", "HEAD"}


def preserve_method(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Turn every redirect of a writing request below /api/ into a 308, with a sentence for clients that stop."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        leads_on = response.status_code in {301, 302} and request.method not in SAFE_METHODS
        if not (leads_on and is_api_request(request)):
            return response
        sentence = _("Nothing has been done: the address is %(address)s. Send the same there.")
        address = response["Location"]
        return exceptions.problem_response(308, sentence % {"address": address}, {"Location": address})

    return middleware
