"""Writes what editors have set right as practice pages, from which the parser can learn."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.domain.imports import practice_pages

VARIANT = "a"  # of the folder: clips as they came


class Command(BaseCommand):
    """`export_corrections FOLDER`"""

    help = "Writes each clip that an editor has set right, with its gold, into a folder that is new or empty."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="a folder that is new or empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pages; raises CommandError for a folder that cannot take them."""
        folder: Path = options["folder"]
        try:
            written, skipped = _write(folder)
        except OSError as error:
            name = error.filename or folder
            raise CommandError(
                _("%(name)s cannot be written: %(why)s") % {"name": name, "why": error.strerror}
            ) from error
        sentence = ngettext("%(n)d practice page was written.", "%(n)d practice pages were written.", written)
        self.stdout.write(sentence % {"n": written})
        if skipped:
            sentence = ngettext(
                "%(n)d clip was left out: it is the source of a web page, and practice pages are plain text.",
                "%(n)d clips were left out: they are sources of web pages, and practice pages are plain text.",
                skipped,
            )
            self.stdout.write(sentence % {"n": skipped})


def _write(folder: Path) -> tuple[int, int]:
    """The numbers of pages written and left out; raises OSError, and CommandError for a folder with something in it."""
    if folder.exists() and not folder.is_dir():
        raise CommandError(_("%(name)s is no folder.") % {"name": folder})
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(_("The folder %(name)s is not empty. Please name a new or an empty one.") % {"name": folder})
    clips, golds = folder / "clips" / VARIANT, folder / "gold" / VARIANT
    for part in (clips, golds):
        part.mkdir(parents=True)
    written = skipped = 0
    for page in practice_pages.practice_pages():
        if page.gold is None:
            skipped += 1
            continue
        gold = json.dumps(page.gold, ensure_ascii=False, indent=1)
        (clips / f"{page.name}.txt").write_bytes(page.text.encode("utf-8", "replace"))
        (golds / f"{page.name}.json").write_bytes(f"{gold}\n".encode("utf-8", "replace"))
        written += 1
    return written, skipped
