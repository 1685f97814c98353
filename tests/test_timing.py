"""grows_in_proportion detects quadratic work and tolerates a machine that is busy meanwhile."""

from itertools import count

import pytest

from tests.timing import grows_in_proportion


@pytest.mark.parametrize(("power", "is_fine"), [(1, True), (1.2, True), (1.5, False), (2, False)])
def test_work_that_grows_faster_than_its_size_is_detected(power, is_fine):
    assert grows_in_proportion(lambda size: size**power, size=1_000, slack=0.0) is is_fine


def test_a_machine_that_slows_down_during_the_measurement_is_no_failure():
    runs = count()

    assert grows_in_proportion(lambda size: size if next(runs) < 2 else 3 * size, size=1_000, slack=0.0)
