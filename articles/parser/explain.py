"""Tells why each line of a clip got its role: the rule, how sure, what else was in question, which features spoke most.

Nothing of this is stored: the clip is read again when somebody asks.
"""

from typing import Any

from articles.parser.classify import judge
from articles.parser.crf import ROLES, Model, shipped
from articles.parser.decoding import decode
from articles.parser.html import page
from articles.parser.labels import Judged
from articles.parser.page import Page
from articles.parser.unwrapping import unwrap
from articles.text.lines import Span

MOST = 5  # features told of a line

_STATES = {role: [state for state in ("X0", "X1", *"HLBCRPS") if ROLES[state[0]] is role] for role in ROLES.values()}


def explain(data: bytes, name: str) -> list[dict[str, Any]]:
    """For each line of the article: start, end, role, rule, confidence, alternatives, and features with their weights.

    Offsets count characters of the decoded text; of a page of HTML, of the lines that it was brought into. Features
    are named as in `parser/crf_weights.json`; a role that only rules give has none. Raises document.Unreadable.
    """
    model = shipped()
    if page.is_page(data, name):
        return [_told(one, one.line.span, model) for one in judge(Page(page.lines_of(data)), model)]
    return [_told(one, span, model) for one, span in _judged(decode(data).text, model)]


def reasons(text: str) -> dict[int, list[str]]:
    """What spoke most for the role of each line that was weighed, by the character at which the line begins.

    Features are named as in `parser/crf_weights.json`, the weightiest first, at most `MOST`; none speaks against the
    role. `text` is a plain clip's, not a page of HTML.
    """
    model = shipped()
    return {
        begin: [name for name, weight in _features(one, model) if weight > 0]
        for one, (begin, _end) in _judged(text, model)
        if one.verdict.rule == "weighed"
    }


def _judged(text: str, model: Model) -> list[tuple[Judged, Span]]:
    """The verdicts on a plain clip's lines, and where each of them stands in its text, be it wrapped or not."""
    sheet = unwrap(text)
    judged = judge(Page(sheet.text if sheet else text), model)
    return [(one, sheet.back(one.line.span) if sheet else one.line.span) for one in judged]


def _told(one: Judged, span: Span, model: Model) -> dict[str, Any]:
    return {
        "start": span[0],
        "end": span[1],
        "role": one.role.value,
        "rule": one.verdict.rule,
        "confidence": round(one.verdict.confidence, 3),
        "alternatives": [role.value for role in one.verdict.others],
        "features": [[name, round(weight, 2)] for name, weight in _features(one, model)],
    }


def _features(one: Judged, model: Model) -> list[tuple[str, float]]:
    """Of the states that give a role, those of the one that its features speak most for."""
    told = [model.explain(one.traits.names, state, MOST) for state in _STATES.get(one.role, ())]
    return max(told, key=lambda found: sum(weight for _name, weight in found), default=[])
