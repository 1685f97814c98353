"""Reads the pictures of iPhones (HEIC, HEIF) where the decoder is installed, in a process that may crash alone.

pi-heif is the decoder of pillow-heif without an encoder: BSD, with libheif and libde265 (LGPL) in its wheel; that of
pillow-heif has x265 (GPL) besides. It is an extra (requirements-heic.txt): the format's compression is patented.
"""

import json
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image as Pillow

BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1")
READER = Path(__file__).with_name("heif_reader.py")
MAX_SECONDS = 60  # seconds that decoding may take; 64 megapixels take two


class DamagedHeif(ValueError):
    """The file cannot be decoded."""


class TooManyPixels(ValueError):
    """The picture is larger than the limit: `width` and `height` (pixels)."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width} × {height}")
        self.width, self.height = width, height


def is_heif(head: bytes) -> bool:
    """Whether a file's first 64 bytes announce one (ISO/IEC 23008-12, 10.2; AVIF has to be told apart before)."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


@cache
def is_readable() -> bool:
    """Whether the decoder is installed."""
    return find_spec("pi_heif") is not None


def decode(data: bytes, max_pixels: int) -> Pillow.Image:
    """The picture, upright, with its EXIF and XMP data and its colour profile. Raises DamagedHeif and TooManyPixels."""
    command = [sys.executable, "-P", str(READER), str(max_pixels)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, check=True)  # noqa: S603
        line, _newline, rest = done.stdout.partition(b"\n")
        head = json.loads(line)
        if "refused" in head:
            raise TooManyPixels(*head["refused"])
        exif, xmp, profile = head["lengths"]
        pixels = rest[exif + xmp + profile :]
        picture = Pillow.frombuffer(head["mode"], (head["width"], head["height"]), pixels, "raw", head["mode"], 0, 1)
    except TooManyPixels:
        raise
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedHeif("The decoder has ended without a picture.") from error
    sides = {"exif": rest[:exif], "xmp": rest[exif : exif + xmp], "icc_profile": rest[exif + xmp :][:profile]}
    picture.info.update({name: part for name, part in sides.items() if part})
    return picture
