"""Tells why each line of a clip got its role: the rule, how sure, what else was in question, which features spoke most.

Nothing of this is stored: the clip is read again when somebody asks.
"""

from typing import Any

from articles.parser.classify import label_lines
from articles.parser.crf import ROLES, CrfModel, default_model
from articles.parser.decoding import decode
from articles.parser.html import page
from articles.parser.labels import LabelledLine
from articles.parser.page import ClipText
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span

MAX_FEATURES = 5  # features told of a line

_STATES = {role: [state for state in ("X0", "X1", *"HLBCRPS") if ROLES[state[0]] is role] for role in ROLES.values()}


def explain(data: bytes, name: str) -> list[dict[str, Any]]:
    """For each line of the article: start, end, role, rule, confidence, alternatives, and features with their weights.

    Offsets count characters of the decoded text; of a page of HTML, of the lines that it was brought into. Features
    are named as in `parser/crf_weights.json`; a role that only rules give has none. Raises document.UnreadableClip.
    """
    model = default_model()
    if page.is_page(data, name):
        return [_describe(one, one.text_line.span, model) for one in label_lines(ClipText(page.article_lines(data)), model)]
    return [_describe(one, span, model) for one, span in _labelled_lines(decode(data).text, model)]


def decisive_features(text: str) -> dict[int, list[str]]:
    """What spoke most for the role of each line that was weighed, by the character at which the line begins.

    Features are named as in `parser/crf_weights.json`, the weightiest first, at most `MOST`; none speaks against the
    role. `text` is a plain clip's, not a page of HTML.
    """
    model = default_model()
    return {
        begin: [name for name, weight in _top_features(one, model) if weight > 0]
        for one, (begin, _end) in _labelled_lines(text, model)
        if one.label.rule == "weighed"
    }


def _labelled_lines(text: str, model: CrfModel) -> list[tuple[LabelledLine, Span]]:
    """The verdicts on a plain clip's lines, and where each of them stands in its text, be it wrapped or not."""
    sheet = unwrap(text)
    judged = label_lines(ClipText(sheet.text if sheet else text), model)
    return [(one, sheet.to_source(one.text_line.span) if sheet else one.text_line.span) for one in judged]


def _describe(one: LabelledLine, span: Span, model: CrfModel) -> dict[str, Any]:
    return {
        "start": span[0],
        "end": span[1],
        "role": one.role.value,
        "rule": one.label.rule,
        "confidence": round(one.label.confidence, 3),
        "alternatives": [role.value for role in one.label.alternatives],
        "features": [[name, round(weight, 2)] for name, weight in _top_features(one, model)],
    }


def _top_features(one: LabelledLine, model: CrfModel) -> list[tuple[str, float]]:
    """Of the states that give a role, those of the one that its features speak most for."""
    told = [model.explain(one.traits.features, state, MAX_FEATURES) for state in _STATES.get(one.role, ())]
    return max(told, key=lambda found: sum(weight for _name, weight in found), default=[])
