"""Finds the files that an operator named, and reads their bytes; problems are returned, not raised."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from articles.domain.imports import refusals
from articles.parser import file_kinds
from articles.parser.formats import registry

PACKINGS = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz")  # that are undone; others are named and refused
LEFTOVER_ENDINGS = ("~", ".swp", ".swo", ".bak", ".tmp", ".temp", ".orig", ".part", ".crdownload", ".ds_store")
SYSTEM_FILES = ("thumbs.db", "desktop.ini", "__macosx", "icon\r")
HEAD_BYTES = 4_096  # bytes of a file with a foreign ending that are looked at


@dataclass(frozen=True, slots=True)
class Skipped:
    """The skipped entries of a folder: hidden files and folders, and leftovers of editors and systems."""

    name: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file or folder that could not be read: a stable code and a sentence that names it."""

    name: str
    code: str
    message: str


def collect(paths: Iterable[str]) -> Iterator[str | FileProblem | Skipped]:
    """All files that `paths` name or contain, each once, in order; nothing is left out silently.

    A file that was named is taken whatever its ending. From a folder come the files whose content or ending tells what
    they are (the importer refuses by name what it does not read); mere text with a foreign ending is a FileProblem;
    hidden files and leftovers are summed up, folder by folder. Symbolic links are followed, a circle of them only once
    round.
    """
    seen: set[tuple[int, int]] = set()
    for name in paths:
        try:
            status = Path(name).stat()
        except OSError as error:
            yield _problem(name, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(name, seen)
        else:
            yield name


def _walk(folder: str, seen: set[tuple[int, int]]) -> Iterator[str | FileProblem | Skipped]:
    """The files below a folder, without recursion: a deep tree must not end the import."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            status = Path(current).stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(os.listdir(current))  # noqa: PTH208 - as below
        except OSError as error:
            yield _problem(current, error)
            continue
        folders = []
        skipped = {entry: None for entry in entries if is_leftover(entry)}
        for entry in entries:
            if entry in skipped:
                continue
            path = os.path.join(current, entry)  # noqa: PTH118 - a name must stay as it was given: no tidying
            try:
                is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
            except OSError as error:
                yield _problem(path, error)
                continue
            if is_folder:
                folders.append(path)
            elif refusals.has_kind(entry) or not _is_mere_text(path, entry):
                yield path
            else:
                yield FileProblem(path, "unsupported", refusals.foreign_ending_message(path))
        if skipped:
            yield Skipped(current, tuple(skipped))
        waiting.extend(reversed(folders))


def readable_endings() -> list[str]:
    """The endings of names that files which are read may have, for a dialog in which files are chosen."""
    kinds = {entry.name for entry in registry.FORMATS} - {"packed"}
    endings = {ending for kind in (*kinds, "json", "xml") for ending in file_kinds.endings(kind)}
    return sorted({*PACKINGS, *(ending for ending in endings if ending.count(".") == 1)})


def is_leftover(entry: str) -> bool:
    """Whether a file or folder is hidden, or left behind by an editor, an office program or the system."""
    lower = entry.lower()
    return lower.startswith((".", "~$", "#")) or lower.endswith(LEFTOVER_ENDINGS) or lower in SYSTEM_FILES


def _is_mere_text(path: str, name: str) -> bool:
    """Whether a file may hold text of which nothing but its name can tell what it is; all else the importer says."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return False
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return bool(head.strip()) and b"\x00" not in head and registry.find(head, name).name == "text"


def read_bytes(name: str) -> bytes | FileProblem:
    """The bytes of a file, at most settings.CLIP_MAX_BYTES of them; a larger one is never read into memory."""
    limit = settings.CLIP_MAX_BYTES
    try:
        status = Path(name).stat()
        if not stat.S_ISREG(status.st_mode):
            return FileProblem(name, "not_a_file", _("%(name)s is no ordinary file and was not read.") % {"name": name})
        with Path(name).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        return _problem(name, error)
    if len(data) > limit:
        size = max(status.st_size, len(data))
        message = _("The file %(name)s has %(size)s bytes; at most %(limit)s are taken. It was not read.")
        return FileProblem(
            name, "too_large", message % {"name": name, "size": _grouped(size), "limit": _grouped(limit)}
        )
    return data


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _problem(name: str, error: OSError) -> FileProblem:
    if isinstance(error, FileNotFoundError):
        return FileProblem(name, "not_found", _("%(name)s does not exist.") % {"name": name})
    if isinstance(error, PermissionError):
        return FileProblem(name, "no_permission", _("%(name)s may not be read (no permission).") % {"name": name})
    if error.errno == errno.ELOOP:
        return FileProblem(name, "circle", _("%(name)s is a symbolic link that leads in a circle.") % {"name": name})
    words = {"name": name, "error": error.strerror or str(error)}
    return FileProblem(name, "not_readable", _("%(name)s cannot be read: %(error)s.") % words)
