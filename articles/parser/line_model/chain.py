"""The chain of states over the lines of one clip: the best path, and how likely each state of each line is."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from articles.parser.line_model.states import STATES, may_begin, may_follow

IMPOSSIBLE = -1e6
Floats = NDArray[np.float32]


@cache
def forbidden() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which states cannot come first, and which cannot follow which."""
    start = np.array([not may_begin(state) for state in STATES])
    steps = np.array([[not may_follow(state, successor) for successor in STATES] for state in STATES])
    return start, steps


def best_path(scores: NDArray[Any], start: NDArray[Any], steps: NDArray[Any]) -> list[int]:
    """The states with the highest sum of scores and steps. `start` and `steps` hold IMPOSSIBLE where barred."""
    values = start + scores[0]
    pointers = np.zeros(scores.shape, dtype=np.int64)
    columns = np.arange(len(start))
    for number in range(1, len(scores)):
        moved = values[:, None] + steps
        pointers[number] = moved.argmax(axis=0)
        values = moved[pointers[number], columns] + scores[number]
    state = int(values.argmax())
    path = [state]
    for number in range(len(scores) - 1, 0, -1):
        state = int(pointers[number, state])
        path.append(state)
    return path[::-1]


def marginals(scores: Floats, start: Floats, steps: Floats) -> NDArray[np.float64]:
    """The probability of each state of each line, all paths considered (forward and backward pass)."""
    local = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), -80).astype(np.float64))
    local[scores <= IMPOSSIBLE / 2] = 1e-80
    move = np.exp(np.where(steps <= IMPOSSIBLE / 2, -200.0, steps.astype(np.float64)))
    ahead = np.empty_like(local)
    value = np.exp(np.where(start <= IMPOSSIBLE / 2, -200.0, start.astype(np.float64))) * local[0]
    ahead[0] = value / value.sum()
    for number in range(1, len(local)):
        value = (ahead[number - 1] @ move) * local[number]
        ahead[number] = value / value.sum()
    behind = np.ones(local.shape[1])
    result: NDArray[np.float64] = np.empty_like(local)
    result[-1] = ahead[-1]
    back = move.T
    for number in range(len(local) - 2, -1, -1):
        behind = (local[number + 1] * behind) @ back
        behind /= behind.sum()
        both = ahead[number] * behind
        result[number] = both / both.sum()
    return result
