"""What the line model has learned: a weight for each feature or measure and state, and for each step between states."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model.states import STATES

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Weights:
    """All learned arrays."""

    features: Floats  # features × states
    measures: Floats  # measures × states
    bias: Floats  # states
    start: Floats  # states: of the first line
    steps: Floats  # states × states: from a line to the one below

    def __iter__(self) -> Iterator[Floats]:
        return iter([getattr(self, field.name) for field in fields(self)])

    def as_dict(self) -> dict[str, Floats]:
        """The arrays by their names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def copy(self) -> "Weights":
        """Arrays of its own."""
        return Weights(*(array.copy() for array in self))

    @classmethod
    def from_mapping(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Weights":
        """Read from a mapping such as that of `numpy.load`. Raises KeyError where an array is missing."""
        return cls(**{field.name: arrays[field.name].astype(np.float32) for field in fields(cls)})

    @classmethod
    def empty(cls, features: int, measures: int) -> "Weights":
        """Weights of 0."""
        count = len(STATES)
        shapes = ((features, count), (measures, count), (count,), (count,), (count, count))
        return cls(*(np.zeros(shape, dtype=np.float32) for shape in shapes))


def sum_rows(table: Floats, ids: NDArray[np.int64], lengths: NDArray[np.int64]) -> Floats:
    """For each line the sum of the rows of its features; `lengths` is the number of features of each line."""
    result = np.zeros((len(lengths), table.shape[1]), dtype=np.float32)
    if len(ids):
        ends = np.cumsum(lengths)
        filled = lengths > 0
        result[filled] = np.add.reduceat(table[ids], (ends - lengths)[filled], axis=0)
    return result


def score_lines(weights: Weights, ids: NDArray[np.int64], lengths: NDArray[np.int64], measures: Floats) -> Floats:
    """The score of every line and state, without the steps between states."""
    result: Floats = sum_rows(weights.features, ids, lengths) + measures @ weights.measures + weights.bias
    return result
