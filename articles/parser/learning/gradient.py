"""The slope of the learning objective, for several clips at once, in numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model import chain
from articles.parser.line_model.states import STATES
from articles.parser.line_model.weights import Weights, score_lines

Floats = NDArray[np.float32]
BARRED = 40.0  # a weight that no path can afford
SIZE = len(STATES)


@dataclass(slots=True)
class Batch:
    """Clips learned in one step, their lines in a row."""

    ids: NDArray[np.int64]  # the features of all lines
    lengths: NDArray[np.int64]  # how many features each line has
    measures: Floats
    right: NDArray[np.bool_]  # lines × states: which are right
    prior: Floats  # lines × states: added to a state that may be right, where another is likelier beforehand
    excluded: NDArray[np.bool_]  # lines × states: which cannot be
    cost: Floats  # lines × states: what a wrong state is charged
    sizes: NDArray[np.int64]  # lines of each clip
    importance: Floats  # of each clip

    def grid(self) -> NDArray[np.int64]:
        """A row of line numbers for each clip, -1 where it is over."""
        result = np.full((len(self.sizes), int(self.sizes.max())), -1)
        start = 0
        for row, size in enumerate(self.sizes):
            result[row, :size] = np.arange(start, start + size)
            start += size
        return result


def loss_and_slope(weights: Weights, batch: Batch) -> tuple[float, Weights]:
    """How unlikely the right states are (with the cost of wrong ones added to their scores), and its slope."""
    scores = score_lines(weights, batch.ids, batch.lengths, batch.measures)
    barred = np.where(batch.excluded, -BARRED, 0).astype(np.float32)
    open_scores = scores + barred + batch.cost
    right_scores = np.where(batch.right, scores + barred + batch.prior, scores - 2 * BARRED)
    no_start, no_step = chain.forbidden()
    start = np.where(no_start, -BARRED, weights.start)
    steps = np.where(no_step, -BARRED, weights.steps)
    grid = batch.grid()
    loss = 0.0
    slope_scores = np.zeros_like(scores)
    slope_start, slope_steps = np.zeros(SIZE), np.zeros((SIZE, SIZE))
    for sign, given in ((1.0, open_scores), (-1.0, right_scores)):
        total, expected, first, moves = _expect(grid, given, start, steps, batch.importance)
        loss += sign * total
        slope_scores += sign * expected
        slope_start += sign * first
        slope_steps += sign * moves
    slope_start[no_start], slope_steps[no_step] = 0, 0
    return loss, Weights(
        features=_rows_slope(slope_scores, batch, len(weights.features)),
        measures=batch.measures.T @ slope_scores,
        bias=slope_scores.sum(axis=0),
        start=slope_start.astype(np.float32),
        steps=slope_steps.astype(np.float32),
    )


def _expect(
    grid: NDArray[np.int64], scores: Floats, start: Floats, steps: Floats, importance: Floats
) -> tuple[float, Floats, NDArray[np.float64], NDArray[np.float64]]:
    """The log of the sum over all paths, and the expected states, first states and steps."""
    count, longest = grid.shape
    alive = grid >= 0
    local = scores[np.maximum(grid, 0)].astype(np.float64)
    top = local.max(axis=2, keepdims=True)
    emit = np.where(alive[..., None], np.exp(local - top), 1.0)
    logs = (top[..., 0] * alive).sum(axis=1)
    move = np.exp(steps.astype(np.float64))
    ahead = np.empty((longest, count, SIZE))
    scale = np.ones((longest, count))
    value = np.exp(start.astype(np.float64)) * emit[:, 0]
    for place in range(longest):
        if place:
            moved = (ahead[place - 1] @ move) * emit[:, place]
            value = np.where(alive[:, place, None], moved, ahead[place - 1])
        scale[place] = np.where(alive[:, place], value.sum(axis=1), 1.0)
        ahead[place] = value / scale[place][:, None]
    logs = logs + np.log(scale).sum(axis=0)
    behind = np.ones((count, SIZE))
    expected = np.zeros((count, longest, SIZE))
    moves = np.zeros((SIZE, SIZE))
    for place in range(longest - 1, -1, -1):
        both = ahead[place] * behind
        expected[:, place] = both * (importance / both.sum(axis=1))[:, None]
        if place:
            weighed = emit[:, place] * behind / scale[place][:, None]
            weighed = np.where(alive[:, place, None], weighed, 0.0)
            moves += move * ((ahead[place - 1] * importance[:, None]).T @ weighed)
            behind = np.where(alive[:, place, None], weighed @ move.T, behind)
    by_line = np.zeros(scores.shape, dtype=np.float32)
    by_line[grid[alive]] = expected[alive]
    return float((logs * importance).sum()), by_line, expected[:, 0].sum(axis=0), moves


def _rows_slope(slope: Floats, batch: Batch, count: int) -> Floats:
    """The slope of a table whose rows were summed for each line."""
    owner = np.repeat(np.arange(len(batch.lengths)), batch.lengths)
    order = batch.ids.argsort(kind="stable")
    ids = batch.ids[order]
    result = np.zeros((count, slope.shape[1]), dtype=np.float32)
    if len(ids):
        starts = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
        result[ids[starts]] = np.add.reduceat(slope[owner[order]], starts, axis=0)
    return result
