"""Undoes the packing of a single file: gzip, bzip2, xz. Nothing is unpacked beyond the limits."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any

from articles.parser.document import UnreadableClip

MAX_UNPACKED_BYTES = 20_000_000  # bytes of a file after unpacking
MAX_LAYERS = 3  # a file that was packed more often is refused

_PACKERS: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", lambda: zlib.decompressobj(wbits=31)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lzma.LZMADecompressor),
)
_ENDINGS = (".gz", ".bz2", ".xz")


def is_packed(data: bytes) -> bool:
    """Whether the bytes are one packed file."""
    return data.startswith(tuple(magic for magic, _packer in _PACKERS))


def unpack(data: bytes) -> bytes:
    """The file in a packed one, in as many layers as there are; other bytes are returned as they are.

    Raises UnreadableClip: `damaged` if it cannot be unpacked, `too_large` if it grows too much, `nested` for too many
    layers.
    """
    for _layer in range(MAX_LAYERS):
        if not is_packed(data):
            return data
        data = _unpack(data)
    if is_packed(data):
        raise UnreadableClip("nested", f"The file is packed more than {MAX_LAYERS} times.", "packed")
    return data


def bare_name(name: str) -> str:
    """The name of the file in a packed one: without the packers' endings."""
    for _layer in range(MAX_LAYERS):
        ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
        name = name[: len(name) - len(ending)]
    return name


def _unpack(data: bytes) -> bytes:
    packer = next(packer for magic, packer in _PACKERS if data.startswith(magic))()
    try:
        if isinstance(packer, (bz2.BZ2Decompressor, lzma.LZMADecompressor)):
            unpacked = packer.decompress(data, max_length=MAX_UNPACKED_BYTES + 1)
        else:
            unpacked = packer.decompress(data, MAX_UNPACKED_BYTES + 1)
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError) as error:
        raise UnreadableClip("damaged", "The packed file is damaged and cannot be unpacked.", "packed") from error
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise UnreadableClip(
            "too_large", f"The packed file holds more than {MAX_UNPACKED_BYTES // 1_000_000} MB.", "packed"
        )
    return bytes(unpacked)
