"""Records an import: a run, and a row for every file that was new, changed or failed."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles.domain import audit
from articles.domain.imports.importer import PARSER_VERSION, ImportOutcome
from articles.models import ImportedFile, ImportRun
from articles.models.fields.lengths import fit

COUNTED = ("new", "seen", "changed", "failed")
HEARTBEAT = timedelta(seconds=5)


class RunRecorder:
    """Records one import. The run is created with the first file that is more than seen."""

    def __init__(self, by: User | None = None, is_reread: bool = False) -> None:
        self.by = by
        self.is_reread = is_reread
        self.run: ImportRun | None = None
        self.counts: Counter[str] = Counter()

    def add(self, *outcomes: ImportOutcome) -> None:
        """Record the outcomes of some files, in one query; a file that was seen before is only counted."""
        self.counts.update(outcome.status for outcome in outcomes)
        recorded = [outcome for outcome in outcomes if outcome.status != "seen"]
        if not recorded:
            return
        if self.run is None:
            self.run = ImportRun.objects.create(by=self.by, is_reread=self.is_reread, parser_version=PARSER_VERSION)
        ImportedFile.objects.bulk_create(_row(self.run, outcome) for outcome in recorded)
        if timezone.now() - self.run.heard_at > HEARTBEAT:
            self._write_counts()

    def close(self) -> None:
        """Write the counts; without it (a crash) the run stays unfinished on record."""
        if self.run is not None:
            self.run.finished_at = timezone.now()
            self._write_counts()
            verb = "reread" if self.is_reread else "import"
            counts: dict[str, Any] = {status: self.counts[status] for status in COUNTED}
            audit.record(verb, self.run, self.by, **counts)

    def _write_counts(self) -> None:
        """Store the counts so far; saving also updates the run's heartbeat."""
        if self.run is not None:
            for status in COUNTED:
                setattr(self.run, status, self.counts[status])
            self.run.save()


def _row(run: ImportRun, outcome: ImportOutcome) -> ImportedFile:
    return ImportedFile(
        run=run,
        name=fit(ImportedFile, "name", outcome.name),
        status=outcome.status,
        sentence=outcome.sentence,
        warning_count=outcome.warning_count,
        clip=outcome.clip,
        article=outcome.article,
    )
