"""What views of single rows share beside Django's own change view."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def redirect_missing(page: Any, request: HttpRequest, object_id: object) -> HttpResponse:
    """Answer as Django's change view does for a row that does not exist: a message, and back to the index."""
    response: HttpResponse = page._get_obj_does_not_exist_redirect(request, page.opts, str(object_id))
    return response
