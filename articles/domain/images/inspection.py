"""Inspects the bytes of a picture before they are decoded: format, size, and whether they are complete.

The format is decided by the content, not by a name or a header of the request. SVG and HTML are programs, not
pictures, and are refused.
"""

import struct
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageFile, UnidentifiedImageError

from articles.domain import file_sizes
from articles.domain.images import heif

# Pillow looks as well, at every file that it opens: what has more pixels is a warning, what has twice as many an error.
Pillow.MAX_IMAGE_PIXELS = settings.PICTURE_MAX_PIXELS

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF", "tif": "TIFF"}
NAMES = "JPEG, PNG, WebP, AVIF, GIF, TIFF" + (", HEIC" if heif.is_readable() else "")
MEDIA_TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff"
if heif.is_readable():  # where it is not said, an iPhone sends a JPEG
    MEDIA_TYPES += ",image/heic,image/heif"
BOMBS = (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning)
ORIENTATION = 0x0112  # EXIF's tag
SWAPPING_ORIENTATIONS = {5, 6, 7, 8}  # orientations that swap width and height


class ImageRefused(Exception):
    """The picture is refused; `str()` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class InspectedImage:
    """What a file is: `kind` as of `kind_of`; width and height (pixels) as people see it, turned upright."""

    kind: str
    width: int
    height: int
    is_series: bool = False  # it holds several pictures: an animation, or pages


def kind_of(head: bytes) -> str:
    """The format that a file's first 64 bytes announce: a key of FORMATS, `heic`, or empty."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if head[:4] in {b"II*\x00", b"MM\x00*"}:
        return "tif"
    if head[4:8] == b"ftyp" and (b"avif" in head[8:64] or b"avis" in head[8:64]):
        return "avif"
    return "heic" if heif.is_heif(head) else ""


def open_safely(data: bytes) -> Pillow.Image:
    """The picture, of which only the header has been read (HEIC: the whole).

    Raises ImageRefused for what is no picture, or too large.
    """
    kind = kind_of(data[:64])
    if not kind:
        raise ImageRefused(_("This is no picture that can be taken: %(formats)s are.") % {"formats": NAMES})
    if kind == "heic":
        return _open_heif(data)
    if kind == "webp":
        _check_pixels(*_canvas_of_webp(data[:64]))  # Pillow allocates the canvas as soon as it opens one
    try:
        picture: Pillow.Image = Pillow.open(BytesIO(data), formats=[FORMATS[kind]])
    except BOMBS:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, struct.error, EOFError):
        raise _broken() from None
    _check_pixels(*picture.size)
    return picture


def inspect(data: bytes) -> InspectedImage:
    """What these bytes are. Raises ImageRefused: too many bytes or pixels, no picture, or a part of one."""
    check_bytes(len(data))
    picture = open_safely(data)
    try:
        is_turned = picture.getexif().get(ORIENTATION) in SWAPPING_ORIENTATIONS
        width, height = reversed(picture.size) if is_turned else picture.size
        _read_to_the_end(picture)
        kind = kind_of(data[:64])
        is_series = kind != "jpg" and bool(getattr(picture, "is_animated", False))  # a JPEG may hold previews
    except BOMBS:
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, TypeError, struct.error, EOFError, IndexError, MemoryError):
        raise _broken() from None
    return InspectedImage(kind, width, height, is_series)


def check_bytes(size: int) -> None:
    """Raises ImageRefused where a file is empty or has more than PICTURE_MAX_BYTES."""
    if size == 0:
        raise ImageRefused(_("The file is empty."))
    if size > settings.PICTURE_MAX_BYTES:
        words = {"size": file_sizes.size_in_words(size), "limit": file_sizes.size_in_words(settings.PICTURE_MAX_BYTES)}
        raise ImageRefused(_("The file has %(size)s; at most %(limit)s are taken.") % words)


def _read_to_the_end(picture: Pillow.Image) -> None:
    """A file that breaks off raises OSError. A JPEG is read at an eighth of its size: every byte, but less memory."""
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        raise RuntimeError("Somebody has told Pillow to load truncated pictures.")
    picture.draft("RGB", (max(picture.width // 8, 1), max(picture.height // 8, 1)))
    picture.load()


def _open_heif(data: bytes) -> Pillow.Image:
    if not heif.is_readable():
        message = _(
            "This is a picture of an iPhone (HEIC), which this site does not read: requirements-heic.txt is not "
            "installed. Please send it as a JPEG; an iPhone takes JPEGs by Settings, Camera, Formats, Most Compatible."
        )
        raise ImageRefused(message)
    try:
        return heif.decode(data, settings.PICTURE_MAX_PIXELS)
    except heif.TooManyPixels as error:
        raise _too_many_pixels(error.width, error.height) from None
    except heif.DamagedHeif:
        raise _broken() from None


def _check_pixels(width: int, height: int) -> None:
    if width * height > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels(width, height)


def _too_many_pixels(width: int = 0, height: int = 0) -> ImageRefused:
    limit = megapixels()
    if not width:
        return ImageRefused(
            _("The picture has too many pixels; at most %(limit)s megapixels are taken.") % {"limit": limit}
        )
    size = {"width": _grouped(width), "height": _grouped(height), "limit": limit}
    return ImageRefused(
        _("The picture has %(width)s × %(height)s pixels; at most %(limit)s megapixels are taken.") % size
    )


def megapixels() -> str:
    """The most pixels that are taken, in millions, as people write the number."""
    millions = round(settings.PICTURE_MAX_PIXELS / 1_000_000, 2)
    return str(number_format(int(millions) if millions.is_integer() else millions))


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _broken() -> ImageRefused:
    return ImageRefused(_("The file is damaged, or a part of it is missing."))


def _canvas_of_webp(head: bytes) -> tuple[int, int]:
    """Width and height that a WebP file claims (RFC 9649, 2.5 to 2.7); (0, 0) where it has none."""
    form, rest = head[12:16], head[20:]
    if form == b"VP8X" and len(rest) >= 10:
        return int.from_bytes(rest[4:7], "little") + 1, int.from_bytes(rest[7:10], "little") + 1
    if form == b"VP8L" and len(rest) >= 5:
        bits = int.from_bytes(rest[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 " and len(rest) >= 10:
        return int.from_bytes(rest[6:8], "little") & 0x3FFF, int.from_bytes(rest[8:10], "little") & 0x3FFF
    return 0, 0
