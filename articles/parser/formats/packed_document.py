"""Documents that are ZIP files of XML (Word, OpenDocument): their members are unpacked within limits."""

import io
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from lxml import etree

from articles.parser import file_kinds
from articles.parser.document import UnreadableClip
from articles.parser.formats.document_text import damaged, too_large

MAX_XML_BYTES = 16_000_000  # of one member, unpacked; a thousand pages have less
MAX_TOTAL_BYTES = 30_000_000  # of all members that are read
MAX_ELEMENTS = 400_000  # of one member
MAX_MEMBERS = 5_000

_REFERENCE = re.compile(rb"&#([xX]?)([0-9A-Fa-f]{1,8});")


def member_names(data: bytes) -> frozenset[str]:
    """The names of a ZIP file's members; none if it is no ZIP file, is damaged, or has too many."""
    if data[:2] != b"PK":
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
    except file_kinds.ZIP_DAMAGES:
        return frozenset()
    return frozenset(names) if len(names) <= MAX_MEMBERS else frozenset()


class Package:
    """The members of a document. `kind` is its format's name, for refusals."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Raises UnreadableClip (`damaged`) if the file is no whole ZIP file."""
        self.kind = kind
        self._total = 0
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(data))
        except file_kinds.ZIP_DAMAGES as error:
            raise damaged(kind) from error
        self.names = frozenset(self._packed.namelist())

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; None if there is none. Raises UnreadableClip: `damaged`, `encrypted`, `too_large`."""
        if name not in self.names:
            return None
        try:
            info = self._packed.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableClip("encrypted", "The document is encrypted.", self.kind)
            limit = min(MAX_XML_BYTES, MAX_TOTAL_BYTES - self._total)
            if info.file_size > limit:
                raise too_large(self.kind)
            with self._packed.open(info) as file:
                content = file.read(limit + 1)
        except UnreadableClip:
            raise
        except file_kinds.ZIP_DAMAGES as error:
            raise damaged(self.kind) from error
        if len(content) > limit:
            raise too_large(self.kind)
        self._total += len(content)
        return content

    def tree(self, name: str) -> etree._Element | None:
        """The XML of a member; None if there is none, or it is unreadable. Raises UnreadableClip as `read` does."""
        content = self.read(name)
        return None if content is None else parse_xml(content, self.kind)


def parse_xml(content: bytes, kind: str) -> etree._Element | None:
    """The root of a text of XML, of which nothing outside is fetched and no entity is expanded; None if there is none.

    Raises UnreadableClip (`too_large`) beyond the limits.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    if not content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        # lxml reads on at bytes and references that are no characters, and fails at them later
        content = _REFERENCE.sub(_whole, content.decode("utf-8", "replace").encode())
    if content.count(b"<") > 2 * MAX_ELEMENTS:
        raise too_large(kind)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if root is None:
        return None
    for number, _element in enumerate(root.iter()):
        if number > MAX_ELEMENTS:
            raise too_large(kind)
    return root


def _whole(reference: re.Match[bytes]) -> bytes:
    """A reference to a character; one to half of one as to the sign for what cannot be shown."""
    if not reference[1] and not reference[2].isdigit():
        return reference[0]
    number = int(reference[2], 16 if reference[1] else 10)
    return b"&#xFFFD;" if 0xD800 <= number < 0xE000 or number == 0 else reference[0]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: of the two sets of namespaces that Word has, both are read."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; "" if there is none."""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element below another along a path of names; None if there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element
