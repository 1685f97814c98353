"""Files with a well-known name: robots.txt, security.txt, the web app manifest.

Sources: RFC 9309 (robots.txt), RFC 9116 (security.txt), W3C Web Application Manifest.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from articles.models.articles.page import imprint
from articles.pages import rendering
from articles.pages.errors import read_only

ROBOTS_OPEN = "User-agent: *\nDisallow: /admin/\nDisallow: /search/?\nDisallow: /search/feed.\nDisallow: /preview/\n"
ROBOTS_CLOSED = "User-agent: *\nDisallow: /\n"  # a demonstration shows texts of others
SECURITY_TXT_LIFETIME = timedelta(days=180)  # less than a year, as RFC 9116 asks


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt; a demonstration disallows everything."""
    address = urljoin(rendering.base_url(request), reverse("sitemap"))
    return _plain(ROBOTS_CLOSED if settings.DEMO else f"{ROBOTS_OPEN}\nSitemap: {address}\n")


@read_only
def security(request: HttpRequest) -> HttpResponse:
    """security.txt: where to report a weakness; not found where neither setting nor imprint names an address."""
    email = imprint().email
    contact = settings.SECURITY_CONTACT or (f"mailto:{email}" if email else "")
    if not contact:
        raise Http404
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    until = (midnight + SECURITY_TXT_LIFETIME).strftime("%Y-%m-%dT%H:%M:%SZ")
    address = urljoin(rendering.base_url(request), reverse("security"))
    languages = "de, en" if settings.LANGUAGE_CODE == "de" else "en, de"
    return _plain(f"Contact: {contact}\nExpires: {until}\nPreferred-Languages: {languages}\nCanonical: {address}\n")


@read_only
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    icons = [
        {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
        {"src": static("icon-maskable.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "maskable"},
    ]
    values = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "lang": get_language() or settings.LANGUAGE_CODE,
        "start_url": reverse("front"),
        "scope": reverse("front"),
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": icons,
    }
    return JsonResponse(values, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
