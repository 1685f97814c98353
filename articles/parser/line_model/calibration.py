"""The scale and shift that make a probability mean what it says; `parser/learning/calibration.py` finds them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_EDGE = 1e-6  # from 0 and 1, where log-odds end


class Calibration(NamedTuple):
    """How log-odds are changed: multiplied by `scale`, then `shift` is added."""

    scale: float = 1.0
    shift: float = 0.0

    def apply(self, likely: NDArray[np.float64]) -> NDArray[np.float64]:
        """The calibrated probabilities."""
        result: NDArray[np.float64] = 1 / (1 + np.exp(-(self.scale * log_odds(likely) + self.shift)))
        return result


UNCALIBRATED = Calibration()


def log_odds(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds of probabilities, bounded near 0 and 1."""
    bounded = np.minimum(np.maximum(likely, _EDGE), 1 - _EDGE)  # np.clip takes three times as long
    result: NDArray[np.float64] = np.log(bounded / (1 - bounded))
    return result
