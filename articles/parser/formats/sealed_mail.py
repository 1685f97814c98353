"""What a mail is sealed with: CMS containers of S/MIME (RFC 5652, 8551), and which seals and locks there are.

Signed content is taken out and signatures are told; nothing is verified, and nothing decrypted. asn1crypto (MIT) has
had no release since 2022, cryptography (Apache) brings 15 MB for the fifty lines that go through the container.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SMIME, OPENPGP = "S/MIME", "OpenPGP"
CONTAINERS = ("application/pkcs7-mime", "application/x-pkcs7-mime")
SEALS = {
    "application/pkcs7-signature": SMIME,
    "application/x-pkcs7-signature": SMIME,
    "application/pgp-signature": OPENPGP,
    "application/pgp-keys": OPENPGP,
}
LOCKED_ARMOR = b"-----BEGIN PGP MESSAGE-----"
MAX_CONTENT_BYTES = 60_000_000  # of compressed content
MAX_DEPTH = 30  # of elements in one another
SIGNED, LOCKED, COMPRESSED = "signed", "locked", "compressed"

_PKCS7 = bytes.fromhex("2a864886f70d0107")
_SMIME = bytes.fromhex("2a864886f70d01091001")
_KINDS = {
    _PKCS7 + b"\x02": SIGNED,
    _PKCS7 + b"\x03": LOCKED,  # enveloped
    _PKCS7 + b"\x06": LOCKED,  # encrypted
    _SMIME + b"\x17": LOCKED,  # enveloped and authenticated
    _SMIME + b"\x09": COMPRESSED,
}
_OBJECT_ID, _OCTETS, _SEQUENCE, _TAGGED = 0x06, 0x04, 0x30, 0xA0
_CONSTRUCTED = 0x20


@dataclass(frozen=True, slots=True)
class Container:
    """What a container holds: `kind` is SIGNED, LOCKED, COMPRESSED, or "" for none that is known."""

    kind: str = ""
    content: bytes = b""


class _Damaged(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int  # of its content
    end: int
    after: int


def open_container(data: bytes) -> Container:
    """What a CMS container holds; of a damaged one what can be found."""
    kind = ""
    try:
        outer = _element(data, 0, len(data))
        parts = list(_children(data, outer))
        kind = _KINDS.get(data[parts[0].start : parts[0].end], "")
        if kind not in (SIGNED, COMPRESSED):
            return Container(kind)
        inner = next(_children(data, parts[1]))
        for part in _children(data, inner):
            found = _content(data, part)
            if found is not None:
                return Container(kind, _unpacked(found) if kind == COMPRESSED else found)
    except (_Damaged, IndexError, StopIteration, zlib.error):
        pass
    return Container(kind)


def _content(data: bytes, part: _Element) -> bytes | None:
    """The content of an `EncapsulatedContentInfo`: an identifier, and octets with a tag around them."""
    if part.tag != _SEQUENCE:
        return None
    inner = list(_children(data, part))
    if len(inner) < 2 or inner[0].tag != _OBJECT_ID or inner[-1].tag != _TAGGED:
        return None
    return b"".join(_octets(data, octets, 0) for octets in _children(data, inner[-1]))


def _octets(data: bytes, element: _Element, depth: int) -> bytes:
    """The bytes of octets, which may come in pieces."""
    if element.tag & _CONSTRUCTED == 0:
        return data[element.start : element.end] if element.tag == _OCTETS else b""
    if depth > MAX_DEPTH:
        raise _Damaged
    return b"".join(_octets(data, piece, depth + 1) for piece in _children(data, element))


def _children(data: bytes, element: _Element) -> Iterator[_Element]:
    at = element.start
    while at < element.end:
        found = _element(data, at, element.end)
        yield found
        at = found.after


def _element(data: bytes, at: int, limit: int, depth: int = 0) -> _Element:
    """The element at a place; one whose length is not told ends where its last child does."""
    if at + 2 > limit or data[at] & 0x1F == 0x1F or depth > MAX_DEPTH:
        raise _Damaged
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length == 0x80:
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _element(data, end, limit, depth + 1).after
        return _Element(tag, start, end, end + 2)
    if length > 0x80:
        size = length - 0x80
        if size > 4 or start + size > limit:
            raise _Damaged
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    return _Element(tag, start, min(start + length, limit), min(start + length, limit))


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(data, MAX_CONTENT_BYTES)
    return b"" if unpacker.unconsumed_tail else content
