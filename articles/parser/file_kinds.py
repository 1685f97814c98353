"""Names the kind of a file by its name and by its first bytes, whether it is read or not."""

from functools import cache
from typing import Any

from articles.lexicon import load

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
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"OggS", "sound"),
    (b"ID3\x03", "sound"),
    (b"ID3\x04", "sound"),
)
PACKED_KINDS = ((b"word/", "word"), (b"opendocument.text", "open_document"), (b"epub+zip", "book"), (b"xl/", "office"))
READABLE_KINDS = ("text", "page", "markdown")
PACKED_HEAD_BYTES = 4_096  # bytes of a ZIP file in which its document type is named


def kind_by_name(name: str) -> str:
    """The kind of a file by the longest matching ending of its name; "" if none matches."""
    lower = name.lower()
    matches = [(ending, kind) for ending, kind in _endings().items() if lower.endswith(ending)]
    return max(matches, key=lambda match: len(match[0]))[1] if matches else ""


def kind_by_bytes(data: bytes) -> str:
    """The kind of a file by its first bytes; "" if they match none."""
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), "")
    if kind == "packed" and data.startswith(b"PK"):
        return next((inside for sign, inside in PACKED_KINDS if sign in data[:PACKED_HEAD_BYTES]), kind)
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


def _table() -> dict[str, Any]:
    return load.table("file_kinds")


@cache
def _endings() -> dict[str, str]:
    return {ending: kind for kind, row in _table().items() for ending in row["endings"]}
