"""Compound files (OLE2) made for the tests, from a tree of names."""

import itertools
import struct

SECTOR, MINI = 512, 64
END, FREE, TABLE, NONE = 0xFFFF_FFFE, 0xFFFF_FFFF, 0xFFFF_FFFD, 0xFFFF_FFFF
CUTOFF = 4_096

Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A compound file with these streams (bytes) and storages (trees)."""
    entries: list[tuple[str, int, int, int, bytes]] = []  # name, kind, right, child, content

    def enter(name: str, kind: int, content: "bytes | Tree") -> int:
        number = len(entries)
        entries.append((name, kind, NONE, NONE, b""))
        if isinstance(content, bytes):
            entries[number] = (name, kind, NONE, NONE, content)
            return number
        children = [enter(inner, 2 if isinstance(part, bytes) else 1, part) for inner, part in content.items()]
        for child, behind in itertools.pairwise(children):  # a tree that leans to one side
            entries[child] = (*entries[child][:2], behind, *entries[child][3:])
        entries[number] = (name, kind, NONE, children[0] if children else NONE, b"")
        return number

    enter("Root Entry", 5, tree)
    sectors: list[bytes] = []
    table: list[int] = []
    minis: list[bytes] = []
    mini_table: list[int] = []
    starts: dict[int, int] = {
        number: _append(minis, mini_table, content, MINI)
        if len(content) < CUTOFF
        else _append(sectors, table, content, SECTOR)
        for number, (_name, _kind, _right, _child, content) in enumerate(entries)
        if content
    }
    mini_stream = b"".join(minis)
    starts[0] = _append(sectors, table, mini_stream, SECTOR)
    first_mini = _append(sectors, table, struct.pack(f"<{len(mini_table)}I", *mini_table), SECTOR)
    directory = b"".join(
        _entry(name, kind, right, child, starts.get(number, END), len(mini_stream if number == 0 else content))
        for number, (name, kind, right, child, content) in enumerate(entries)
    )
    first_directory = _append(sectors, table, directory, SECTOR)
    needed = 1
    while (len(table) + needed) * 4 > needed * SECTOR:
        needed += 1
    own = list(range(len(table), len(table) + needed))
    table += [TABLE] * needed
    table += [FREE] * (needed * SECTOR // 4 - len(table))
    sectors += [struct.pack("<128I", *table[at : at + 128]) for at in range(0, len(table), 128)]
    head = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0, needed, first_directory, 0, CUTOFF,
        first_mini, len(mini_table), END, 0,
    )  # fmt: skip
    return head + struct.pack("<109I", *own, *[FREE] * (109 - needed)) + b"".join(sectors)


def _append(sectors: list[bytes], table: list[int], content: bytes, size: int) -> int:
    """Add the sectors of a stream; returns the number of the first."""
    if not content:
        return END
    first = len(sectors)
    for at in range(0, len(content), size):
        sectors.append(content[at : at + size].ljust(size, b"\0"))
        table.append(len(sectors))
    table[-1] = END
    return first


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBB3I16xI16xIQ", coded, len(coded), kind, 1, NONE, right, child, 0, start, size)
