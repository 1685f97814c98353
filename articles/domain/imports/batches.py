"""Imports many files: a batch in a transaction, few of them in memory, garbage collected between the batches."""

import gc
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager

from articles.domain.imports import importer, runs
from articles.domain.imports.files import FileProblem
from articles.domain.imports.rare_collection import rare_collection
from articles.domain.imports.storage import ImportDefaults

BATCH_FILES = 50  # that share a transaction
BATCH_BYTES = 5_000_000

NamedFile = tuple[str, bytes | FileProblem]  # a file's name with its bytes, or with why it has none


def import_files(
    files: Iterable[NamedFile], defaults: ImportDefaults, publish_reason: str = ""
) -> Generator[importer.ImportOutcome, None, None]:
    """Import the files as one run on record and yield the outcome of each, in their order, and of the files in it.

    A batch is stored before its first outcome is yielded. Interrupted or closed, the run ends with what is stored.
    """
    record = runs.RunRecorder()
    try:
        for batch in split(files):
            imported = _import_batch(batch, defaults, publish_reason)
            outcomes = [each for outcome in imported for each in outcome.with_children()]
            record.add(*outcomes)
            yield from outcomes
            del outcomes
            gc.collect()  # rows that refer to each other: a batch leaves megabytes of them, which would pile up
    except (KeyboardInterrupt, GeneratorExit):
        record.close()
        raise
    record.close()


def split(files: Iterable[NamedFile]) -> Iterator[list[NamedFile]]:
    """Yield the files in batches, each small enough to be in memory and not to block others for long.

    On an interrupt while files are read the batch so far is yielded before KeyboardInterrupt goes on.
    """
    batch: list[NamedFile] = []
    size = 0
    try:
        for name, data in files:
            batch.append((name, data))
            size += len(data) if isinstance(data, bytes) else 0
            if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
    except KeyboardInterrupt:
        yield batch
        raise
    yield batch


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Within it the collector runs seldom: to look for cycles every few objects costs much of an import's time."""
    gc.freeze()
    try:
        with rare_collection():
            yield
    finally:
        gc.unfreeze()


def _import_batch(
    batch: Sequence[NamedFile], defaults: ImportDefaults, publish_reason: str
) -> Iterator[importer.ImportOutcome]:
    """The outcomes of a batch, in the order of its files."""
    readable = [(name, data) for name, data in batch if isinstance(data, bytes)]
    outcomes = iter(importer.import_clips(readable, defaults, None, publish_reason))
    for name, data in batch:
        if isinstance(data, FileProblem):
            yield importer.ImportOutcome(name, "failed", data.message)
        else:
            yield next(outcomes)
