"""A probability of the line model means what it says."""

import numpy as np
import pytest

from articles.parser.learning import calibration
from articles.parser.line_model.calibration import Calibration


def make_sample(distortion):
    random = np.random.default_rng(3)
    likely = random.uniform(0.02, 0.98, 40_000)
    truth = (random.uniform(size=len(likely)) < likely).astype(float)
    return Calibration(*distortion).apply(likely), truth


@pytest.mark.parametrize("distortion", [(3.0, 0.0), (1.0, 1.5), (0.4, -1.0)], ids=["too sure", "too high", "too timid"])
def test_a_distorted_probability_is_set_right(distortion):
    likely, truth = make_sample(distortion)
    before = calibration.expected_error(calibration.reliability(likely, truth))

    found = calibration.fit(likely, truth)

    after = calibration.expected_error(calibration.reliability(found.apply(likely), truth))
    assert before > 0.05
    assert after < 0.01
    assert found.scale == pytest.approx(1 / distortion[0], rel=0.1)


def test_the_reliability_counts_every_line_once():
    likely, truth = make_sample((1.0, 0.0))

    rows = calibration.reliability(likely, truth)

    assert sum(row.count for row in rows) == len(likely)
    assert all(abs(row.mean - row.right) < 0.05 for row in rows)
