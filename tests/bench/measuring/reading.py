"""Reads the pages of a folder with the parser, in processes of its own, and scores them."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from articles.parser.document import UnreadableClip
from articles.parser.json_report import Json, refusal, report
from articles.parser.line_model import weights_file
from articles.parser.pipeline import parse_clip

from .pages import Page, Task, make_page
from .scores import score

PROCESSES = 2
CHUNK = 8  # files that a process is given at once


def read(tasks: list[Task], weights: Path | None = None) -> list[Page]:
    """All pages in order, read with the weights of the file (None: the shipped ones). Raises OSError, ValueError."""
    with _processes(weights) as pool:
        return list(pool.map(read_page, tasks, chunksize=CHUNK))


def read_page(task: Task) -> Page:
    """One page, read and scored."""
    gold = task.load_gold()
    return make_page(task, gold, score(record(task), gold))


def record(task: Task) -> Json:
    """What the dry run would print for the file."""
    try:
        return report(parse_clip(task.load_data(), task.file_name))
    except UnreadableClip as error:
        return refusal(task.file_name, error)


@contextmanager
def _processes(weights: Path | None) -> Iterator[ProcessPoolExecutor]:
    context = get_context("spawn")  # a process that was forked would keep the weights of its parent
    with ProcessPoolExecutor(PROCESSES, context, weights_file.choose, (weights or weights_file.SHIPPED,)) as pool:
        yield pool
