"""Imports clips: the files and folders that are named, or the clips that ship with the project."""

import argparse
import gc
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from articles.domain.imports import files as collecting
from articles.domain.imports import importer, reread, runs, storage
from articles.models.fields.partial_date import DateOutOfRange, parse_period

BATCH = 50  # files that share a transaction
BATCH_BYTES = 5_000_000
SHOWN = 5  # names of hidden files in a line
MANY = 25  # files from which on a progress bar is shown on a terminal


def partial_date(given: str) -> tuple[date, str]:
    """`2024-06-19`, `2024-06` or `2024` as the first day of the period and its precision."""
    try:
        return parse_period(given)
    except DateOutOfRange as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no date: give 2024-06-19, 2024-06 or 2024") from None


def outlet_name(given: str) -> str:
    """An outlet's name that fits its column."""
    if len(given) > 200:
        raise argparse.ArgumentTypeError("the outlet's name has more than 200 characters")
    return given


def web_address(given: str) -> str:
    """An address that a reader may be sent to."""
    if len(given) > 2_000:
        raise argparse.ArgumentTypeError("the address has more than 2,000 characters")
    try:
        URLValidator(schemes=["http", "https"])(given)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{given!r} is no http or https address") from None
    return given


def language(given: str) -> str:
    """A language tag such as de or pt-BR (BCP 47)."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", given) or len(given) > 12:
        raise argparse.ArgumentTypeError(f"{given!r} is no language tag such as de, en or pt-BR")
    return given


class Command(BaseCommand):
    """`import_seeds [PATH…]`: see the README."""

    help = "Imports clips from files and folders; without a PATH the clips in seeds/, as a demonstration."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command line."""
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="files, and folders: every file below them is read, or named"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen; write nothing")
        parser.add_argument("--json", action="store_true", help="with --dry-run: one JSON object per file on stdout")
        parser.add_argument(
            "--explain", action="store_true", help="with --json: why each line got its role, and what spoke most for it"
        )
        parser.add_argument("--source", type=outlet_name, default="", help="the outlet that all these clips come from")
        parser.add_argument("--url", type=web_address, help="the address of the original")
        parser.add_argument("--date", type=partial_date, help="when the originals appeared: 2024-06-19, 2024-06, 2024")
        parser.add_argument("--language", type=language, help="the texts' language: de, en, …")
        parser.add_argument(
            "--reread", action="store_true", help="read the stored clips again and merge what a newer reader sees"
        )
        parser.add_argument("--publish", action="store_true", help="publish what comes in, its comments included")
        parser.add_argument(
            "--right", choices=["internal", "excerpt", "full", "own"], help="the right to use these texts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; exit code 1 when any file failed."""
        if options["json"] and not options["dry_run"]:
            raise CommandError(_("--json goes with --dry-run."))
        if options["explain"] and not options["json"]:
            raise CommandError(_("--explain goes with --json."))
        if options["publish"] and options["right"] == "internal":
            raise CommandError(_("--publish does not go with --right internal: internal texts are never public."))
        if options["reread"]:
            if options["paths"] or options["publish"] or options["json"]:
                raise CommandError(_("--reread reads the clips of the archive: it goes with --dry-run alone."))
            if self._reread(options["dry_run"]):
                sys.exit(1)
            return
        paths = options["paths"] or [os.path.relpath(settings.SEEDS_DIR)]
        everything = list(collecting.collect(paths))
        found = [item for item in everything if not isinstance(item, collecting.Skipped)]
        self._tell_skipped([item for item in everything if isinstance(item, collecting.Skipped)])
        with _seldom_collected():
            failed = self._run(found, options)
        if failed:
            sys.exit(1)

    def _run(self, found: list[Any], options: dict[str, Any]) -> int:
        """Do with the files what the command line asks for; returns how many failed."""
        if not found:
            self.stderr.write(_("No clip was found: there is no file in the folder."))
        if options["json"]:
            return self._print_json(found, options["explain"])
        if options["dry_run"]:
            return self._foretell(found, options)
        return self._import(found, options)

    def _tell_skipped(self, skipped: list[collecting.Skipped]) -> None:
        """What no clip can be is summed up, each folder in a line; it is on stderr, for JSON goes to stdout."""
        for folder in skipped:
            shown = ", ".join(folder.entries[:SHOWN]) + (" …" if len(folder.entries) > SHOWN else "")
            words = {"n": len(folder.entries), "folder": folder.name, "names": shown}
            line = ngettext(
                "%(folder)s: %(n)d hidden or left-over file was passed over (%(names)s).",
                "%(folder)s: %(n)d hidden or left-over files were passed over (%(names)s).",
                len(folder.entries),
            )
            self.stderr.write(_visible(line % words))

    def _print_json(self, found: Iterable[Any], explained: bool) -> int:
        failed = 0
        for name, data in self._read(found):
            if isinstance(data, collecting.FileProblem):
                record = importer.refusal(data.name, data.code, data.message)
            else:
                record = importer.preview(data, name, explained)
            failed += "error" in record
            self.stdout.write(json.dumps(_printable(record), ensure_ascii=False))
        return failed

    def _foretell(self, found: list[Any], options: dict[str, Any]) -> int:
        counts: Counter[str] = Counter()
        for name, data in self._read(found):
            outcome = data if isinstance(data, collecting.FileProblem) else importer.preview_import(data, name)
            self._tell(outcome, counts)
        self._tell_unapplied(counts, options)
        self._close(counts, _("Dry run: nothing was written."))
        return counts["failed"]

    def _reread(self, dry_run: bool) -> int:
        """Read every stored clip again, the oldest first, one transaction a clip."""
        record = runs.RunRecorder(is_reread=True)
        counts: Counter[str] = Counter()
        for clip in reread.unread():
            outcome = reread.reread(clip, dry_run=dry_run)
            self._tell(outcome, counts)
            if not dry_run:
                record.add(outcome)
        record.close()
        if not counts:
            self._say(_("Every clip of the archive is read by this version of the reader: nothing to do."))
            return 0
        self._close(counts, _("Dry run: nothing was written.") if dry_run else "")
        return counts["failed"]

    def _import(self, found: list[Any], options: dict[str, Any]) -> int:
        counts: Counter[str] = Counter()
        demonstration = not options["paths"] and settings.DEMO
        publish = options["publish"] or demonstration
        because = _("demonstration") if demonstration else _("published at import by the operator (--publish)")
        issued_on, precision = options["date"] or (None, "")
        knows = storage.ImportDefaults(
            source=options["source"].strip(),
            url=options["url"] or "",
            issued_on=issued_on,
            issued_precision=precision,
            language=options["language"] or "",
            right=options["right"] or ("full" if publish else ""),
        )
        record = runs.RunRecorder()
        because = because if publish else ""
        try:
            for batch in self._batches(found):
                outcomes = list(self._import_batch(batch, knows, because))
                record.add(*outcomes)
                for outcome in outcomes:
                    self._tell(outcome, counts)
                del outcomes
                gc.collect()  # rows that know each other: a batch leaves megabytes of them, which would pile up
        except KeyboardInterrupt:
            done = sum(counts.values())
            self.stderr.write(
                _("Interrupted. %(done)d files are done, %(left)d are left: the same command goes on there.")
                % {"done": done, "left": len(found) - done}
            )
            record.close()
            sys.exit(130)
        record.close()
        closing = ""
        if not options["paths"] and not settings.DEMO:
            closing = _("This is a real site (SITE_URL is set): the shipped clips stay drafts.")
        self._tell_unapplied(counts, options)
        self._close(counts, closing)
        return counts["failed"]

    def _batches(self, found: list[Any]) -> Iterator[list[tuple[str, Any]]]:
        """The files in batches, each small enough to be in memory and out of others' way."""
        batch: list[tuple[str, Any]] = []
        size = 0
        try:
            for name, data in self._read(found):
                batch.append((name, data))
                size += len(data) if isinstance(data, bytes) else 0
                if len(batch) >= BATCH or size >= BATCH_BYTES:
                    yield batch
                    batch, size = [], 0
        except KeyboardInterrupt:
            yield batch  # what is read comes in; then it ends
            raise
        yield batch

    def _import_batch(
        self, batch: list[tuple[str, Any]], knows: storage.ImportDefaults, because: str
    ) -> Iterator[importer.ImportOutcome]:
        """The outcomes of a batch, in the order of its files."""
        readable = [(name, data) for name, data in batch if isinstance(data, bytes)]
        outcomes = iter(importer.import_clips(readable, knows, None, because))
        for name, data in batch:
            if isinstance(data, collecting.FileProblem):
                yield importer.ImportOutcome(name, "failed", data.message)
            else:
                yield next(outcomes)

    def _read(self, found: Iterable[Any]) -> Iterator[tuple[str, Any]]:
        """Each file's name and bytes, or the Problem with it; a bar on the terminal where there are many."""
        found = list(found)
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        quiet = len(found) < MANY or not console.is_terminal
        with Progress(*columns, console=console, disable=quiet, transient=True) as bar:
            for item in bar.track(found, description=_("Reading clips")):
                if isinstance(item, collecting.FileProblem):
                    yield item.name, item
                else:
                    yield item, collecting.read_bytes(item)

    def _tell(self, outcome: Any, counts: Counter[str]) -> None:
        status = getattr(outcome, "status", "failed")
        counts[status] += 1
        word = {"new": _("new"), "seen": _("seen"), "failed": _("failed"), "changed": _("changed")}[status]
        if isinstance(outcome, collecting.FileProblem):
            line = f"{word:<14} {outcome.message}"
        elif status == "failed":
            line = f"{word:<14} {outcome.sentence}"
        else:
            line = f"{word:<14} {outcome.name} → {outcome.sentence}"
        self._say(_visible(line))

    def _tell_unapplied(self, counts: Counter[str], options: dict[str, Any]) -> None:
        """A clip that was seen stays as it is, whatever the command line says of it."""
        given = [f"--{name}" for name in ("source", "url", "date", "language", "publish", "right") if options[name]]
        if given and counts["seen"]:
            line = ngettext(
                "%(options)s: not applied to %(n)d known clip, which stays as it is. Its article is edited and "
                "published at the desk: /admin/articles/article/",
                "%(options)s: not applied to %(n)d known clips, which stay as they are. Their articles are edited and "
                "published at the desk: /admin/articles/article/",
                counts["seen"],
            )
            self._say(line % {"options": ", ".join(given), "n": counts["seen"]})

    def _say(self, line: str) -> None:
        """Print a line. Should nobody read on (`… | head`), the import goes on in silence: nothing is half done."""
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            self.stdout = OutputWrapper(StringIO())

    def _close(self, counts: Counter[str], remark: str) -> None:
        total = sum(counts.values())
        files = ngettext("%(n)d file", "%(n)d files", total) % {"n": total}
        words = {"files": files, **{s: counts[s] for s in ("new", "seen", "changed", "failed")}}
        if counts["changed"]:
            self._say(_("%(files)s: %(changed)d changed, %(seen)d unchanged, %(failed)d failed.") % words)
        else:
            self._say(_("%(files)s: %(new)d new, %(seen)d seen, %(failed)d failed.") % words)
        if remark:
            self._say(remark)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """To look for garbage in circles every few objects costs much of the time: it is looked for between the batches."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _visible(line: str) -> str:
    """A line that a terminal shows as it is: file names may hold control characters and broken bytes."""
    line = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "�" for c in line)


def _printable(value: Any) -> Any:
    """JSON whose strings can be written as UTF-8: a file's name may hold bytes that are none."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {k: _printable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_printable(v) for v in value]
    return value
