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
    """The states with the highest sum of scores and steps.

    `start` and `steps` hold IMPOSSIBLE where a state or step is barred, and 0 or less elsewhere.
    """
    single = scores.argmax(axis=1)  # each line for itself: the best of all paths, unless it is barred
    if start[single[0]] == 0 and not steps[single[:-1], single[1:]].any():
        path: list[int] = single.tolist()
        return path
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


def odds(values: NDArray[Any]) -> NDArray[np.float64]:
    """What a start or step multiplies the odds of a path with; next to nothing where it is barred."""
    result: NDArray[np.float64] = np.exp(np.where(values <= IMPOSSIBLE / 2, -200.0, values.astype(np.float64)))
    return result


def marginals(scores: Floats, start_odds: NDArray[np.float64], step_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each state of each line, all paths considered (forward and backward pass)."""
    local = np.exp(np.maximum(scores - np.maximum.reduce(scores, axis=1, keepdims=True), -80).astype(np.float64))
    local[scores <= IMPOSSIBLE / 2] = 1e-80
    rows, ones, back = list(local), np.ones(len(start_odds)), step_odds.T
    value = start_odds * rows[0]
    value /= value.dot(ones)
    ahead, behind = [value], [ones]
    for row in rows[1:]:
        value = value.dot(step_odds) * row
        value /= value.dot(ones)
        ahead.append(value)
    value = ones
    for row in rows[:0:-1]:
        value = (row * value).dot(back)
        value /= value.dot(ones)
        behind.append(value)
    both = np.array(ahead) * np.array(behind[::-1])
    result: NDArray[np.float64] = both / np.add.reduce(both, axis=1, keepdims=True)
    return result
