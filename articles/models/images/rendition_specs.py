"""Renditions: the shapes, formats and widths of a picture, and their addresses. No pixels here."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from articles.models.images.image import Image

WIDTHS = (320, 640, 960, 1280, 1920)  # pixels; a picture that is narrower comes in its own width, none is enlarged
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}  # the best first, the one for all last
WHOLE, TEASER = "whole", "3x2"
SHAPES: dict[str, tuple[int, int] | None] = {WHOLE: None, TEASER: (3, 2)}  # width : height, cut around the focal point


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture in one shape, format and width (pixels)."""

    image: int
    key: str
    shape: str
    kind: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """Its media type."""
        return KINDS[self.kind]

    @property
    def url(self) -> str:
        """Its address. Another file, credit or focal point makes another address, so it can be cached for ever."""
        return reverse("rendition", args=[self.image, self.key, self.shape, self.width, self.kind])

    @property
    def stored_as(self) -> str:
        """Its name in the storage."""
        return f"renditions/{self.image}/{self.key}/{self.shape}-{self.width}.{self.kind}"


def all_of(image: "Image") -> list[Rendition]:
    """Every rendition of a picture; none where its file is missing."""
    if not image.file or not image.width or not image.height or image.pk is None:
        return []
    key = key_of(image)
    renditions = []
    for shape in SHAPES:
        width, height = size_of(image.width, image.height, shape)
        across, down = SHAPES[shape] or (width, height)
        widest = min(width, WIDTHS[-1])
        widths = [*(w for w in WIDTHS if w < widest), widest]
        renditions += [
            Rendition(image.pk, key, shape, kind, w, max(round(w * down / across), 1)) for kind in KINDS for w in widths
        ]
    return renditions


def size_of(width: int, height: int, shape: str) -> tuple[int, int]:
    """The largest size (pixels) of that shape within a picture of this size."""
    sides = SHAPES[shape]
    if sides is None:
        return width, height
    across, down = sides
    if width * down > height * across:
        return max(height * across // down, 1), height
    return width, max(width * down // across, 1)


def key_of(image: "Image") -> str:
    """A hash of all that its renditions are made from: file, focal point, credit and rights.

    It cannot be guessed without the file.
    """
    parts = (image.sha256, image.file.name, f"{image.focal_x:.3f}", f"{image.focal_y:.3f}")
    words = (image.credit, image.photographer, image.copyright, image.usage_terms)
    return hashlib.sha256("\0".join(str(p) for p in (*parts, *words)).encode()).hexdigest()[:24]
