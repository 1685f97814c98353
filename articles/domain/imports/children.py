"""Files in files: how they are called, how many are taken out of one, and how deep."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from articles.models import Clip
from articles.parser.document import Child, UnreadableClip
from articles.text.lines import Span

MAX_DEPTH = 4  # files in one another, the outermost not counted
MAX_FILES = 5_000  # that one file from outside may bring
MAX_BYTES_RATIO = 5  # of all files in one from outside, as a multiple of settings.CLIP_MAX_BYTES


@dataclass(frozen=True, slots=True)
class Whole:
    """The file from which another was taken: its clip, where in its text, and what it all counts towards."""

    nesting: "Nesting"
    clip: Clip | None = None  # None in a dry run
    is_held: bool = False  # something in it keeps it, and what it brings, from being published at once
    spans: dict[str, Span | None] | None = None  # by the names of the files that were taken from it


class Nesting:
    """The files that one from outside has brought so far."""

    def __init__(self) -> None:
        self.depth = self.files = self.bytes = 0

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Within it the files at hand are those in another."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def refusal(self, child: Child) -> UnreadableClip | None:
        """Why a file cannot be taken out of the one around it; None if it can, and counts from now on."""
        self.files += 1
        self.bytes += len(child.data)
        if child.refusal:
            return child.refusal
        if self.depth > MAX_DEPTH:
            return UnreadableClip("nested", f"It lies more than {MAX_DEPTH} files deep in others.")
        if self.files > MAX_FILES:
            return UnreadableClip("too_many", f"At most {MAX_FILES} files are taken out of one.")
        if len(child.data) > settings.CLIP_MAX_BYTES or self.bytes > MAX_BYTES_RATIO * settings.CLIP_MAX_BYTES:
            return UnreadableClip("too_large", "It has more bytes than are taken.")
        return None


def named(name: str, children: Iterable[Child]) -> Iterator[tuple[str, Child]]:
    """The files in a file, each under the name of the whole and its own; equal names are numbered."""
    taken: set[str] = set()
    for child in children:
        path = full = f"{name}/{child.name}"
        number = 1
        while full in taken:
            number += 1
            full = f"{path} ({number})"
        taken.add(full)
        yield full, child


def adopt(sha256: str, whole: Clip | None) -> None:
    """Say of a stored clip that came by itself that a file has it as well; one that has a parent keeps it."""
    if whole is None or whole.sha256 == sha256:
        return
    ancestors = {whole.pk}
    above = whole.parent
    while above is not None and above.pk not in ancestors:
        ancestors.add(above.pk)
        above = above.parent
    Clip.objects.filter(~Q(pk__in=ancestors), sha256=sha256, parent=None).update(parent=whole)
