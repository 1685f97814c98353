"""The line model: reads its weights, labels the lines of a clip, and explains a label by what speaks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model import chain, network, weights_file
from articles.parser.line_model.calibration import UNCALIBRATED, Calibration
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.states import STATES, TEXT_STATES

MIN_ALTERNATIVE = 0.05  # probability of a state that is told as an alternative
MAX_ALTERNATIVES = 2
SURE = 0.95  # probability of a role above which no other is told
_IS_TEXT = np.array([number in TEXT_STATES for number in range(len(STATES))], dtype=float)
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
    """One network or several whose scores are averaged, with the chain of states on top."""

    def __init__(
        self, names: list[str], members: list[network.Weights], calibration: Calibration = UNCALIBRATED
    ) -> None:
        self.names = names
        self.members = members
        self.calibration = calibration  # of how likely a line is text
        self._index = {name: number for number, name in enumerate(names)}
        no_start, no_step = chain.forbidden()
        start = np.mean([member.start for member in members], axis=0)
        steps = np.mean([member.steps for member in members], axis=0)
        self.start: Floats = np.where(no_start, chain.IMPOSSIBLE, start).astype(np.float32)
        self.steps: Floats = np.where(no_step, chain.IMPOSSIBLE, steps).astype(np.float32)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "LineModel":
        """Read from a mapping such as that of `numpy.load`. Raises KeyError or ValueError if it is of another form."""
        names = bytes(arrays["names"]).decode().split("\n")
        if [str(state) for state in arrays["states"]] != list(STATES):
            raise ValueError("The weights belong to other states.")
        if [str(name) for name in arrays["measures_names"]] != list(MEASURES):
            raise ValueError("The weights belong to other measures.")
        count = int(arrays["members"])
        members = [
            network.Weights.from_mapping(
                {name[len(f"{number}.") :]: arrays[name] for name in arrays if name.startswith(f"{number}.")}
            )
            for number in range(count)
        ]
        return cls(names, members, Calibration(*map(float, arrays["calibration"])))

    @classmethod
    def load(cls, path: Path) -> "LineModel":
        """Read a file of weights. Raises OSError, KeyError or ValueError if it is none."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls.from_arrays(arrays)

    def save(self, path: Path) -> None:
        """Write a file that `load` reads, with the members in half precision."""
        arrays: dict[str, Any] = {
            "names": np.frombuffer("\n".join(self.names).encode(), dtype=np.uint8),
            "states": np.array(STATES),
            "measures_names": np.array(MEASURES),
            "members": np.array(len(self.members)),
            "calibration": np.array(self.calibration),
        }
        for number, member in enumerate(self.members):
            arrays |= {f"{number}.{name}": array.astype(np.float16) for name, array in member.as_dict().items()}
        np.savez_compressed(path, **arrays)

    def encode(self, features: list[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the known features, all lines in a row, and how many each line has."""
        get = self._index.get
        rows = [[number for name in names if (number := get(name)) is not None] for names in features]
        ids = np.array([number for row in rows for number in row], dtype=np.int64)
        return ids, np.array([len(row) for row in rows], dtype=np.int64)

    def scores(self, lines: LineInput) -> Floats:
        """The score of every line and state, IMPOSSIBLE where a state is excluded."""
        ids, lengths = self.encode(lines.features)
        result = network.scores(self.members[0], ids, lengths, lines.measures)
        for member in self.members[1:]:
            result += network.scores(member, ids, lengths, lines.measures)
        result /= len(self.members)
        for row, states in zip(result, lines.excluded, strict=True):
            for state in states:
                row[STATES.index(state)] = chain.IMPOSSIBLE
        return result

    def predict(self, lines: LineInput) -> list[Prediction]:
        """The best state for every line."""
        if not lines.features:
            return []
        scores = self.scores(lines)
        path = chain.best_path(scores, self.start, self.steps)
        likely = chain.marginals(scores, self.start, self.steps)
        texts = self.calibration.apply(likely @ _IS_TEXT).tolist()
        roles = (likely @ _SAME_ROLE)[np.arange(len(path)), path].tolist()
        return [
            Prediction(STATES[state], role, () if role > SURE else _alternatives(row, STATES[state]), text)
            for row, state, role, text in zip(likely, path, roles, texts, strict=True)
        ]


def _alternatives(likely: NDArray[np.float64], chosen: str) -> tuple[str, ...]:
    """The likeliest states of other roles."""
    order = [STATES[number] for number in likely.argsort()[::-1] if likely[number] >= MIN_ALTERNATIVE]
    return tuple(state for state in order if state[0] != chosen[0])[:MAX_ALTERNATIVES]


@cache
def default_model() -> LineModel:
    """The model of the chosen file of weights."""
    return LineModel.load(weights_file.chosen())
