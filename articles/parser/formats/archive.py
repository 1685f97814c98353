"""Archives: ZIP and tar. Their files become clips of their own; the archive's own text is the list of them."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from articles.parser import file_kinds
from articles.parser.document import Child, UnreadableClip
from articles.parser.formats.source import Source
from articles.parser.ledger import Entry
from articles.parser.roles import Role

MAX_FILES = 1_000  # in one archive
MAX_FILE_BYTES = 20_000_000  # of one file in it, unpacked
MAX_TOTAL_BYTES = 60_000_000  # of all files in it, unpacked
MAX_RATIO = 200  # by which a file may grow when it is unpacked, above
MIN_SUSPICIOUS_BYTES = 1_000_000  # … of so many bytes
LEFTOVERS = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")  # of systems; listed, and no clips
MAX_NAME_CHARS = 300

_DAMAGES = (*file_kinds.ZIP_DAMAGES, tarfile.TarError)


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive; `refusal` says why it has no bytes."""

    name: str
    size: int
    data: bytes = b""
    refusal: UnreadableClip | None = None


def matches(data: bytes, name: str) -> bool:
    """Whether the bytes are a ZIP archive that is no office document, or a tar archive."""
    return data[257:262] == b"ustar" or (data[:2] == b"PK" and file_kinds.kind_by_bytes(data) == "packed")


def read(data: bytes, name: str) -> Source:
    """The list of the files, and the files. Raises UnreadableClip: `damaged`, `too_many`, `empty`."""
    try:
        members = list(_zip_members(data) if data[:2] == b"PK" else _tar_members(data))
    except UnreadableClip:
        raise
    except _DAMAGES as error:
        raise UnreadableClip("damaged", "The archive is damaged and cannot be unpacked.", "packed") from error
    if not members:
        raise UnreadableClip("empty", "The archive is empty.", "packed")
    lines: list[str] = []
    children: list[Child] = []
    fixed: list[Entry] = []
    length = 0
    for member in members:
        line = f"{member.name}\t{member.size}\n"
        start, length = length, length + len(line)
        lines.append(line)
        if _is_leftover(member.name):
            continue
        fixed.append((start, length - 1, Role.BOILERPLATE, "format:child"))
        children.append(Child(member.name, member.data, (start, length - 1), member.refusal))
    return Source("".join(lines), "utf-8", fixed=fixed, children=children)


def _is_leftover(name: str) -> bool:
    parts = name.lower().split("/")
    return any(part in LEFTOVERS or part.startswith("._") for part in parts)


def _zip_members(data: bytes) -> Iterator[_Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check_number(len(infos))
        total = 0
        for info in infos:
            name = _plain_name(info.filename)
            if info.flag_bits & 1:
                yield _Member(name, info.file_size, refusal=UnreadableClip("encrypted", "It is encrypted."))
                continue
            ratio = info.file_size / max(info.compress_size, 1)
            if info.file_size > MAX_FILE_BYTES or (info.file_size > MIN_SUSPICIOUS_BYTES and ratio > MAX_RATIO):
                yield _too_large(name, info.file_size)
                continue
            try:
                with archive.open(info) as file:
                    content = _taken(file, total)
            except _DAMAGES:
                yield _Member(name, info.file_size, refusal=UnreadableClip("damaged", "It cannot be unpacked."))
                continue
            total += len(content or b"")
            yield _too_large(name, info.file_size) if content is None else _Member(name, len(content), content)


def _tar_members(data: bytes) -> Iterator[_Member]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        number = total = 0
        for info in archive:
            if info.isdir():
                continue
            number += 1
            _check_number(number)
            name = _plain_name(info.name)
            file = archive.extractfile(info) if info.isreg() else None
            if file is None:
                yield _Member(name, 0, refusal=UnreadableClip("not_a_file", "It is no ordinary file."))
                continue
            if info.offset_data + info.size > len(data) and not info.issparse():
                yield _Member(name, info.size, refusal=UnreadableClip("damaged", "The archive breaks off in it."))
                return
            content = _taken(file, total) if info.size <= MAX_FILE_BYTES else None
            total += len(content or b"")
            yield _too_large(name, info.size) if content is None else _Member(name, len(content), content)


def _taken(file: IO[bytes], total: int) -> bytes | None:
    """The bytes of a file; None if they are more than may be taken after `total` bytes of others."""
    limit = min(MAX_FILE_BYTES, MAX_TOTAL_BYTES - total)
    content = file.read(limit + 1)
    return content if len(content) <= limit else None


def _too_large(name: str, size: int) -> _Member:
    return _Member(name, size, refusal=UnreadableClip("too_large", "It has too many bytes when it is unpacked."))


def _check_number(number: int) -> None:
    if number > MAX_FILES:
        raise UnreadableClip("too_many", f"The archive holds more than {MAX_FILES} files.", "packed")


def _plain_name(name: str) -> str:
    """A name on one line, without steps out of the archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    plain = "/".join(parts).encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "�" for c in plain)[-MAX_NAME_CHARS:] or "file"
