"""Explains the role of each line of a clip: rule, confidence, alternatives and the most important features.

Nothing of this is stored: the clip is parsed again on request.
"""

from typing import Any

from articles.parser.classify import label_lines
from articles.parser.clip_text import ClipText
from articles.parser.crf import ROLES, CrfModel, default_model
from articles.parser.decoding import decode
from articles.parser.html import page
from articles.parser.line_labels import LabelledLine
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span

MAX_FEATURES = 5  # features listed for a line

_STATES = {role: [state for state in ("X0", "X1", *"HLBCRPS") if ROLES[state[0]] is role] for role in ROLES.values()}


def explain(data: bytes, name: str) -> list[dict[str, Any]]:
    """A dict for each line of the article: start, end, role, rule, confidence, alternatives, features with weights.

    Offsets count characters of the decoded text; for an HTML page, of its extracted lines. Features
    are named as in `parser/crf_weights.json`; roles that only rules assign have none. Raises document.UnreadableClip.
    """
    model = default_model()
    if page.is_page(data, name):
        return [
            _describe(line, line.text_line.span, model)
            for line in label_lines(ClipText(page.article_lines(data)), model)
        ]
    return [_describe(line, span, model) for line, span in _labelled_lines(decode(data).text, model)]


def decisive_features(text: str) -> dict[int, list[str]]:
    """The most important features of each line that the model labelled, by the start offset of the line.

    Features are named as in `parser/crf_weights.json`, largest weight first, at most MAX_FEATURES, none with a negative
    weight. `text` is that of a plain clip, not of an HTML page.
    """
    model = default_model()
    return {
        begin: [name for name, weight in _top_features(line, model) if weight > 0]
        for line, (begin, _end) in _labelled_lines(text, model)
        if line.label.rule == "weighed"
    }


def _labelled_lines(text: str, model: CrfModel) -> list[tuple[LabelledLine, Span]]:
    """The labelled lines of a plain clip, each with its span in the original text."""
    unwrapped = unwrap(text)
    lines = label_lines(ClipText(unwrapped.text if unwrapped else text), model)
    return [(line, unwrapped.to_source(line.text_line.span) if unwrapped else line.text_line.span) for line in lines]


def _describe(line: LabelledLine, span: Span, model: CrfModel) -> dict[str, Any]:
    return {
        "start": span[0],
        "end": span[1],
        "role": line.role.value,
        "rule": line.label.rule,
        "confidence": round(line.label.confidence, 3),
        "alternatives": [role.value for role in line.label.alternatives],
        "features": [[name, round(weight, 2)] for name, weight in _top_features(line, model)],
    }


def _top_features(line: LabelledLine, model: CrfModel) -> list[tuple[str, float]]:
    """The top features of the state that explains the line's role best."""
    candidates = [model.explain(line.traits.features, state, MAX_FEATURES) for state in _STATES.get(line.role, ())]
    return max(candidates, key=lambda features: sum(weight for _name, weight in features), default=[])
