"""Static pages: imprint, privacy, the rules for comments."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Page
from articles.models.articles.page import imprint as the_imprint
from articles.pages import rendering
from articles.pages.errors import read_only
from articles.pages.tables import set_tables


@read_only
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The newsroom's text, or a default one where it has written none."""
    if key not in Page.Key.values:
        raise Http404
    page = Page.objects.filter(key=key).first()
    context = {
        "key": key,
        "title": page.title if page else Page.Key(key).label,
        "text": set_tables(page.body) if page else "",
        "imprint": the_imprint(),
        "language_of_text": settings.LANGUAGE_CODE,
    }
    return rendering.render(request, "page", context)


@read_only
def imprint(request: HttpRequest) -> HttpResponse:
    """Who publishes this site; missing statements are named."""
    publisher = the_imprint()
    return rendering.render(request, "imprint", {"imprint": publisher, "more": set_tables(publisher.more)})
