"""Gives out renditions of pictures: to readers of what is public, to staff of the rest. An original never leaves."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from articles.domain.images import renditions
from articles.models import Image
from articles.models.images.rendition import Rendition
from articles.pages import preview
from articles.pages.errors import read_only

FOR_GOOD = 365 * 24 * 60 * 60  # seconds: an address never shows anything else
ON_THE_WAY = 300  # seconds for caches between us and the reader: what is withdrawn must leave them, too


@read_only
def picture(request: HttpRequest, image: int, key: str, shape: str, width: int, kind: str) -> HttpResponse:
    """One rendition, made now if nobody has asked for it before. Any that is not listed in the models is unknown."""
    found = Image.objects.filter(pk=image).exclude(file="").first() if image < 2**63 else None
    wanted = _wanted(found, key, shape, width, kind) if found else None
    if found is None or wanted is None:
        raise Http404
    is_public = Image.objects.public().filter(pk=found.pk).exists()
    if not is_public and not request.user.has_perm("articles.view_image") and not preview.shows(request, found):
        raise Http404
    etag = quote_etag(f"{key}-{shape}-{width}-{kind}")
    response = get_conditional_response(request, etag=etag) or _whole(found, wanted)
    response["ETag"] = etag
    response["Cache-Control"] = _kept(found) if is_public else "private, no-store"
    if is_public:  # readers of feeds show it on their own pages
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed as it is; the middleware would try in vain
    return response


def _wanted(image: Image, key: str, shape: str, width: int, kind: str) -> Rendition | None:
    """The rendition of that address; one with a former key is gone with what it showed."""
    asked = (key, shape, width, kind)
    return next((r for r in image.renditions if (r.key, r.shape, r.width, r.kind) == asked), None)


def _whole(image: Image, wanted: Rendition) -> HttpResponse:
    try:
        data = renditions.provide(image, wanted)
    except renditions.RenditionUnavailable:
        raise Http404 from None
    return HttpResponse(
        data,
        content_type=wanted.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'inline; filename="picture-{image.pk}-{wanted.width}.{wanted.kind}"',
        },
    )


def _kept(image: Image) -> str:
    """For how long it may be kept: never beyond the last day of its rights."""
    if image.rights_until is None:
        return f"public, max-age={FOR_GOOD}, s-maxage={ON_THE_WAY}, immutable"
    end = datetime.combine(image.rights_until + timedelta(days=1), time.min, timezone.get_current_timezone())
    left = max(int((end - timezone.now()).total_seconds()), 0)
    return f"public, max-age={min(left, FOR_GOOD)}, s-maxage={min(left, ON_THE_WAY)}"
