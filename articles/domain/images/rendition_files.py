"""Makes renditions: upright, cut around the focal point, in sRGB, with the credit and without the rest of the metadata.

Nothing here runs within a transaction: a picture takes longer than a transaction may last.
"""

import fcntl
import math
import os
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from articles.domain.images import inspection, metadata
from articles.models import Image
from articles.models.images.rendition_specs import Rendition, size_of

ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
}
SRGB = ImageCms.createProfile("sRGB")
_lock = threading.Lock()  # unpacked, a picture takes up to 200 MB


class RenditionUnavailable(Exception):
    """The original is not there any more, or cannot be read."""


def provide(image: Image, wanted: Rendition) -> bytes:
    """The bytes of a rendition; the first request makes it, others meanwhile wait for that one.

    Raises RenditionUnavailable where the storage has lost the original.
    """
    return _stored(wanted) or _make_once(image, wanted)[0]


def make_all(image: Image) -> int:
    """Make what is missing of a picture's renditions; returns how many were made. Raises RenditionUnavailable."""
    return sum(
        _make_once(image, rendition)[1]
        for rendition in image.renditions
        if not default_storage.exists(rendition.stored_as)
    )


def forget(image: Image) -> None:
    """Delete every rendition of a picture, also those of former files and credits."""
    folder = f"renditions/{image.pk}"
    try:
        keys, _files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for key in keys:
        for name in default_storage.listdir(f"{folder}/{key}")[1]:
            default_storage.delete(f"{folder}/{key}/{name}")


def _stored(wanted: Rendition) -> bytes:
    try:
        with default_storage.open(wanted.stored_as) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""


def _make_once(image: Image, wanted: Rendition) -> tuple[bytes, bool]:
    with _lock, _alone(wanted):
        if data := _stored(wanted):
            return data, False
        data = _make(image, wanted)
        stored = default_storage.save(wanted.stored_as, ContentFile(data))
        if stored != wanted.stored_as:  # another machine was quicker
            default_storage.delete(stored)
        return data, True


@contextmanager
def _alone(wanted: Rendition) -> Iterator[None]:
    """Lock among the processes of this machine. (Two machines may both make one; the bytes are the same.)"""
    folder = Path(tempfile.gettempdir()) / f"newsroom-renditions-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / str(zlib.crc32(wanted.stored_as.encode()) % 64)).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(image: Image, wanted: Rendition) -> bytes:
    try:
        with default_storage.open(str(image.file)) as file:
            picture = inspection.open_safely(file.read())
        ready = _fitted(picture, image, wanted)
    except (inspection.ImageRefused, OSError, ValueError, SyntaxError) as error:
        raise RenditionUnavailable(f"{image.file.name}: {error}") from error
    return _written(ready, image, wanted.kind)


def _fitted(picture: Pillow.Image, image: Image, wanted: Rendition) -> Pillow.Image:
    """The picture upright, cut and scaled."""
    part, _height = size_of(image.width or 1, image.height or 1, wanted.shape)
    enough = 2 * wanted.width / part  # a JPEG need not be unpacked at its whole size
    picture.draft("RGB", (math.ceil(picture.width * enough), math.ceil(picture.height * enough)))
    picture = _in_srgb(ImageOps.exif_transpose(picture))
    box = _cut(picture.width, picture.height, wanted.shape, (image.focal_x, image.focal_y))
    return picture.resize((wanted.width, wanted.height), Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _cut(width: int, height: int, shape: str, focus: tuple[float, float]) -> tuple[float, float, float, float]:
    """The largest part of that shape with the focal point as near to its middle as the edges allow."""
    across, down = size_of(width, height, shape)
    left = min(max(focus[0] * width - across / 2, 0), width - across)
    top = min(max(focus[1] * height - down / 2, 0), height - down)
    return left, top, left + across, top + down


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Colours as a screen without a profile shows them; transparency stays."""
    profile = picture.info.get("icc_profile")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if picture.mode in {"P", "PA", "1", "LA", "La", "RGBa"} or (profile is None and picture.mode != mode):
        picture = _eight_bits(picture).convert(mode)
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = mode if picture.mode != "L" else "RGB"
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode=target)
            picture = converted if converted is not None else picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile is none
    return _eight_bits(picture).convert(mode)


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """Grey in 16 bits would be cut off at white."""
    if picture.mode.startswith("I") or picture.mode == "F":
        _low, high = picture.getextrema()
        if isinstance(high, int | float) and high > 255:
            return picture.point(lambda value: value * (255 / 65535)).convert("L")
    return picture


def _written(picture: Pillow.Image, image: Image, kind: str) -> bytes:
    form, options = ENCODERS[kind]
    if kind == "jpg" and picture.mode == "RGBA":
        background = Pillow.new("RGB", picture.size, "white")
        background.paste(picture, mask=picture.getchannel("A"))
        picture = background
    picture.info = {}  # whatever came with the original: a place, a camera, a preview of what was cut away
    tags = {"exif": metadata.exif_of(image), "xmp": metadata.xmp_of(image)}
    stream = BytesIO()
    picture.save(stream, form, **{name: data for name, data in tags.items() if data}, **options)
    return stream.getvalue()
