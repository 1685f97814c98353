"""Means over pages with their 95 % intervals, by drawing publishers anew: pages of one publisher are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 1_000
BOUNDS = (2.5, 97.5)  # per cent of the drawn means


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over pages, and between which values it lies in 95 of 100 cases; None where there is one publisher."""

    mean: float
    low: float | None
    high: float | None
    pages: int


def estimate(values: Sequence[float], publishers: Sequence[str], seed: int = 0) -> Estimate | None:
    """The mean of the pages' values; `publishers` names the publisher of each. None where there are no pages."""
    if not values:
        return None
    mean = sum(values) / len(values)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(publishers))}
    if len(numbers) < 2:
        return Estimate(mean, None, None, len(values))
    owners = [numbers[name] for name in publishers]
    sums = np.bincount(owners, weights=values, minlength=len(numbers))
    counts = np.bincount(owners, minlength=len(numbers))
    drawn = np.random.default_rng(seed).integers(0, len(numbers), (DRAWS, len(numbers)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, BOUNDS)
    return Estimate(mean, float(low), float(high), len(values))
