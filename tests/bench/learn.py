"""Learns the weights of the line model from a folder of clips with gold.

    python -m tests.bench.learn FOLDER [--out FILE] [--variants a,b,c,d] [--without PUBLISHER …] [--rounds 80]

The folder's form is described in tests/bench/gold.py. Needs numpy (for learning only; the parser does not use it).
The model is a linear-chain conditional random field; lines whose gold is open count with all their right states.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from articles.parser.crf import COLUMN_OF_STATE, STATES, WEIGHT_COLUMNS, WEIGHTS_PATH, may_begin, may_follow

from . import gold

SIZE = len(STATES)
RARE = 3  # a feature must be known from so many publishers
BARRED = 40.0  # a weight that no path can afford
TIDIED = ("a",)  # variants of which tidier copies are learned as well
PENALTY = 4.0  # how dear large weights are (half the squared length, times this)
WIDTH = len(WEIGHT_COLUMNS)
NO_START = np.array([not may_begin(state) for state in STATES])
FORBIDDEN = np.array([[not may_follow(one, two) for two in STATES] for one in STATES])


def _by_publisher(examples: list[gold.Example]) -> list[set[str]]:
    """The features that stand in any clip of a publisher, publisher by publisher."""
    by_publisher: dict[str, set[str]] = {}
    for example in examples:
        by_publisher.setdefault(example.publisher, set()).update(*example.features)
    return list(by_publisher.values())


class Batch:
    """All examples as arrays: features by line, and which states are right."""

    def __init__(self, examples: list[gold.Example], rare: int = RARE) -> None:
        counts = Counter(name for publisher in _by_publisher(examples) for name in publisher)
        self.names = sorted(name for name, count in counts.items() if count >= rare)
        index = {name: number for number, name in enumerate(self.names)}
        rows = [[index[n] for n in features if n in index] for example in examples for features in example.features]
        self.lengths = np.array([len(row) for row in rows])
        self.owner = np.repeat(np.arange(len(rows)), self.lengths)
        self.ids = np.array([i for row in rows for i in row], dtype=np.int64)
        self.right = np.array(
            [[state in states for state in STATES] for example in examples for states in example.states], dtype=bool
        )
        self.groups = self._groups([len(example.states) for example in examples])

    @staticmethod
    def _groups(sizes: list[int]) -> list[np.ndarray]:
        """Examples of like length together: matrices of line numbers, -1 where an example is over."""
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        order = sorted((n for n in range(len(sizes)) if sizes[n]), key=lambda n: sizes[n])
        groups = []
        while order:
            longest = sizes[order[-1]]
            members = [n for n in order if sizes[n] * 2 > longest]
            order = [n for n in order if sizes[n] * 2 <= longest]
            grid = np.full((len(members), longest), -1)
            for row, n in enumerate(members):
                grid[row, : sizes[n]] = np.arange(starts[n], starts[n] + sizes[n])
            groups.append(grid)
        return groups

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """A score for every line and state."""
        result = np.zeros((len(self.lengths), WIDTH))
        for kind in range(WIDTH):
            result[:, kind] = np.bincount(self.owner, weights[self.ids, kind], len(self.lengths))
        return result[:, COLUMN_OF_STATE]

    def back(self, slope: np.ndarray) -> np.ndarray:
        """The slope of the weights from the slope of the scores."""
        by_kind = np.zeros((len(slope), WIDTH))
        for state, kind in enumerate(COLUMN_OF_STATE):
            by_kind[:, kind] += slope[:, state]
        result = np.zeros((len(self.names), WIDTH))
        for kind in range(WIDTH):
            result[:, kind] = np.bincount(self.ids, by_kind[self.owner, kind], len(self.names))
        return result


def _pass(
    grid: np.ndarray, scores: np.ndarray, start: np.ndarray, steps: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Forward and backward over one group: log-likelihood, and expected states, first states and steps."""
    count, longest = grid.shape
    alive = grid >= 0
    local = scores[np.maximum(grid, 0)]
    top = local.max(axis=2, keepdims=True)
    emit = np.where(alive[..., None], np.exp(local - top), 1.0)
    total = float((top[..., 0] * alive).sum())
    move = np.exp(steps)
    ahead = np.zeros((longest, count, SIZE))
    scale = np.ones((longest, count))
    value = np.exp(start) * emit[:, 0]
    for t in range(longest):
        if t:
            moved = (ahead[t - 1] @ move) * emit[:, t]
            value = np.where(alive[:, t, None], moved, ahead[t - 1])
        norm = value.sum(axis=1)
        norm = np.where(alive[:, t], norm, 1.0)
        ahead[t] = value / norm[:, None]
        scale[t] = norm
    total += float(np.log(scale).sum())
    behind = np.ones((count, SIZE))
    expected = np.zeros((count, longest, SIZE))
    expected_steps = np.zeros((SIZE, SIZE))
    for t in range(longest - 1, -1, -1):
        both = ahead[t] * behind
        expected[:, t] = both / both.sum(axis=1, keepdims=True)
        if t:
            weighed = emit[:, t] * behind / scale[t][:, None]
            weighed = np.where(alive[:, t, None], weighed, 0.0)
            expected_steps += move * (ahead[t - 1].T @ weighed)
            behind = np.where(alive[:, t, None], weighed @ move.T, behind)
    return total, expected, expected[:, 0].sum(axis=0), expected_steps


