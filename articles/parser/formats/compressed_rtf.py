"""RTF as Outlook packs it ([MS-OXRTFCP])."""

import struct

MAX_BYTES = 3_000_000  # unpacked; what follows is left out
PACKED, PLAIN = 0x75465A4C, 0x414C454D  # „LZFu“, „MELA“

_FIRST = (  # what the dictionary begins with
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b"
    b"\\i\\u\\tab\\tx"
)
_SIZE = 4_096  # of the dictionary, which is written round and round


def unpack(data: bytes) -> bytes:
    """The RTF; what is damaged ends where it is. Bytes that are not packed are returned as they are."""
    if len(data) < 16:
        return data
    _packed_size, size, form, _checksum = struct.unpack_from("<4I", data)
    if form == PLAIN:
        return data[16 : 16 + size]
    return _unpack(data, min(size, MAX_BYTES)) if form == PACKED else data


def _unpack(data: bytes, size: int) -> bytes:
    known = bytearray(_FIRST.ljust(_SIZE, b"\0"))
    place, at = len(_FIRST), 16
    unpacked = bytearray()
    while at < len(data) and len(unpacked) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
            else:
                reference = int.from_bytes(data[at : at + 2], "big")
                at += 2
                start = reference >> 4
                if start == place or at > len(data):
                    return bytes(unpacked)
                piece = b""
                for offset in range((reference & 15) + 2):  # it may repeat what it has just written
                    char = known[(start + offset) % _SIZE]
                    unpacked.append(char)
                    known[place] = char
                    place = (place + 1) % _SIZE
            for char in piece:
                unpacked.append(char)
                known[place] = char
                place = (place + 1) % _SIZE
            if at >= len(data):
                break
    return bytes(unpacked[:size])
