"""Measures what each of the parser's rules gains: all pages are read with it and without it, and compared.

    python -m tests.bench.rules FOLDER [--variants a,c] [--only source=fundus,mercury] [--weights FILE.npz]

Give weights that have not seen the pages (`tests.bench.learn --without`). A line for each rule: how many pages change,
on how many the text or the headline becomes better or worse by the rule, and the mean change of text, headline, leak
and lost over all pages. In one process: a rule takes as long as reading all pages.
"""

import argparse
from pathlib import Path

from articles.parser.line_model import weights_file
from articles.parser.rules import sequence

from .measure import parse_filter
from .measuring.pages import Page, Task, find_tasks
from .measuring.reading import read_page

FIGURES = ("text", "headline", "leak", "lost")


def main(arguments: list[str] | None = None) -> None:
    """Read all pages once for each rule, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--variants", default="a,c")
    parser.add_argument("--only", type=parse_filter, default=lambda _gold: True, metavar="KEY=VALUE,…")
    parser.add_argument("--weights", type=Path, default=weights_file.SHIPPED)
    options = parser.parse_args(arguments)
    weights_file.choose(options.weights)
    tasks = find_tasks(options.folder, options.variants.split(","), options.only)
    complete = [read_page(task) for task in tasks]
    for name in dict.fromkeys(rule.__name__ for rule in sequence.RULES):
        print(describe(name, complete, read_without(name, tasks)), flush=True)  # noqa: T201


def read_without(name: str, tasks: list[Task]) -> list[Page]:
    """All pages, read without one rule."""
    rules = sequence.RULES
    sequence.RULES = tuple(rule for rule in rules if rule.__name__ != name)
    try:
        return [read_page(task) for task in tasks]
    finally:
        sequence.RULES = rules


def describe(name: str, complete: list[Page], without: list[Page]) -> str:
    """One line of the table."""
    pairs = [(one.figures, other.figures) for one, other in zip(complete, without, strict=True)]
    gains = [sum(one.get(key, 0.0) - other.get(key, 0.0) for key in ("text", "headline")) for one, other in pairs]
    changed = sum(one != other for one, other in pairs)
    means = [
        f"{key} {sum(one[key] - other[key] for one, other in pairs if key in one) / max(len(pairs), 1):+.4f}"
        for key in FIGURES
    ]
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    return f"{name:32} changes {changed:4}  better {better:4}  worse {worse:4}  {'  '.join(means)}"


if __name__ == "__main__":
    main()
