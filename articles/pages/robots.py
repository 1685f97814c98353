"""What search engines may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

OPEN = "User-agent: *\nDisallow: /admin/\n"
CLOSED = "User-agent: *\nDisallow: /\n"  # a demonstration shows texts of others


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt; a demonstration refuses everything."""
    return HttpResponse(CLOSED if settings.DEMO else OPEN, content_type="text/plain; charset=utf-8")
