"""Names the kind of a file by its name and by its first bytes, whether it is read or not."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from articles.lexicon import load
from articles.parser import compound_file

MAGIC = (
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "packed"),
    (b"PK\x05\x06", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!\x1a\x07", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"\x04\x22\x4d\x18", "packed"),
    (b"LZIP", "packed"),
    (b"\x1f\x9d", "packed"),
    (compound_file.MAGIC, "office"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"OggS", "sound"),
    (b"ID3\x03", "sound"),
    (b"ID3\x04", "sound"),
)
_MAGIC = tuple(magic for magic, _kind in MAGIC)
PACKED_KINDS = (  # by the names of the files in a ZIP file
    (re.compile(r"word/(?:document\d*|styles|settings|_rels/document\d*)\.xml"), "word"),
    (re.compile(r"xl/[\w/]+\.(?:xml|bin)"), "spreadsheet"),
    (re.compile(r"ppt/[\w/]+\.xml"), "presentation"),
    (re.compile(r"visio/[\w/]+\.xml|Index/Document\.iwa|designmap\.xml\Z"), "office"),
)
STATED_KINDS = (  # by what a ZIP file states as its first file, `mimetype`
    (b"application/vnd.oasis.opendocument.text", "open_document"),
    (b"application/epub+zip", "book"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
    (b"application/vnd.oasis.opendocument.presentation", "presentation"),
    (b"application/vnd.oasis.opendocument", "office"),
)
COMPOUND_KINDS = (
    ("__properties_version1.0", "outlook"),
    ("WordDocument", "word"),
    ("Workbook", "spreadsheet"),
    ("Book", "spreadsheet"),
    ("PowerPoint Document", "presentation"),
)
ZIP_DAMAGES = (  # what zipfile raises for a damaged file; NotImplementedError for a packing that it does not know
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, LookupError),
    *(NotImplementedError, RuntimeError, struct.error),
)
READABLE_KINDS = ("text", "page", "markdown")
MAX_PACKED_NAMES = 1_000  # of a ZIP file that are looked at


def kind_by_name(name: str) -> str:
    """The kind of a file by the longest matching ending of its name; "" if none matches."""
    lower, endings = name.lower(), _endings()
    for length in _ending_lengths():
        if kind := endings.get(lower[-length:]):
            return kind
    return ""


def kind_by_bytes(data: bytes) -> str:
    """The kind of a file by its first bytes, of one that holds others by their names; "" if they match none."""
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), "") if data.startswith(_MAGIC) else ""
    if kind == "packed" and data.startswith(b"PK"):
        return _kind_by_members(data) or kind
    if kind == "office":
        names = compound_file.top_names(data)
        return next((inside for name, inside in COMPOUND_KINDS if name in names), kind)
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "picture", b"WAVE": "sound", b"AVI ": "video"}[data[8:12]]
    if data[4:8] == b"ftyp":
        return "picture" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "video"
    return kind


def endings(kind: str) -> list[str]:
    """The file name endings of a kind, longest first."""
    return sorted(_table()[kind]["endings"], key=len, reverse=True)


def phrase(kind: str) -> str:
    """The English name of a kind, as used in a sentence."""
    name: str = _table()[kind]["phrase"]
    return name


def _kind_by_members(data: bytes) -> str:
    """The kind of document that a ZIP file is; "" if it is an archive."""
    names: list[str] = []
    for name, content in _members(data):
        if name == "mimetype" and not names:
            return next((kind for sign, kind in STATED_KINDS if content.startswith(sign)), "")
        names.append(name)
    return next((kind for pattern, kind in PACKED_KINDS if any(map(pattern.match, names))), "")


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The names of the files in a ZIP file, and how those that are not packed begin; of a damaged one the first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = sorted(archive.infolist()[:MAX_PACKED_NAMES], key=lambda info: info.header_offset)
        found = [(info.filename, info.header_offset) for info in listed]
    except ZIP_DAMAGES:
        found = list(_first_members(data))
    for name, start in found:
        content = b""
        if name == "mimetype" and 0 <= start <= len(data) - 30:
            content = data[start + 30 + sum(struct.unpack_from("<2H", data, start + 26)) :][:100]
        yield name, content


def _first_members(data: bytes) -> Iterator[tuple[str, int]]:
    """The names and places of the files that stand one behind the other in a ZIP file whose list is lost."""
    start = 0
    for _member in range(MAX_PACKED_NAMES):
        if data[start : start + 4] != b"PK\x03\x04" or start + 30 > len(data):
            return
        flags, size, name_length, extra = struct.unpack_from("<H10xI4x2H", data, start + 6)
        yield data[start + 30 : start + 30 + name_length].decode("utf-8", "replace"), start
        behind = start + 30 + name_length + extra
        start = data.find(b"PK\x03\x04", behind) if flags & 8 else behind + size
        if start < 0:
            return


def _table() -> dict[str, Any]:
    return load.table("file_kinds")


@cache
def _endings() -> dict[str, str]:
    return {ending: kind for kind, row in _table().items() for ending in row["endings"]}


@cache
def _ending_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(ending) for ending in _endings()}, reverse=True))
