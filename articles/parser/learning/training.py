"""Learns the weights of the line model by gradient descent, from new or from those that are there."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from articles.parser.learning.gold import BYLINE, CAPTION, CREDIT, JUNK, Example
from articles.parser.learning.gradient import Batch, loss_and_slope
from articles.parser.line_model.calibration import UNCALIBRATED
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.model import LineModel
from articles.parser.line_model.states import STATES, TEXT_STATES
from articles.parser.line_model.weights import Weights

OTHER_STATES = BYLINE | CAPTION | CREDIT
RARE_WORD = 8  # a word or a beginning must occur with so many publishers
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn."""

    rounds: int = 8  # times that every clip is seen
    rare: int = 4  # a feature must be known from so many publishers
    rate: float = 6e-3  # length of the steps at their longest
    decay: float = 0.02  # by how much weights shrink, times the rate
    loss_cost: float = 0.2  # charged for a line of the text that is dropped
    open_prior: float = -2.0  # added to caption, credit and byline where the gold leaves open whether a line is one
    batch_lines: int = 4_000
    seed: int = 1


def learn(
    examples: list[Example], plan: Plan, base: LineModel | None = None, tell: Callable[[str], None] | None = None
) -> LineModel:
    """Learn a model from clips with gold. `base` is the model to go on from; its features are kept."""
    names = base.names if base else known_features(examples, plan.rare)
    index = {name: number for number, name in enumerate(names)}
    coded = [code(example, index, plan) for example in examples]
    weights = base.weights.copy() if base else Weights.empty(len(names), len(MEASURES))
    _descend(weights, coded, plan, tell or (lambda _text: None))
    return LineModel(names, weights, base.calibration if base else UNCALIBRATED)


def known_features(examples: list[Example], rare: int) -> list[str]:
    """The features that occur with at least so many publishers, in order of their names."""
    by_publisher: dict[str, set[str]] = {}
    for example in examples:
        by_publisher.setdefault(example.publisher, set()).update(*example.features)
    counts = Counter(name for names in by_publisher.values() for name in names)
    return sorted(name for name, count in counts.items() if count >= (RARE_WORD if name[:2] in ("w:", "b:") else rare))


@dataclass(slots=True)
class CodedClip:
    """A clip as arrays; the fields are those of a batch."""

    ids: NDArray[np.int64]
    lengths: NDArray[np.int64]
    measures: Floats
    right: NDArray[np.bool_]
    prior: Floats
    excluded: NDArray[np.bool_]
    cost: Floats
    importance: float


def code(example: Example, index: dict[str, int], plan: Plan) -> CodedClip:
    """The arrays of a clip; a feature that `index` does not know is left out."""
    rows = [[index[name] for name in names if name in index] for names in example.features]
    right = np.array([[state in states for state in STATES] for states in example.states], dtype=bool)
    excluded = np.array([[state in states for state in STATES] for states in example.excluded], dtype=bool)
    excluded[~(right & ~excluded).any(axis=1)] = False  # the gold knows better
    texts = right[:, list(TEXT_STATES)].any(axis=1) & ~np.delete(right, list(TEXT_STATES), axis=1).any(axis=1)
    cost = np.zeros(right.shape, dtype=np.float32)
    cost[texts] = plan.loss_cost
    cost[:, list(TEXT_STATES)] = 0
    prior = np.zeros(right.shape, dtype=np.float32)
    may_be_none = right[:, [STATES.index(state) for state in JUNK]].any(axis=1, keepdims=True)
    is_other = np.array([state in OTHER_STATES for state in STATES])
    prior[may_be_none & is_other] = plan.open_prior
    return CodedClip(
        np.array([number for row in rows for number in row], dtype=np.int64),
        np.array([len(row) for row in rows], dtype=np.int64),
        example.measures,
        right,
        prior,
        excluded,
        cost,
        example.importance,
    )


def _batches(coded: list[CodedClip], lines: int, random: np.random.Generator) -> Iterator[Batch]:
    """All clips once, those of like length together, in a new order each time."""
    sizes = np.array([len(clip.lengths) for clip in coded])
    order = np.argsort(sizes * random.uniform(0.8, 1.25, len(sizes)))
    groups: list[list[int]] = []
    total = lines
    for number in order:
        if total + sizes[number] > lines:
            groups.append([])
            total = 0
        groups[-1].append(int(number))
        total += int(sizes[number])
    for number in random.permutation(len(groups)):
        yield join([coded[place] for place in groups[number]])


def join(clips: list[CodedClip]) -> Batch:
    """One batch of several clips."""
    return Batch(
        np.concatenate([clip.ids for clip in clips]),
        np.concatenate([clip.lengths for clip in clips]),
        np.concatenate([clip.measures for clip in clips]),
        np.concatenate([clip.right for clip in clips]),
        np.concatenate([clip.prior for clip in clips]),
        np.concatenate([clip.excluded for clip in clips]),
        np.concatenate([clip.cost for clip in clips]),
        np.array([len(clip.lengths) for clip in clips]),
        np.array([clip.importance for clip in clips], dtype=np.float32),
    )


def _descend(weights: Weights, coded: list[CodedClip], plan: Plan, tell: Callable[[str], None]) -> None:
    """Adam with decoupled decay; the steps grow for a tenth of the time and shrink to nothing after that."""
    random = np.random.default_rng(plan.seed)
    total = max(1, len(list(_batches(coded, plan.batch_lines, random))) * plan.rounds)
    means = [np.zeros_like(array) for array in weights]
    squares = [np.zeros_like(array) for array in weights]
    step = 0
    for number in range(plan.rounds):
        losses, lines = 0.0, 0
        for batch in _batches(coded, plan.batch_lines, random):
            step += 1
            loss, slope = loss_and_slope(weights, batch)
            losses, lines = losses + loss, lines + len(batch.lengths)
            rate = plan.rate * _schedule(min(step / total, 1.0))
            size = max(float(batch.importance.sum()), 1.0)
            _step(weights, slope, means, squares, step, rate, plan.decay, size)
        tell(f"round {number + 1}: {losses / max(lines, 1):.4f} a line")


def _schedule(progress: float) -> float:
    if progress < 0.1:
        return 0.1 + 9 * progress
    return 0.5 * (1 + float(np.cos(np.pi * (progress - 0.1) / 0.9))) + 1e-3


def _step(
    weights: Weights,
    slope: Weights,
    means: list[Floats],
    squares: list[Floats],
    step: int,
    rate: float,
    decay: float,
    size: float,
) -> None:
    for array, change, mean, square in zip(weights, slope, means, squares, strict=True):
        change = change / size
        mean += 0.1 * (change - mean)
        square += 0.001 * (change * change - square)
        array -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        if array.ndim > 1:
            array *= 1 - rate * decay
