"""Explains the role of each line of a clip: rule, confidence, alternatives and the most important features.

Nothing of this is stored: the clip is parsed again on request.
"""

from typing import Any

import numpy as np

from articles.parser.classify import PreparedLines, label_prepared, prepare_lines
from articles.parser.clip_text import ClipText
from articles.parser.formats import registry
from articles.parser.line_labels import LabelledLine
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.model import LineModel, default_model
from articles.parser.line_model.states import ROLES, STATES
from articles.parser.line_model.weights import score_lines
from articles.parser.roles import Role
from articles.parser.uncertainty import KEPT, mark_uncertain
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span

MAX_FEATURES = 5  # features listed for a line
MEASURE_PREFIX = "m:"  # before the name of a measure, to tell it from a feature

_STATES = {role: [n for n, state in enumerate(STATES) if ROLES[state[0]] is role] for role in ROLES.values()}
_Weighed = list[tuple[str, float]]


def explain(data: bytes, name: str) -> list[dict[str, Any]]:
    """A dict for each line of the article: start, end, role, rule, confidence, alternatives, features with weights.

    Offsets count characters of the clip's text. Features are named as in `parser/features.py`, measures as in
    `line_model/measures.py` behind `m:`; a weight is by how much, to first order, the log-odds of the role would
    fall without it. Roles that only rules assign have none. Raises UnreadableClip.
    """
    model = default_model()
    _format, source = registry.read(data, name)
    if source.lines is None:
        return []
    lines, prepared = _label(source.lines.clip_text(), model)
    source.apply_marks(lines)
    spans = [source.to_text(source.lines.to_source(line.text_line.span)) for line in lines]
    weighed = _contributions(model, prepared, lines)
    return [_describe(line, span, weighed.get(id(line), [])) for line, span in zip(lines, spans, strict=True)]


def decisive_features(text: str) -> dict[int, list[str]]:
    """The most important features of each line that the model labelled, by the start offset of the line.

    Named as `explain` names them, largest weight first, at most MAX_FEATURES, none with a negative weight. `text` is
    that of a plain clip, not of an HTML page.
    """
    model = default_model()
    lines, prepared, spans = _labelled_lines(text, model)
    weighed = _contributions(model, prepared, lines)
    return {
        begin: [name for name, weight in weighed.get(id(line), []) if weight > 0]
        for line, (begin, _end) in zip(lines, spans, strict=True)
        if line.label.rule in ("weighed", KEPT)
    }


def _label(clip: ClipText, model: LineModel) -> tuple[list[LabelledLine], PreparedLines]:
    prepared = prepare_lines(clip)
    lines = label_prepared(prepared, model)
    mark_uncertain(lines)
    return lines, prepared


def _labelled_lines(text: str, model: LineModel) -> tuple[list[LabelledLine], PreparedLines, list[Span]]:
    """The labelled lines of a plain clip, what the model was told, and each line's span in the original text."""
    unwrapped = unwrap(text)
    lines, prepared = _label(ClipText(unwrapped.text if unwrapped else text), model)
    spans = [unwrapped.to_source(line.text_line.span) if unwrapped else line.text_line.span for line in lines]
    return lines, prepared, spans


def _describe(line: LabelledLine, span: Span, weighed: _Weighed) -> dict[str, Any]:
    return {
        "start": span[0],
        "end": span[1],
        "role": line.role.value,
        "rule": line.label.rule,
        "confidence": round(line.label.confidence, 3),
        "alternatives": [role.value for role in line.label.alternatives],
        "features": [[name, round(weight, 2)] for name, weight in weighed],
    }


def _contributions(model: LineModel, prepared: PreparedLines, lines: list[LabelledLine]) -> dict[int, _Weighed]:
    """The features and measures that speak most for the role of each line, by the id of the labelled line."""
    numbers = {id(line): number for number, line in enumerate(prepared.lines)}
    asked = [
        (line, numbers[id(line.text_line)], _state(line.role, numbers[id(line.text_line)], prepared))
        for line in lines
        if id(line.text_line) in numbers and line.role in _STATES
    ]
    if not asked:
        return {}
    weights, measures = model.weights, prepared.model_input.measures
    ids, lengths = model.encode(prepared.model_input.features)
    ends = np.cumsum(lengths)
    scores = score_lines(weights, ids, lengths, measures)
    found = {}
    for line, number, state in asked:
        slope = _slope(scores[number], state)
        own = ids[ends[number] - lengths[number] : ends[number]]
        names = [*(model.names[n] for n in own), *(MEASURE_PREFIX + name for name in MEASURES)]
        given = np.concatenate([weights.features[own] @ slope, (weights.measures @ slope) * measures[number]])
        totals: dict[str, float] = {}
        for name, weight in zip(names, given.tolist(), strict=True):
            totals[name] = totals.get(name, 0.0) + weight
        found[id(line)] = sorted(totals.items(), key=lambda pair: -pair[1])[:MAX_FEATURES]
    return found


def _slope(scores: np.ndarray, state: int) -> np.ndarray:
    """How the log-odds of a state change with the scores of all states of the line."""
    rest = np.exp((scores - scores.max()).astype(np.float64))
    rest[state] = 0
    slope: np.ndarray = -rest / max(rest.sum(), 1e-30)
    slope[state] = 1
    return slope


def _state(role: Role, number: int, prepared: PreparedLines) -> int:
    """The state that a role means at this place: of two, the first belongs above the densest text."""
    states = _STATES[role]
    return states[0] if number < prepared.first or len(states) == 1 else states[-1]
