"""Imports clips: the files and folders that are named, or the clips that ship with the project."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from articles.domain.imports import batches, files, importer, reread, runs
from articles.domain.imports.batches import NamedFile
from articles.domain.imports.files import FileProblem, Skipped
from articles.management import import_arguments
from articles.management.import_report import ImportReport

PROGRESS_BAR_FILES = 25  # from which on a terminal shows a progress bar


class Command(BaseCommand):
    """`import_seeds [PATH…]`: see the README."""

    help = (
        "Imports clips from files and folders; without a PATH the clips in seeds/, as a demonstration. Every file is "
        "named with what became of it. The exit code is 1 where one was not read, or has no article in it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command line."""
        import_arguments.add(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; exit code 1 when any file failed, or had no article in it."""
        import_arguments.check(options)
        self.report = ImportReport(self.stdout, self.stderr)
        if self._reread(options["dry_run"]) if options["reread"] else self._read_files(options):
            sys.exit(1)

    def _read_files(self, options: dict[str, Any]) -> int:
        """Do with the files what the command line asks for; returns how many were not read."""
        entries = list(files.collect(options["paths"] or [os.path.relpath(settings.SEEDS_DIR)]))
        self.report.skipped(entry for entry in entries if isinstance(entry, Skipped))
        paths = [entry for entry in entries if not isinstance(entry, Skipped)]
        if not paths:
            self.stderr.write(_("No clip was found: there is no file in the folder."))
        with batches.rare_garbage_collection():
            if options["json"]:
                return self._preview_as_json(paths, options["explain"])
            if options["dry_run"]:
                return self._preview(paths, options)
            return self._import(paths, options)

    def _preview_as_json(self, paths: Sequence[str | FileProblem], explained: bool) -> int:
        failed = 0
        for name, data in _with_progress(paths):
            if isinstance(data, FileProblem):
                record = importer.refusal(data.name, data.code, data.message)
            else:
                record = importer.preview(data, name, explained)
            failed += json_failures(record)
            self.report.print_json(record)
        return failed

    def _preview(self, paths: Sequence[str | FileProblem], options: dict[str, Any]) -> int:
        for name, data in _with_progress(paths):
            if isinstance(data, FileProblem):
                self.report.add(data)
            else:
                for outcome in importer.preview_import(data, name).with_children():
                    self.report.add(outcome)
        self.report.not_applied(options)
        self.report.close(_("Dry run: nothing was written."))
        return self.report.unread

    def _reread(self, dry_run: bool) -> int:
        """Read every stored clip again, the oldest first, one transaction a clip."""
        record = runs.RunRecorder(is_reread=True)
        for clip in reread.unread():
            for outcome in reread.reread(clip, dry_run=dry_run).with_children():
                self.report.add(outcome)
                if not dry_run:
                    record.add(outcome)
        record.close()
        if not self.report.counts:
            self.report.print(_("Every clip of the archive is read by this version of the reader: nothing to do."))
            return 0
        self.report.close(_("Dry run: nothing was written.") if dry_run else "")
        return self.report.counts["failed"]

    def _import(self, paths: Sequence[str | FileProblem], options: dict[str, Any]) -> int:
        is_demo = not options["paths"] and settings.DEMO
        publish = options["publish"] or is_demo
        reason = _("demonstration") if is_demo else _("published at import by the operator (--publish)")
        defaults = import_arguments.defaults(options, publish=publish)
        try:
            imported = batches.import_files(_with_progress(paths), defaults, reason if publish else "")
            with closing(imported) as outcomes:
                for outcome in outcomes:
                    self.report.add(outcome)
        except KeyboardInterrupt:
            self.report.interrupted(len(paths))
            sys.exit(130)
        stays_draft = not options["paths"] and not settings.DEMO
        self.report.not_applied(options)
        self.report.close(
            _("This is a real site (SITE_URL is set): the shipped clips stay drafts.") if stays_draft else ""
        )
        return self.report.unread


def json_failures(record: dict[str, Any]) -> int:
    """How many files of a dry run's record could not be read: itself, and those in it."""
    is_unread = record.get("article") is None and not record.get("children")
    return is_unread + sum(json_failures(child) for child in record.get("children", ()))


def _with_progress(paths: Sequence[str | FileProblem]) -> Iterator[NamedFile]:
    """Each file's name and bytes, or the problem with it; a bar on the terminal where there are many."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    quiet = len(paths) < PROGRESS_BAR_FILES or not console.is_terminal
    with Progress(*columns, console=console, disable=quiet, transient=True) as bar:
        for entry in bar.track(paths, description=_("Reading clips")):
            if isinstance(entry, FileProblem):
                yield entry.name, entry
            else:
                yield entry, files.read_bytes(entry)
