"""Many files come in by batches: few in memory, an interrupted run on record as far as it went."""

import gc
from collections.abc import Iterator
from contextlib import closing

import pytest

from articles.domain.imports import batches
from articles.domain.imports.files import FileProblem
from articles.domain.imports.rare_collection import THRESHOLD_OBJECTS, rare_collection
from articles.domain.imports.storage import ImportDefaults
from articles.models import Clip, ImportRun


def clip(number: int) -> bytes:
    return f"Der Turm {number}\n\nEr steht seit dem Mai, sagte die Stadt.".encode()


def test_batches_end_by_files_and_by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_FILES", 3)
    monkeypatch.setattr(batches, "BATCH_BYTES", 10)
    sizes = [1, 1, 1, 9, 2, 4]

    split = list(batches.split((str(size), b"x" * size) for size in sizes))

    assert [[int(name) for name, _data in batch] for batch in split] == [[1, 1, 1], [9, 2], [4]]


def test_what_was_read_before_an_interrupt_is_a_batch() -> None:
    def files() -> Iterator[batches.NamedFile]:
        yield "a.txt", b"a"
        raise KeyboardInterrupt

    split = batches.split(files())

    assert next(split) == [("a.txt", b"a")]
    with pytest.raises(KeyboardInterrupt):
        next(split)


@pytest.mark.django_db
def test_each_file_has_its_outcome_in_order() -> None:
    problem = FileProblem("b.txt", "unreadable", "b.txt cannot be read.")

    outcomes = list(
        batches.import_files([("a.txt", clip(1)), ("b.txt", problem), ("c.txt", clip(1))], ImportDefaults())
    )

    assert [(outcome.name, outcome.status) for outcome in outcomes] == [
        ("a.txt", "new"),
        ("b.txt", "failed"),
        ("c.txt", "seen"),
    ]
    assert outcomes[1].sentence == problem.message


@pytest.mark.django_db
def test_a_run_that_is_left_ends_on_record_with_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_FILES", 1)

    with closing(batches.import_files([("a.txt", clip(1)), ("b.txt", clip(2))], ImportDefaults())) as outcomes:
        next(outcomes)

    assert Clip.objects.count() == 1
    run = ImportRun.objects.get()
    assert (run.new, run.finished_at is not None) == (1, True)


def test_garbage_collection_is_rare_only_within() -> None:
    before = gc.get_threshold()

    with batches.rare_garbage_collection():
        assert gc.get_threshold()[0] == THRESHOLD_OBJECTS

    assert gc.get_threshold() == before


def test_the_last_of_several_imports_at_once_sets_the_collector_back() -> None:
    before = gc.get_threshold()
    first, second = rare_collection(), rare_collection()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    while_one_goes_on = gc.get_threshold()[0]
    second.__exit__(None, None, None)

    assert while_one_goes_on == THRESHOLD_OBJECTS
    assert gc.get_threshold() == before
