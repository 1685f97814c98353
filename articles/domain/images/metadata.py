"""Reads the metadata of picture files, and writes credit and copyright into renditions.

Sources: IPTC Photo Metadata Standard 2023.2 (the same property in XMP and in IIM), IPTC-IIM 4.2, EXIF 2.32.
"""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from PIL import Image as Pillow
from PIL import ImageFile, IptcImagePlugin

from articles.models import Image
from articles.models.fields.lengths import fit

logger = logging.getLogger(__name__)

MAX_XMP_BYTES = 1_000_000  # bytes
MAX_PROPERTY_CHARS = 4_000  # of one property: a JPEG has 65,000 bytes for all
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
# Our field: where XMP, IIM and EXIF have it. XMP comes first, because it is what editors of our days write.
PROPERTIES: dict[str, tuple[str, tuple[int, int] | None, int | None]] = {
    "caption": ("dc:description", (2, 120), 0x010E),
    "credit": ("photoshop:Credit", (2, 110), None),
    "photographer": ("dc:creator", (2, 80), 0x013B),
    "copyright": ("dc:rights", (2, 116), 0x8298),
    "usage_terms": ("xmpRights:UsageTerms", None, None),
    "alt_text": ("Iptc4xmpCore:AltTextAccessibility", None, None),
}
EXIF_NAMES = {0x010E: "ImageDescription", 0x013B: "Artist", 0x8298: "Copyright"}
# What cameras and scanners write into the description when nobody has said anything.
BY_MACHINE = re.compile(r"(?i)(olympus|minolta|konica|samsung|kodak).*camera.*|sony dsc|dcim\b.*|default")


def embedded(picture: Pillow.Image) -> dict[str, dict[str, str]]:
    """The file's metadata for our fields: `{"caption": {"text": …, "from": "XMP dc:description"}, …}`.

    Only its header is read. Damaged metadata is ignored, not a reason to refuse a picture.
    """
    readers = (_xmp(picture), _iptc(picture), _exif(picture))
    properties = {}
    for field, places in PROPERTIES.items():
        for read, place in zip(readers, places, strict=True):
            value = read(place) if place is not None else None
            if value and value[0] and not BY_MACHINE.fullmatch(value[0]):
                properties[field] = {"text": value[0], "from": value[1]}
                break
    return properties


Reader = Callable[[Any], tuple[str, str] | None]


def _xmp(picture: Pillow.Image) -> Reader:
    packet = picture.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    root = None
    if 0 < len(packet) <= MAX_XMP_BYTES:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None

    def read(name: str) -> tuple[str, str] | None:
        texts = list(_xmp_texts(root, name)) if root is not None else []
        return (_tidy(", ".join(texts)), f"XMP {name}") if texts else None

    return read


def _xmp_texts(root: Any, name: str) -> Iterator[str]:
    """The values of an XMP property: an attribute, plain text, the default of several languages, or a list."""
    space, local = name.split(":")
    tag = f"{{{SPACES[space]}}}{local}"
    for description in root.iter(f"{{{RDF}}}Description"):
        if tag in description.attrib:
            yield description.attrib[tag]
            return
        for element in description.findall(tag):
            items = element.findall(f".//{{{RDF}}}li")
            if element.find(f"{{{RDF}}}Alt") is not None:
                language = "{http://www.w3.org/XML/1998/namespace}lang"
                items = [i for i in items if i.get(language) == "x-default"][:1] or items[:1]
            yield from (text for text in ((i.text or "") for i in items or [element]) if text.strip())
            return


def _iptc(picture: Pillow.Image) -> Reader:
    try:
        records = IptcImagePlugin.getiptcinfo(picture) or {} if isinstance(picture, ImageFile.ImageFile) else {}
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError):
        records = {}
    is_utf8 = records.get((1, 90)) == b"\x1b%G"

    def read(place: tuple[int, int]) -> tuple[str, str] | None:
        value = records.get(place)
        if not value:
            return None
        parts = value if isinstance(value, list) else [value]
        return _tidy(", ".join(_decoded(p, is_utf8) for p in parts)), f"IPTC {place[0]}:{place[1]:02d}"

    return read


def _exif(picture: Pillow.Image) -> Reader:
    try:
        tags = dict(picture.getexif())
    except Exception:  # the parser raises whatever it stumbles upon
        logger.warning("A picture's EXIF data cannot be read", exc_info=True)
        tags = {}

    def read(tag: int) -> tuple[str, str] | None:
        value = tags.get(tag)
        if not isinstance(value, str | bytes):
            return None
        data = value.encode("latin-1", "ignore") if isinstance(value, str) else value  # Pillow reads it as Latin-1
        return _tidy(_decoded(data.rstrip(b"\x00"), True)), f"EXIF {EXIF_NAMES[tag]}"

    return read


def _decoded(data: bytes, is_utf8: bool) -> str:
    """UTF-8 wherever it is valid; otherwise Windows-1252, unless the file declares UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace") if is_utf8 and b"\xc3" in data else data.decode("cp1252", "replace")


def _tidy(text: str) -> str:
    """One line of it without control characters, as our fields have it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def prefill(image: Image, properties: dict[str, dict[str, str]]) -> list[str]:
    """Fill empty fields from the file's metadata; returns their names. Does not save."""
    filled = []
    for field, value in properties.items():
        if not getattr(image, field):
            setattr(image, field, fit(Image, field, value["text"]))
            filled.append(field)
    if "photographer" in filled and not image.credit:  # the file names people only: they are the credit
        image.credit = image.photographer
        filled.append("credit")
    return filled


def exif_of(image: Image) -> bytes:
    """Artist and copyright, and nothing else: no place, no camera. UTF-8, as readers take it; empty without a name."""
    exif = Pillow.Exif()
    if name := image.photographer or image.credit:
        exif[0x013B] = name.encode()
    if notice := image.copyright or image.credit:
        exif[0x8298] = notice.encode()
    return exif.tobytes() if exif else b""


def xmp_of(image: Image) -> bytes:
    """The same with credit and terms as an XMP packet; empty where there is nothing to say."""
    values = {
        "photoshop:Credit": ("", image.credit),
        "dc:creator": ("Seq", image.photographer),
        "dc:rights": ("Alt", image.copyright),
        "xmpRights:UsageTerms": ("Alt", image.usage_terms),
    }
    if not any(text for _container, text in values.values()):
        return b""
    root = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(root, f"{{{RDF}}}RDF", nsmap={"rdf": RDF})
    about = etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""}, nsmap=SPACES)
    for name, (container, text) in values.items():
        if text:
            _write(about, name, container, _printable(text)[:MAX_PROPERTY_CHARS])
    packet = etree.tostring(root, encoding="utf-8")
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>' + packet + b'<?xpacket end="r"?>'


def _write(about: Any, name: str, container: str, text: str) -> None:
    space, local = name.split(":")
    element = etree.SubElement(about, f"{{{SPACES[space]}}}{local}")
    if not container:
        element.text = text
        return
    item = etree.SubElement(etree.SubElement(element, f"{{{RDF}}}{container}"), f"{{{RDF}}}li")
    item.text = text
    if container == "Alt":
        item.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
