"""The line model: reads its weights, labels the lines of a clip, and explains a label by what speaks for it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model import chain, weights_file
from articles.parser.line_model.calibration import UNCALIBRATED, Calibration
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.states import STATE_NUMBERS, STATES, TEXT_STATES
from articles.parser.line_model.weights import Weights, score_lines

MIN_ALTERNATIVE = 0.05  # probability of a state that is told as an alternative
MAX_ALTERNATIVES = 2
TEXT_WEIGHT = 2.0  # of being right about whether a line is text, beside being right about its role
SURE = 0.95  # probability of a role above which no other is told
_IS_TEXT = np.array([number in TEXT_STATES for number in range(len(STATES))], dtype=float)
_IS_NO_TEXT = 1 - _IS_TEXT
_ALLOWED = tuple(np.where(barred, chain.IMPOSSIBLE, 0.0) for barred in chain.forbidden())
_SAME_ROLE = np.array([[one[0] == two[0] for two in STATES] for one in STATES], dtype=float)
Floats = NDArray[np.float32]


@dataclass(slots=True)
class Prediction:
    """The state of a line, how likely its role is and how likely it is text (0 … 1), and the next best states."""

    state: str
    confidence: float
    alternatives: tuple[str, ...]
    text: float


@dataclass(slots=True)
class LineInput:
    """What the model is told of the lines of one clip: named features, measures, and states that are impossible."""

    features: list[list[str]]
    measures: Floats
    excluded: list[str]


class LineModel:
    """The learned weights, the names of the features that they know, and the calibration."""

    def __init__(self, names: list[str], weights: Weights, calibration: Calibration = UNCALIBRATED) -> None:
        self.names = names
        self.weights = weights
        self.calibration = calibration  # of how likely a line is text
        self._index = {name: number for number, name in enumerate(names)}
        no_start, no_step = chain.forbidden()
        self.start: Floats = np.where(no_start, chain.IMPOSSIBLE, weights.start).astype(np.float32)
        self.steps: Floats = np.where(no_step, chain.IMPOSSIBLE, weights.steps).astype(np.float32)
        self.odds = chain.odds(self.start), chain.odds(self.steps)

    @classmethod
    def load(cls, path: Path) -> "LineModel":
        """Read a file of weights. Raises OSError, KeyError or ValueError if it is none."""
        with np.load(path, allow_pickle=False) as arrays:
            names = bytes(arrays["names"]).decode().split("\n")
            if [str(state) for state in arrays["states"]] != list(STATES):
                raise ValueError("The weights belong to other states.")
            if [str(name) for name in arrays["measures_names"]] != list(MEASURES):
                raise ValueError("The weights belong to other measures.")
            return cls(names, Weights.from_mapping(arrays), Calibration(*map(float, arrays["calibration"])))

    def save(self, path: Path) -> None:
        """Write a file that `load` reads, with the weights in half precision."""
        arrays: dict[str, Any] = {
            "names": np.frombuffer("\n".join(self.names).encode(), dtype=np.uint8),
            "states": np.array(STATES),
            "measures_names": np.array(MEASURES),
            "calibration": np.array(self.calibration),
        }
        arrays |= {name: array.astype(np.float16) for name, array in self.weights.as_dict().items()}
        np.savez_compressed(path, **arrays)

    def encode(self, features: list[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the known features, all lines in a row, and how many each line has."""
        get = self._index.get
        rows = [[number for number in map(get, names) if number is not None] for names in features]
        ids = np.array([number for row in rows for number in row], dtype=np.int64)
        return ids, np.array(list(map(len, rows)), dtype=np.int64)

    def scores(self, lines: LineInput) -> Floats:
        """The score of every line and state, IMPOSSIBLE where a state is excluded."""
        result = score_lines(self.weights, *self.encode(lines.features), lines.measures)
        for row, states in zip(result, lines.excluded, strict=True):
            for state in states:
                row[STATE_NUMBERS[state]] = chain.IMPOSSIBLE
        return result

    def predict(self, lines: LineInput) -> list[Prediction]:
        """The states that are most often right, on average: as text or not, and in their role.

        The likeliest of all paths is worse at that: where the headline is in doubt, thousands of paths that differ in
        it share the probability of the text below.
        """
        if not lines.features:
            return []
        scores = self.scores(lines)
        likely = chain.marginals(scores, *self.odds)
        texts = self.calibration.apply(likely @ _IS_TEXT)
        roles = likely @ _SAME_ROLE
        expected = TEXT_WEIGHT * np.abs(_IS_NO_TEXT - texts[:, None]) + roles
        expected[scores <= chain.IMPOSSIBLE / 2] = chain.IMPOSSIBLE
        path = chain.best_path(expected, *_ALLOWED)
        sure = [row[state] for row, state in zip(roles.tolist(), path, strict=True)]
        return [
            Prediction(STATES[state], role, () if role > SURE else _alternatives(row, STATES[state]), text)
            for row, state, role, text in zip(likely.tolist(), path, sure, texts.tolist(), strict=True)
        ]


def _alternatives(likely: list[float], chosen: str) -> tuple[str, ...]:
    """The likeliest states of other roles."""
    others = [
        (value, state)
        for value, state in zip(likely, STATES, strict=True)
        if value >= MIN_ALTERNATIVE and state[0] != chosen[0]
    ]
    return tuple(state for _value, state in sorted(others, reverse=True)[:MAX_ALTERNATIVES])


@cache
def default_model() -> LineModel:
    """The model of the chosen file of weights."""
    return LineModel.load(weights_file.chosen())