def objective(batch: Batch, penalty: float) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """The penalised negative log-likelihood and its slope, as a function of all weights in one vector."""
    width = len(batch.names)

    def of(vector: np.ndarray) -> tuple[float, np.ndarray]:
        weights, start, steps = _parts(vector, width)
        barred = np.where(FORBIDDEN, -BARRED, np.clip(steps, -BARRED, BARRED))
        start = np.where(NO_START, -BARRED, np.clip(start, -BARRED, BARRED))
        scores = batch.scores(weights)
        right = np.where(batch.right, scores, scores - BARRED)
        value, slope_scores = 0.0, np.zeros_like(scores)
        slope_start, slope_steps = np.zeros(SIZE), np.zeros((SIZE, SIZE))
        for grid in batch.groups:
            inside = grid >= 0
            for sign, source in ((1.0, scores), (-1.0, right)):
                total, expected, first, moves = _pass(grid, source, start, barred)
                value += sign * total
                slope_scores[grid[inside]] += sign * expected[inside]
                slope_start += sign * first
                slope_steps += sign * moves
        slope_steps[FORBIDDEN], slope_start[NO_START] = 0.0, 0.0
        slope = np.concatenate([batch.back(slope_scores).ravel(), slope_start, slope_steps.ravel()])
        return value + penalty / 2 * float(vector @ vector), slope + penalty * vector

    return of


def _parts(vector: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of the features, of the first state, of the steps."""
    at = width * WIDTH
    return vector[:at].reshape(width, WIDTH), vector[at : at + SIZE], vector[at + SIZE :].reshape(SIZE, SIZE)


def descend(function: Callable[[np.ndarray], tuple[float, np.ndarray]], vector: np.ndarray, rounds: int) -> np.ndarray:
    """L-BFGS with a memory of eight steps and a line search that halves."""
    value, slope = function(vector)
    memory: list[tuple[np.ndarray, np.ndarray, float]] = []
    for _ in range(rounds):
        direction = -_two_loops(slope, memory)
        length, fall = 1.0 if memory else 1.0 / max(1.0, float(np.abs(slope).sum())), float(direction @ slope)
        while True:
            step = length * direction
            fresh_value, fresh_slope = function(vector + step)
            if (np.isfinite(fresh_value) and fresh_value <= value + 1e-4 * length * fall) or length < 1e-10:
                break
            length /= 2
        change = fresh_slope - slope
        curve = float(step @ change)
        if curve > 1e-10:
            memory = [*memory[-7:], (step, change, 1.0 / curve)]
        done = value - fresh_value < 1e-5 * max(1.0, abs(value))
        vector, value, slope = vector + step, fresh_value, fresh_slope
        if done:
            break
    return vector


def _two_loops(slope: np.ndarray, memory: list[tuple[np.ndarray, np.ndarray, float]]) -> np.ndarray:
    direction, factors = slope.copy(), []
    for step, change, inverse in reversed(memory):
        factor = inverse * float(step @ direction)
        factors.append(factor)
        direction -= factor * change
    if memory:
        step, change, inverse = memory[-1]
        direction *= 1.0 / (inverse * float(change @ change))
    for (step, change, inverse), factor in zip(memory, reversed(factors), strict=True):
        direction += step * (factor - inverse * float(change @ direction))
    return direction


def learn(examples: list[gold.Example], rounds: int = 80, penalty: float = PENALTY, rare: int = RARE) -> dict[str, Any]:
    """The model's numbers, ready for JSON: features and steps with a weight for each state."""
    tidier = [copy for example in examples if example.variant in TIDIED for copy in gold.tidied(example)]
    batch = Batch([*examples, *tidier], rare)
    width = len(batch.names)
    vector = descend(objective(batch, penalty), np.zeros(width * WIDTH + SIZE + SIZE * SIZE), rounds)
    weights, start, steps = _parts(vector, width)
    return {
        "kinds": list(WEIGHT_COLUMNS),
        "states": list(STATES),
        "start": _rounded(start),
        "steps": [_rounded(row) for row in steps],
        "features": {
            name: _rounded(row) for name, row in zip(batch.names, weights, strict=True) if np.abs(row).max() >= 0.02
        },
    }


def _rounded(row: np.ndarray) -> list[float]:
    return [round(float(value), 2) + 0.0 for value in row]


def write(model: dict[str, Any], path: Path) -> None:
    """One feature a line, so that a change can be read."""
    lines = [f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in model["features"].items()]
    steps = ",\n".join(f"  {json.dumps(row)}" for row in model["steps"])
    path.write_text(
        f'{{"kinds": {json.dumps(model["kinds"])},\n"states": {json.dumps(model["states"])},\n'
        f'"start": {json.dumps(model["start"])},\n"steps": [\n{steps}],\n"features": {{\n' + ",\n".join(lines) + "}}\n",
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--variants", default="a,b,c,d")
    parser.add_argument("--without", action="append", default=[], help="a publisher that is left out")
    parser.add_argument("--rounds", type=int, default=80)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    options = parser.parse_args()
    examples = gold.folder(options.folder, tuple(options.variants.split(",")))
    chosen = [example for example in examples if example.publisher not in options.without]
    write(learn(chosen, options.rounds, options.penalty), options.out)


if __name__ == "__main__":
    main()
