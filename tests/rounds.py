"""Which cases of large parametrized tests run in the quick round, and which in CI only."""

import os
from collections.abc import Collection, Iterable
from itertools import cycle, product
from typing import Any

import pytest


def slow_but(quick: Collection[Any], values: Iterable[Any]) -> list[Any]:
    """The values for `parametrize`, a tuple for several arguments: all but those in `quick` are slow."""
    return [
        value
        if value in quick
        else pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
        for value in values
    ]


def every_pair(first: Collection[Any], second: Collection[Any]) -> list[Any]:
    """For `parametrize` with two arguments: all pairs; only so many are quick that each value is in one of them."""
    longer = max(len(first), len(second))
    quick = [pair for _number, *pair in zip(range(longer), cycle(first), cycle(second), strict=False)]
    return slow_but([tuple(pair) for pair in quick], product(first, second))


def examples(count: int) -> int:
    """The number of Hypothesis examples: a third in the quick round, all in CI."""
    return count if os.environ.get("CI") else count // 3


def every(step: int) -> Any:
    """For `parametrize`: a quick case with every `step`-th value, and a slow one with all values."""
    return pytest.param(step, id="sample"), pytest.param(1, id="all", marks=pytest.mark.slow)
