"""Renders every page: the paper's name, the bar of topics, the banner of a demonstration.

Templates are rendered without the request on purpose: a page cannot depend on its reader, and sets no cookie.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import get_language

from articles.formats import date
from articles.models import Topic

TOPICS_IN_BAR = 6


def render(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the site from the template `pages/<name>.html`."""
    topics = list(Topic.objects.public().order_by("name")[:TOPICS_IN_BAR])
    return plain(name, {"base_url": base_url(request), "bar_topics": topics, **context}, status)


def plain(name: str, context: dict[str, Any], status: int) -> HttpResponse:
    """The same without a database query, for when the database does not answer."""
    dress = {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "language": get_language() or settings.LANGUAGE_CODE,
        "today": date.today(),
    }
    return HttpResponse(loader.render_to_string(f"pages/{name}.html", dress | context), status=status)


def base_url(request: HttpRequest) -> str:
    """The site's own address, with a slash at the end."""
    return f"{settings.SITE_URL or f'{request.scheme}://{request.get_host()}'}/"
