"""Builds the binary message catalogues that gettext reads from the translations in `articles/locale/`."""

from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand

LOCALE = Path(__file__).resolve().parents[2] / "locale"


class Command(BaseCommand):
    """`build_messages`: after an installation and after a change of a translation; needs no gettext."""

    help = "Builds the message catalogues (.mo) from the translations (.po)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each catalogue that is missing or older than its translation."""
        for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                if options["verbosity"]:
                    self.stdout.write(str(target))
