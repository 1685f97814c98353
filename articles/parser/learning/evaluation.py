"""Counts how many lines of clips with gold a model labels rightly, before any rule."""

from dataclasses import dataclass

from articles.parser.learning.gold import Example
from articles.parser.line_model.model import LineInput, LineModel
from articles.parser.line_model.states import STATES


@dataclass(frozen=True, slots=True)
class LineCount:
    """Lines whose state the gold tells, and those of them that got a right one."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """The share of right lines; 1 where there are none."""
        return self.right / self.total if self.total else 1.0


def folds(examples: list[Example], count: int) -> list[set[str]]:
    """The publishers in groups that are left out together."""
    names = sorted({example.publisher for example in examples})
    return [set(names[start::count]) for start in range(min(count, len(names)))]


def count_lines(model: LineModel, examples: list[Example]) -> LineCount:
    """Count the lines of all examples that are not open."""
    right = total = 0
    for example in examples:
        given = LineInput(example.features, example.measures, example.excluded)
        for prediction, states in zip(model.predict(given), example.states, strict=True):
            if len({state[0] for state in states}) < len({state[0] for state in STATES}):
                total += 1
                right += prediction.state in states
    return LineCount(right, total)
