"""Renditions of pictures: public ones for everybody, others for staff. The original file is never sent."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from articles.domain.images import rendition_files
from articles.models import Image
from articles.models.images.rendition_specs import Rendition
from articles.pages import preview
from articles.pages.errors import read_only

BROWSER_CACHE_SECONDS = 365 * 24 * 60 * 60  # an address never shows anything else
SHARED_CACHE_SECONDS = 300  # for caches between us and the reader: what is withdrawn must leave them, too


@read_only
def picture(request: HttpRequest, image: int, key: str, shape: str, width: int, kind: str) -> HttpResponse:
    """One rendition, made on the first request. One that is not listed in the models is not found."""
    stored = Image.objects.filter(pk=image).exclude(file="").first() if image < 2**63 else None
    rendition = _find_rendition(stored, key, shape, width, kind) if stored else None
    if stored is None or rendition is None:
        raise Http404
    is_public = Image.objects.public().filter(pk=stored.pk).exists()
    is_allowed = is_public or request.user.has_perm("articles.view_image") or preview.link_shows_image(request, stored)
    if not is_allowed:
        raise Http404
    etag = quote_etag(f"{key}-{shape}-{width}-{kind}")
    response = get_conditional_response(request, etag=etag) or _file_response(stored, rendition)
    response["ETag"] = etag
    response["Cache-Control"] = _cache_control(stored) if is_public else "private, no-store"
    if is_public:  # readers of feeds show it on their own pages
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed as it is; the middleware would try in vain
    return response


def _find_rendition(image: Image, key: str, shape: str, width: int, kind: str) -> Rendition | None:
    """The rendition of that address; None for a former key, whose picture has been replaced."""
    address = (key, shape, width, kind)
    return next((r for r in image.renditions if (r.key, r.shape, r.width, r.kind) == address), None)


def _file_response(image: Image, rendition: Rendition) -> HttpResponse:
    try:
        data = rendition_files.provide(image, rendition)
    except rendition_files.RenditionUnavailable:
        raise Http404 from None
    return HttpResponse(
        data,
        content_type=rendition.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'inline; filename="picture-{image.pk}-{rendition.width}.{rendition.kind}"',
        },
    )


def _cache_control(image: Image) -> str:
    """The Cache-Control of a public picture: at most until the last day of its rights."""
    if image.rights_until is None:
        return f"public, max-age={BROWSER_CACHE_SECONDS}, s-maxage={SHARED_CACHE_SECONDS}, immutable"
    end = datetime.combine(image.rights_until + timedelta(days=1), time.min, timezone.get_current_timezone())
    left = max(int((end - timezone.now()).total_seconds()), 0)
    return f"public, max-age={min(left, BROWSER_CACHE_SECONDS)}, s-maxage={min(left, SHARED_CACHE_SECONDS)}"
