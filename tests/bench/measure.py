"""Measures the parser on a folder of clips with gold.

    python -m tests.bench.measure FOLDER [--variants a,b,c,d] [--html] [--by lang] [--only source=fundus,mercury]
        [--weights FILE.npz] [--keep FILE.json] [--before FILE.json]
        [--folds N] [--learn FOLDER[=IMPORTANCE]] … [--rounds N]

The folder's form is described in articles/parser/learning/gold.py; `html/NAME.html.gz` are the saved pages, which
`--html` reads and holds against the gold of variant c (alone, unless `--variants` names others). Printed is a table
for each variant and language (or other value of `--by`): means over pages, and their 95 % intervals, which come from
drawing the publishers anew a thousand times. tests/bench/measuring/scores.py says what the figures are.

`--keep` writes the figures and wrong lines of each page; the file holds texts of the pages, so keep it out of the
project. `--before` compares with such a file: how much each figure changed, on how many pages, and which lines of
the ten pages that gained or lost most became right or wrong.

Without `--weights` the shipped weights read, which may have been learned from these very pages. `--folds N` learns N
models first, each without a part of the sites, from FOLDER or the folders that `--learn` names (as
`tests.bench.learn` takes them), and reads every page with the one that has not seen its site. Slow: N times what
learning takes.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from articles.parser.json_report import Json
from articles.parser.learning import training
from articles.parser.line_model.model import LineModel
from articles.parser.line_model.weights_file import SHIPPED

from . import cases
from .learn import read_folders
from .measuring import comparison, reading
from .measuring.pages import HTML, Page, Task, find_tasks, keep, load, publisher_of
from .measuring.tables import tables

CLIPS = "a,b,c,d"
GROUPS = ("lang", "genre", "source", "publisher")


def main(arguments: list[str] | None = None) -> None:
    """Read, score, print."""
    options = _options(arguments)
    before = load(options.before) if options.before else None  # a wrong file is told before the long work
    tasks = find_tasks(options.folder, _variants(options), options.only)
    if not tasks:
        sys.exit(f"{options.folder} holds no clips with gold of this kind.")
    if options.folds:
        folders = options.learn or [str(options.folder)]
        pages = measure_folds(folders, tasks, options.folds, training.Plan(rounds=options.rounds))
    else:
        pages = reading.read(tasks, options.weights)
    if options.keep:
        keep(pages, options.keep)
    for line in tables(pages, options.by):
        print(line)  # noqa: T201
    for line in comparison.tell(before, pages) if before is not None else ():
        print(line)  # noqa: T201


def measure_folds(folders: list[str], tasks: list[Task], count: int, plan: training.Plan) -> list[Page]:
    """Each page read with weights that were learned from the folders without its site; in the order of the tasks."""
    examples = [*read_folders(folders, tuple(CLIPS.split(","))), *cases.examples()]
    sites = [site_of(task.load_gold(), task.gold_path.name) for task in tasks]
    names = sorted(set(sites))
    known = LineModel.load(SHIPPED).calibration
    pages: dict[int, Page] = {}
    with tempfile.TemporaryDirectory() as made:
        for number in range(min(count, len(names))):
            left_out = set(names[number::count])
            weights = Path(made) / f"{number}.npz"
            seen = [example for example in examples if site_of(example.gold, example.name) not in left_out]
            model = training.learn(seen, plan)
            model.calibration = known  # two numbers, of all pages
            model.save(weights)
            own = [place for place, site in enumerate(sites) if site in left_out]
            pages |= dict(zip(own, reading.read([tasks[place] for place in own], weights), strict=True))
    return [pages[place] for place in range(len(tasks))]


def site_of(gold: Json, name: str) -> str:
    """The end of the address of a page, by which pages are left out together; without an address, its publisher."""
    host = urlsplit(gold.get("url") or "").hostname
    return ".".join(host.split(".")[-2:]) if host else publisher_of(gold, name)


def parse_filter(text: str) -> "Filter":
    """`key=value,value` → the pages whose gold has one of the values. Raises ValueError for another form."""
    key, sign, values = text.partition("=")
    if not sign:
        raise ValueError(text)
    return Filter(key, frozenset(values.split(",")))


class Filter:
    """Says of a page's gold whether its key has one of some values."""

    def __init__(self, key: str, values: frozenset[str]) -> None:
        self.key, self.values = key, values

    def __call__(self, gold: Json) -> bool:
        """Whether the page is wanted."""
        return str(gold.get(self.key, "")) in self.values


def _variants(options: argparse.Namespace) -> list[str]:
    named = options.variants if options.variants is not None else "" if options.html else CLIPS
    return [*filter(None, named.split(",")), *([HTML] if options.html else [])]


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--variants", help=f"of the clips, by commas; {CLIPS} without --html")
    parser.add_argument("--html", action="store_true", help="read the saved pages")
    parser.add_argument("--by", choices=GROUPS, default="lang")
    parser.add_argument("--only", type=parse_filter, default=lambda _gold: True, metavar="KEY=VALUE,…")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--learn", action="append", default=[], metavar="FOLDER[=IMPORTANCE]")
    parser.add_argument("--rounds", type=int, default=training.Plan().rounds)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
