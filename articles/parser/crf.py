"""A linear-chain CRF over the lines of a clip: inference in pure Python.

A state for every role (three for boilerplate: before, within and after the article), a weight
for every feature and state and for every transition between states, learned by `python -m tests.bench.learn` from a
folder of clips with gold. The weights are in `crf_weights.json`; `CrfModel.explain` shows those that decided a line.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import add
from pathlib import Path
from typing import Any

from articles.parser.roles import Role

# Before the headline (or, without one, the text): X0, B0, C0, R0. From then on: X1, B, C, R. After the text: X2.
# States that look alike share their weights: B0 and B, C0 and C, R0 and R, X1 and X2.
WEIGHT_COLUMNS = ("X0", "H", "L", "B", "C", "R", "P", "S", "X1")
STATES = ("X0", "B0", "C0", "R0", "H", "L", "B", "C", "R", "P", "S", "X1", "X2")
COLUMN_OF_STATE = tuple(
    WEIGHT_COLUMNS.index({"X2": "X1"}.get(state) or (state if state in WEIGHT_COLUMNS else state[0]))
    for state in STATES
)
ROLES = {
    "X": Role.BOILERPLATE,
    "H": Role.HEADLINE,
    "L": Role.LEAD,
    "B": Role.BYLINE,
    "C": Role.CAPTION,
    "R": Role.CREDIT,
    "P": Role.PARAGRAPH,
    "S": Role.SUBHEADING,
}
_HEAD = ("X0", "B0", "C0", "R0")
WEIGHTS_PATH = Path(__file__).parent / "crf_weights.json"
IMPOSSIBLE = -1e6
BEAM_SCORE = 40.0  # states this much worse than the best are pruned: later lines cannot make up for it


def may_follow(state: str, successor: str) -> bool:
    """Whether a line in `successor` can follow one in `state`; the order head, text, rest is never reversed."""
    if successor in _HEAD:
        return state in _HEAD
    if state == "X2":
        return successor == "X2"
    if state in _HEAD:
        return successor in ("H", "L", "P", "S")
    if successor == "X2":
        return state not in ("H", "L")
    return successor != "H" and not (successor == "L" and state in ("L", "P", "S"))


def may_begin(state: str) -> bool:
    """Whether the first line can be in this state."""
    return state in (*_HEAD, "H", "L", "P", "S")


@dataclass(slots=True)
class Prediction:
    """The state of a line, its confidence (0 … 1, given its neighbours), and the next best states."""

    state: str
    confidence: float
    alternatives: tuple[str, ...]


def _margin(best: list[float], successors: list[tuple[int, float]]) -> float:
    """By how much a state must be worse than `best` to be worse for every successor that both allow."""
    return max((weight - best[j] for j, weight in successors if best[j] > IMPOSSIBLE), default=0.0) + 1e-6


class CrfModel:
    """The learned weights. `features` maps a feature to its weight for each column, `steps` holds the transitions."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.features: dict[str, tuple[float, ...]] = {name: tuple(row) for name, row in data["features"].items()}
        self.start: tuple[float, ...] = tuple(
            weight if may_begin(state) else IMPOSSIBLE for state, weight in zip(STATES, data["start"], strict=True)
        )
        self.steps: list[list[float]] = [
            [
                weight if may_follow(state, successor) else IMPOSSIBLE
                for successor, weight in zip(STATES, row, strict=True)
            ]
            for state, row in zip(STATES, data["steps"], strict=True)
        ]
        self._arrivals = [list(column) for column in zip(*self.steps, strict=True)]
        self._successors = [[(j, weight) for j, weight in enumerate(row) if weight > IMPOSSIBLE] for row in self.steps]
        # A state worse than the best by its margin is only followed to successors that the best does not allow.
        self._margins = [[_margin(best, row) for row in self._successors] for best in self.steps]
        self._outside_margin = [
            [[step for step in row if best[step[0]] <= IMPOSSIBLE] for row in self._successors] for best in self.steps
        ]

    def predict(self, lines: list[list[str]], excluded: list[str] | None = None) -> list[Prediction]:
        """The best state for every line; `excluded` gives for each line the states that it cannot have."""
        scores = [self._scores(features) for features in lines]
        for row, states in zip(scores, excluded or (), strict=False):
            for state in states:
                row[STATES.index(state)] = IMPOSSIBLE
        path = self._best_path(scores)
        return [self._certainty(scores, path, index) for index in range(len(path))]

    def _scores(self, features: list[str]) -> list[float]:
        get = self.features.get
        rows = list(filter(None, map(get, features)))
        if not rows:
            return [0.0] * len(STATES)
        sums = list(map(sum, zip(*rows, strict=False)))
        return [sums[kind] for kind in COLUMN_OF_STATE]

    def _best_path(self, scores: list[list[float]]) -> list[int]:
        if not scores:
            return []
        values = [weight + score for weight, score in zip(self.start, scores[0], strict=True)]
        backpointer_rows: list[list[int]] = []
        for row in scores[1:]:
            backpointers, fresh = [0] * len(row), [IMPOSSIBLE * 10] * len(row)
            best_value = max(values)
            best, hopeless = values.index(best_value), best_value - BEAM_SCORE
            margins, alone = self._margins[best], self._outside_margin[best]
            for i, value in enumerate(values):
                if value > hopeless:
                    for j, weight in self._successors[i] if value > best_value - margins[i] else alone[i]:
                        if value + weight > fresh[j]:
                            fresh[j], backpointers[j] = value + weight, i
            backpointer_rows.append(backpointers)
            values = list(map(add, fresh, row))
        state = max(range(len(values)), key=values.__getitem__)
        path = [state]
        for backpointers in reversed(backpointer_rows):
            state = backpointers[state]
            path.append(state)
        return path[::-1]

    def _certainty(self, scores: list[list[float]], path: list[int], index: int) -> Prediction:
        chosen = path[index]
        before = self.steps[path[index - 1]] if index else self.start
        after = path[index + 1] if index + 1 < len(path) else None
        row = scores[index]
        totals = list(map(add, row, before))
        if after is not None:
            totals = list(map(add, totals, self._arrivals[after]))
        top, totals[chosen] = totals[chosen], IMPOSSIBLE
        if max(totals) <= top - 3:
            return Prediction(STATES[chosen], 1.0, ())
        near = [(total, j) for j, total in enumerate(totals) if total > top - 3]
        rest = sum(exp(min(total - top, 30.0)) for total, _ in near)
        near.sort(reverse=True)
        return Prediction(STATES[chosen], 1 / (1 + rest), tuple(STATES[j] for _, j in near[:2]))

    def explain(self, features: list[str], state: str, limit: int = 5) -> list[tuple[str, float]]:
        """The features with the largest weights for a state, at most `limit`."""
        column = COLUMN_OF_STATE[STATES.index(state)]
        weighted = [(name, self.features[name][column]) for name in features if name in self.features]
        return sorted(weighted, key=lambda pair: -pair[1])[:limit]


@cache
def default_model() -> CrfModel:
    """The model of `crf_weights.json`."""
    return CrfModel(json.loads(WEIGHTS_PATH.read_text(encoding="utf-8")))
