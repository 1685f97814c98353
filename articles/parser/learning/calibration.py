"""Makes the model's probabilities mean what they say, and measures whether they do.

A line's probability is scaled and shifted on the scale of log-odds so that, of the lines to which the model gives .7 on
pages of publishers that it has not seen, seven in ten are right (Platt 1999, "Probabilistic outputs").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.parser.learning.gold import Example
from articles.parser.line_model.calibration import Calibration, log_odds
from articles.parser.line_model.model import LineInput, LineModel

BINS = 10
_TEXT = frozenset("LPS")
_STEPS = 50  # of Newton's method; it needs about ten
_PRECISION = 1e-6


@dataclass(frozen=True, slots=True)
class Reliability:
    """For one bin of probabilities: how many lines, their mean probability, and the share that is right."""

    count: int
    mean: float
    right: float


def collect(model: LineModel, examples: list[Example]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How likely each line with known gold is text, before calibration, and whether it is (1 or 0)."""
    likely, truth = [], []
    for example in examples:
        given = LineInput(example.features, example.measures, example.excluded)
        for prediction, states in zip(model.predict(given), example.states, strict=True):
            kinds = {state[0] for state in states}
            if kinds <= _TEXT or not kinds & _TEXT:
                likely.append(prediction.text)
                truth.append(float(kinds <= _TEXT))
    return np.array(likely), np.array(truth)


def fit(likely: NDArray[np.float64], truth: NDArray[np.float64]) -> Calibration:
    """The scale and shift with the greatest likelihood (Newton's method, with steps halved that lead too far)."""
    odds = np.stack([log_odds(likely), np.ones(len(likely))], axis=1)

    def loss(weights: NDArray[np.float64]) -> float:
        scores = odds @ weights
        return float(np.logaddexp(0, scores).sum() - truth @ scores)

    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        given = 1 / (1 + np.exp(-np.clip(odds @ weights, -60, 60)))
        slope = odds.T @ (truth - given)
        curve = (odds * (given * (1 - given))[:, None]).T @ odds
        change = np.linalg.solve(curve + 1e-6 * np.eye(2), slope)
        while loss(weights + change) > loss(weights) and np.abs(change).max() > _PRECISION:
            change = change / 2
        weights = weights + change
        if np.abs(change).max() < _PRECISION:
            break
    return Calibration(float(weights[0]), float(weights[1]))


def reliability(likely: NDArray[np.float64], truth: NDArray[np.float64]) -> list[Reliability]:
    """A row for each tenth of the probabilities that any line has."""
    places = np.minimum((likely * BINS).astype(int), BINS - 1)
    return [
        Reliability(int(chosen.sum()), float(likely[chosen].mean()), float(truth[chosen].mean()))
        for number in range(BINS)
        if (chosen := places == number).any()
    ]


def expected_error(rows: list[Reliability]) -> float:
    """The expected calibration error: the mean distance between probability and share, weighed by the lines."""
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.mean - row.right) for row in rows) / total if total else 0.0
