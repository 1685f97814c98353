"""The slope of the learning objective: backwards through the chain and the network, in numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model import chain, network
from articles.parser.line_model.states import STATES

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

    @property
    def bounds(self) -> NDArray[np.int64]:
        """For each line the first of its clip and the first behind it."""
        ends = np.cumsum(self.sizes)
        return np.stack([np.repeat(ends - self.sizes, self.sizes), np.repeat(ends, self.sizes)], axis=1)

    def grid(self) -> NDArray[np.int64]:
        """A row of line numbers for each clip, -1 where it is over."""
        result = np.full((len(self.sizes), int(self.sizes.max())), -1)
        start = 0
        for row, size in enumerate(self.sizes):
            result[row, :size] = np.arange(start, start + size)
            start += size
        return result


@dataclass(slots=True)
class Slopes:
    """The slope of the log-odds of a state, a row for each line asked for."""

    lines: Floats  # by the vector of the line
    scores: Floats  # by its scores


def loss_and_slope(
    weights: network.Weights, batch: Batch, dropout: float, random: np.random.Generator
) -> tuple[float, network.Weights]:
    """How unlikely the right states are (with the cost of wrong ones added to their scores), and its slope."""
    trace = _forward(weights, batch, dropout, random)
    barred = np.where(batch.excluded, -BARRED, 0).astype(np.float32)
    open_scores = trace.scores + barred + batch.cost
    right_scores = np.where(batch.right, trace.scores + barred + batch.prior, trace.scores - 2 * BARRED)
    no_start, no_step = chain.forbidden()
    start = np.where(no_start, -BARRED, weights.start)
    steps = np.where(no_step, -BARRED, weights.steps)
    grid = batch.grid()
    loss = 0.0
    slope_scores = np.zeros_like(trace.scores)
    slope_start, slope_steps = np.zeros(SIZE), np.zeros((SIZE, SIZE))
    for sign, scores in ((1.0, open_scores), (-1.0, right_scores)):
        total, expected, first, moves = _expect(grid, scores, start, steps, batch.importance)
        loss += sign * total
        slope_scores += sign * expected
        slope_start += sign * first
        slope_steps += sign * moves
    slope_start[no_start], slope_steps[no_step] = 0, 0
    slope, _lines = _backward(weights, batch, trace, slope_scores.astype(np.float32))
    slope.start[:], slope.steps[:] = slope_start, slope_steps
    return loss, slope


def line_slopes(
    weights: network.Weights, batch: Batch, states: NDArray[np.int64], targets: NDArray[np.int64]
) -> Slopes:
    """How the log-odds of a state of each target line change with that line's vector and its scores.

    `targets` numbers lines of the batch, at most one for each clip; `states` the state of each.
    """
    trace = _forward(weights, batch, 0.0, np.random.default_rng(0))
    rows = trace.scores[targets].astype(np.float64)
    places = np.arange(len(targets))
    rest = np.exp(rows - rows.max(axis=1, keepdims=True))
    rest[places, states] = 0
    slope = -rest / rest.sum(axis=1, keepdims=True)
    slope[places, states] = 1
    every = np.zeros_like(trace.scores)
    every[targets] = slope
    _, lines = _backward(weights, batch, trace, every)
    return Slopes(lines[targets], every[targets])


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


@dataclass(slots=True)
class _Trace:
    """What the way forward leaves for the way back."""

    scores: Floats
    normals: list[tuple[Floats, Floats, Floats]]  # normalised, centred, inverse deviation, for each layer and the end
    active: list[NDArray[np.bool_]]
    keep: list[Floats]  # what dropout leaves of each layer


def _forward(weights: network.Weights, batch: Batch, dropout: float, random: np.random.Generator) -> _Trace:
    bounds = batch.bounds
    lines = network.sum_rows(weights.features, batch.ids, batch.lengths)
    lines = lines + batch.measures @ weights.measures + weights.bias
    trace = _Trace(lines, [], [], [])
    trace.keep.append(_mask(lines.shape, dropout, random))
    lines = lines * trace.keep[0]
    for number, distance in enumerate(network.dilations(len(weights.above))):
        normal, unit, inverse = network.normalise(lines, weights.scale[number], weights.shift[number])
        over, under = network.neighbours(normal, distance, bounds)
        mixed = over @ weights.above[number] + normal @ weights.same[number] + under @ weights.below[number]
        mixed += weights.layer_bias[number]
        keep = _mask(mixed.shape, dropout, random)
        trace.normals.append((normal, unit, inverse))
        trace.active.append(mixed > 0)
        trace.keep.append(keep)
        lines = lines + np.maximum(mixed, 0) * keep
    trace.normals.append(network.normalise(lines, weights.scale[-1], weights.shift[-1]))
    direct = network.sum_rows(weights.direct, batch.ids, batch.lengths) + batch.measures @ weights.measures_direct
    trace.scores = trace.normals[-1][0] @ weights.out + weights.out_bias + direct
    return trace


def _mask(shape: Sequence[int], dropout: float, random: np.random.Generator) -> Floats:
    if not dropout:
        return np.ones((1, 1), dtype=np.float32)
    return ((random.random(shape, dtype=np.float32) >= dropout) / np.float32(1 - dropout)).astype(np.float32)


def _backward(weights: network.Weights, batch: Batch, trace: _Trace, slope: Floats) -> tuple[network.Weights, Floats]:
    """The slopes of all weights but those of the chain, and of the vectors of the lines."""
    bounds = batch.bounds
    result = network.Weights.from_mapping({name: np.zeros_like(array) for name, array in weights.as_dict().items()})
    result.out_bias[:] = slope.sum(axis=0)
    result.out[:] = trace.normals[-1][0].T @ slope
    result.measures_direct[:] = batch.measures.T @ slope
    result.direct[:] = _rows_slope(slope, batch, len(weights.direct))
    back = _normal_slope(slope @ weights.out.T, trace.normals[-1], weights.scale[-1], result, -1)
    for number in range(len(weights.above) - 1, -1, -1):
        distance = network.dilations(len(weights.above))[number]
        mixed = back * trace.keep[number + 1] * trace.active[number]
        normal = trace.normals[number][0]
        over, under = network.neighbours(normal, distance, bounds)
        result.above[number] = over.T @ mixed
        result.same[number] = normal.T @ mixed
        result.below[number] = under.T @ mixed
        result.layer_bias[number] = mixed.sum(axis=0)
        # what a line gave to the one below it comes back from there, and the other way round
        _, from_below = network.neighbours(mixed @ weights.above[number].T, distance, bounds)
        from_above, _ = network.neighbours(mixed @ weights.below[number].T, distance, bounds)
        inner = mixed @ weights.same[number].T + from_below + from_above
        back = back + _normal_slope(inner, trace.normals[number], weights.scale[number], result, number)
    back = back * trace.keep[0]
    result.bias[:] = back.sum(axis=0)
    result.measures[:] = batch.measures.T @ back
    result.features[:] = _rows_slope(back, batch, len(weights.features))
    return result, back


def _normal_slope(
    slope: Floats, normal: tuple[Floats, Floats, Floats], scale: Floats, result: network.Weights, number: int
) -> Floats:
    """Back through a layer normalisation; enters the slopes of its scale and shift."""
    _, unit, inverse = normal
    result.scale[number] = (slope * unit).sum(axis=0)
    result.shift[number] = slope.sum(axis=0)
    inner = slope * scale
    mean = inner.mean(axis=1, keepdims=True)
    lean = (inner * unit).mean(axis=1, keepdims=True)
    back: Floats = (inner - mean - unit * lean) * inverse
    return back


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
