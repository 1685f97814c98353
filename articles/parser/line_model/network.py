"""The network over the lines of a clip: what a line is by itself, mixed with its neighbours by dilated convolutions.

A line is the sum of the vectors of its named features and a projection of its measures. Each layer normalises the
lines and adds to each what it computes from the line and one above and one below, at distances that double: the last
sees fifteen lines up and down. What is learned directly for a feature and a state (`direct`) is added to the scores.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model.states import STATES

Floats = NDArray[np.float32]
EPSILON = 1e-5


@dataclass(slots=True)
class Weights:
    """All learned arrays. `width` is the size of a line's vector, `states` the number of states."""

    features: Floats  # a row for each named feature: features × width
    direct: Floats  # features × states
    measures: Floats  # measures × width
    measures_direct: Floats  # measures × states
    bias: Floats  # width
    above: Floats  # layers × width × width: from the line above
    same: Floats  # layers × width × width
    below: Floats  # layers × width × width
    layer_bias: Floats  # layers × width
    scale: Floats  # (layers + 1) × width: of the normalisations
    shift: Floats  # (layers + 1) × width
    out: Floats  # width × states
    out_bias: Floats  # states
    start: Floats  # states
    steps: Floats  # states × states

    def __iter__(self) -> Iterator[Floats]:
        return iter([getattr(self, field.name) for field in fields(self)])

    def as_dict(self) -> dict[str, Floats]:
        """The arrays by their names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_mapping(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Weights":
        """Read from a mapping such as that of `numpy.load`. Raises KeyError where an array is missing."""
        return cls(**{field.name: arrays[field.name].astype(np.float32) for field in fields(cls)})


def dilations(layers: int) -> Sequence[int]:
    """The distance of the neighbours that each layer looks at, in lines."""
    return [2**number for number in range(layers)]


def sum_rows(table: Floats, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
    """For each line the sum of the rows of its features; `lengths` is the number of features of each line."""
    result = np.zeros((len(lengths), table.shape[1]), dtype=np.float32)
    if len(ids):
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        filled = lengths > 0
        result[filled] = np.add.reduceat(table[ids], starts[filled], axis=0)
    return result


def normalise(lines: Floats, scale: Floats, shift: Floats) -> tuple[Floats, Floats, Floats]:
    """Layer normalisation: the result, and the centred lines and inverse deviations that the gradient needs."""
    width = lines.shape[1]
    centred = lines - (np.add.reduce(lines, axis=1, keepdims=True) / width)
    inverse = 1 / np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / width + EPSILON)
    unit = centred * inverse
    return unit * scale + shift, unit, inverse


def neighbours(lines: Floats, distance: int, bounds: NDArray[np.int64] | None = None) -> tuple[Floats, Floats]:
    """The lines `distance` above and below each line; zeros where the clip has none.

    `bounds` gives for each line the first line of its clip and, as its second column, the first behind it; without it
    all lines belong to one clip.
    """
    padded = np.zeros((len(lines) + 2 * distance, lines.shape[1]), dtype=lines.dtype)
    padded[distance : distance + len(lines)] = lines
    over, under = padded[: len(lines)], padded[2 * distance :]
    if bounds is not None:
        places = np.arange(len(lines))
        over = np.where((places - distance >= bounds[:, 0])[:, None], over, 0)
        under = np.where((places + distance < bounds[:, 1])[:, None], under, 0)
    return over, under


def scores(
    weights: Weights,
    ids: NDArray[np.int64],
    lengths: NDArray[np.int64],
    measures: Floats,
    bounds: NDArray[np.int64] | None = None,
) -> Floats:
    """The score of every line and state, without the steps between states."""
    lines = sum_rows(weights.features, ids, lengths) + measures @ weights.measures + weights.bias
    for number, distance in enumerate(dilations(len(weights.above))):
        normal, _, _ = normalise(lines, weights.scale[number], weights.shift[number])
        over, under = neighbours(normal, distance, bounds)
        mixed = over @ weights.above[number] + normal @ weights.same[number] + under @ weights.below[number]
        lines = lines + np.maximum(mixed + weights.layer_bias[number], 0)
    normal, _, _ = normalise(lines, weights.scale[-1], weights.shift[-1])
    direct = sum_rows(weights.direct, ids, lengths) + measures @ weights.measures_direct
    result: Floats = normal @ weights.out + weights.out_bias + direct
    return result


def initial(features: int, measures: int, width: int, layers: int, seed: int) -> Weights:
    """Weights to begin learning with."""
    random = np.random.default_rng(seed)
    states = len(STATES)

    def normal(*shape: int, deviation: float) -> Floats:
        return random.normal(scale=deviation, size=shape).astype(np.float32)

    def zeros(*shape: int) -> Floats:
        return np.zeros(shape, dtype=np.float32)

    spread = (2 / (3 * width)) ** 0.5
    return Weights(
        features=normal(features, width, deviation=0.15),
        direct=zeros(features, states),
        measures=normal(measures, width, deviation=measures**-0.5),
        measures_direct=zeros(measures, states),
        bias=zeros(width),
        above=normal(layers, width, width, deviation=spread),
        same=normal(layers, width, width, deviation=spread),
        below=normal(layers, width, width, deviation=spread),
        layer_bias=zeros(layers, width),
        scale=np.ones((layers + 1, width), dtype=np.float32),
        shift=zeros(layers + 1, width),
        out=normal(width, states, deviation=width**-0.5),
        out_bias=zeros(states),
        start=zeros(states),
        steps=zeros(states, states),
    )
