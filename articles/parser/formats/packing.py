"""Undoes the packing of a single file: gzip, bzip2, xz. Nothing is unpacked beyond the limits."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from articles.parser.document import UnreadableClip

MAX_UNPACKED_BYTES = 20_000_000  # bytes of a file after unpacking
MAX_PIECES = 10_000  # one after the other in one file
MAX_LAYERS = 3  # a file that was packed more often is refused

_PACKERS: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", lambda: zlib.decompressobj(wbits=31)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lzma.LZMADecompressor),
)
_ENDINGS = (".gz", ".bz2", ".xz")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The file in a packed one; `is_whole` is false where the packed one breaks off, and this with it."""

    data: bytes
    is_whole: bool = True


def is_packed(data: bytes) -> bool:
    """Whether the bytes are one packed file."""
    return data.startswith(tuple(magic for magic, _packer in _PACKERS))


def unpack(data: bytes) -> bytes:
    """The bytes that unpack_whole() gives."""
    return unpack_whole(data).data


def unpack_whole(data: bytes) -> Unpacked:
    """The file in a packed one, in as many layers as there are; other bytes are returned as they are.

    Raises UnreadableClip: `damaged` if it cannot be unpacked, `too_large` if it grows too much, `nested` for too many
    layers.
    """
    is_whole = True
    for _layer in range(MAX_LAYERS):
        if not is_packed(data):
            return Unpacked(data, is_whole)
        layer = _unpack(data)
        data, is_whole = layer.data, is_whole and layer.is_whole
    if is_packed(data):
        raise UnreadableClip("nested", f"The file is packed more than {MAX_LAYERS} times.", "packed")
    return Unpacked(data, is_whole)


def bare_name(name: str) -> str:
    """The name of the file in a packed one: without the packers' endings."""
    for _layer in range(MAX_LAYERS):
        ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
        name = name[: len(name) - len(ending)]
    return name


def _unpack(data: bytes) -> Unpacked:
    """One layer. A file may be packed in several pieces one after the other, as crawlers pack each of their records."""
    magic, packer = next(row for row in _PACKERS if data.startswith(row[0]))
    pieces: list[bytes] = []
    room = MAX_UNPACKED_BYTES + 1
    is_whole = True
    for _piece in range(MAX_PIECES):
        piece, data, is_whole = _unpack_piece(packer(), data, room, is_first=not pieces)
        pieces.append(piece)
        room -= len(piece)
        if room <= 0:
            raise UnreadableClip(
                "too_large", f"The packed file holds more than {MAX_UNPACKED_BYTES // 1_000_000} MB.", "packed"
            )
        if not data.startswith(magic):
            break
    else:
        is_whole = False  # there are more
    return Unpacked(b"".join(pieces), is_whole)


def _unpack_piece(unpacker: Any, data: bytes, room: int, is_first: bool) -> tuple[bytes, bytes, bool]:
    """The next piece, the bytes behind it, and whether it is whole; a damaged one is left out behind others."""
    try:
        if isinstance(unpacker, (bz2.BZ2Decompressor, lzma.LZMADecompressor)):
            unpacked = unpacker.decompress(data, max_length=room)
        else:
            unpacked = unpacker.decompress(data, room)
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError) as error:
        if not is_first:
            return b"", b"", False
        raise UnreadableClip("damaged", "The packed file is damaged and cannot be unpacked.", "packed") from error
    return unpacked, unpacker.unused_data, bool(unpacker.eof)
