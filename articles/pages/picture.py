"""Gives out uploaded pictures where they lie in a folder of this machine: to readers only what is placed in public."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ..models import Image


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """The file of a picture. One that no published article shows is unknown, except to those who work with it."""
    image = Image.objects.filter(file=name).first() if name and "\x00" not in name else None
    if image is None or not (_is_public(image) or request.user.has_perm("articles.view_image")):
        raise Http404
    try:
        content = image.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or ""
    is_picture = kind.startswith("image/") and kind != "image/svg+xml"
    return FileResponse(content, content_type=kind if is_picture else "application/octet-stream")


def _is_public(image: Image) -> bool:
    return Image.objects.public().filter(pk=image.pk).exists()
