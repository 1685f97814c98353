"""Reads compound files (OLE2, [MS-CFB]): Outlook's mails, old Word documents, documents with a password.

Own code, within limits: olefile (BSD) has had no release since 2023, and extract-msg is under the GPL.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 20_000  # storages and streams of one file
HEADER_BYTES = 512
ENTRY_BYTES = 128
MINI_SECTOR_BYTES = 64

_NO_SECTOR = 0xFFFF_FFFA  # from here on a number stands for something else
_FREE_SECTOR = 0xFFFF_FFFF
_NO_ENTRY = 0xFFFF_FFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class DamagedCompoundFile(ValueError):
    """The bytes are no compound file that can be taken apart."""


@dataclass(slots=True)
class Storage:
    """A folder in a compound file: its streams and storages by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, "Storage"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def read(data: bytes) -> Storage:
    """All that is in a compound file; streams that are cut short are as long as they are.

    Raises DamagedCompoundFile if nothing can be found in it.
    """
    return _CompoundFile(data).read()


def top_names(data: bytes) -> frozenset[str]:
    """The names on the uppermost level; none if the bytes are no compound file, or are damaged."""
    if not data.startswith(MAGIC):
        return frozenset()
    try:
        found = _CompoundFile(data)
        return frozenset(found.entries[number].name for number in found.children(0))
    except DamagedCompoundFile:
        return frozenset()


def is_damaged(data: bytes) -> bool:
    """Whether the bytes begin as a compound file does and nothing can be found in it."""
    if not data.startswith(MAGIC):
        return False
    try:
        _CompoundFile(data)
    except DamagedCompoundFile:
        return True
    return False


def breaks_off(data: bytes) -> bool:
    """Whether a compound file ends before the last of its sectors that are in use."""
    try:
        return _CompoundFile(data).is_cut()
    except DamagedCompoundFile:
        return False


class _CompoundFile:
    def __init__(self, data: bytes) -> None:
        self._data = data
        if not data.startswith(MAGIC) or len(data) < HEADER_BYTES:
            raise DamagedCompoundFile("It has no head.")
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise DamagedCompoundFile("Its sectors have no size that is known.")
        self._sector_bytes: int = 1 << shift
        first_directory, _transaction, self._cutoff, first_mini, _minis, first_table, _tables = struct.unpack_from(
            "<7I", data, 48
        )
        self._table: Sequence[int] = self._read_table(first_table)
        self.entries = list(self._read_entries(self._chain(first_directory)))
        if not self.entries or self.entries[0].kind != _ROOT:
            raise DamagedCompoundFile("It has no list of its contents.")
        self._mini_table = _numbers(self._chain(first_mini))
        self._mini_stream = self._chain(self.entries[0].start)

    def read(self) -> Storage:
        """All storages and streams, each once. Streams that share their bytes are damage: together they grow."""
        root = Storage()
        total = 0
        waiting = [(0, root)]
        seen: set[int] = {0}
        while waiting:
            parent, storage = waiting.pop()
            for number in self.children(parent):
                if number in seen:
                    continue
                seen.add(number)
                entry = self.entries[number]
                if entry.kind == _STORAGE:
                    waiting.append((number, storage.storages.setdefault(entry.name, Storage())))
                elif entry.kind == _STREAM:
                    total += len(content := self._stream(entry))
                    if total > len(self._data):
                        raise DamagedCompoundFile("Its streams overlap.")
                    storage.streams[entry.name] = content
        return root

    def is_cut(self) -> bool:
        """Whether a sector in use lies behind the end of the file, or within it."""
        last: int = max((number for number, behind in enumerate(self._table) if behind != _FREE_SECTOR), default=0)
        return len(self._data) < int((last + 2) * self._sector_bytes)

    def children(self, parent: int) -> Iterator[int]:
        """The numbers of the entries in a storage: they form a tree of their own."""
        waiting = [self.entries[parent].child]
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number == _NO_ENTRY or number in seen or not 0 < number < len(self.entries):
                continue
            seen.add(number)
            yield number
            waiting += [self.entries[number].left, self.entries[number].right]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        return self._data[start : start + self._sector_bytes]

    def _read_table(self, first: int) -> Sequence[int]:
        """Which sector follows each: the table's own sectors are listed in the head, and in sectors of their own."""
        listed = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while first < _NO_SECTOR and first not in seen:
            seen.add(first)
            numbers = _numbers(self._sector(first))
            listed += numbers[:-1]
            first = numbers[-1] if numbers else _NO_SECTOR
        parts = dict.fromkeys(number for number in listed if number < _NO_SECTOR)
        return _numbers(b"".join(self._sector(number) for number in parts))

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(self._table, first))

    def _read_entries(self, directory: bytes) -> Iterator[_Entry]:
        for at in range(0, min(len(directory), MAX_ENTRIES * ENTRY_BYTES) - ENTRY_BYTES + 1, ENTRY_BYTES):
            length, kind, _colour, left, right, child = struct.unpack_from("<HBB3I", directory, at + 64)
            start, size = struct.unpack_from("<2I", directory, at + 116)
            name = directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
            yield _Entry(name, kind, left, right, child, start, size)

    def _stream(self, entry: _Entry) -> bytes:
        if entry.size >= self._cutoff:
            numbers = islice(_follow(self._table, entry.start), entry.size // self._sector_bytes + 1)
            return b"".join(map(self._sector, numbers))[: entry.size]
        minis = (
            self._mini_stream[number * MINI_SECTOR_BYTES : (number + 1) * MINI_SECTOR_BYTES]
            for number in islice(_follow(self._mini_table, entry.start), entry.size // MINI_SECTOR_BYTES + 1)
        )
        return b"".join(minis)[: entry.size]


def _follow(table: Sequence[int], first: int) -> Iterator[int]:
    """The numbers of the sectors of a chain; one that runs in a circle ends."""
    left = len(table)
    while first < len(table) and left > 0:
        yield first
        first = table[first]
        left -= 1


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
