"""Generate image files for the tests: valid ones, broken ones and decompression bombs."""

import base64
import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="Bildhaus">
<dc:creator><rdf:Seq><rdf:li>Ada Müller</rdf:li><rdf:li>Bo Beispiel</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="en">The town hall</rdf:li>
<rdf:li xml:lang="x-default">Das Rathaus am Markt</rdf:li></rdf:Alt></dc:description>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Nur redaktionell</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Haus mit Turm</rdf:li></rdf:Alt>
</core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def picture(width: int = 60, height: int = 40, colour: str = "red", form: str = "JPEG", **more: Any) -> bytes:
    """A picture of one colour."""
    return encoded(Pillow.new("RGB", (width, height), colour), form, **more)


def encoded(image: Pillow.Image, form: str = "JPEG", **more: Any) -> bytes:
    """The image as a file."""
    stream = BytesIO()
    image.save(stream, form, **more)
    return stream.getvalue()


def sent(data: bytes, name: str = "rathaus.jpg") -> ContentFile:
    """The bytes as an uploaded file."""
    return ContentFile(data, name=name)


def halves(width: int = 800, height: int = 400) -> Pillow.Image:
    """Red on the left, blue on the right."""
    image = Pillow.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def exif(orientation: int = 1, with_place: bool = False, **tags: bytes) -> Pillow.Exif:
    """EXIF data; `tags` are `artist`, `copyright` and `description`."""
    data = Pillow.Exif()
    data[0x0112] = orientation
    for name, tag in (("artist", 0x013B), ("copyright", 0x8298), ("description", 0x010E)):
        if name in tags:
            data[tag] = tags[name]
    if with_place:
        place = data.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (52.0, 31.0, 7.0), "E", (13.0, 24.0, 19.0)
        data[0x0110] = b"Camera 4711"
    return data


def iptc(**records: str) -> bytes:
    """A JPEG with IPTC-IIM records in the block where programs put them (Photoshop's resource 0x0404 of APP13)."""
    numbers = {"caption": 120, "credit": 110, "byline": 80, "copyright": 116}
    block = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for name, text in records.items():
        data = text.encode()
        block += struct.pack(">BBBH", 0x1C, 2, numbers[name], len(data)) + data
    resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(block)) + block
    body = b"Photoshop 3.0\0" + resource + (b"\0" if len(block) % 2 else b"")
    jpeg = picture()
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def bomb(side: int = 50_000) -> bytes:
    """A PNG of `side` × `side` white pixels: whole, right, and a few hundred thousand bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# Made once with an encoder that the tests do not need: red on the left, blue on the right. The first was turned by its
# camera (EXIF orientation 6, 80 × 48 pixels), and names an artist, a description, a place and, in XMP, a credit.
_HEIC = {
    "turned": [
        "eNpdUk1oE0EUnsk2aQT7Q39AQeo2UgiVZJP4A12bENvYW0SK4MGDTnY37tD9GXa3zfbWgorexIPgTTzosR5V8NCrIgpepSCIBXuw",
        "xyKV9c1kXKSPffve+96bb2bePITQqW60zmyLGgjEpd0q911KughlxlwrIqgv07bpBNJHjBoROiJL1PEFSauJFIS5l7nYtyAXUEYg",
        "KynyHKpAlKEU2QHtUOp1RcSzkxBYYiHU2GtGFf0HYk55JaaifDYFFX4N10KEMYcaJKK+pwVm92zsOoJ3mNHIRZITD1IWMPB/UGb4",
        "YNdgl0WscOiRKJraR4d/Dg4QGlFuw4oTTXwcJwkvUHiFwr+pt5kmgeTsAsZHMs+Km9knP7+/ePM6b1dUgBT+Q9MdKM+18Ha4/RA2",
        "GTd8J/AMJwZ0COU2AJqgIbNkY66BNkGLhkOYjHnTKtKKziZJss8t6CijMRU9zOfzYI7RwI94P09S5v57UIxwbjOjZO/e58w0sLoy",
        "MWyYoQE8WHD3I6Uf4XeuSfjLV4t4a3zp8cHot5fJYbuY/F79NPLlw8yr7M1b+517e1Nbe+rur9rXife79c87Tz/qrRuwKNd/rHYb",
        "zUKURwN4WBx3ErSBx8SLQ1fgd0ngQ6DXH8ygAXnNjpguEqrLJLLJaqgSV22TYAUOdNkk6oIFLaOWI5oghgNlrorWoKycpw15xfOS",
        "8bS0g9zOx3rsMj7yKsyKF+pxvUBMv2Pp4HNYKzTmYZL05daSrICoXrCjiOma1uv1yr1zZT+4o1Xn5ua0Sk2r1UpQUQrXvYjEJS88",
        "IwlaVmgElPHRlETM9iM/tH2W0nlhWWxeNnxXS9NatVzRCmoa64uBZdKoXligjsl7UtAa85o8JHjplRp/AUZ02JY=",
    ],
    "transparent": [
        "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYHJNTe1JJEBAhQzUnKKoGyGgszkEgY0YJKZkw82xMWBgYmBEcRiyoTQQKADFAOJ",
        "TIWLCAGxRWZmXhqYB5IVBXJSwcqAajLKkg0ZUASZEIJ8BZkluQxQlYwtmQVFBUA6LrMgOR8oVgFU5szIDBRimABWJPeB4c/fHz8Y",
        "GPiZE4A6JBwYeRj//wcpYAapYAYhuV1MDolASW0nRkY0mQUKjazTXnlqrstjkuLhAAmdABEcDklA9ewujAeLNig5AK0RTs7PKcpL",
        "zqkACvMysDUAhUQyiwtSoR52gGKBgsyKTJAAMwcH0DSGIrBzWUDM+T9gzv2DcK44xLksYJtBKoCugrlWDehaVIkDTSxi0StVlu3c",
        "oAAUYAYRDIpoDuWDuYARZKl6YmmFM4hXWpRnlVuQmm6VkVqWbGVkYGhqBZTKTLECh7lcZkEuLDEA45elkYmZhYGJpZWZrR0oIpVZ",
        "lJoGleUD6soBpwFQXLvlpiSCEouGBuN64YZnKwou//+nNqX+r9Xz9pdPn3j//7psSf+HFeX/1wpeDNL+/+mpHcgEDcZ16oe/aH7l",
        "v2v0tf44AInYjZQ=",
    ],
}


def heic(name: str = "turned") -> bytes:
    """A picture as an iPhone makes them: `turned` (upright 48 × 80 pixels) or `transparent` (64 × 64)."""
    return zlib.decompress(base64.b64decode("".join(_HEIC[name])))


def moving(form: str, frames: int = 3) -> bytes:
    """A picture that moves, or has pages: halves, each a little further to the left."""
    pictures = [halves(60, 40).rotate(90 * n) for n in range(frames)]
    return encoded(pictures[0], form, save_all=True, append_images=pictures[1:])
