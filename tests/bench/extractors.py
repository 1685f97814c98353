"""Measures other extractors on the saved pages of a folder with gold, beside the parser.

    pip install -r tests/bench/requirements-extractors.txt     # in an environment of its own
    python -m tests.bench.extractors FOLDER [--only source=fundus,mercury] [--by lang] [--keep FILE.json]

They get `html/NAME.html.gz`, their answers are held against the gold of variant c. The tables are those of
`tests.bench.measure --html`, with the figures that apply to all: the text whatever the kind of its blocks. One that is
not installed is named and left out; a page that one fails at counts as not read, and how many there were is told.
"""

import argparse
import logging
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from articles.parser.json_report import Json

from .measure import GROUPS, parse_filter
from .measuring.pages import HTML, Page, Task, find_tasks, keep, make_page, publisher_of
from .measuring.peers import PEERS
from .measuring.reading import CHUNK, PROCESSES
from .measuring.scores import score
from .measuring.tables import tables

FAILED = "failed"  # marks a page whose extractor raised an error
FIGURES = ("text", "headline", "byline", "leak", "lost")


def main(arguments: list[str] | None = None) -> None:
    """Let every extractor that is installed read all pages, and print its tables."""
    options = _options(arguments)
    tasks = find_tasks(options.folder, [HTML], options.only)
    if not tasks:
        sys.exit(f"{options.folder} holds no saved pages with gold of this kind.")
    pages: list[Page] = []
    for name, peer in PEERS.items():
        if peer.is_installed:
            pages += read(tasks, name)
        else:
            print(f"{name} is left out: the package {peer.package} is not installed.")  # noqa: T201
    if options.keep:
        keep(pages, options.keep)
    for name, count in Counter(page.variant for page in pages if page.errors and page.errors[0][0] == FAILED).items():
        print(f"{name} failed at {count} pages.")  # noqa: T201
    for line in tables(pages, options.by, FIGURES):
        print(line)  # noqa: T201


def read(tasks: list[Task], peer: str) -> list[Page]:
    """All pages as one extractor reads them; its name stands for their variant."""
    quiet = logging.CRITICAL  # what goes wrong is told by the pages
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), logging.disable, (quiet,)) as pool:
        return list(pool.map(partial(read_page, peer=peer), tasks, chunksize=CHUNK))


def read_page(task: Task, peer: str) -> Page:
    """One page, read and scored; of a page that the extractor fails at, the error is the first of its lines."""
    gold = task.load_gold()
    address = gold.get("url") or f"https://{publisher_of(gold, task.file_name)}/"
    result = answer(PEERS[peer].read, task.load_data(), address)
    page = make_page(task, gold, score(result, gold))
    page.variant = peer
    if "error" in result:
        page.errors.insert(0, (FAILED, result["error"]))
    if not PEERS[peer].tells_authors:
        page.figures.pop("byline", None)
    return page


def answer(extract: Callable[[bytes, str], Json], data: bytes, address: str) -> Json:
    """What the extractor says; of a page that it fails at, the error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return extract(data, address)
        except Exception as error:  # whatever it stumbles over, the next page has to be read
            return {"article": None, "error": repr(error)}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=parse_filter, default=lambda _gold: True, metavar="KEY=VALUE,…")
    parser.add_argument("--by", choices=GROUPS, default="lang")
    parser.add_argument("--keep", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
