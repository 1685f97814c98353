"""Learns the parser's line model from an installation's own corrections, on top of its weights."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.domain.imports import corrections_learning


class Command(BaseCommand):
    """`learn_corrections`: to be called after `export_corrections`."""

    help = "Learns from the pages that export_corrections wrote and writes weights for PARSER_WEIGHTS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and where the weights go."""
        parser.add_argument("folder", type=Path, help="a folder that export_corrections wrote")
        parser.add_argument("--out", type=Path, help="file for the weights (default: that of PARSER_WEIGHTS)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn, tell what was gained, and write the file; raises CommandError where that is not possible."""
        out: Path | None = options["out"] or (Path(settings.PARSER_WEIGHTS) if settings.PARSER_WEIGHTS else None)
        if out is None:
            raise CommandError(_("Say with --out where the weights shall be written; PARSER_WEIGHTS names no file."))
        if out.suffix != ".npz":
            raise CommandError(_("The name of the file of weights must end in .npz: %(path)s") % {"path": out})
        if not out.parent.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": out.parent})
        try:
            pages = corrections_learning.read_pages(options["folder"])
        except corrections_learning.NothingToLearn as error:
            raise CommandError(str(error)) from error
        model, outcome = corrections_learning.learn(pages, self.stderr.write)
        draft = out.with_name(f".{out.name}.npz")
        model.save(draft)
        draft.replace(out)
        counts = {"pages": outcome.pages, "publishers": outcome.publishers, "path": out}
        self.stdout.write(_("Learned from %(pages)d pages of %(publishers)d publishers: %(path)s") % counts)
        self.stdout.write(_("Lines with the right role before: %(share).3f") % {"share": outcome.before})
        if outcome.after is None:
            self.stdout.write(_("All pages are of one publisher: what others gain cannot be measured."))
        else:
            self.stdout.write(_("… after, each publisher left out in turn: %(share).3f") % {"share": outcome.after})
