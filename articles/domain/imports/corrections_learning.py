"""Learns the line model on top of its weights from the pages that `export_corrections` wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from articles.parser.learning import evaluation, gold, training
from articles.parser.line_model.model import LineModel, default_model

MIN_PAGES = 5  # from fewer nothing can be learned that holds for others
FOLDS = 5
PLAN = training.Plan(rounds=8, rate=1e-2, batch_lines=100)


class NothingToLearn(ValueError):
    """The folder holds too little or nothing that can be read; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was learned from: pages and their publishers, and the share of lines right before and after.

    `after` is measured on publishers that were left out in turn; None where there is but one.
    """

    pages: int
    publishers: int
    before: float
    after: float | None


def read_pages(folder: Path) -> list[gold.Example]:
    """The exported pages. Raises NothingToLearn where there are too few or one cannot be read."""
    try:
        pages = gold.load_folder(folder)
    except (OSError, ValueError, KeyError) as error:
        raise NothingToLearn(f"A page in {folder} cannot be read: {error}") from error
    if len(pages) < MIN_PAGES:
        raise NothingToLearn(f"{folder} holds {len(pages)} pages with gold; at least {MIN_PAGES} are needed.")
    return pages


def learn(pages: list[gold.Example], tell: Callable[[str], None]) -> tuple[LineModel, Outcome]:
    """Learn on top of the present weights; the figures come from publishers that were left out."""
    base = default_model()
    groups = evaluation.folds(pages, FOLDS)
    right = total = 0.0
    if len(groups) > 1:
        for group in groups:
            seen = [page for page in pages if page.publisher not in group]
            model = training.learn(seen, PLAN, base)
            part = evaluation.count_lines(model, [page for page in pages if page.publisher in group])
            right, total = right + part.right, total + part.total
    before = evaluation.count_lines(base, pages)
    model = training.learn(pages, PLAN, base, tell)
    after = right / total if total else None
    return model, Outcome(len(pages), len({page.publisher for page in pages}), before.share, after)
